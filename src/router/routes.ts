import type { RouteRecordRaw } from 'vue-router'

const modules = import.meta.glob<{ routes: RouteRecordRaw[] }>('../modules/*/*.routes.ts', { eager: true })

/** The routes of every capability: each adds them by its own `<capability>.routes.ts`. */
export const moduleRoutes: RouteRecordRaw[] = Object.values(modules).flatMap(({ routes }) => routes)
