import { mdiHomeOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./HomePage.vue'),
    meta: { nav: { icon: mdiHomeOutline, order: 0, letter: 'H', titleKey: 'nav.home' } },
  },
]
