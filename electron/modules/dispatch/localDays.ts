import { dateOf, edgeInstant, localDayOf } from '../calendars/index'
import type { LocalDays } from './conflicts.rules'

const daysOfZones = new Map<string, LocalDays>()
const keptDays = 4000

/** The days of a zone; a board asks for the beginning of the same few thousands of times. */
export function localDaysOf(zone: string): LocalDays {
  const known = daysOfZones.get(zone)
  if (known) return known
  const starts = new Map<number, number>()
  const days: LocalDays = {
    of: (instant) => localDayOf(zone, instant),
    startOf(day) {
      const kept = starts.get(day)
      if (kept !== undefined) return kept
      if (starts.size >= keptDays) starts.clear()
      const start = edgeInstant(zone, day, 0, 'start')
      starts.set(day, start)
      return start
    },
    dateOf,
  }
  daysOfZones.set(zone, days)
  return days
}
