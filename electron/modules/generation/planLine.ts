import type { LineType } from '../../shared/contract/agreements'
import type { PlanNote, PlanStep, SkipCode } from '../../shared/contract/generationRuns'
import { groupKey } from './choose.rules'
import { calculatedDates, effectivePeriod, lowerBound, periodSkip } from './dates.rules'
import { dateOf, dayOf } from './days.rules'
import type {
  CalculatedDate,
  ClosedDayPolicy,
  DatePeriod,
  IsOpenDay,
  Occurrence,
  PlannedOrder,
  Series,
  WindowSpan,
} from './planning.rules'
import type { EarlierDate, SelectedLine } from './selection.repository'
import { lineSkip, workSkip } from './skip.rules'
import { allowedDays, halfWayCut } from './window.rules'

/** What a run asks for, and who asks. */
export interface PlanQuestion {
  readonly run: Required<DatePeriod>
  readonly types: readonly LineType[]
  readonly continuous: boolean
  readonly officeIds: readonly string[]
}

/** The days of the line's place: which are open, and what happens on one that is closed. */
export interface LineDays {
  readonly isOpen: IsOpenDay
  readonly policy: ClosedDayPolicy
}

/** An occurrence that waits for its date. */
export interface Draft extends Occurrence {
  readonly line: SelectedLine
  readonly calculated: CalculatedDate
  /** The deleted occurrence that is made again. */
  readonly occurrenceId?: string | undefined
  readonly note?: PlanNote | undefined
  readonly lower: string
  readonly policy: ClosedDayPolicy
}

export interface Skip {
  readonly line: SelectedLine
  readonly code: SkipCode
  readonly calculatedDate?: string | undefined
  readonly earlierLineId?: string | undefined
  readonly trace: PlanStep[]
}

export interface PlannedLine {
  readonly drafts: readonly Draft[]
  readonly skips: readonly Skip[]
}

const none: ReadonlyMap<string, EarlierDate> = new Map()

/** What a run makes of one line: dates that wait for an order, and why others make none (03 §3.1…§3.3). */
export function planLine(
  question: PlanQuestion,
  line: SelectedLine,
  days: () => LineDays,
  earlier: ReadonlyMap<string, EarlierDate> = none,
): PlannedLine {
  const code = lineSkip(line, question.types)
  if (code) return only({ line, code, trace: [] })

  const effective = effectivePeriod(
    { startDate: line.agreementStart, endDate: line.agreementEnd, terminationDate: line.terminationDate },
    line,
  )
  const lower = question.continuous ? lowerBound(question.run.from, firstOf(earlier)) : question.run.from
  const run = { from: lower, to: question.run.to }
  const period = periodStep(effective)
  const outside = periodSkip(run, effective)
  if (outside) return only({ line, code: outside, trace: [period] })
  const series: Series = {
    anchor: line.seriesAnchor,
    startDate: line.startDate,
    rhythm: rhythmOf(line),
    window: windowOf(line),
    effective,
  }
  const dates = calculatedDates(series, run)
  if (dates.length === 0) return only({ line, code: 'NO_DATE_IN_PERIOD', trace: [period] })
  return planDates({ question, line, series, run, days, earlier }, dates)
}

interface DatesWork {
  readonly question: PlanQuestion
  readonly line: SelectedLine
  readonly series: Series
  readonly run: DatePeriod
  readonly days: () => LineDays
  readonly earlier: ReadonlyMap<string, EarlierDate>
}

function planDates(work: DatesWork, dates: readonly CalculatedDate[]): PlannedLine {
  const { earlier, line, question, run, series } = work
  const drafts: Draft[] = []
  const skips: Skip[] = []
  let days: LineDays | undefined
  // Only `none` has a key a date; the others share one text.
  const lineKey = line.combine === 'none' ? undefined : keyOf(line, line.startDate)
  for (const calculated of dates) {
    const { date: calculatedDate } = calculated
    const held = earlier.get(calculatedDate)
    const taken = held && takenSkip(held, question.continuous)
    if (held && taken) {
      skips.push({ line, calculatedDate, earlierLineId: held.orderLineId, ...taken })
      continue
    }
    days ??= work.days()
    const allowed = allowedDays(series, calculated, {
      run,
      isOpen: days.isOpen,
      closedDayPolicy: days.policy,
    })
    if (allowed.kind === 'skipped')
      skips.push({
        ...{ line, calculatedDate, code: allowed.reason },
        trace: [
          seriesStep(line, calculatedDate),
          { code: 'CLOSED_DAY', from: calculatedDate, text: days.policy },
        ],
      })
    else
      drafts.push({
        ...{ line, calculated, calculatedDate, lineNo: line.lineNo, lower: run.from, policy: days.policy },
        groupKey: lineKey ?? keyOf(line, calculatedDate),
        allowed: allowed.days,
        note: allowed.note,
        occurrenceId: held?.occurrenceId,
      })
  }
  const refused = drafts.length > 0 ? workSkip(line, question.officeIds) : undefined
  if (!refused) return { drafts, skips }
  return { drafts: [], skips: [...skips, { line, code: refused, trace: [] }] }
}

