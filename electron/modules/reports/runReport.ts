import type { z } from 'zod'
import { assertMay, type Caller, type JobControl } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import type { Condition } from '../../db/listQuery'
import { domainError } from '../../shared/contract/domainError'
import type { StoredFile } from '../../shared/contract/files'
import { commonErrors } from '../../shared/contract/domainError'
import {
  reportRunErrors,
  shownRows,
  type Report,
  type ReportId,
  type ReportRows,
  type reportRunsContract,
} from '../../shared/contract/reportRuns'
import type { ComplianceFilter, ComplianceGrouping } from '../../shared/contract/slaReport'
import { dayOf, edgeInstant } from '../calendars/index'
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
import { createReportFile, type ReportFileDeps, type ReportTexts, type Sink } from './reportFile'
import type { ReportsRepository } from './reports.repository'
import { stageProgressReport } from './stageProgressReport'
import { visitsReport } from './visitsReport'

export type RunInput = z.output<NonNullable<(typeof reportRunsContract)['runReport']['~orpc']['inputSchema']>>

export interface RunDeps extends ReportFileDeps {
  readonly repository: ReportsRepository
  readonly agreementReports: AgreementReportsRepository
  readonly bomReports: BomReportsRepository
  /** The report of service levels for this caller (R06-46). */
  readonly compliance: (caller: Caller, at: number, input: ComplianceQuestion) => ComplianceAnswer
  readonly officeDate: (officeId: string, at: number) => string
  /** The orders the caller may count. */
  readonly orderScope: (caller: Caller) => readonly Condition[]
  readonly stages: () => readonly ReportStage[]
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

function sinkOf(
  deps: RunDeps,
  control: JobControl,
  definition: ReportDefinition,
  input: RunInput,
): Sink<ReportRows | StoredFile> {
  if (input.format === undefined) return screenSink(definition)
  return createReportFile(deps, control, definition.columns, textsOf(control, input), input.format)
}

function textsOf({ caller }: JobControl, input: RunInput): ReportTexts {
  const { language = caller.language, parameters, reportId, title = reportId, titles = {}, total } = input
  const { about = [{ title: 'period', text: `${parameters.from} ${parameters.to}` }] } = input
  return { title, language, titles, total, about }
}

function screenSink({ columns, id }: ReportDefinition): Sink<ReportRows> {
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
