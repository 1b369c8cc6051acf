import { mdiPackageVariantClosed } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const units = { group: 'company', order: 70, titleKey: 'catalog.units.title' } as const
const itemCategories = { group: 'company', order: 71, titleKey: 'catalog.itemCategories.title' } as const
const productCategories = {
  group: 'company',
  order: 72,
  titleKey: 'catalog.productCategories.title',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/items',
    name: 'items',
    component: () => import('./ItemsList.vue'),
    meta: {
      permission: 'catalog.read',
      nav: { icon: mdiPackageVariantClosed, order: 70, titleKey: 'catalog.items.title' },
    },
  },
  {
    path: '/items/:id',
    name: 'item',
    component: () => import('./ItemDetail.vue'),
    props: true,
    meta: { permission: 'catalog.read', parent: 'items', titleKey: 'catalog.item.new' },
  },
  {
    path: 'units',
    name: 'units',
    component: () => import('./UnitsList.vue'),
    meta: { permission: 'catalog.read', settings: units },
  },
  {
    path: 'units/:id',
    name: 'unit',
    component: () => import('./UnitDetail.vue'),
    props: true,
    meta: { permission: 'catalog.read', parent: 'units', titleKey: 'catalog.unit.new', settings: units },
  },
  {
    path: 'item-categories',
    name: 'itemCategories',
    component: () => import('./ItemCategoriesList.vue'),
    meta: { permission: 'catalog.read', settings: itemCategories },
  },
  {
    path: 'item-categories/:id',
    name: 'itemCategory',
    component: () => import('./ItemCategoryDetail.vue'),
    props: true,
    meta: {
      permission: 'catalog.read',
      parent: 'itemCategories',
      titleKey: 'catalog.itemCategory.new',
      settings: itemCategories,
    },
  },
  {
    path: 'product-categories',
    name: 'productCategories',
    component: () => import('./ProductCategoriesList.vue'),
    meta: { permission: 'catalog.read', settings: productCategories },
  },
  {
    path: 'product-categories/:id',
    name: 'productCategory',
    component: () => import('./ProductCategoryDetail.vue'),
    props: true,
    meta: {
      permission: 'catalog.read',
      parent: 'productCategories',
      titleKey: 'catalog.productCategory.new',
      settings: productCategories,
    },
  },
]
