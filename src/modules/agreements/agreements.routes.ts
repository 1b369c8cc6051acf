import type { RouteRecordRaw } from 'vue-router'

const billingAccounts = { group: 'company', order: 50, titleKey: 'agreements.billingAccounts.title' } as const
const categories = { group: 'company', order: 51, titleKey: 'agreements.categories.title' } as const
const lineProperties = { group: 'company', order: 52, titleKey: 'agreements.lineProperties.title' } as const
const serviceTasks = { group: 'company', order: 54, titleKey: 'agreements.serviceTasks.title' } as const
const priceRules = {
  group: 'company',
  order: 53,
  titleKey: 'agreements.priceRules.title',
  wordsKey: 'agreements.priceRules.words',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: 'billing-accounts',
    name: 'billingAccounts',
    component: () => import('./BillingAccountsList.vue'),
    meta: { permission: 'agreements.read', settings: billingAccounts },
  },
  {
    path: 'billing-accounts/:id',
    name: 'billingAccount',
    component: () => import('./BillingAccountDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'billingAccounts',
      titleKey: 'agreements.billingAccount.new',
      settings: billingAccounts,
    },
  },
  {
    path: 'categories',
    name: 'categories',
    component: () => import('./CategoriesList.vue'),
    meta: { permission: 'agreements.read', settings: categories },
  },
  {
    path: 'categories/:id',
    name: 'category',
    component: () => import('./CategoryDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'categories',
      titleKey: 'agreements.category.new',
      settings: categories,
    },
  },
  {
    path: 'line-properties',
    name: 'lineProperties',
    component: () => import('./LinePropertiesList.vue'),
    meta: { permission: 'agreements.read', settings: lineProperties },
  },
  {
    path: 'line-properties/:id',
    name: 'lineProperty',
    component: () => import('./LinePropertyDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'lineProperties',
      titleKey: 'agreements.lineProperty.new',
      settings: lineProperties,
    },
  },
  {
    path: 'service-tasks',
    name: 'serviceTasks',
    component: () => import('./ServiceTasksList.vue'),
    meta: { permission: 'agreements.read', settings: serviceTasks },
  },
  {
    path: 'service-tasks/:id',
    name: 'serviceTask',
    component: () => import('./ServiceTaskDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'serviceTasks',
      titleKey: 'agreements.serviceTask.new',
      settings: serviceTasks,
    },
  },
  {
    path: 'price-rules',
    name: 'priceRules',
    component: () => import('./PriceRulesList.vue'),
    meta: { permission: 'agreements.read', settings: priceRules },
  },
  {
    path: 'price-rules/:id',
    name: 'priceRule',
    component: () => import('./PriceRuleDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'priceRules',
      titleKey: 'agreements.priceRule.new',
      settings: priceRules,
    },
  },
]
