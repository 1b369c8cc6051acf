import { mdiBadgeAccountOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const company = { group: 'company', order: 10, titleKey: 'people.company.title' } as const
const users = {
  group: 'company',
  order: 20,
  titleKey: 'people.users.title',
  wordsKey: 'people.users.words',
} as const
const roles = {
  group: 'company',
  order: 21,
  titleKey: 'people.roles.title',
  wordsKey: 'people.roles.words',
} as const
const offices = { group: 'office', order: 10, titleKey: 'people.offices.title' } as const
const devices = {
  group: 'office',
  order: 20,
  titleKey: 'people.devices.title',
  wordsKey: 'people.devices.words',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/workers',
    name: 'workers',
    component: () => import('./WorkersList.vue'),
    meta: {
      permission: 'people.read',
      nav: { icon: mdiBadgeAccountOutline, order: 75, letter: 'E', titleKey: 'people.workers.title' },
    },
  },
  {
    path: '/workers/:id',
    name: 'worker',
    component: () => import('./WorkerDetail.vue'),
    props: true,
    meta: { permission: 'people.read', parent: 'workers', titleKey: 'people.worker.new' },
  },
  {
    path: 'company',
    name: 'company',
    component: () => import('./CompanyDetail.vue'),
    meta: { permission: 'people.admin', settings: company },
  },
  {
    path: 'users',
    name: 'users',
    component: () => import('./UsersList.vue'),
    meta: { permission: 'people.admin', settings: users },
  },
  {
    path: 'users/:id',
    name: 'user',
    component: () => import('./UserDetail.vue'),
    props: true,
    meta: { permission: 'people.admin', parent: 'users', titleKey: 'people.user.new', settings: users },
  },
  {
    path: 'roles',
    name: 'roles',
    component: () => import('./RolesPage.vue'),
    meta: { permission: 'people.admin', settings: roles },
  },
  {
    path: 'offices',
    name: 'offices',
    component: () => import('./OfficesList.vue'),
    meta: { permission: 'people.admin', settings: offices },
  },
  {
    path: 'offices/:id',
    name: 'office',
    component: () => import('./OfficeDetail.vue'),
    props: true,
    meta: { permission: 'people.admin', parent: 'offices', titleKey: 'people.office.new', settings: offices },
  },
  {
    path: 'devices',
    name: 'devices',
    component: () => import('./DevicesList.vue'),
    meta: { permission: 'people.admin', settings: devices },
  },
]
