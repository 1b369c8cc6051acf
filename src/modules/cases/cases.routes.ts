import { mdiBriefcaseOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const categories = { group: 'company', order: 47, titleKey: 'cases.categories.title' } as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/cases',
    name: 'cases',
    component: () => import('./CasesList.vue'),
    meta: {
      permission: 'orders.write',
      nav: { icon: mdiBriefcaseOutline, order: 15, titleKey: 'cases.title' },
    },
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('./CaseDetail.vue'),
    props: true,
    meta: { permission: 'orders.read', parent: 'cases', titleKey: 'cases.case.new' },
  },
  {
    path: 'case-categories',
    name: 'caseCategories',
    component: () => import('./CategoriesList.vue'),
    meta: { permission: 'stages.setUp', settings: categories },
  },
  {
    path: 'case-categories/:id',
    name: 'caseCategory',
    component: () => import('./CategoryDetail.vue'),
    props: true,
    meta: {
      permission: 'stages.setUp',
      parent: 'caseCategories',
      titleKey: 'cases.category.new',
      settings: categories,
    },
  },
]
