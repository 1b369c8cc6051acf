import type { RouteRecordRaw } from 'vue-router'

const calendars = {
  group: 'company',
  order: 62,
  titleKey: 'calendars.calendars.title',
  wordsKey: 'calendars.calendars.words',
} as const
const holidaySets = { group: 'company', order: 63, titleKey: 'calendars.holidaySets.title' } as const

export const routes: RouteRecordRaw[] = [
  {
    path: 'calendars',
    name: 'calendars',
    component: () => import('./CalendarsList.vue'),
    meta: { permission: 'calendars.read', settings: calendars },
  },
  {
    path: 'calendars/:id',
    name: 'calendar',
    component: () => import('./CalendarDetail.vue'),
    props: true,
    meta: {
      permission: 'calendars.read',
      parent: 'calendars',
      titleKey: 'calendars.calendar.new',
      settings: calendars,
    },
  },
  {
    path: 'holiday-sets',
    name: 'holidaySets',
    component: () => import('./HolidaySetsList.vue'),
    meta: { permission: 'calendars.read', settings: holidaySets },
  },
  {
    path: 'holiday-sets/:id',
    name: 'holidaySet',
    component: () => import('./HolidaySetDetail.vue'),
    props: true,
    meta: {
      permission: 'calendars.read',
      parent: 'holidaySets',
      titleKey: 'calendars.holidaySet.new',
      settings: holidaySets,
    },
  },
]
