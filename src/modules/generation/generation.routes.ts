import { mdiCalendarSync } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

const intervals = {
  group: 'company',
  order: 55,
  titleKey: 'generation.intervals.title',
  wordsKey: 'generation.intervals.words',
} as const
const timeWindows = { group: 'company', order: 56, titleKey: 'generation.timeWindows.title' } as const

export const routes: RouteRecordRaw[] = [
  {
    path: '/generation',
    name: 'generation',
    component: () => import('./GenerationPage.vue'),
    meta: {
      permission: 'generation.preview',
      nav: { icon: mdiCalendarSync, order: 31, titleKey: 'generation.title' },
    },
  },
  {
    path: '/generation/runs',
    name: 'generationRuns',
    component: () => import('./RunsList.vue'),
    meta: { permission: 'generation.preview', parent: 'generation', titleKey: 'generation.runs.title' },
  },
  {
    path: '/generation/runs/:id',
    name: 'generationRun',
    component: () => import('./RunDetail.vue'),
    props: true,
    meta: { permission: 'generation.preview', parent: 'generationRuns', titleKey: 'generation.run.one' },
  },
  {
    path: 'service-intervals',
    name: 'intervals',
    component: () => import('./IntervalsList.vue'),
    meta: { permission: 'agreements.read', settings: intervals },
  },
  {
    path: 'service-intervals/:id',
    name: 'interval',
    component: () => import('./IntervalDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'intervals',
      titleKey: 'generation.interval.new',
      settings: intervals,
    },
  },
  {
    path: 'time-windows',
    name: 'timeWindows',
    component: () => import('./TimeWindowsList.vue'),
    meta: { permission: 'agreements.read', settings: timeWindows },
  },
  {
    path: 'time-windows/:id',
    name: 'timeWindow',
    component: () => import('./TimeWindowDetail.vue'),
    props: true,
    meta: {
      permission: 'agreements.read',
      parent: 'timeWindows',
      titleKey: 'generation.timeWindow.new',
      settings: timeWindows,
    },
  },
]
