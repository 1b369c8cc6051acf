import { mdiElevatorPassengerOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const objectGroups = { group: 'company', order: 45, titleKey: 'objects.groups.title' } as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/objects',
    name: 'objects',
    component: () => import('./ObjectsList.vue'),
    meta: {
      permission: 'objects.read',
      nav: { icon: mdiElevatorPassengerOutline, order: 60, titleKey: 'objects.title' },
    },
  },
  {
    path: '/objects/:id',
    name: 'object',
    component: () => import('./ObjectDetail.vue'),
    props: true,
    meta: { permission: 'objects.read', parent: 'objects', titleKey: 'objects.object.new' },
  },
  {
    path: 'object-groups',
    name: 'objectGroups',
    component: () => import('./ObjectGroupsList.vue'),
    meta: { permission: 'objects.read', settings: objectGroups },
  },
  {
    path: 'object-groups/:id',
    name: 'objectGroup',
    component: () => import('./ObjectGroupDetail.vue'),
    props: true,
    meta: {
      permission: 'objects.read',
      parent: 'objectGroups',
      titleKey: 'objects.group.new',
      settings: objectGroups,
    },
  },
]
