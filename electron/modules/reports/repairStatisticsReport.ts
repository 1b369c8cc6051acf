import type { z } from 'zod'
import { assertMay, type Caller, type JobControl } from '../../db/act'
import {
  fewestRepairLines,
  shareBase,
  type RepairFigure,
  type RepairMeasure,
  type RepairQuestion,
  type RepairStatistics,
} from '../../shared/contract/repairStatistics'
import type { StoredFile } from '../../shared/contract/files'
import type { ReportColumn, reportRunsContract } from '../../shared/contract/reportRuns'
import type { ReportRow } from './reportDefinitions'
import { createReportFile, type ReportFileDeps } from './reportFile'

export type RepairFileInput = z.output<
  NonNullable<(typeof reportRunsContract)['exportRepairStatistics']['~orpc']['inputSchema']>
>
type Words = RepairFileInput['words']

export interface RepairFileDeps extends ReportFileDeps {
  readonly repairs: {
    /** Throws PERIOD_INVALID, and FORBIDDEN for a board. */
    readonly assertAsks: (caller: Caller, question: z.output<typeof RepairQuestion>) => void
    /** All rows of a measure for this caller (08 §5). */
    readonly statistics: (
      caller: Caller,
      at: number,
      question: z.output<typeof RepairQuestion>,
    ) => RepairStatistics
  }
}

interface FigureColumn extends ReportColumn {
  readonly of: (figure: RepairFigure, words: Words) => number | string | undefined
}
const outcomes = ['fixed', 'repairable', 'endOfLife', 'noFaultFound', 'canceled', 'unknown'] as const

/** A share of too few lines says nothing, and of none there is none (R08-13, ux §4.8). */
function rateOf(figure: RepairFigure, words: Words): number | string | undefined {
  const n = shareBase(figure)
  if (n === 0) return words.noData ?? '–'
  if (n < fewestRepairLines) return (words.tooFew ?? 'n {n}').replace('{n}', String(n))
  return figure.rate ?? figure.share
}
const rate: FigureColumn = { field: 'rate', kind: 'percent', of: rateOf }
const base: FigureColumn = { field: 'denominator', kind: 'number', of: shareBase }
const count: FigureColumn = { field: 'count', kind: 'number', of: (figure) => figure.count }
const previousRate: FigureColumn = {
  ...{ field: 'previousRate', kind: 'percent' },
  of: (figure) => figure.previousRate,
}
const previousCount: FigureColumn = {
  ...{ field: 'previousCount', kind: 'number' },
  of: (figure) => figure.previousCount,
}
const numerator = (field: string): FigureColumn => ({
  field,
  kind: 'number',
  of: (figure) => figure.numerator,
})

const columns: Readonly<Record<RepairMeasure, readonly FigureColumn[]>> = {
  pareto: [
    count,
    { field: 'share', kind: 'percent', of: (figure) => figure.share },
    { field: 'cumulative', kind: 'percent', of: (figure) => figure.cumulative },
    previousCount,
  ],
  fixRate: [
    ...[rate, base],
    ...outcomes.map((field): FigureColumn => {
      return { field, kind: 'number', of: (figure) => figure.outcomes[field] ?? 0 }
    }),
    previousRate,
  ],
  firstTimeFix: [
    ...[rate, base, numerator('numerator')],
    { field: 'provisional', kind: 'number', of: (figure) => figure.provisional ?? 0 },
    previousRate,
  ],
  repeatRate: [rate, base, numerator('repeats'), previousRate],
  mtbf: [
    { field: 'failures', kind: 'number', of: (figure) => figure.failures ?? 0 },
    { field: 'mtbf', kind: 'minutes', of: (figure, words) => figure.mtbf ?? words.notEnough ?? '–' },
    { field: 'mttr', kind: 'minutes', of: (figure, words) => figure.mttr ?? words.notEnough ?? '–' },
    { field: 'availability', kind: 'percent', of: (figure) => figure.availability },
    { field: 'previousMtbf', kind: 'minutes', of: (figure) => figure.previousMtbf },
  ],
  resolutions: [count, { ...rate, field: 'share' }, previousCount],
}

/** What a row is called; of `resolutions` also what its lines are grouped by. */
const named = ({ measure }: Pick<RepairFileInput, 'measure'>): readonly ReportColumn[] => [
  ...(measure === 'resolutions' ? [{ field: 'groupName', kind: 'text' as const }] : []),
  { field: 'rowName', kind: 'text' },
]

function rowOf(input: RepairFileInput, figure: RepairFigure): ReportRow {
  const { measure, words } = input
  const nameOf = ({ label }: { readonly label: string }) => (label === '' ? (words.without ?? '–') : label)
  return {
    ...(figure.group ? { groupName: nameOf(figure.group) } : {}),
    rowName: nameOf(figure),
    ...Object.fromEntries(columns[measure].map(({ field, of }) => [field, of(figure, words)])),
  }
}

/** Looks at what is asked for before its job begins. @throws FORBIDDEN, PERIOD_INVALID */
export function prepareRepairFile({ repairs }: RepairFileDeps, caller: Caller, input: RepairFileInput): void {
  assertMay(caller, 'repair.read')
  repairs.assertAsks(caller, input)
}

const chunk = 500

/** Statistics of repairs as a file: every group and the sum of all (08 §5). */
export async function* exportRepairStatistics(
  deps: RepairFileDeps,
  control: JobControl,
  input: RepairFileInput,
): AsyncGenerator<void, StoredFile> {
  const { caller, startedAt } = control
  const { about = [], language = caller.language, measure, title = measure, titles = {}, total } = input
  const shown = [...named(input), ...columns[measure]].map(({ field, kind }) => ({ field, kind }))
  const texts = { title, language, titles, total, about }
  const file = createReportFile(deps, control, shown, texts, input.format)
  try {
    const found = deps.repairs.statistics({ ...caller, language }, startedAt, input)
    yield
    for (let done = 0; done < found.rows.length; done += chunk) {
      file.rows(found.rows.slice(done, done + chunk).map((figure) => rowOf(input, figure)))
      control.progress(done, found.rows.length)
      yield
    }
    return await file.end([rowOf(input, found.total)])
  } finally {
    file.abandon()
  }
}
