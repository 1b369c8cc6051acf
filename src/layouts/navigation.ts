import type { Module } from '@contract/settings'
import type { RouteRecordRaw } from 'vue-router'
import { mdiCogOutline } from '@mdi/js'
import { moduleRoutes } from '@/router/routes'
import type { NavEntry } from '@/router/meta'

export interface NavLink extends NavEntry {
  readonly name: string
  readonly permission: NonNullable<RouteRecordRaw['meta']>['permission']
  readonly module?: Module | undefined
}

/** What the navigation shows, in its order: what is built; the rail leaves out what the user may not open. */
export const navLinks: readonly NavLink[] = [
  ...moduleRoutes.flatMap(({ name, meta }) =>
    meta?.nav && name !== undefined
      ? [{ ...meta.nav, name: String(name), permission: meta.permission, module: meta.module }]
      : [],
  ),
  { icon: mdiCogOutline, order: 900, titleKey: 'nav.settings', name: 'settings', permission: undefined },
].sort((left, right) => left.order - right.order)
