import { offsetAt } from '../../electron/modules/calendars/localTime.rules'
import { openTimeOf, type OpenTime } from '../../electron/modules/calendars/openTime.rules'
import { prepareCalendar } from '../../electron/modules/calendars/working.rules'
import { countedAt, crossingOf, stretchesOf, type EntryFacts } from '../../electron/modules/sla/clock.rules'
import type { CalendarException, Holiday, Shift, Week } from '../../electron/shared/contract/calendars'

const minuteMs = 60_000
export const oslo = 'Europe/Oslo'

/** `shift('08:00-16:00')` */
export function shift(text: string): Shift {
  const [from = '', to = ''] = text.split('-')
  const minuteOf = (wall: string) => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))
  return { startMinute: minuteOf(from), endMinute: minuteOf(to) }
}

/** A week by its days: `{ 'mon-fri': ['08:00-16:00'] }`. */
export function weekOf(days: Readonly<Record<string, readonly string[]>>): Week {
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  const week: Week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  for (const [range, shifts] of Object.entries(days)) {
    const [first, last = first] = range.split('-').map((name) => names.findIndex((day) => day === name))
    for (const name of names.slice(first, (last ?? 0) + 1)) week[name] = shifts.map(shift)
  }
  return week
}

/** STD of 06 §6. */
export const standardWeek = weekOf({ 'mon-fri': ['08:00-16:00'] })

export function openOf(
  week: Week,
  zone = oslo,
  exceptions: CalendarException[] = [],
  holidays: Holiday[] = [],
): OpenTime {
  return openTimeOf(prepareCalendar({ week, exceptions }, holidays, undefined), zone)
}

/** The instant of a wall time, `2026-03-06 14:00`, where it is not ambiguous. */
export function wall(text: string, zone = oslo): number {
  const asUtc = Date.parse(`${text.replace(' ', 'T')}Z`)
  return asUtc - offsetAt(zone, asUtc - offsetAt(zone, asUtc))
}

/** `Mon 2026-03-09 14:00` of an instant. */
export function said(instant: number | undefined, zone = oslo): string {
  if (instant === undefined) return 'never'
  const local = new Date(instant + offsetAt(zone, instant))
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][local.getUTCDay()] ?? ''
  return `${day} ${local.toISOString().slice(0, 10)} ${local.toISOString().slice(11, 16)}`
}

/** Entries that start and stop in turn. */
export function entriesOf(...instants: readonly number[]): EntryFacts[] {
  return instants.map((at, index) => ({ id: String(index), kind: index % 2 === 0 ? 'start' : 'stop', at }))
}

export function deadlineOf(open: OpenTime, minutes: number, ...instants: readonly number[]) {
  return crossingOf(open, stretchesOf(entriesOf(...instants)), minutes * minuteMs)
}

/** Counted minutes up to an instant. */
export function minutesAt(open: OpenTime, at: number, ...instants: readonly number[]): number {
  return countedAt(open, stretchesOf(entriesOf(...instants)), at) / minuteMs
}
