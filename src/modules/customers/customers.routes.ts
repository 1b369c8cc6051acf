import { mdiAccountGroupOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/customers',
    name: 'customers',
    component: () => import('./CustomersList.vue'),
    meta: {
      permission: 'customers.read',
      nav: { icon: mdiAccountGroupOutline, order: 50, letter: 'C', titleKey: 'customers.title' },
    },
  },
  {
    path: '/customers/:id',
    name: 'customer',
    component: () => import('./CustomerDetail.vue'),
    props: true,
    meta: { permission: 'customers.read', parent: 'customers', titleKey: 'customers.customer.new' },
  },
  {
    path: '/sites',
    name: 'sites',
    component: () => import('./SitesList.vue'),
    meta: { permission: 'customers.read', parent: 'customers', titleKey: 'customers.sites.title' },
  },
  {
    path: '/sites/:id',
    name: 'site',
    component: () => import('./SiteDetail.vue'),
    props: true,
    meta: { permission: 'customers.read', parent: 'customers', titleKey: 'customers.site.new' },
  },
  {
    path: '/contacts/:id',
    name: 'contact',
    component: () => import('./ContactDetail.vue'),
    props: true,
    meta: { permission: 'customers.read', parent: 'customers', titleKey: 'customers.contact.new' },
  },
  {
    path: 'customer-groups',
    name: 'customerGroups',
    component: () => import('./GroupsList.vue'),
    meta: {
      permission: 'customers.read',
      settings: { group: 'company', order: 40, titleKey: 'customers.groups.title' },
    },
  },
  {
    path: 'customer-groups/:id',
    name: 'customerGroup',
    component: () => import('./GroupDetail.vue'),
    props: true,
    meta: {
      permission: 'customers.read',
      parent: 'customerGroups',
      titleKey: 'customers.group.new',
      settings: { group: 'company', order: 40, titleKey: 'customers.groups.title' },
    },
  },
]
