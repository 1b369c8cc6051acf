import type { RouteRecordRaw } from 'vue-router'

const walls = {
  group: 'office',
  order: 30,
  titleKey: 'wall.walls.title',
  wordsKey: 'wall.walls.words',
} as const
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export const routes: RouteRecordRaw[] = [
  {
    path: '/wall',
    name: 'wall',
    component: () => import('./WallScreen.vue'),
    props: ({ query }) => ({ id: textOf(query['id']), name: textOf(query['name']) }),
    meta: { titleKey: 'wall.screen.name', isBare: true },
  },
  {
    path: 'wall-screens',
    name: 'walls',
    component: () => import('./WallsList.vue'),
    meta: { permission: 'wall.setUp', titleKey: 'wall.walls.title', settings: walls },
  },
  {
    path: 'wall-screens/:id',
    name: 'wallSetUp',
    component: () => import('./WallDetail.vue'),
    props: true,
    meta: { permission: 'wall.setUp', parent: 'walls', titleKey: 'wall.wall.new', settings: walls },
  },
]
