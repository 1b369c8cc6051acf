import type { RouteRecordRaw } from 'vue-router'

const slas = { group: 'company', order: 64, titleKey: 'sla.slas.title', wordsKey: 'sla.slas.words' } as const
const groups = {
  group: 'company',
  order: 65,
  titleKey: 'sla.groups.title',
  wordsKey: 'sla.groups.words',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: 'service-levels',
    name: 'slas',
    component: () => import('./SlasList.vue'),
    meta: { permission: 'sla.setUp', titleKey: 'sla.slas.title', settings: slas },
  },
  {
    path: 'service-levels/:id',
    name: 'sla',
    component: () => import('./SlaDetail.vue'),
    props: true,
    meta: { permission: 'sla.setUp', parent: 'slas', titleKey: 'sla.sla.new', settings: slas },
  },
  {
    path: 'sla-groups',
    name: 'slaGroups',
    component: () => import('./SlaGroupsList.vue'),
    meta: { permission: 'sla.setUp', titleKey: 'sla.groups.title', settings: groups },
  },
  {
    path: 'sla-groups/:id',
    name: 'slaGroup',
    component: () => import('./SlaGroupDetail.vue'),
    props: true,
    meta: { permission: 'sla.setUp', parent: 'slaGroups', titleKey: 'sla.group.new', settings: groups },
  },
  {
    path: '/sla/watch',
    name: 'slaWatch',
    component: () => import('./WatchPage.vue'),
    meta: { permission: 'sla.read', parent: 'orders', titleKey: 'sla.watch.title' },
  },
  {
    path: '/sla/measured',
    name: 'slaMeasured',
    component: () => import('./MeasuredPage.vue'),
    meta: { permission: 'sla.read', parent: 'reports', titleKey: 'sla.measured.title' },
  },
]
