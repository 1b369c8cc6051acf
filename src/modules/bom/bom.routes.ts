import { mdiFileTreeOutline, mdiTrashCanOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/bom-templates',
    name: 'bomTemplates',
    component: () => import('./TemplatesList.vue'),
    meta: {
      permission: 'bom.read',
      module: 'bom',
      nav: { icon: mdiFileTreeOutline, order: 71, titleKey: 'bom.templates.title' },
    },
  },
  {
    path: '/bom-templates/:id',
    name: 'bomTemplate',
    component: () => import('./TemplateDetail.vue'),
    props: true,
    meta: { permission: 'bom.read', module: 'bom', parent: 'bomTemplates', titleKey: 'bom.template.one' },
  },
  {
    path: '/bom',
    name: 'bomBrowser',
    component: () => import('./BomBrowserPage.vue'),
    meta: { permission: 'bom.read', module: 'bom', parent: 'objects', titleKey: 'bom.browser.title' },
  },
  {
    path: '/bom-recall',
    name: 'bomRecall',
    component: () => import('./RecallPage.vue'),
    meta: { permission: 'bom.read', module: 'bom', parent: 'bomTemplates', titleKey: 'bom.recall.title' },
  },
  {
    path: '/removed-parts',
    name: 'removedParts',
    component: () => import('./RemovedPartsList.vue'),
    meta: {
      permission: 'bom.read',
      module: 'bom',
      nav: { icon: mdiTrashCanOutline, order: 73, titleKey: 'bom.removed.title' },
    },
  },
]
