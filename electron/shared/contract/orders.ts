import { z } from 'zod'
import { LineType, SalesPriceSource } from './agreements'
import { listedClock } from './clockMark'
import { BulkResult, patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CategoryId,
  ContactId,
  CustomerId,
  ItemId,
  LinePropertyId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  OrderId,
  OrderLineId,
  RepairLineId,
  ServiceTaskId,
  SignOffId,
  SiteId,
  StageId,
  TaskRelationId,
  UserId,
  Version,
  WarehouseId,
  WorkerId,
} from './id'
import { JobStarted } from './jobs'
import { BasisPoints, Currency, Money, UnitPrice } from './money'
import { listInput, pageOf } from './page'
import { PostingResult } from './orderPosting'
import { orderRequirementsContract } from './orderRequirements'
import { orderSignOffContract } from './orderSignOff'
import { command, job, query } from './procedure'
import {
  ItemSetup,
  LineStatus,
  OrderIntake,
  OrderOrigin,
  OrderPriority,
  OrderProgress,
  OrderWarning,
} from './orderLiterals'
import { OrderTotals } from './orderTotals'
import { Quantity } from './quantity'
import { Instant, LocalDate, Zone } from './time'

export * from './orderLiterals'
export * from './orderPosting'
export * from './orderTotals'

const text = (max: number) => z.string().trim().max(max)

/** An instant whose date at any site has four digits. */
const ServiceTime = Instant.max(Date.UTC(9999, 11, 30))

/** What a person says of an order's head; everything else is derived (04 §2.1). */
const headerFields = {
  /** Empty: the billing account's customer. */
  customerId: CustomerId.optional(),
  /** What is left empty here has the agreement's values first (04 §2.1); a template is none. */
  agreementId: AgreementId.optional(),
  billingAccountId: BillingAccountId.optional(),
  /** Empty: the first line's text, else "Service order" in the company's language. */
  description: text(120).optional(),
  /** Empty: the next full hour. */
  preferredServiceAt: ServiceTime.optional(),
  /** The promised window ends; after `preferredServiceAt`. */
  preferredUntil: ServiceTime.optional(),
  /** Empty: the customer's main site; `null`: work at our own office. */
  siteId: SiteId.nullable().optional(),
  /** Empty: the site's, else the office's. */
  siteZone: Zone.optional(),
  /** Empty: a contact of the customer at the site, else its first; `null`: none. */
  contactId: ContactId.nullable().optional(),
  /** Empty: the caller's own worker; `null`: nobody. */
  responsibleId: WorkerId.nullable().optional(),
  preferredTechnicianId: WorkerId.optional(),
  priority: OrderPriority.optional(),
  /** Empty: the customer's; frozen once the order has lines. */
  currency: Currency.optional(),
  signOffRequired: z.boolean().optional(),
  customerReference: text(60).optional(),
  internalNote: text(4000).optional(),
  externalNote: text(4000).optional(),
}

/** What a person says of a line; `null` leaves empty what would get a default (04 §2.2). */
const lineFields = {
  /** Empty: the item's or the category's name. */
  description: text(120).optional(),
  categoryId: CategoryId.optional(),
  /** Empty on hours and expenses: the order's preferred technician. */
  workerId: WorkerId.nullable().optional(),
  itemId: ItemId.optional(),
  variant: text(60).optional(),
  /** Empty: the warehouse of the order's office. */
  warehouseId: WarehouseId.optional(),
  serialNumber: text(60).optional(),
  itemSetup: ItemSetup.optional(),
  /** A unit's code; hours count minutes. */
  unit: text(6).optional(),
  estimatedQty: Quantity.optional(),
  /** Empty: nothing registered; 0: a registered zero. */
  actualQty: Quantity.optional(),
  startAt: Instant.optional(),
  endAt: Instant.optional(),
  /** Empty: by the price search (R04-31). */
  costPrice: UnitPrice.min(0).optional(),
  /** Empty: by the price search (R04-30); a typed 0 is a price. */
  salesPrice: UnitPrice.min(0).optional(),
  discount: BasisPoints.min(0).max(10_000).optional(),
  /** Empty: by R02-33. */
  linePropertyId: LinePropertyId.optional(),
  objectRelationId: ObjectRelationId.optional(),
  taskRelationId: TaskRelationId.optional(),
  /** A repair line of the order that this line is made from (R08-11). */
  repairLineId: RepairLineId.optional(),
  /** Empty: the order's. */
  serviceDate: LocalDate.optional(),
}
const newLine = {
  id: OrderLineId.optional(),
  type: LineType,
  /** A line of the order's agreement, whose values stand where nothing is said here (R02-05). */
  agreementLineId: AgreementLineId.optional(),
  ...lineFields,
}
export const NewOrderLine = z.object(newLine)
export type NewOrderLine = z.infer<typeof NewOrderLine>
export const OrderLinePatch = patchOf(lineFields)
export type OrderLinePatch = z.infer<typeof OrderLinePatch>
/** What a new order is made of. */
export const newOrderFields = {
  id: OrderId,
  /** Empty: the session's working office. */
  officeId: OfficeId.optional(),
  ...headerFields,
  lines: z.array(NewOrderLine).max(500).optional(),
  reason: Reason,
}
export const OrderPatch = patchOf(headerFields)
export type OrderPatch = z.infer<typeof OrderPatch>

