import type { RouteRecordRaw } from 'vue-router'

const warehouses = {
  group: 'office',
  order: 30,
  titleKey: 'stock.warehouses.title',
  wordsKey: 'stock.warehouses.words',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/stock',
    name: 'balances',
    component: () => import('./BalancesList.vue'),
    meta: { permission: 'stock.read', parent: 'items', titleKey: 'stock.balances.title' },
  },
  {
    path: '/stock/transactions',
    name: 'stockTransactions',
    component: () => import('./TransactionsList.vue'),
    meta: { permission: 'stock.read', parent: 'balances', titleKey: 'stock.transactions.title' },
  },
  {
    path: '/stock/serials',
    name: 'serials',
    component: () => import('./SerialsList.vue'),
    meta: { permission: 'catalog.read', parent: 'balances', titleKey: 'stock.serials.title' },
  },
  {
    path: 'warehouses',
    name: 'warehouses',
    component: () => import('./WarehousesList.vue'),
    meta: { permission: 'stock.read', settings: warehouses },
  },
  {
    path: 'warehouses/:id',
    name: 'warehouse',
    component: () => import('./WarehouseDetail.vue'),
    props: true,
    meta: {
      permission: 'stock.read',
      parent: 'warehouses',
      titleKey: 'stock.warehouse.new',
      settings: warehouses,
    },
  },
]
