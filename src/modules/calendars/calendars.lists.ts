import type { Calendar, HolidaySet } from '@contract/calendars'
import type { Column, Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { calendarList, holidaySetList } from './calendars.sources'

const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]

const calendarColumns: readonly Column<Calendar>[] = [
  { key: 'code', titleKey: 'calendars.calendar.code', kind: 'text', width: 180 },
  { key: 'name', titleKey: 'calendars.calendar.name', kind: 'text', grow: 2 },
  { key: 'zone', titleKey: 'calendars.calendar.zone', kind: 'text', grow: 1 },
]

/** All working calendars (01 §2.6). */
export function useCalendars() {
  return usePagedList({
    key: 'calendars', entities: ['calendar'], source: calendarList, columns: calendarColumns, sort: byCode,
  }) // prettier-ignore
}

const holidaySetColumns: readonly Column<HolidaySet>[] = [
  { key: 'code', titleKey: 'calendars.holidaySet.code', kind: 'text', width: 180 },
  { key: 'name', titleKey: 'calendars.holidaySet.name', kind: 'text', grow: 2 },
  { key: 'country', titleKey: 'calendars.holidaySet.country', kind: 'text', width: 100 },
  {
    key: 'holidays', titleKey: 'calendars.holidaySet.holidays', kind: 'number', width: 120, sortKey: null,
    filterKey: null, exported: () => ({ kind: 'number' }), value: ({ holidays }) => holidays.length,
  },
] // prettier-ignore

/** All holiday sets. */
export function useHolidaySets() {
  return usePagedList({
    key: 'holidaySets', entities: ['holidaySet'], source: holidaySetList, columns: holidaySetColumns, sort: byCode,
  }) // prettier-ignore
}
