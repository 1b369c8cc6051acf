import type { CalendarException, Holiday, Shift, Week } from '../../shared/contract/calendars'
import { dateOf, edgeInstant, localDayOf, weekdayOf } from './localTime.rules'

/** A calendar prepared for reading: its days by date, its base calendar beneath it. */
export interface CalendarView {
  readonly week: Week
  readonly exceptions: ReadonlyMap<string, CalendarException>
  readonly holidays: ReadonlyMap<string, Holiday>
  readonly base?: CalendarView | undefined
}

/** What a calendar says of one local date; `name` is that of the holiday or exception. */
export interface DayReading {
  readonly shifts: readonly Shift[]
  readonly name?: string | undefined
}

/** Open time `[start, end)` as instants. */
export interface Interval {
  readonly start: number
  readonly end: number
}

const minuteMs = 60_000
/** So many closed days in a row mean that a calendar has no working time (R06-24). */
export const longestClosedDays = 400
const longestWalkDays = 20_000

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export function prepareCalendar(
  calendar: { readonly week: Week; readonly exceptions: readonly CalendarException[] },
  holidays: readonly Holiday[],
  base: CalendarView | undefined,
): CalendarView {
  return {
    week: calendar.week,
    exceptions: new Map(calendar.exceptions.map((exception) => [exception.date, exception])),
    holidays: new Map(holidays.map((holiday) => [holiday.date, holiday])),
    base,
  }
}

/** A date is read: own exception, own holiday set, own pattern if any weekday is defined, base calendar (01 §2.6). */
export function readDay(view: CalendarView, day: number): DayReading {
  const date = dateOf(day)
  const exception = view.exceptions.get(date)
  if (exception)
    return {
      shifts: exception.kind === 'closed' ? [] : union(exception.shifts ?? []),
      name: exception.text,
    }
  const holiday = view.holidays.get(date)
  if (holiday?.kind === 'closed') return { shifts: [], name: holiday.name }
  const usual = readPattern(view, day)
  if (!holiday) return usual
  return { shifts: openUntil(usual.shifts, holiday.untilMinute ?? 0), name: holiday.name }
}

function readPattern(view: CalendarView, day: number): DayReading {
  const hasPattern = weekdays.some((name) => view.week[name].length > 0)
  const weekday = weekdays[weekdayOf(day)]
  if (hasPattern && weekday) return { shifts: union(view.week[weekday]) }
  return view.base ? readDay(view.base, day) : { shifts: [] }
}

function openUntil(shifts: readonly Shift[], minute: number): Shift[] {
  return shifts
    .filter(({ startMinute }) => startMinute < minute)
    .map(({ endMinute, startMinute }) => ({ startMinute, endMinute: Math.min(endMinute, minute) }))
}

/** Touching shifts count as one (01 §2.6). */
function union(shifts: readonly Shift[]): Shift[] {
  const merged: Shift[] = []
  for (const shift of [...shifts].sort((a, b) => a.startMinute - b.startMinute)) {
    const last = merged.at(-1)
    if (last && shift.startMinute <= last.endMinute)
      merged[merged.length - 1] = { ...last, endMinute: Math.max(last.endMinute, shift.endMinute) }
    else merged.push(shift)
  }
  return merged
}

/** The open intervals of one local date, in order and apart from each other (R01-09). */
export function openIntervals(view: CalendarView, zone: string, day: number): Interval[] {
  const merged: Interval[] = []
  for (const { endMinute, startMinute } of readDay(view, day).shifts) {
    const start = edgeInstant(zone, day, startMinute, 'start')
    const end = edgeInstant(zone, day, endMinute, 'end')
    const last = merged.at(-1)
    if (last && start <= last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, end) }
    else if (end > start) merged.push({ start, end })
  }
  return merged
}

/** Elapsed open minutes of one local date: 300 and 420 for 00–06 on the days of a clock change (E3). */
export function minutesOfDay(view: CalendarView, zone: string, day: number): number {
  return toMinutes(openIntervals(view, zone, day).reduce((sum, { end, start }) => sum + end - start, 0))
}

/** Elapsed open minutes between two instants; 0 when `to` is not after `from` (R01-09, R06-20). */
export function workingMinutes(view: CalendarView, zone: string, from: number, to: number): number {
  if (to <= from) return 0
  let elapsed = 0
  const lastDay = localDayOf(zone, to)
  for (let day = localDayOf(zone, from); day <= lastDay; day += 1)
    for (const { end, start } of openIntervals(view, zone, day))
      elapsed += Math.max(0, Math.min(end, to) - Math.max(start, from))
  return toMinutes(elapsed)
}

/**
 * The earliest instant at which `minutes` of open time have passed since `from`: the end of a shift rather than the next
 * opening (R06-22). Undefined when the calendar has no working time (R06-24).
 */
export function workingInstant(
  view: CalendarView,
  zone: string,
  from: number,
  minutes: number,
): number | undefined {
  if (minutes === 0) return from
  let left = minutes * minuteMs
  let closedDays = 0
  const firstDay = localDayOf(zone, from)
  for (let day = firstDay; closedDays <= longestClosedDays && day - firstDay < longestWalkDays; day += 1) {
    closedDays += 1
    for (const { end, start } of openIntervals(view, zone, day)) {
      const open = end - Math.max(start, from)
      if (open <= 0) continue
      if (left <= open) return end - open + left
      left -= open
      closedDays = 0
    }
  }
  return undefined
}

function toMinutes(milliseconds: number): number {
  return Math.floor(milliseconds / minuteMs)
}