/** The address as it was when the order took it (R04-60). */
export const SiteAddress = z.object({
  name: z.string().optional(),
  addressLine1: z.string().optional(),
  addressLine2: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  accessNotes: z.string().optional(),
})
export type SiteAddress = z.infer<typeof SiteAddress>

export const OrderLine = z.object({
  id: OrderLineId,
  lineNo: z.int(),
  type: LineType,
  status: LineStatus,
  description: z.string(),
  categoryId: CategoryId.optional(),
  categoryName: z.string().optional(),
  workerId: WorkerId.optional(),
  workerName: z.string().optional(),
  itemId: ItemId.optional(),
  itemNumber: z.string().optional(),
  itemName: z.string().optional(),
  variant: z.string().optional(),
  warehouseId: WarehouseId.optional(),
  serialNumber: z.string().optional(),
  itemSetup: ItemSetup.optional(),
  unit: z.string(),
  estimatedQty: Quantity.optional(),
  actualQty: Quantity.optional(),
  startAt: Instant.optional(),
  endAt: Instant.optional(),
  salesPrice: UnitPrice.optional(),
  /** Why this price: its level, the step within the level, and the row it comes from (R04-30). */
  salesPriceSource: SalesPriceSource,
  priceStep: z.int().optional(),
  priceRuleId: z.uuid().optional(),
  discount: BasisPoints,
  linePropertyId: LinePropertyId,
  linePropertyCode: z.string(),
  linePropertyName: z.string(),
  objectRelationId: ObjectRelationId.optional(),
  taskRelationId: TaskRelationId.optional(),
  /** The repair line that this one is made from. */
  repairLineId: RepairLineId.optional(),
  /** The agreement's line that this one comes from, and the date it was due by it. */
  agreementLineId: AgreementLineId.optional(),
  agreementLineNo: z.int().optional(),
  agreementDueDate: LocalDate.optional(),
  /** The posted line that this one is against; its quantity is negative (3.2). */
  reversalOfId: OrderLineId.optional(),
  /** A notice: its estimate is too long for one activity, so that it has none (R07-02); splitting it helps. */
  isTooLong: z.boolean().optional(),
  /** The line is signed and locked (R04-42), by this sign-off. */
  signed: z.boolean(),
  signOffId: SignOffId.optional(),
  serviceDate: LocalDate,
  /** Amounts by actual quantity, else by the estimate (R04-33). */
  salesAmount: Money,
  estimatedSalesAmount: Money,
  /** Cost needs catalog.readCost. */
  costPrice: UnitPrice.optional(),
  costAmount: Money.optional(),
  estimatedCostAmount: Money.optional(),
})
export type OrderLine = z.infer<typeof OrderLine>

export const OrderObjectRelation = z.object({
  id: ObjectRelationId,
  objectId: ObjectId,
  objectNumber: z.string().optional(),
  objectName: z.string().optional(),
  referenceCode: z.string().optional(),
  note: z.string().optional(),
})
export type OrderObjectRelation = z.infer<typeof OrderObjectRelation>

/** What the job is (04 §2.3); the internal note is for those who do it. */
export const OrderTaskRelation = z.object({
  id: TaskRelationId,
  taskId: ServiceTaskId,
  taskCode: z.string(),
  /** In the caller's language. */
  taskName: z.string(),
  internalNote: z.string().optional(),
  externalNote: z.string().optional(),
})
export type OrderTaskRelation = z.infer<typeof OrderTaskRelation>

