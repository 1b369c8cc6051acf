import { contract } from '@contract/index'
import { CalendarId, HolidaySetId } from '@contract/id'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import type { HolidayCountry, HolidaySet } from '@contract/calendars'
import { calendarLookup, holidaySetLookup } from './calendars.lookups'

const { calendars } = contract
const ask = client.calendars

export const calendarList = listSource(calendars.listCalendars, (input) => ask.listCalendars(input))
export const holidaySetList = listSource(calendars.listHolidaySets, (input) => ask.listHolidaySets(input))
export const calendarRecord = recordSource({
  entity: 'calendar',
  id: CalendarId,
  schema: fieldsOf(calendars.createCalendar),
  labels: 'calendars.calendar',
  texts: { baseCalendarId: calendarLookup, holidaySetId: holidaySetLookup },
  get: (calendarId) => ask.getCalendar({ calendarId }),
  create: (id, values) => ask.createCalendar({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCalendar({ calendarId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCalendar({ calendarId: id, expectedVersion: version, reason }),
})
export const holidaySetRecord = recordSource({
  entity: 'holidaySet',
  id: HolidaySetId,
  schema: fieldsOf(calendars.createHolidaySet),
  labels: 'calendars.holidaySet',

  get: (holidaySetId) => ask.getHolidaySet({ holidaySetId }),
  create: (id, values) => ask.createHolidaySet({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateHolidaySet({ holidaySetId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteHolidaySet({ holidaySetId: id, expectedVersion: version, reason }),
})

export type CalendarPage = RecordOf<typeof calendarRecord>
export type HolidaySetPage = RecordOf<typeof holidaySetRecord>

/** Puts the public holidays of a year into the set (01 §4). */
export function generateYear({ id, version }: HolidaySet, country: HolidayCountry, year: number) {
  return ask.generateHolidays({ holidaySetId: id, expectedVersion: version, country, year })
}

/** The working time of one local date. */
export function dayOf(calendarId: string, date: string) {
  return ask.getDay({ calendarId: CalendarId.parse(calendarId), date })
}

/** The working time of each day of a year. */
export async function daysOf(calendarId: CalendarId, year: number) {
  return (await ask.getYear({ calendarId, year })).days
}

/** When so many working minutes are over. */
export function workingInstant(calendarId: string, from: number, minutes: number) {
  return ask.getWorkingInstant({ calendarId: CalendarId.parse(calendarId), from, minutes })
}

export const GenerateInput = inputOf(calendars.generateHolidays).pick({ country: true, year: true })
