import { z } from 'zod'
import { SlaOutcome, SlaStatus } from './clockMark'
import { refusals } from './domainError'
import { AgreementId, CustomerId, OfficeId, OrderId, SlaGroupId, SlaId, TeamId, WorkerId } from './id'
import { BasisPoints } from './money'
import { OrderPriority } from './orders'
import { listInput, pageOf } from './page'
import { longQuery, query } from './procedure'
import { Instant, LocalDate, Zone } from './time'

/** What the rows of the report are (R06-46). */
export const ComplianceGrouping = z.enum([
  'sla',
  'slaGroup',
  'customer',
  'agreement',
  'team',
  'responsible',
  'month',
])
export type ComplianceGrouping = z.infer<typeof ComplianceGrouping>

const some = <Id extends z.ZodType>(id: Id) => z.array(id).min(1).max(500).optional()
/** Which orders count. */
export const ComplianceFilter = z.object({
  officeIds: some(OfficeId),
  slaIds: some(SlaId),
  slaGroupIds: some(SlaGroupId),
  customerIds: some(CustomerId),
  agreementIds: some(AgreementId),
  teamIds: some(TeamId),
  responsibleIds: some(WorkerId),
})
export type ComplianceFilter = z.infer<typeof ComplianceFilter>

const figures = {
  /** Met and breached; an open order past its latest completion is breached. */
  measured: z.int(),
  met: z.int(),
  breached: z.int(),
  /** Basis points; absent without measured orders, the last three also where only the rate is asked for. */
  rate: BasisPoints.optional(),
  mean: BasisPoints.optional(),
  median: BasisPoints.optional(),
  p90: BasisPoints.optional(),
  worst: z.object({ orderId: OrderId, number: z.string(), compliance: BasisPoints }).optional(),
  pausedSeconds: z.int(),
  /** Why Stops after the latest completion came late, most frequent first; an order counts once a reason. */
  reasons: z.array(z.object({ name: z.string(), orders: z.int() })),
  /** Never part of the rate. */
  canceled: z.int(),
  openInTime: z.int(),
}
export const ComplianceFigures = z.object(figures)
export type ComplianceFigures = z.infer<typeof ComplianceFigures>
export const ComplianceRow = z.object({
  /** Of the service level, tier, customer, agreement, team or worker; absent for orders without one, and for months. */
  id: z.string().optional(),
  /** Code or number; of a month `YYYY-MM`. */
  code: z.string().optional(),
  /** In the caller's language. */
  name: z.string().optional(),
  ...figures,
})
export type ComplianceRow = z.infer<typeof ComplianceRow>
/** Rows that one answer holds. */
export const mostComplianceRows = 1000

/** An order on the watchlist (06 §5). */
export const WatchItem = z.object({
  id: OrderId,
  number: z.string(),
  officeId: OfficeId,
  customerId: CustomerId,
  customerName: z.string(),
  siteZone: Zone,
  priority: OrderPriority,
  slaId: SlaId,
  slaCode: z.string(),
  status: SlaStatus,
  outcome: SlaOutcome,
  latestCompletion: Instant.optional(),
  warnsAt: Instant.optional(),
  /** Minutes of the allowance that are left; below zero when more was counted. Cut to whole minutes. */
  minutesLeft: z.int(),
  tierRank: z.int().optional(),
  /** What a wall board is not told. */
  slaGroupId: SlaGroupId.optional(),
  tierCode: z.string().optional(),
  description: z.string().optional(),
  responsibleId: WorkerId.optional(),
  responsibleName: z.string().optional(),
  agreementId: AgreementId.optional(),
})
export type WatchItem = z.infer<typeof WatchItem>
const { minutesLeft: _minutesLeft, warnsAt: _warnsAt, outcome: _outcome, ...watched } = WatchItem.shape

/** An order that the report counts. */
export const MeasuredOrder = z.object({
  id: OrderId,
  number: z.string(),
  officeId: OfficeId,
  customerId: CustomerId,
  customerName: z.string(),
  siteZone: Zone,
  slaId: SlaId,
  slaCode: z.string(),
  slaGroupId: SlaGroupId.optional(),
  agreementId: AgreementId.optional(),
  /** Of the last planned activity that is not canceled. */
  teamId: TeamId.optional(),
  responsibleId: WorkerId.optional(),
  responsibleName: z.string().optional(),
  outcome: SlaOutcome,
  /** The office's date by which it counts. */
  measuredOn: LocalDate,
  startTime: Instant.optional(),
  finalStop: Instant.optional(),
  latestCompletion: Instant.optional(),
  compliance: BasisPoints.optional(),
})
export type MeasuredOrder = z.infer<typeof MeasuredOrder>

export const complianceErrors = refusals('PERIOD_INVALID')

export const slaReportContract = {
  /** Orders whose clock is not at its end; without another sort the latest completion that comes first. */
  listWatch: query('sla.read')
    .input(listInput(watched, ['latestCompletion', 'priority', 'number', 'customerName', 'tierRank']))
    .output(pageOf(WatchItem)),
  /** The orders behind a row of the report that have come to their end (R06-46: drill-down). */
  listMeasured: query('sla.read')
    .input(listInput(MeasuredOrder.shape, ['measuredOn', 'compliance']))
    .output(pageOf(MeasuredOrder)),
  /** By the office's date of the final stop, of open orders by that of their latest completion (R06-46). */
  getCompliance: longQuery('reports.read')
    .input(
      z.object({
        from: LocalDate,
        to: LocalDate,
        groupBy: ComplianceGrouping,
        filter: ComplianceFilter.optional(),
        /** Counts and rate alone, which is quicker. */
        isBrief: z.boolean().optional(),
      }),
    )
    .output(
      z.object({
        /** By code; at most 1,000, of `count`. */
        rows: z.array(ComplianceRow),
        count: z.int(),
        total: ComplianceFigures,
        readAt: Instant,
      }),
    )
    .errors(complianceErrors),
}
