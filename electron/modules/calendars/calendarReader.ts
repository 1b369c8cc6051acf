import type { CalendarsRepository } from './calendars.repository'
import { longestChain } from './calendar.rules'
import { dayOf } from './localTime.rules'
import { alwaysOpen, openTimeOf, type OpenTime } from './openTime.rules'
import {
  minutesOfDay,
  prepareCalendar,
  readDay,
  workingInstant,
  workingMinutes,
  type CalendarView,
  type DayReading,
} from './working.rules'

/** Reads calendars for other areas; `zone` is where a site-local calendar is read. */
export interface CalendarReader {
  /** Whether the date has at least one shift (01 §2.6). */
  isOpenDay(calendarId: string, zone: string, date: string): boolean
  /** What the calendar says of a date, with its elapsed minutes. */
  day(calendarId: string, zone: string, date: string): DayReading & { readonly minutes: number }
  /** Elapsed open minutes between two instants (R01-09). */
  workingMinutes(calendarId: string, zone: string, from: number, to: number): number
  /** When so many open minutes have passed; undefined when the calendar has no working time (R06-22, R06-24). */
  workingInstant(calendarId: string, zone: string, from: number, minutes: number): number | undefined
  /** A calendar's open time as it is now; without a calendar every minute counts (06 §2.2). */
  openTime(calendarId: string | undefined, zone: string): OpenTime
  /** Reads every calendar anew: inside an act that may not be committed a version does not tell what was read. */
  forget(): void
}

interface Prepared {
  readonly stamp: string
  readonly zone: string
  readonly view: CalendarView
  /** Its open time by the zone it is read in. */
  readonly times: Map<string, OpenTime>
}

/** Keeps each calendar prepared until it, its holidays or its base have another version. */
export function createCalendarReader(repository: CalendarsRepository): CalendarReader {
  const kept = new Map<string, Prepared>()

  /** @throws NOT_FOUND */
  function prepared(calendarId: string): Prepared {
    const stamp = repository.stampOf(calendarId, longestChain)
    const known = kept.get(calendarId)
    if (known && known.stamp === stamp) return known
    const calendar = repository.calendars.get(calendarId)
    const holidays =
      calendar.holidaySetId === undefined ? [] : repository.holidaySets.get(calendar.holidaySetId).holidays
    const base = calendar.baseCalendarId === undefined ? undefined : prepared(calendar.baseCalendarId).view
    const fresh = {
      stamp,
      zone: calendar.zone,
      view: prepareCalendar(calendar, holidays, base),
      times: new Map(),
    }
    kept.set(calendarId, fresh)
    return fresh
  }

  function placed(calendarId: string, zone: string): { view: CalendarView; zone: string } {
    const calendar = prepared(calendarId)
    return { view: calendar.view, zone: calendar.zone === 'SITE' ? zone : calendar.zone }
  }

  return {
    forget: () => {
      kept.clear()
    },
    isOpenDay(calendarId, zone, date) {
      return readDay(placed(calendarId, zone).view, dayOf(date)).shifts.length > 0
    },
    day(calendarId, zone, date) {
      const at = placed(calendarId, zone)
      const day = dayOf(date)
      return { ...readDay(at.view, day), minutes: minutesOfDay(at.view, at.zone, day) }
    },
    workingMinutes(calendarId, zone, from, to) {
      const at = placed(calendarId, zone)
      return workingMinutes(at.view, at.zone, from, to)
    },
    workingInstant(calendarId, zone, from, minutes) {
      const at = placed(calendarId, zone)
      return workingInstant(at.view, at.zone, from, minutes)
    },
    openTime(calendarId, zone) {
      if (calendarId === undefined) return alwaysOpen(zone)
      const { times, view, zone: own } = prepared(calendarId)
      const place = own === 'SITE' ? zone : own
      const time = times.get(place) ?? openTimeOf(view, place)
      times.set(place, time)
      return time
    },
  }
}