/** What the list of orders shows; a wall board gets the fields that are not optional and the technician. */
export const OrderListItem = z.object({
  id: OrderId,
  version: Version,
  number: z.string(),
  officeId: OfficeId,
  customerId: CustomerId,
  customerName: z.string(),
  siteCity: z.string().optional(),
  siteZone: Zone,
  preferredServiceAt: Instant,
  preferredUntil: Instant.optional(),
  serviceDate: LocalDate,
  stageId: StageId.optional(),
  stageCode: z.string().optional(),
  /** In the caller's language. */
  stageName: z.string().optional(),
  progress: OrderProgress,
  isReadyForPosting: z.boolean(),
  /** The service date is closed in the service calendar: a warning only. */
  calendarConflict: z.boolean(),
  priority: OrderPriority,
  preferredTechnicianId: WorkerId.optional(),
  preferredTechnicianName: z.string().optional(),
  origin: OrderOrigin,
  intake: OrderIntake,
  customerNumber: z.string().optional(),
  officeCode: z.string().optional(),
  description: z.string().optional(),
  siteId: SiteId.optional(),
  agreementId: AgreementId.optional(),
  agreementNumber: z.string().optional(),
  billingAccountId: BillingAccountId.optional(),
  responsibleId: WorkerId.optional(),
  responsibleName: z.string().optional(),
  hasResponsible: z.boolean().optional(),
  customerReference: z.string().optional(),
  currency: Currency.optional(),
  salesAmount: Money.optional(),
  ...listedClock,
})
export type OrderListItem = z.infer<typeof OrderListItem>
/** Amounts are filtered and sorted in the minor unit, stages by their code; clocks have the watchlist. */
const { latestCompletion: _due, slaStatus: _sla, stageName: _stage, ...listed } = OrderListItem.shape
const listShape = { ...listed, salesAmount: z.int() }

export const Order = OrderListItem.extend({
  siteAddress: SiteAddress.optional(),
  contactId: ContactId.optional(),
  contactName: z.string().optional(),
  contactPhone: z.string().optional(),
  contactEmail: z.string().optional(),
  agreementDescription: z.string().optional(),
  billingAccountName: z.string().optional(),
  signOffRequired: z.boolean(),
  internalNote: z.string().optional(),
  externalNote: z.string().optional(),
  canceledAt: Instant.optional(),
  canceledById: UserId.optional(),
  cancelReason: z.string().optional(),
  externalKey: z.string().optional(),
  /** When the customer asked for it, where that was before it was made (R04-81). */
  receivedAt: Instant.optional(),
  /** What does not keep it from being saved (R02-21). */
  warnings: z.array(OrderWarning).optional(),
  /** The numbers of the orders that were merged into this one (R04-74). */
  mergedFrom: z.array(z.string()).optional(),
  lines: z.array(OrderLine),
  objectRelations: z.array(OrderObjectRelation),
  taskRelations: z.array(OrderTaskRelation),
  /** Tasks of the agreement that the order has not taken over yet: its lines may name them (R02-07). */
  agreementTasks: z.array(OrderTaskRelation).optional(),
  totals: OrderTotals.optional(),
})
export type Order = z.infer<typeof Order>

export const ordersErrors = refusals(
  'CUSTOMER_REQUIRED',
  'CUSTOMER_BLOCKED',
  'BILLING_ACCOUNT_CLOSED',
  'BILLING_ACCOUNT_OTHER_CUSTOMER',
  'BILLING_ACCOUNT_TYPE',
  'AGREEMENT_REQUIRED',
  'AGREEMENT_IS_TEMPLATE',
  'AGREEMENT_DRAFT',
  'AGREEMENT_SUSPENDED',
  'AGREEMENT_CLOSED',
  'AGREEMENT_OTHER_CUSTOMER',
  'DATE_OUTSIDE_AGREEMENT',
  'DIFFERENT_AGREEMENT',
  'LINE_STOPPED',
  'OUTSIDE_LINE_PERIOD',
  'ZONE_UNKNOWN',
  'PERIOD_INVALID',
  'WORKER_INACTIVE',
  'FIELD_FROZEN',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
  'STAGE_FORBIDS_MODIFY',
  'STAGE_FORBIDS_DELETE',
  'STAGE_FORBIDS_CANCEL',
  'STAGE_FORBIDS_POST',
  'ORDER_CANCELED',
  'ORDER_NOT_CANCELED',
  'ORDER_POSTED',
  'LINE_STATUS_INVALID',
  'OVER_REVERSAL',
  'QTY_INVALID',
  'UNIT_NOT_CONVERTIBLE',
  'UNIT_DECIMALS',
  'CATEGORY_TYPE',
  'CATEGORY_INACTIVE',
  'COMBINATION_NOT_ALLOWED',
  'OBJECT_NOT_RELATED',
  'TASK_NOT_RELATED',
  'REPAIR_NOT_RELATED',
  'ESTIMATE_EXCEEDED',
  'TIME_RANGE_INVALID',
  'NO_SELECTION',
  'TOO_MANY',
  'ACTUAL_MISSING',
  'WORKER_REQUIRED',
  'PRICE_MISSING',
  'PERIOD_CLOSED',
  'STOCK_SHORT',
  'SERIAL_REQUIRED',
  'SIGN_OFF_REQUIRED',
  'LINE_SIGNED',
  'ITEM_REQUIREMENTS_EXIST',
  'ITEM_REQUIREMENT_DELIVERED',
)

