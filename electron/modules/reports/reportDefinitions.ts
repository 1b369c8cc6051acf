import type { Permission } from '../../shared/contract/permission'
import type { ReportColumn, ReportId } from '../../shared/contract/reportRuns'
import type { Language } from '../../shared/contract/session'
import type { CountedOrders, ReportsRepository } from './reports.repository'

export type ReportRow = Readonly<Record<string, unknown>>

/** A stage as reports name it, in the order of the tree. */
export interface ReportStage {
  readonly id: string
  readonly description: Readonly<Partial<Record<Language, string | undefined>>>
}

export interface ReportWork {
  readonly repository: ReportsRepository
  readonly stages: () => readonly ReportStage[]
  readonly language: Language
  /** What is counted, a month at a time. */
  readonly parts: readonly CountedOrders[]
}

/** A report: who may run it, what it shows, and how its rows come, a part after the other, its totals last. */
export interface ReportDefinition {
  readonly id: ReportId
  readonly permissions: readonly Permission[]
  readonly columns: readonly ReportColumn[]
  run(work: ReportWork): Generator<ReportRow[], ReportRow[]>
}
