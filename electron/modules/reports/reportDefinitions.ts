import type { Permission } from '../../shared/contract/permission'
import type { ReportColumn, ReportId, ReportParameters } from '../../shared/contract/reportRuns'
import type { Language } from '../../shared/contract/session'
import type { ComplianceFigures, ComplianceGrouping, ComplianceRow } from '../../shared/contract/slaReport'
import type { AgreementReportsRepository } from './agreementReports.repository'
import type { Replacements } from './bomReports.repository'
import type { CountedOrders, ReportsRepository } from './reports.repository'

export type ReportRow = Readonly<Record<string, unknown>>

/** A stage as reports name it, in the order of the tree. */
export interface ReportStage {
  readonly id: string
  readonly description: Readonly<Partial<Record<Language, string | undefined>>>
}

/** The figures of service levels, as `sla` counts them for the caller (R06-46). */
export interface ComplianceAnswer {
  readonly rows: readonly ComplianceRow[]
  readonly total: ComplianceFigures
}

export interface ReportWork {
  readonly repository: ReportsRepository
  readonly agreements: AgreementReportsRepository
  readonly compliance: (groupBy: ComplianceGrouping) => ComplianceAnswer
  /** Parts replaced in the period, in the offices whose orders the caller sees. */
  readonly replacements: () => readonly Replacements[]
  /** The day of the run where the caller's office is. */
  readonly today: string
  /** The offices whose agreements the caller sees; none of somebody who sees own orders only. */
  readonly officeIds: readonly string[]
  readonly parameters: ReportParameters
  readonly stages: () => readonly ReportStage[]
  readonly language: Language
  /** What is counted, a month at a time. */
  readonly parts: readonly CountedOrders[]
}

/** What reports over orders ask for. */
export const orderParameters = ['from', 'to', 'officeIds', 'customerId', 'stageIds', 'technicianId'] as const

/** A report: who may run it, what it shows, and how its rows come, a part after the other, its totals last. */
export interface ReportDefinition {
  readonly id: ReportId
  readonly permissions: readonly Permission[]
  readonly columns: readonly ReportColumn[]
  /** What it asks for. */
  readonly parameters: readonly (keyof ReportParameters)[]
  run(work: ReportWork): Generator<ReportRow[], ReportRow[]>
}