const orderRef = recordRef('orderId', OrderId)
const change = orderRef.extend({ reason: Reason })
const lineIds = z.array(OrderLineId).min(1).max(500)
const orderIds = z.array(OrderId).max(10_000)
const posting = orderRef.extend({
  /** Empty: every Created line. */
  lineIds: lineIds.optional(),
  /** The date in the ledger. */
  date: LocalDate,
  /** Lines without a registered quantity take their estimate as actual. */
  useEstimates: z.boolean().optional(),
  reason: Reason,
})

/** The columns of the list; each has an index to walk. */
const orders = listInput(listShape, [
  'number', 'customerName', 'customerNumber', 'siteCity', 'description', 'serviceDate', 'preferredServiceAt', 'stageCode',
  'progress', 'priority', 'preferredTechnicianName', 'responsibleName', 'officeCode', 'origin', 'salesAmount',
]) // prettier-ignore
export const OrderFilter = listInput(listShape).shape.filter

export const ordersContract = {
  ...orderRequirementsContract,
  ...orderSignOffContract,
  listOrders: query('orders.read').input(orders).output(pageOf(OrderListItem)),
  getOrder: query('orders.read')
    .input(z.object({ orderId: OrderId }))
    .output(Order),
  createOrder: command('orders.write')
    .input(
      z.object({
        ...newOrderFields,
        /** A template whose lines the order gets, behind those given (R02-13). */
        templateId: AgreementId.optional(),
      }),
    )
    .output(Order)
    .errors(ordersErrors),
  updateOrder: command('orders.write')
    .input(change.extend({ patch: OrderPatch }))
    .output(Order)
    .errors(ordersErrors),
  addLine: command('orders.write').input(change.extend(newLine)).output(Order).errors(ordersErrors),
  updateLine: command('orders.write')
    .input(change.extend({ lineId: OrderLineId, patch: OrderLinePatch }))
    .output(Order)
    .errors(ordersErrors),
  findPriceAgain: command('orders.write')
    .input(recordRef('lineId', OrderLineId).extend({ reason: Reason }))
    .output(Order)
    .errors(ordersErrors),
  cancelLine: command('orders.cancel').input(change.extend({ lineIds })).output(Order).errors(ordersErrors),
  revokeLineCancel: command('orders.cancel')
    .input(change.extend({ lineIds }))
    .output(Order)
    .errors(ordersErrors),
  cancelOrder: command('orders.cancel')
    .input(change.extend({ releaseRequirements: z.boolean().optional() }))
    .output(Order)
    .errors(ordersErrors),
  revokeCancel: command('orders.cancel').input(change).output(Order).errors(ordersErrors),
  cancelOrders: command('orders.cancel')
    .input(z.object({ orderIds, revoke: z.boolean().optional(), reason: Reason }))
    .output(z.object({ results: z.array(BulkResult) }))
    .errors(ordersErrors),
  deleteOrder: command('orders.delete')
    .input(change)
    .output(z.object({ id: OrderId }))
    .errors(ordersErrors),
  deleteOrders: command('orders.delete')
    .input(z.object({ orderIds, reason: Reason }))
    .output(z.object({ results: z.array(BulkResult) }))
    .errors(ordersErrors),
  checkPosting: query('orders.post').input(posting).output(PostingResult).errors(ordersErrors),
  postOrder: command('orders.post')
    .input(posting)
    .output(PostingResult.extend({ order: Order }))
    .errors(ordersErrors),
  postOrders: job('orders.post')
    .input(
      z.object({
        orderIds: orderIds.optional(),
        filter: OrderFilter,
        date: LocalDate,
        useEstimates: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(JobStarted)
    .errors(ordersErrors),
}
