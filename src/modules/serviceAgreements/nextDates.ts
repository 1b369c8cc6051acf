import type { Agreement } from '@contract/serviceAgreements'

/** Dates are compared as their texts. */
interface Span {
  readonly startDate: string
  readonly endDate?: string | null | undefined
}

/** When a line may have dates at all: its own term within the agreement's (R03-03). */
export function termOf(
  agreement: Pick<Agreement, 'startDate' | 'endDate' | 'terminationDate'>,
  line: Span,
): { readonly from: string; readonly to: string | undefined } {
  const ends = [agreement.endDate, agreement.terminationDate, line.endDate ?? undefined]
  const [to] = ends.flatMap((end) => (end === undefined ? [] : [end])).sort()
  return { from: agreement.startDate > line.startDate ? agreement.startDate : line.startDate, to }
}

/** The first dates from a day on that lie within the term. */
export function datesFrom(
  dates: readonly string[],
  { from, to }: { readonly from: string; readonly to: string | undefined },
  day: string,
  count: number,
): string[] {
  const within = dates.filter((date) => date >= from && date >= day && (to === undefined || date <= to))
  return within.slice(0, count)
}

/** The next dates of several lines on one line of time: each day once. */
export function mergedDates(dates: readonly (readonly string[])[], count: number): string[] {
  return [...new Set(dates.flat())].sort().slice(0, count)
}

/** The year of an agreement that holds a day: it begins on an anniversary of its start, or is its first or last one. */
export function yearOf(
  { startDate, endsOn }: Pick<Agreement, 'startDate' | 'endsOn'>,
  day: string,
): { readonly from: string; readonly to: string } {
  const reached = endsOn !== undefined && endsOn < day ? endsOn : day
  const years = Math.max(0, Number(reached.slice(0, 4)) - Number(startDate.slice(0, 4)))
  const from = anniversary(startDate, years)
  const begun = from > reached && years > 0 ? anniversary(startDate, years - 1) : from
  const last = dayBefore(anniversary(begun, 1))
  return { from: begun, to: endsOn !== undefined && endsOn < last ? endsOn : last }
}

/** The end of the first term after a day; terms are counted from their anchor (R02-22). */
export function nextTermEnd(anchor: string, months: number, after: string): string | undefined {
  if (months < 1) return undefined
  for (let term = 1; term <= 1200; term += 1) {
    const end = dayBefore(afterMonths(anchor, term * months))
    if (end > after) return end
  }
  return undefined
}

/** The day so many days before another one. */
export function daysBefore(date: string, days: number): string {
  return text(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000)
}

const dayBefore = (date: string) => daysBefore(date, 1)
const anniversary = (date: string, years: number) => afterMonths(date, 12 * years)

/** Months later, on the last day of a month that lacks the day. */
function afterMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return text(Date.UTC(year, month - 1 + months, Math.min(day, last)))
}

const text = (at: number) => new Date(at).toISOString().slice(0, 10)
