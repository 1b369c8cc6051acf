import { mergedAbsences, sharedTime, type AbsenceSpan, type Span } from './conflicts.rules'

const minuteMs = 60_000

/** Planned minutes of each day; what lies on a day counts for that day. */
export function plannedOn(days: readonly Span[], work: readonly Span[]): number[] {
  const sums = days.map(() => 0)
  for (const one of work) {
    for (let at = lastStarted(days, one.start); at >= 0 && at < days.length; at += 1) {
      const day = days[at]
      if (!day || day.start >= one.end) break
      sums[at] = (sums[at] ?? 0) + sharedTime(one, day)
    }
  }
  return sums.map((sum) => Math.round(sum / minuteMs))
}

/** The last day that has begun at an instant, the first one for what began before all. */
function lastStarted(days: readonly Span[], instant: number): number {
  let low = 0
  let high = days.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((days[middle]?.start ?? 0) <= instant) low = middle
    else high = middle - 1
  }
  return low
}

/** Minutes of working time less absences (R07-40, 3.10). */
export function capacityOf(working: readonly Span[], absences: readonly AbsenceSpan[]): number {
  const away = mergedAbsences(absences)
  const time = working.reduce(
    (sum, open) =>
      sum + open.end - open.start - away.reduce((gone, absence) => gone + sharedTime(open, absence), 0),
    0,
  )
  return Math.round(time / minuteMs)
}
