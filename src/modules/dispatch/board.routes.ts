import { mdiCalendarClockOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/dispatch',
    name: 'dispatch',
    component: () => import('./DispatchPage.vue'),
    meta: {
      permission: 'dispatch.read',
      nav: { icon: mdiCalendarClockOutline, order: 20, letter: 'D', titleKey: 'dispatch.board.nav' },
      titleKey: 'dispatch.board.title',
    },
  },
  {
    path: '/dispatch/change-sets',
    name: 'changeSets',
    component: () => import('./ChangeSetsPage.vue'),
    meta: { permission: 'dispatch.plan', parent: 'dispatch', titleKey: 'dispatch.changeSets.title' },
  },
]
