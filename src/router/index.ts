import { nextTick } from 'vue'
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'
import './meta'
import { moduleRoutes } from './routes'

const inSettings = moduleRoutes.filter(({ meta }) => meta?.settings)
const plain = moduleRoutes.filter(({ meta }) => !meta?.settings)

const routes: RouteRecordRaw[] = [
  ...plain,
  {
    path: '/settings',
    name: 'settings',
    component: () => import('@/layouts/SettingsLayout.vue'),
    meta: { titleKey: 'nav.settings' },
    children: inSettings,
  },
  {
    path: '/:rest(.*)*',
    name: 'notFound',
    component: () => import('@/layouts/NotFoundPage.vue'),
    meta: { titleKey: 'nav.notFound' },
  },
]

export const router = createRouter({ history: createWebHashHistory(), routes })

router.beforeEach((to) => {
  const session = useSessionStore()
  const isOpen = session.can(to.meta.permission) && useSettingsStore().isOn(to.meta.module)
  if (session.phase !== 'ready' || isOpen) return true
  return { name: 'home' }
})

/** After a change of page its head has the focus, so that it is read out and keys start there; a form's field keeps it. */
router.afterEach((to, from) => {
  if (to.name === from.name || from.matched.length === 0) return
  void nextTick(() =>
    requestAnimationFrame(() => {
      if (document.querySelector('main :is(input, textarea):focus')) return
      document.querySelector<HTMLElement>('main h1')?.focus()
    }),
  )
})
