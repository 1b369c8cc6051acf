import { mdiChartBar } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./ReportsPage.vue'),
    meta: {
      permission: 'reports.read',
      nav: { icon: mdiChartBar, order: 90, titleKey: 'reports.title' },
    },
  },
]
