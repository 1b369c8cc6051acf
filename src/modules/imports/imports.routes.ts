import { mdiFileImportOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./ImportsList.vue'),
    meta: {
      permission: 'imports.run',
      nav: { icon: mdiFileImportOutline, order: 850, titleKey: 'imports.title' },
    },
  },
  {
    path: '/imports/new',
    name: 'newImport',
    component: () => import('./NewImportPage.vue'),
    meta: { permission: 'imports.run', parent: 'imports', titleKey: 'imports.new' },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./ImportPage.vue'),
    props: true,
    meta: { permission: 'imports.run', parent: 'imports', titleKey: 'imports.one' },
  },
]
