import { z } from 'zod'
import { patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { CategoryId, EstimateId, ItemId, OrderId, OrderLineId, RepairLineId, UserId, Version } from './id'
import { LineType } from './agreements'
import { BasisPoints, Currency, Money, UnitPrice } from './money'
import { ordersErrors } from './orders'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate } from './time'

const text = (max: number) => z.string().trim().max(max)

export const EstimateStatus = z.enum(['draft', 'sent', 'approved', 'rejected', 'expired', 'superseded'])
export type EstimateStatus = z.infer<typeof EstimateStatus>

const estimateLineFields = {
  kind: LineType,
  itemId: ItemId.optional(),
  categoryId: CategoryId.optional(),
  description: text(120).min(1),
  /** Milli-units; hours in minutes. */
  quantity: Quantity.min(1),
  /** A unit's code; empty: the item's, of hours MIN. */
  unit: text(6).optional(),
  unitPrice: UnitPrice.min(0),
  discount: BasisPoints.min(0).max(10_000).default(0),
  vatCode: text(20).optional(),
}
export const NewEstimateLine = z.object(estimateLineFields)
export type NewEstimateLine = z.infer<typeof NewEstimateLine>
export const EstimateLine = z.object({
  ...estimateLineFields,
  discount: BasisPoints,
  /** Quantity × unit price × (1 − discount), rounded per line (2.4). */
  amount: Money,
  /** The order line it became. */
  orderLineId: OrderLineId.optional(),
})
export type EstimateLine = z.infer<typeof EstimateLine>

const estimateFields = {
  lines: z.array(NewEstimateLine).max(200),
  /** Empty: 30 days after today. */
  validUntil: LocalDate.optional(),
  /** Basis points by which the work may cost more; empty: 10 %. */
  tolerance: BasisPoints.min(0).max(100_000).optional(),
}

const offerPatch = patchOf(estimateFields)

/** One version of what a repair will cost (08 §2.4). */
export const Estimate = z.object({
  id: EstimateId,
  version: Version,
  lineId: RepairLineId,
  estimateVersion: z.int(),
  currency: Currency,
  lines: z.array(EstimateLine),
  total: Money,
  tolerance: BasisPoints,
  /** Total × (1 + tolerance), rounded: what posting may reach (R08-19). */
  limit: Money,
  validUntil: LocalDate,
  /** `expired` is computed: sent, and its last day is over. */
  status: EstimateStatus,
  sentAt: Instant.optional(),
  approverName: z.string().optional(),
  approvedAt: Instant.optional(),
  rejectedAt: Instant.optional(),
  convertedAt: Instant.optional(),
  /** The item's price today, where it is known, and the share of it that this estimate is (R08-20). */
  replacementPrice: Money.optional(),
  isReplacementAdvised: z.boolean(),
})
export type Estimate = z.infer<typeof Estimate>

/** What the lines made from one repair have come to against its approved estimate. */
export const RepairUse = z.object({
  lineId: RepairLineId,
  number: z.string(),
  /** Empty: nothing is approved, and nothing limited. */
  approved: Money.optional(),
  limit: Money.optional(),
  /** What is registered and chargeable, posted or not. */
  actual: Money,
  isExceeded: z.boolean(),
})
export type RepairUse = z.infer<typeof RepairUse>

/** The same of an order (R08-19): each repair has its own limit; one override lets the whole order be posted. */
export const EstimateUse = z.object({
  orderId: OrderId,
  lines: z.array(RepairUse),
  isExceeded: z.boolean(),
  /** The order is posted or canceled (R08-06). */
  isLocked: z.boolean(),
  override: z.object({ reason: z.string(), byId: UserId, byName: z.string(), at: Instant }).optional(),
})
export type EstimateUse = z.infer<typeof EstimateUse>

export const estimateErrors = refusals(
  'ESTIMATE_EMPTY',
  'ESTIMATE_EXPIRED',
  'ESTIMATE_STATE',
  'ALREADY_CONVERTED',
  'ORDER_LOCKED',
  'DATE_IN_PAST',
  'QTY_INVALID',
)

const estimateRef = recordRef('estimateId', EstimateId).extend({ reason: Reason })

export const repairEstimatesContract = {
  listEstimates: query('repair.read')
    .input(z.object({ lineId: RepairLineId }))
    .output(z.object({ items: z.array(Estimate) })),
  getEstimate: query('repair.read')
    .input(z.object({ estimateId: EstimateId }))
    .output(Estimate),
  getEstimateUse: query('repair.read')
    .input(z.object({ orderId: OrderId }))
    .output(EstimateUse),
  createEstimate: command('repair.estimate')
    .input(z.object({ id: EstimateId.optional(), lineId: RepairLineId, ...estimateFields, reason: Reason }))
    .output(Estimate)
    .errors(estimateErrors),
  /** What is changed stands in the patch, or beside the version; the patch goes first. */
  updateEstimate: command('repair.estimate')
    .input(estimateRef.extend({ ...offerPatch.shape, patch: offerPatch.optional() }))
    .output(Estimate)
    .errors(estimateErrors),
  sendEstimate: command('repair.approve').input(estimateRef).output(Estimate).errors(estimateErrors),
  approveEstimate: command('repair.approve')
    .input(estimateRef.extend({ approverName: text(120).optional() }))
    .output(Estimate)
    .errors(estimateErrors),
  rejectEstimate: command('repair.approve').input(estimateRef).output(Estimate).errors(estimateErrors),
  overrideEstimateLimit: command('repair.manage')
    .input(
      recordRef('orderId', OrderId).extend({
        /** Left out it is empty, which is REASON_REQUIRED. */
        reason: z.string().trim().max(500).default(''),
      }),
    )
    .output(EstimateUse)
    .errors(estimateErrors),
  /** Each line becomes an order line, once (2.4). */
  convertEstimate: command('repair.estimate')
    .input(estimateRef)
    .output(Estimate)
    .errors({ ...ordersErrors, ...estimateErrors }),
}
