import type { RouteRecordRaw } from 'vue-router'

const seriesList = {
  group: 'office',
  order: 40,
  titleKey: 'numbers.series.title',
  wordsKey: 'numbers.series.words',
} as const

export const routes: RouteRecordRaw[] = [
  {
    path: 'number-series',
    name: 'seriesList',
    component: () => import('./SeriesList.vue'),
    meta: { permission: 'numbers.read', settings: seriesList },
  },
  {
    path: 'number-series/:id',
    name: 'series',
    component: () => import('./SeriesDetail.vue'),
    props: true,
    meta: {
      permission: 'numbers.read',
      parent: 'seriesList',
      titleKey: 'numbers.one.new',
      settings: seriesList,
    },
  },
]
