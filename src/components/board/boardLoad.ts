import type { LocalDate } from '@contract/time'
import type { BoardDayLoad } from './board.types'

/** Whole percent; `none`: there is work and no time for it; absent: neither. */
export type LoadShare = number | 'none' | undefined

/** Planned × 100 / capacity, half away from zero (07 3.10). */
export function loadShare({ capacity, planned }: Omit<BoardDayLoad, 'date'>): LoadShare {
  if (capacity <= 0) return planned > 0 ? 'none' : undefined
  return Math.floor((planned * 200 + capacity) / (capacity * 2))
}

/** What the dates from `first` to `last`, both included, hold together. */
export function loadBetween(
  loads: readonly BoardDayLoad[],
  first: LocalDate,
  last: LocalDate,
): Omit<BoardDayLoad, 'date'> {
  return loads
    .filter(({ date }) => date >= first && date <= last)
    .reduce(
      (sum, load) => ({ planned: sum.planned + load.planned, capacity: sum.capacity + load.capacity }),
      {
        planned: 0,
        capacity: 0,
      },
    )
}
