import type { z } from 'zod'
import { assertMay, type Caller, type JobControl } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import type { Condition } from '../../db/listQuery'
import { domainError } from '../../shared/contract/domainError'
import type { StoredFile } from '../../shared/contract/files'
import { commonErrors } from '../../shared/contract/domainError'
import {
  pdfRows,
  reportRunErrors,
  shownRows,
  type Report,
  type ReportColumn,
  type ReportId,
  type ReportRows,
  type reportRunsContract,
} from '../../shared/contract/reportRuns'
import type { Language } from '../../shared/contract/session'
import type { ComplianceFilter, ComplianceGrouping } from '../../shared/contract/slaReport'
import { dayOf, edgeInstant } from '../calendars/index'
import { cellOf, type CellColumn } from './exportCells.rules'
import type { FileMaker } from './exportList'
import { agreementMarginReport } from './agreementMarginReport'
import { bomReplacementsReport } from './bomReplacementsReport'
import type { BomReportsRepository } from './bomReports.repository'
import type { AgreementReportsRepository } from './agreementReports.repository'
import { complianceReport } from './complianceReport'
import { marginReport } from './marginReport'
import { monthsOf } from './period.rules'
import type {
  ComplianceAnswer,
  ReportDefinition,
  ReportRow,
  ReportStage,
  ReportWork,
} from './reportDefinitions'
import type { ReportsRepository } from './reports.repository'
import { stageProgressReport } from './stageProgressReport'
import { visitsReport } from './visitsReport'
import { createCsvWriter, createSheetWriter, type RowWriter } from './writers'

export type RunInput = z.output<NonNullable<(typeof reportRunsContract)['runReport']['~orpc']['inputSchema']>>

/** A report as a document: its rows as they are, to be written by its language. */
export interface ReportPaper {
  readonly title: string
  readonly language: Language
  readonly zone: string
  readonly at: number
  readonly about: readonly { readonly title: string; readonly text: string }[]
  readonly columns: readonly (ReportColumn & { readonly title: string })[]
  readonly rows: readonly ReportRow[]
  readonly totals: readonly ReportRow[]
  readonly total: string
}

export interface RunDeps {
  readonly repository: ReportsRepository
  readonly agreementReports: AgreementReportsRepository
  readonly bomReports: BomReportsRepository
  /** The report of service levels for this caller (R06-46). */
  readonly compliance: (caller: Caller, at: number, input: ComplianceQuestion) => ComplianceAnswer
  readonly officeDate: (officeId: string, at: number) => string
  readonly files: FileMaker
  /** The orders the caller may count. */
  readonly orderScope: (caller: Caller) => readonly Condition[]
  readonly stages: () => readonly ReportStage[]
  readonly renderReport: (paper: ReportPaper) => Promise<Uint8Array>
  readonly officeZone: (officeId: string) => string
  readonly sheetRows: number
}

export interface ComplianceQuestion {
  readonly from: string
  readonly to: string
  readonly groupBy: ComplianceGrouping
  readonly filter: ComplianceFilter
}

const definitions: Readonly<Record<ReportId, ReportDefinition>> = {
  stageProgress: stageProgressReport,
  margin: marginReport,
  agreementMargin: agreementMarginReport,
  visits: visitsReport,
  slaCompliance: complianceReport,
  bomReplacements: bomReplacementsReport,
}

/** The reports the caller may run. */
export function listReports({ permissions }: Caller): { items: Report[] } {
  const own = Object.values(definitions).filter((one) =>
    one.permissions.every((name) => permissions.has(name)),
  )
  return {
    items: own.map(({ columns, id, parameters }) => ({
      id,
      columns: [...columns],
      parameters: [...parameters],
    })),
  }
}

/** Looks at what a run asks for before its job begins. @throws FORBIDDEN, PERIOD_INVALID */
export function prepareReport(caller: Caller, input: RunInput): ReportDefinition {
  const definition = definitions[input.reportId]
  for (const permission of definition.permissions) assertMay(caller, permission)
  const { from, officeIds = [], to } = input.parameters
  if (to < from) throw domainError(reportRunErrors, 'PERIOD_INVALID', { field: 'parameters.to' })
  for (const officeId of officeIds) assertInOffices(caller, 'reports.read', officeId)
  const known = new Set(definition.columns.map(({ field }) => field))
  const strange = Object.keys(input.titles ?? {}).find((field) => !known.has(field))
  if (strange !== undefined)
    throw domainError(commonErrors, 'INVALID_INPUT', {
      issues: [{ path: ['titles', strange], message: 'unknown field' }],
    })
  return definition
}

/** Runs a report a month at a time: to rows, or to a file that has its name only when it is whole (12 §5). */
export async function* runReport(
  deps: RunDeps,
  control: JobControl,
  definition: ReportDefinition,
  input: RunInput,
): AsyncGenerator<void, ReportRows | StoredFile> {
  const sink = sinkOf(deps, control, definition, input)
  try {
    const work = workOf(deps, control, input)
    const { parts } = work
    const rows = definition.run(work)
    for (let done = 0; ; done += 1) {
      const step = rows.next()
      if (step.done) return await sink.end(step.value)
      sink.rows(step.value)
      control.progress(Math.min(done, parts.length), parts.length)
      yield
    }
  } finally {
    sink.abandon()
  }
}

