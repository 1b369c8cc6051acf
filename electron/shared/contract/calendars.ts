import { z } from 'zod'
import { Reason, crud } from './crud'
import { refusals } from './domainError'
import { CalendarId, HolidaySetId, Version } from './id'
import { command, query } from './procedure'
import { Instant, LocalDate, Zone } from './time'

/** Open minutes of one local date; a shift over midnight is two (01 §2.6). The bounds are a business check. */
export const Shift = z.object({ startMinute: z.int(), endMinute: z.int() })
export type Shift = z.infer<typeof Shift>

const shifts = z.array(Shift).max(24)
export const Week = z.object({
  mon: shifts,
  tue: shifts,
  wed: shifts,
  thu: shifts,
  fri: shifts,
  sat: shifts,
  sun: shifts,
})
export type Week = z.infer<typeof Week>

/** One local date that differs: closed with a name, or hours of its own. */
export const CalendarException = z.object({
  date: LocalDate,
  kind: z.enum(['closed', 'otherHours']),
  text: z.string().trim().max(120).optional(),
  shifts: shifts.optional(),
})
export type CalendarException = z.infer<typeof CalendarException>

const calendarFields = {
  code: z.string().trim().min(1).max(20),
  name: z.string().trim().min(1).max(80),
  /** An IANA zone, or `SITE`: read in the zone of the site concerned. */
  zone: Zone,
  baseCalendarId: CalendarId.optional(),
  holidaySetId: HolidaySetId.optional(),
  /** All days empty: the base calendar's week. */
  week: Week.default({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }),
  exceptions: z.array(CalendarException).max(2000).default([]),
}
export const Calendar = z.object({
  id: CalendarId,
  version: Version,
  ...calendarFields,
  week: Week,
  exceptions: z.array(CalendarException),
})
export type Calendar = z.infer<typeof Calendar>

export const Holiday = z.object({
  date: LocalDate,
  name: z.string().trim().min(1).max(120),
  kind: z.enum(['closed', 'half']),
  /** A half day is open until this minute. */
  untilMinute: z.int().min(1).max(1439).optional(),
})
export type Holiday = z.infer<typeof Holiday>

/** Countries whose public holidays are computed offline (01 §4). */
export const HolidayCountry = z.enum(['NO', 'FI', 'LV', 'EE', 'DE', 'GB', 'US', 'FR', 'AU', 'CA'])
export type HolidayCountry = z.infer<typeof HolidayCountry>

const holidaySetFields = {
  code: z.string().trim().min(1).max(20),
  name: z.string().trim().min(1).max(80),
  country: z.string().regex(/^[A-Z]{2}$/),
  holidays: z.array(Holiday).max(5000).default([]),
}
export const HolidaySet = z.object({
  id: HolidaySetId,
  version: Version,
  ...holidaySetFields,
  holidays: z.array(Holiday),
})
export type HolidaySet = z.infer<typeof HolidaySet>

export const calendarsErrors = refusals(
  'INTERVAL_OVERLAP',
  'SHIFT_INVALID',
  'ZONE_UNKNOWN',
  'CALENDAR_CYCLE',
  'CALENDAR_EMPTY',
  'CODE_TAKEN',
  'PERIOD_INVALID',
)

const shared = { read: 'calendars.read', write: 'calendars.write', errors: calendarsErrors } as const
const calendar = crud({
  key: 'calendarId',
  id: CalendarId,
  fields: calendarFields,
  record: Calendar,
  ...shared,
})
const set = crud({
  key: 'holidaySetId',
  id: HolidaySetId,
  fields: holidaySetFields,
  record: HolidaySet,
  ...shared,
})
/** What a calendar says of one local date: its shifts, their elapsed minutes, the name of a holiday or exception. */
const day = { shifts: z.array(Shift), minutes: z.int(), name: z.string().optional() }
/** Where a site-local calendar is read; default: the zone of the caller's office. */
const place = { calendarId: CalendarId, zone: Zone.optional() }

export const calendarsContract = {
  listCalendars: calendar.list,
  getCalendar: calendar.get,
  createCalendar: calendar.create,
  updateCalendar: calendar.update,
  deleteCalendar: calendar.delete,
  listHolidaySets: set.list,
  getHolidaySet: set.get,
  createHolidaySet: set.create,
  updateHolidaySet: set.update,
  deleteHolidaySet: set.delete,
  /** Puts the public holidays of one year into a set, computed offline; days of other years stay. */
  generateHolidays: command('calendars.write')
    .input(
      z.object({
        holidaySetId: HolidaySetId,
        expectedVersion: Version.optional(),
        country: HolidayCountry,
        year: z.int().min(1950).max(2200),
        reason: Reason,
      }),
    )
    .output(HolidaySet)
    .errors(calendarsErrors),
  getDay: query('calendars.read')
    .input(z.object({ ...place, date: LocalDate }))
    .output(z.object(day))
    .errors(calendarsErrors),
  /** Every day of a year, in order. */
  getYear: query('calendars.read')
    .input(z.object({ ...place, year: z.int().min(1950).max(2200) }))
    .output(z.object({ days: z.array(z.object({ date: LocalDate, ...day })) }))
    .errors(calendarsErrors),
  getWorkingInstant: query('calendars.read')
    .input(z.object({ ...place, from: Instant, minutes: z.int().min(0).max(2_000_000) }))
    .output(z.object({ instant: Instant }))
    .errors(calendarsErrors),
  getWorkingMinutes: query('calendars.read')
    .input(z.object({ ...place, from: Instant, to: Instant }))
    .output(z.object({ minutes: z.int() }))
    .errors(calendarsErrors),
}
