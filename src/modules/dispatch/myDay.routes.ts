import { mdiAccountClockOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/my-day',
    name: 'myDay',
    component: () => import('./MyDayPage.vue'),
    meta: {
      permission: 'dispatch.work',
      nav: {
        ...{ icon: mdiAccountClockOutline, order: 5, letter: 'M', titleKey: 'dispatch.myDay.title' },
        isForWorkers: true,
      },
      titleKey: 'dispatch.myDay.title',
    },
  },
]
