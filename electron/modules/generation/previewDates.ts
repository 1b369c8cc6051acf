import type { PreviewDate, PreviewDatesInput } from '../../shared/contract/generation'
import { firstDates } from './dates.rules'
import type { Rhythm } from './planning.rules'
import type { Rhythms } from './rhythms.repository'
import { spanOf, withDays } from './saveTimeWindow'
import { windowEnds } from './window.rules'

/**
 * The next dates of a line that starts on `from`, with the days its window allows.
 *
 * @throws NOT_FOUND, WINDOW_DAYS_NOT_ALLOWED
 */
export function previewDates(rhythms: Rhythms, input: PreviewDatesInput): PreviewDate[] {
  const { count, from } = input
  const dates = firstDates(rhythmOf(rhythms, input), from, count)
  const window = windowOf(rhythms, input)
  return window
    ? dates.map((calculated) => ({ date: calculated.date, ...windowEnds(window, calculated, from) }))
    : dates.map(({ date }) => ({ date }))
}

function rhythmOf({ intervals }: Rhythms, { interval, intervalId }: PreviewDatesInput): Rhythm {
  if (interval) return interval
  if (intervalId === undefined) throw new Error('dates are asked for without an interval')
  return intervals.get(intervalId)
}

function windowOf({ windows }: Rhythms, { timeWindow, timeWindowId }: PreviewDatesInput) {
  if (timeWindow) return spanOf(withDays(timeWindow))
  return timeWindowId === undefined ? undefined : spanOf(windows.get(timeWindowId))
}
