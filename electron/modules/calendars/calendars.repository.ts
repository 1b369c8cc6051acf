import type { EntityChange } from '../../db/changeLog'
import { entityTable, json, ref, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { CalendarId } from '../../shared/contract/id'
import type { Calendar, HolidaySet } from '../../shared/contract/calendars'

const calendarTable = entityTable<Calendar>({
  entity: 'calendar',
  table: 'calendar',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    zone: text(),
    baseCalendarId: ref(),
    holidaySetId: ref(),
    week: json(),
    exceptions: json(),
  },
})

const holidaySetTable = entityTable<HolidaySet>({
  entity: 'holidaySet',
  table: 'holiday_set',
  columns: { code: text(), name: text({ sorted: true }), country: text(), holidays: json() },
})

/** All SQL of calendars and holiday sets. */
export function createCalendarsRepository(store: Store) {
  const selectStamp = store.db
    .prepare<[Buffer, number], string>(
      `WITH RECURSIVE chain (depth, id, version, base_id, set_id) AS (
         SELECT 1, id, version, base_calendar_id, holiday_set_id FROM calendar WHERE id = ?
         UNION ALL
         SELECT chain.depth + 1, c.id, c.version, c.base_calendar_id, c.holiday_set_id
         FROM chain JOIN calendar c ON c.id = chain.base_id WHERE chain.depth < ?
       )
       SELECT group_concat(hex(chain.id) || ':' || chain.version || ':' || coalesce(hex(h.id) || ':' || h.version, ''))
       FROM chain LEFT JOIN holiday_set h ON h.id = chain.set_id`,
    )
    .pluck()

  return {
    /** Changes when the calendar, its holidays or a calendar it is based on changes. */
    stampOf(id: string, depth: number): string {
      return selectStamp.get(toBytes(id), depth) ?? ''
    },
    calendars: createRecords(store, calendarTable),
    holidaySets: createRecords(store, holidaySetTable),
    calendarList: createListView<Calendar>(store, {
      table: calendarTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    holidaySetList: createListView<HolidaySet>(store, {
      table: holidaySetTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
  }
}
export type CalendarsRepository = ReturnType<typeof createCalendarsRepository>

const workday = [{ startMinute: 480, endMinute: 960 }]

/** The standard calendar of a new store: Monday to Friday 08–16, read at the site (R01-30). */
export function standardCalendar(id: CalendarId): Calendar {
  return {
    id,
    version: 1,
    code: 'STD',
    name: 'Standard',
    zone: 'SITE',
    week: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday, sat: [], sun: [] },
    exceptions: [],
  }
}

/** The standard calendar of a new store, under the id the company names (R01-30). */
export function seedCalendars({ calendars }: CalendarsRepository, id: CalendarId): EntityChange[] {
  return [calendars.insert(standardCalendar(id))]
}
