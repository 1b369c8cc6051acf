import { localDayOf, offsetAt, serviceInstant } from '../calendars/index'

const dayMs = 86_400_000
/** Nobody is away longer than a leap year in one entry. */
const longestDays = 366

/** A time that somebody is away; half-open. */
export interface AwayTime {
  readonly from: number
  readonly to: number
}

/** Whole days take in the first and the last date that the times meet, in the worker's zone (07 §2.2). */
export function wholeDays(zone: string, { from, to }: AwayTime): AwayTime {
  const midnight = (day: number) => serviceInstant(day * dayMs, (instant) => offsetAt(zone, instant))
  const last = localDayOf(zone, Math.max(from, to - 1))
  return { from: midnight(localDayOf(zone, from)), to: midnight(last + 1) }
}

/** Ends after it begins and is no longer than 366 days by the clock of the place (`ABSENCE_INVALID`). */
export function isAbsenceValid(zone: string, { from, to }: AwayTime): boolean {
  if (to <= from) return false
  const wall = (instant: number) => instant + offsetAt(zone, instant)
  return wall(to) - wall(from) <= longestDays * dayMs
}

/** Half-open times share a moment. */
export function meets(a: AwayTime, b: AwayTime): boolean {
  return a.from < b.to && b.from < a.to
}

/** Overlapping and touching times of one worker count once (07 §2.2). */
export function mergedTimes(times: readonly AwayTime[]): AwayTime[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of [...times].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}