function takenSkip(
  { serviceDate, state }: EarlierDate,
  continuous: boolean,
): Pick<Skip, 'code' | 'trace'> | undefined {
  if (state === 'active')
    return { code: 'ALREADY_GENERATED', trace: [{ code: 'EARLIER_ORDER', date: serviceDate }] }
  return continuous ? undefined : { code: 'DELETED_EARLIER', trace: earlierDeleted }
}
const earlierDeleted: PlanStep[] = [{ code: 'EARLIER_DELETED' }]

function only(skip: Skip): PlannedLine {
  return { drafts: [], skips: [skip] }
}

function firstOf(earlier: ReadonlyMap<string, EarlierDate>): string | undefined {
  let first: string | undefined
  for (const date of earlier.keys()) if (first === undefined || date < first) first = date
  return first
}

/** What the lines of an order have in common (R03-15). */
export function keyOf(line: SelectedLine, calculatedDate: string): string {
  return groupKey({ ...line, customerId: line.customerId ?? '', lineId: line.id, calculatedDate })
}

function rhythmOf({ frequency, monthEndRule, range }: SelectedLine): Series['rhythm'] {
  if (range === undefined) return undefined
  return { range, frequency: frequency ?? 1, monthEndRule: monthEndRule ?? 'clamp' }
}

export function windowOf({ daysAfter, daysBefore, windowMethod }: SelectedLine): WindowSpan | undefined {
  if (windowMethod === undefined) return undefined
  if (windowMethod !== 'manual') return { method: windowMethod }
  return { method: windowMethod, daysBefore: daysBefore ?? 0, daysAfter: daysAfter ?? 0 }
}

function periodStep({ from, to }: DatePeriod): PlanStep {
  return { code: 'EFFECTIVE_PERIOD', from, ...(to !== undefined && { to }) }
}

/** Where a calculated date comes from. */
export function seriesStep(line: SelectedLine, date: string): PlanStep {
  return line.range === undefined
    ? { code: 'ONE_TIME', date }
    : { code: 'SERIES_DATE', from: line.seriesAnchor, date }
}

/** Why a line is on the date it has: where the date comes from, which days it allows, how one was chosen. */
export function traceOf(
  draft: Draft,
  order: { readonly date: string; readonly orderId?: string | undefined; readonly drafts: readonly Draft[] },
  from: string,
): PlanStep[] {
  const { allowed, calculated, calculatedDate, line, lower, note, policy } = draft
  const { date } = order
  const steps: PlanStep[] = [seriesStep(line, calculatedDate)]
  if (lower < from) steps.push({ code: 'CONTINUOUS_FROM', date: lower })
  const window = windowOf(line)
  const cut = window && halfWayCut(window, calculated)
  if (cut) steps.push({ code: 'HALF_WAY', ...cut })
  if (line.windowMethod === undefined) {
    if (note === undefined) steps.push({ code: 'EXACT_DATE', date })
    else steps.push({ code: 'CLOSED_DAY', from: calculatedDate, date, text: policy })
  } else if (note === 'CALENDAR_CONFLICT') steps.push({ code: 'NO_OPEN_DAY', date })
  else
    steps.push({
      code: 'WINDOW',
      from: dateOf(allowed[0] ?? 0),
      to: dateOf(allowed.at(-1) ?? 0),
      number: allowed.length,
    })
  return [...steps, choiceOf(draft, order)]
}

function choiceOf(
  { allowed, calculatedDate }: Draft,
  { date, drafts, orderId }: { date: string; orderId?: string | undefined; drafts: readonly Draft[] },
): PlanStep {
  if (allowed.length === 1 && orderId === undefined) return { code: 'FORCED_DATE', date }
  const isForced = orderId !== undefined || drafts.some((other) => other.allowed.length === 1)
  const number = Math.abs(dayOf(date) - dayOf(calculatedDate))
  return isForced ? { code: 'JOINED_DATE', date, number } : { code: 'CLUSTER', date, number: drafts.length }
}

/** The first line of an order: occurrences stand in the order of their lines. */
export function firstLine({ occurrences }: PlannedOrder<Draft>): SelectedLine {
  const [first] = occurrences
  if (!first) throw new Error('an order holds a line')
  return first.line
}
