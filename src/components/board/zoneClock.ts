import type { Instant, LocalDate, Zone } from '@contract/time'
import { Temporal } from 'temporal-polyfill'

export interface BoardDay {
  readonly date: LocalDate
  readonly from: Instant
  /** The start of the next day: 23 or 25 hours later where the clock changes. */
  readonly to: Instant
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number
}
interface Stretch {
  readonly from: Instant
  readonly offset: number
}

const minuteMs = 60_000
const dayMs = 1440 * minuteMs
/** Days beside the range whose clock is known as well: bars begin and end there. */
const margin = 2

/**
 * The clock of a zone over a range of instants, read once: what is asked while somebody scrolls or drags is arithmetic
 * (07 R07-10). Clock changes are where the zone has them.
 */
export function zoneClock(zone: Zone, from: Instant, to: Instant) {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate()
  const days: BoardDay[] = []
  const stretches: Stretch[] = []
  let day = first.subtract({ days: margin })
  let after = 0
  for (let start = startOf(day, zone); after < margin; start = startOf(day, zone)) {
    const next = day.add({ days: 1 })
    const end = startOf(next, zone)
    stretches.push(...stretchesOf(start, end, zone))
    if (end > from && start < to)
      days.push({ date: day.toString(), from: start, to: end, weekday: day.dayOfWeek })
    if (start >= to) after += 1
    day = next
  }
  const changes = stretches.filter(({ offset }, at) => at === 0 || offset !== stretches[at - 1]?.offset)
  const offsets = [...new Set(changes.map(({ offset }) => offset))].sort((a, b) => b - a)

  function offsetAt(instant: Instant): number {
    let found = changes[0]?.offset ?? 0
    for (const change of changes) {
      if (change.from > instant) break
      found = change.offset
    }
    return found
  }

  /** The wall clock as if it were UTC. */
  const wallOf = (instant: Instant) => instant + offsetAt(instant)

  /** The instant of a wall clock; one that is twice stays with `offset`, one that is not there moves on by the gap. */
  function instantOfWall(wall: number, offset: number): Instant {
    for (const candidate of [offset, ...offsets])
      if (offsetAt(wall - candidate) === candidate) return wall - candidate
    return wall - Math.min(...offsets)
  }

  /** The nearest time of the grid on the wall clock; the middle goes up (R07-32). */
  function snap(instant: Instant, gridMinutes: number): Instant {
    const wall = wallOf(instant)
    const midnight = wall - modulo(wall, dayMs)
    const grid = gridMinutes * minuteMs
    return instantOfWall(midnight + Math.round((wall - midnight) / grid) * grid, offsetAt(instant))
  }

  return {
    zone,
    days,
    wallOf,
    /** Minutes on the clock since its midnight. */
    minuteOfDay: (instant: Instant) => Math.floor(modulo(wallOf(instant), dayMs) / minuteMs),
    /** The day that holds the instant, else the nearest one of the range. */
    dayAt: (instant: Instant): BoardDay | undefined => days[Math.max(0, upperBound(days, instant) - 1)],
    snap,
    /** The next time of the grid after an instant, or before it. */
    step(instant: Instant, gridMinutes: number, direction: 1 | -1): Instant {
      const grid = gridMinutes * minuteMs
      const rest = modulo(modulo(wallOf(instant), dayMs), grid)
      const further = direction > 0 ? grid - rest : -(rest === 0 ? grid : rest)
      const snapped = snap(instant + further, gridMinutes)
      return snapped === instant ? instant + direction * grid : snapped
    },
    /** The same time of day, days later. */
    addDays: (instant: Instant, count: number): Instant =>
      instantOfWall(wallOf(instant) + count * dayMs, offsetAt(instant)),
  }
}
export type ZoneClock = ReturnType<typeof zoneClock>

function startOf(day: Temporal.PlainDate, zone: Zone): Instant {
  return day.toZonedDateTime(zone).epochMilliseconds
}

function offsetOf(instant: Instant, zone: Zone): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
  return zoned.offsetNanoseconds / 1_000_000
}

/** The offsets of one day: one, or two with the minute of the change between. */
function stretchesOf(start: Instant, end: Instant, zone: Zone): Stretch[] {
  const before = offsetOf(start, zone)
  const after = offsetOf(end - minuteMs, zone)
  if (before === after) return [{ from: start, offset: before }]
  let low = start
  let high = end
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs
    if (offsetOf(middle, zone) === before) low = middle
    else high = middle
  }
  return [
    { from: start, offset: before },
    { from: high, offset: after },
  ]
}

/** How many days begin at or before the instant. */
function upperBound(days: readonly BoardDay[], instant: Instant): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle]?.from ?? Infinity) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
