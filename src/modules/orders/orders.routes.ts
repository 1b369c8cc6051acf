import { mdiClipboardTextOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/orders',
    name: 'orders',
    component: () => import('./OrdersList.vue'),
    meta: {
      permission: 'orders.read',
      nav: { icon: mdiClipboardTextOutline, order: 10, letter: 'O', titleKey: 'orders.title' },
    },
  },
  {
    path: '/orders/board',
    name: 'orderBoard',
    component: () => import('./OrderBoard.vue'),
    meta: { permission: 'orders.read', parent: 'orders', titleKey: 'orders.board.title' },
  },
  {
    path: '/requirements',
    name: 'requirements',
    component: () => import('./RequirementsList.vue'),
    meta: { permission: 'orders.read', parent: 'orders', titleKey: 'requirements.title' },
  },
  {
    path: '/orders/:id',
    name: 'order',
    component: () => import('./OrderDetail.vue'),
    props: true,
    meta: { permission: 'orders.read', parent: 'orders', titleKey: 'orders.order.new' },
  },
]
