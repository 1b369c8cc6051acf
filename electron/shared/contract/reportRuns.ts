import { z } from 'zod'
import { refusals } from './domainError'
import { CustomerId, OfficeId, StageId, WorkerId } from './id'
import { JobStarted } from './jobs'
import { job, query } from './procedure'
import { RepairQuestion } from './repairStatistics'
import { ExportKind } from './reports'
import { Language } from './session'
import { ComplianceGrouping } from './slaReport'
import { LocalDate } from './time'

/** The reports of 12 §5 that there are. */
export const ReportId = z.enum([
  ...['stageProgress', 'margin', 'agreementMargin', 'visits', 'slaCompliance', 'bomReplacements'],
] as const)
export type ReportId = z.infer<typeof ReportId>
export const ReportFormat = z.enum(['csv', 'xlsx', 'pdf'])
export type ReportFormat = z.infer<typeof ReportFormat>

/** Which orders a report counts; those that were imported are never counted. */
export const ReportParameters = z.object({
  /** By service date, of `slaCompliance` by the day on which a clock came to its end, of `bomReplacements` by that of the replacement; both days are part of it. */
  from: LocalDate,
  to: LocalDate,
  officeIds: z.array(OfficeId).min(1).max(200).optional(),
  customerId: CustomerId.optional(),
  stageIds: z.array(StageId).min(1).max(200).optional(),
  /** The preferred technician of the order. */
  technicianId: WorkerId.optional(),
  /** What the rows of `slaCompliance` are; default: service levels. */
  groupBy: ComplianceGrouping.optional(),
})
export type ReportParameters = z.infer<typeof ReportParameters>

export const ReportColumn = z.object({ field: z.string(), kind: ExportKind })
export type ReportColumn = z.infer<typeof ReportColumn>
export const Report = z.object({
  id: ReportId,
  columns: z.array(ReportColumn),
  /** Of the orders counted. */
  parameters: z.array(ReportParameters.keyof()),
})
export type Report = z.infer<typeof Report>

const row = z.record(z.string(), z.unknown())
/** What a run answers without a format: the first rows, and the totals over all. */
export const ReportRows = z.object({
  reportId: ReportId,
  columns: z.array(ReportColumn),
  rows: z.array(row),
  /** One a currency. */
  totals: z.array(row),
  count: z.int(),
})
export type ReportRows = z.infer<typeof ReportRows>
/** Rows that a run without a format answers, and that a PDF takes. */
export const shownRows = 1000
export const pdfRows = 2000

export const reportRunErrors = refusals('PERIOD_INVALID', 'TOO_MANY_ROWS')
const words = z.string().max(500)

/** How a report's file reads: in the language of whoever asks. */
const fileTexts = {
  /** Default: the caller's. */
  language: Language.optional(),
  /** Heads of the columns by field, in that language; default: the fields. */
  titles: z.record(z.string().max(60), words).optional(),
  /** Of the report, and of its file. */
  title: z.string().trim().min(1).max(100).optional(),
  /** What the row of totals is called. */
  total: words.optional(),
  /** What was asked for, in words. */
  about: z
    .array(z.object({ title: words, text: words }))
    .max(20)
    .optional(),
}

export const reportRunsContract = {
  /** The reports that the caller may run. */
  listReports: query('reports.read').output(z.object({ items: z.array(Report) })),
  /** Result: `ReportRows`; with a format a `StoredFile`. */
  runReport: job('reports.read')
    .input(
      z.object({
        reportId: ReportId,
        parameters: ReportParameters,
        format: ReportFormat.optional(),
        ...fileTexts,
      }),
    )
    .output(JobStarted)
    .errors(reportRunErrors),
  /** The figures of `repair.getStatistics` as a file, with all of its rows (08 §5). Result: a `StoredFile`. */
  exportRepairStatistics: job('reports.read')
    .input(
      z.object({
        ...RepairQuestion.shape,
        format: ReportFormat,
        ...fileTexts,
        /** What stands where there is no figure, in that language; `{n}` is the number of lines. */
        words: z
          .object({ without: words, noData: words, tooFew: words, notEnough: words })
          .partial()
          .default({}),
      }),
    )
    .output(JobStarted)
    .errors(reportRunErrors),
}
