// Wall time of IANA zones by Intl, with the offsets of each UTC day kept: a walk over years asks Intl once a day.

const minuteMs = 60_000
export const dayMs = 86_400_000

/** The offsets of one UTC day, in milliseconds east of UTC; `at` is the instant of a change inside it. */
interface DayOffsets {
  readonly before: number
  readonly after: number
  readonly at: number
}
interface ZoneClock {
  readonly format: Intl.DateTimeFormat
  readonly days: Map<number, DayOffsets>
}

const clocks = new Map<string, ZoneClock>()
const keptDays = 50_000
/** No zone changes its offset and back within so short a time. */
const shortestBetweenChangesMs = 14 * dayMs

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  return Date.parse(date) / dayMs
}

/** The date of a day number. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** The local day of an instant in a zone. */
export function localDayOf(zone: string, instant: number): number {
  return Math.floor((instant + offsetAt(zone, instant)) / dayMs)
}

/** The local date of an instant in a zone. */
export function localDate(zone: string, instant: number): string {
  return dateOf(localDayOf(zone, instant))
}

/** Offset from UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const { after, at, before } = offsetsOfDay(clockOf(zone), Math.floor(instant / dayMs))
  return instant < at ? before : after
}

/**
 * The instant of a wall time at a calendar's edge (conventions §3): in the spring gap the first instant after it; in the
 * autumn overlap the first occurrence for a start, the second for an end. Minute 1440 is where the next date begins.
 */
export function edgeInstant(zone: string, day: number, minute: number, edge: 'start' | 'end'): number {
  if (minute === 1440) return edgeInstant(zone, day + 1, 0, 'start')
  const wall = day * dayMs + minute * minuteMs
  const before = offsetAt(zone, wall - dayMs)
  const after = offsetAt(zone, wall + dayMs)
  if (before === after) return wall - before
  const readings = [wall - before, wall - after].filter(
    (instant) => instant + offsetAt(zone, instant) === wall,
  )
  if (readings.length === 0) return firstAfterGap(zone, wall)
  return edge === 'start' ? Math.min(...readings) : Math.max(...readings)
}

/**
 * The instant of a wall time of a service (conventions §3), as Temporal's `compatible`: in the spring gap forward by its
 * length, in the autumn overlap the earlier.
 *
 * @param wall - as if it were UTC, in milliseconds
 * @param offset - the place's offset from UTC at an instant, in milliseconds
 */
export function serviceInstant(wall: number, offset: (instant: number) => number): number {
  const before = wall - offset(wall - dayMs)
  const after = wall - offset(wall + dayMs)
  const readings = [before, after].filter((instant) => instant + offset(instant) === wall)
  return readings.length === 0 ? before : Math.min(...readings)
}

/** The instants inside `(from, to)` at which a zone's offset changes. */
export function changesBetween(zone: string, from: number, to: number): number[] {
  const found: number[] = []
  if (offsetAt(zone, from) === offsetAt(zone, to) && to - from < shortestBetweenChangesMs) return found
  const clock = clockOf(zone)
  for (let day = Math.floor(from / dayMs); day * dayMs < to; day += 1) {
    const { at } = offsetsOfDay(clock, day)
    if (at > from && at < to) found.push(at)
  }
  return found
}

function firstAfterGap(zone: string, wall: number): number {
  const clock = clockOf(zone)
  const day = Math.floor(wall / dayMs)
  const changes = [day - 1, day, day + 1].map((near) => offsetsOfDay(clock, near).at).filter(Number.isFinite)
  return Math.min(...changes)
}

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const clock = { format, days: new Map<number, DayOffsets>() }
  clocks.set(zone, clock)
  return clock
}

function offsetsOfDay({ format, days }: ZoneClock, day: number): DayOffsets {
  const known = days.get(day)
  if (known) return known
  if (days.size >= keptDays) days.clear()
  const start = day * dayMs
  const before = measuredOffset(format, start)
  const after = measuredOffset(format, start + dayMs)
  const at = before === after ? Number.POSITIVE_INFINITY : changeBetween(format, start, start + dayMs, before)
  const offsets = { before, after, at }
  days.set(day, offsets)
  return offsets
}

/** The first second at which the offset is no longer `before`. */
function changeBetween(format: Intl.DateTimeFormat, from: number, to: number, before: number): number {
  let low = from / 1000
  let high = to / 1000
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (measuredOffset(format, middle * 1000) === before) low = middle
    else high = middle
  }
  return high * 1000
}

function measuredOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(instant / 1000) * 1000
}
