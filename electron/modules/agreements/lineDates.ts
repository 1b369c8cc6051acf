import type { AgreementWorkDeps, Days, LineSeries } from './agreementDeps'
import type { StoredAgreementLine } from './agreementParts.repository'
import type { StoredRhythm } from './agreementReferences.repository'
import type { StoredAgreement } from './serviceAgreements.repository'
import { addDays } from './agreement.rules'

/** How dates are calculated, and how a rhythm is read. */
export interface DateWork {
  readonly dates: AgreementWorkDeps['dates']
  readonly references: { rhythm(id: string): StoredRhythm }
}
type Deps = DateWork
/** Dates of many lines: each rhythm is read once. */
export function openDates({ dates, references }: Pick<AgreementWorkDeps, 'dates' | 'references'>): DateWork {
  return { dates, references: { rhythm: references.openRhythms() } }
}

type Head = Pick<StoredAgreement, 'startDate' | 'endDate' | 'terminationDate'>
type Line = Pick<StoredAgreementLine, 'startDate' | 'endDate' | 'seriesAnchor' | 'intervalId'>

/** The longest a rhythm's unit takes, in days. */
const longest: Readonly<Record<StoredRhythm['range'], number>> = {
  day: 1,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
}

/** A line's dates as area 03 calculates them. */
export function seriesOf({ dates, references }: Deps, agreement: Head, line: Line): LineSeries {
  return {
    anchor: line.seriesAnchor,
    startDate: line.startDate,
    rhythm: line.intervalId === undefined ? undefined : references.rhythm(line.intervalId),
    effective: dates.effectivePeriod(agreement, line),
  }
}

/** The line's dates within these days (R03-04…R03-07). */
export function datesWithin(deps: Deps, agreement: Head, line: Line, days: Days): string[] {
  return deps.dates.calculatedDates(seriesOf(deps, agreement, line), days).map(({ date }) => date)
}

/** The first dates of a line from a day on. */
export function nextDates(deps: Deps, agreement: Head, line: Line, from: string, count: number): string[] {
  const series = seriesOf(deps, agreement, line)
  const { effective, rhythm } = series
  const first = from > effective.from ? from : effective.from
  if (effective.to !== undefined && effective.to < first) return []
  const span = rhythm ? (count + 1) * rhythm.frequency * longest[rhythm.range] : 0
  // An anchor after that day, or the one date of a line without rhythm, has yet to come.
  const begin = [first, rhythm ? line.seriesAnchor : line.startDate].reduce((a, b) => (a > b ? a : b))
  const to = lastOf(addDays(begin, Math.min(span, 1_000_000)))
  return deps.dates
    .calculatedDates(series, { from: first, to })
    .slice(0, count)
    .map(({ date }) => date)
}

/** Dates have four-digit years. */
function lastOf(date: string): string {
  return date.length > 10 ? '9999-12-31' : date
}