function workOf(deps: RunDeps, { caller, startedAt }: JobControl, input: RunInput): ReportWork {
  const { agreementReports, bomReports, compliance, officeDate, officeZone, repository, stages } = deps
  const { parameters } = input
  const { customerId, from, officeIds, to } = parameters
  const filter = { officeIds, ...(customerId === undefined ? {} : { customerIds: [customerId] }) }
  const language = input.language ?? caller.language
  const seen = caller.permissions.get('orders.read') === 'own' ? [] : caller.officeIds
  const zone = officeZone(caller.officeId)
  return {
    ...{ repository, stages, parameters, language, agreements: agreementReports },
    parts: partsOf(deps, caller, input),
    today: officeDate(caller.officeId, startedAt),
    officeIds: seen,
    replacements: () =>
      bomReports.replacements({
        from: edgeInstant(zone, dayOf(from), 0, 'start'),
        to: edgeInstant(zone, dayOf(to) + 1, 0, 'start') - 1,
        officeIds: seen.filter((id) => officeIds?.includes(id) ?? true),
        customerId,
      }),
    compliance: (groupBy) => compliance({ ...caller, language }, startedAt, { from, to, groupBy, filter }),
  }
}

/** Only the months in which there are orders. */
function partsOf({ orderScope, repository }: RunDeps, caller: Caller, { parameters }: RunInput) {
  const bounds = repository.bounds()
  if (!bounds) return []
  const from = parameters.from > bounds.first ? parameters.from : bounds.first
  const to = parameters.to < bounds.last ? parameters.to : bounds.last
  const scope = orderScope(caller)
  return monthsOf(from, to).map((month) => ({ ...month, parameters, scope }))
}

interface Sink {
  rows(rows: readonly ReportRow[]): void
  end(totals: ReportRow[]): Promise<ReportRows | StoredFile> | ReportRows | StoredFile
  abandon(): void
}

function sinkOf(deps: RunDeps, control: JobControl, definition: ReportDefinition, input: RunInput): Sink {
  if (input.format === undefined) return screenSink(definition)
  return input.format === 'pdf'
    ? paperSink(deps, control, definition, input)
    : fileSink(deps, control, definition, input, input.format)
}

function screenSink({ columns, id }: ReportDefinition): Sink {
  const held: ReportRow[] = []
  let count = 0
  return {
    rows(rows) {
      count += rows.length
      held.push(...rows.slice(0, Math.max(0, shownRows - held.length)))
    },
    end: (totals) => ({
      ...{ reportId: id, columns: [...columns], count },
      ...{ rows: held.map((row) => ({ ...row })), totals: totals.map((row) => ({ ...row })) },
    }),
    abandon: () => undefined,
  }
}

function titleOf({ reportId, title }: RunInput): string {
  return title ?? reportId
}

function fileSink(
  { files, sheetRows }: RunDeps,
  { caller }: JobControl,
  definition: ReportDefinition,
  input: RunInput,
  format: 'csv' | 'xlsx',
): Sink {
  const file = files.begin(caller.userId, `${titleOf(input).replaceAll(/[\\/:*?"<>|]/g, ' ')}.${format}`)
  const columns = cellColumns(definition, input)
  const writer = writerOf(columns, caller, input, format, file)
  const cells = (row: ReportRow) => columns.map((column) => cellOf(column, row, () => 0))
  let count = 0
  return {
    rows(rows) {
      count += rows.length
      if (format === 'xlsx' && count >= sheetRows) throw tooMany(count, sheetRows)
      if (rows.length > 0) writer.rows(rows.map(cells))
    },
    end(totals) {
      const [first] = definition.columns
      const named = first && input.total !== undefined ? { [first.field]: input.total } : {}
      if (totals.length > 0) writer.rows(totals.map((row) => cells({ ...row, ...named })))
      writer.end()
      return file.finish()
    },
    abandon: () => file.abandon(),
  }
}

function writerOf(
  columns: readonly CellColumn[],
  { language }: Caller,
  input: RunInput,
  format: 'csv' | 'xlsx',
  file: ReturnType<FileMaker['begin']>,
): RowWriter {
  const put = (bytes: Uint8Array) => file.put(bytes)
  if (format === 'csv') return createCsvWriter(columns, input.language ?? language, put)
  const { from, to } = input.parameters
  const asked = input.about ?? [{ title: 'period', text: `${from} ${to}` }]
  return createSheetWriter(columns, { rows: titleOf(input).slice(0, 31), about: 'Filter', asked }, put)
}

/** Amounts take two columns: figures align, and the currency can be filtered (12 §5). */
function cellColumns({ columns }: ReportDefinition, { titles = {} }: RunInput): CellColumn[] {
  return columns.flatMap(({ field, kind }): CellColumn[] => {
    const column = { field, kind, title: titles[field] ?? field }
    if (kind !== 'money') return [column]
    return [
      { ...column, part: 'amount' },
      { ...column, title: `${column.title} (ISO 4217)`, part: 'currency' },
    ]
  })
}

function paperSink(
  deps: RunDeps,
  { caller, startedAt }: JobControl,
  definition: ReportDefinition,
  input: RunInput,
): Sink {
  const held: ReportRow[] = []
  const { about = [], titles = {}, total = '' } = input
  return {
    rows(rows) {
      if (held.length + rows.length > pdfRows) throw tooMany(held.length + rows.length, pdfRows)
      held.push(...rows)
    },
    async end(totals) {
      const bytes = await deps.renderReport({
        ...{ title: titleOf(input), language: input.language ?? caller.language, about, total, totals },
        ...{ zone: deps.officeZone(caller.officeId), at: startedAt, rows: held },
        columns: definition.columns.map((column) => ({
          ...column,
          title: titles[column.field] ?? column.field,
        })),
      })
      const file = deps.files.begin(caller.userId, `${titleOf(input).replaceAll(/[\\/:*?"<>|]/g, ' ')}.pdf`)
      try {
        file.put(bytes)
        return file.finish()
      } finally {
        file.abandon()
      }
    },
    abandon: () => undefined,
  }
}

function tooMany(rows: number, limit: number): Error {
  return domainError(reportRunErrors, 'TOO_MANY_ROWS', { field: 'format', rows, limit })
}
