import { dateOf, dayOf, dayOfMonth, firstDayOfMonth, lastDay, lastDayOfMonth, monthOf } from './days.rules'
import type { CalculatedDate, DatePeriod, Rhythm, Series } from './planning.rules'

interface Term {
  readonly startDate: string
  readonly endDate?: string | undefined
}

/**
 * When a line may have dates at all (R03-03): its own term within the agreement's.
 *
 * @returns a period whose end lies before its start when they have no day in common
 */
export function effectivePeriod(
  agreement: Term & { readonly terminationDate?: string | undefined },
  line: Term,
): DatePeriod {
  const ends = [agreement.endDate, agreement.terminationDate, line.endDate].filter((end) => end !== undefined)
  const from = agreement.startDate > line.startDate ? agreement.startDate : line.startDate
  return { from, ...(ends.length > 0 && { to: ends.reduce((a, b) => (a < b ? a : b)) }) }
}

/** Why a line has no day in the run's period (R03-03); undefined when it has one. */
export function periodSkip(
  run: DatePeriod,
  effective: DatePeriod,
): 'PERIOD_BEFORE_LINE' | 'PERIOD_AFTER_LINE' | undefined {
  if (run.to !== undefined && run.to < effective.from) return 'PERIOD_BEFORE_LINE'
  if (effective.to !== undefined && (effective.to < run.from || effective.to < effective.from))
    return 'PERIOD_AFTER_LINE'
  return undefined
}

/** Where a line's run begins with Continuous (R03-09): at its first occurrence when that lies earlier. */
export function lowerBound(from: string, firstOccurrence: string | undefined): string {
  return firstOccurrence !== undefined && firstOccurrence < from ? firstOccurrence : from
}

/**
 * The line's calculated dates within the period and its effective period (R03-04…R03-07), ascending. A line without
 * rhythm has one date, its start.
 */
export function calculatedDates(series: Series, period: DatePeriod): CalculatedDate[] {
  const dates = datesOf(series)
  const from = Math.max(dayOf(period.from), dates.first)
  const to = Math.min(period.to === undefined ? lastDay : dayOf(period.to), dates.last)
  const found: CalculatedDate[] = []
  for (let n = dates.firstFrom(from); n < dates.count; n += 1) {
    const day = dates.at(n)
    if (day > to) break
    found.push({ date: dateOf(day), ...neighbours(dates, n) })
  }
  return found
}

/** The first dates of a line that starts on `from`. */
export function firstDates(rhythm: Rhythm, from: string, count: number): CalculatedDate[] {
  const dates = datesOf({ anchor: from, startDate: from, rhythm, effective: { from } })
  const found: CalculatedDate[] = []
  for (let n = 0; n < count && dates.at(n) <= dates.last; n += 1)
    found.push({ date: dateOf(dates.at(n)), ...neighbours(dates, n) })
  return found
}

/** The n-th day of a series, which lies in the effective period from `first` to `last`. */
interface Dates {
  readonly first: number
  readonly last: number
  readonly count: number
  at(n: number): number
  /** The smallest n whose day is not before the given one. */
  firstFrom(day: number): number
}

function datesOf({ anchor, effective, rhythm, startDate }: Series): Dates {
  const period = {
    first: dayOf(effective.from),
    last: effective.to === undefined ? lastDay : dayOf(effective.to),
  }
  if (!rhythm) {
    const only = dayOf(startDate)
    return { ...period, count: 1, at: () => only, firstFrom: (day) => (day <= only ? 0 : 1) }
  }
  const start = dayOf(anchor)
  const dates = monthsOf(rhythm) === undefined ? byDays(start, rhythm) : byMonths(start, rhythm)
  return { ...period, count: Infinity, ...dates }
}

function byDays(start: number, { frequency, range }: Rhythm): Pick<Dates, 'at' | 'firstFrom'> {
  const step = range === 'week' ? frequency * 7 : frequency
  return {
    at: (n) => start + n * step,
    firstFrom: (day) => Math.max(0, Math.ceil((day - start) / step)),
  }
}

/** Every date is counted from the anchor, so a 31st comes back after a shorter month (R03-05). */
function byMonths(start: number, rhythm: Rhythm): Pick<Dates, 'at' | 'firstFrom'> {
  const step = rhythm.frequency * (monthsOf(rhythm) ?? 1)
  const startMonth = monthOf(start)
  const sticks = rhythm.monthEndRule === 'stick' && start === lastDayOfMonth(startMonth)
  const dayWanted = sticks ? 31 : dayOfMonth(start)
  const at = (n: number): number => {
    const month = startMonth + n * step
    return Math.min(firstDayOfMonth(month) + dayWanted - 1, lastDayOfMonth(month))
  }
  return {
    at,
    firstFrom(day) {
      const n = Math.max(0, Math.ceil((monthOf(day) - startMonth) / step))
      return at(n) < day ? n + 1 : n
    },
  }
}

function monthsOf({ range }: Rhythm): number | undefined {
  switch (range) {
    case 'day':
    case 'week':
      return undefined
    case 'month':
      return 1
    case 'quarter':
      return 3
    case 'year':
      return 12
  }
}

function neighbours(dates: Dates, n: number): Pick<CalculatedDate, 'previous' | 'next'> {
  const inside = (day: number): boolean => day >= dates.first && day <= dates.last
  const previous = n > 0 ? dates.at(n - 1) : undefined
  const next = n + 1 < dates.count ? dates.at(n + 1) : undefined
  return {
    ...(previous !== undefined && inside(previous) && { previous: dateOf(previous) }),
    ...(next !== undefined && inside(next) && { next: dateOf(next) }),
  }
}
