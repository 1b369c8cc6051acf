const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The next full hour on the wall clock of a zone with this offset from UTC (04 §2.1). */
export function nextFullHour(at: number, offsetMs: number): number {
  const wall = at + offsetMs
  return (Math.floor(wall / hourMs) + 1) * hourMs - offsetMs
}

/** Real elapsed whole minutes, rounded down (X10). */
export function elapsedMinutes(startAt: number, endAt: number): number {
  return Math.floor((endAt - startAt) / minuteMs)
}
