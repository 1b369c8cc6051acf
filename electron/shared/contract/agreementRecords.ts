import { z } from 'zod'
import { FoundPrice, LineType } from './agreements'
import { patchOf } from './crud'
import {
  AgreementGroupId,
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CalendarId,
  CategoryId,
  ContactId,
  CustomerId,
  IntervalId,
  ItemId,
  LinePropertyId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  ServiceTaskId,
  SiteId,
  SlaId,
  TaskRelationId,
  TemplateGroupId,
  TimeWindowId,
  UserId,
  Version,
  WarehouseId,
  WorkerId,
} from './id'
import { BasisPoints, Currency, Money, UnitPrice } from './money'
import { Quantity } from './quantity'
import { LocalDate } from './time'
import { TechnicianWarning } from './orderLiterals'

const text = (max: number) => z.string().trim().max(max)

export const AgreementStatus = z.enum(['draft', 'active', 'suspended', 'closed'])
export type AgreementStatus = z.infer<typeof AgreementStatus>
/** By today in the office's zone (02 §2.1); never stored. */
export const AgreementPhase = z.enum(['notStarted', 'running', 'expired'])
export type AgreementPhase = z.infer<typeof AgreementPhase>
/** What goes on one order (R03-15). */
export const Combine = z.enum(['agreement', 'task', 'employee', 'object', 'none', 'customer'])
export type Combine = z.infer<typeof Combine>
export const ClosedDayPolicy = z.enum(['keep', 'nextOpen', 'previousOpen', 'nextOpenSameMonth', 'skip'])
export type ClosedDayPolicy = z.infer<typeof ClosedDayPolicy>
export const Renewal = z.enum(['none', 'manual', 'auto'])
export type Renewal = z.infer<typeof Renewal>
export const AgreementItemSetup = z.enum(['itemConsumption', 'itemRequirement'])
export type AgreementItemSetup = z.infer<typeof AgreementItemSetup>

/** Lists that follow the calendar (R02-29); a filter of `listAgreements`, by today in the caller's office. */
export const AgreementSet = z.enum([
  'expiring30',
  'expiring60',
  'expiring90',
  'noticeThisMonth',
  'expiredWithOpenOrders',
])
export type AgreementSet = z.infer<typeof AgreementSet>

/** What a person says of an agreement; everything else is derived (02 §2.1). */
const headerFields = {
  description: text(200).min(1),
  /** Empty: the billing account's customer. */
  customerId: CustomerId.optional(),
  /** Empty: the customer's own when there is just one. */
  billingAccountId: BillingAccountId.optional(),
  /** Empty: the billing account's. */
  currency: Currency.optional(),
  /** Empty: the setting's. */
  groupId: AgreementGroupId.optional(),
  /** Empty: the customer's main site; `null`: none. */
  siteId: SiteId.nullable().optional(),
  /** Empty: a contact of the customer at the site, else its first; `null`: none. */
  contactId: ContactId.nullable().optional(),
  /** Empty: today. */
  startDate: LocalDate.optional(),
  /** Empty: open-ended. */
  endDate: LocalDate.optional(),
  combine: Combine.optional(),
  slaId: SlaId.optional(),
  preferredTechnicianId: WorkerId.optional(),
  /** Empty: the caller's own worker; `null`: nobody. */
  responsibleId: WorkerId.nullable().optional(),
  /** These three empty: the company's settings (03 §2.3). */
  calendarId: CalendarId.optional(),
  closedDayPolicy: ClosedDayPolicy.optional(),
  /** Minutes after midnight. */
  defaultStartTime: z.int().min(0).max(1439).optional(),
  /** 0: no fixed term. */
  termMonths: z.int().min(0).max(120).optional(),
  renewal: Renewal.optional(),
  noticeDays: z.int().min(0).max(730).optional(),
  /** Of prices, on renewal. */
  renewalIncrease: BasisPoints.min(-5000).max(10_000).optional(),
  /** Days before the end. */
  alertDays: z.array(z.int().min(0).max(730)).max(12).optional(),
}

/** What a person says of a line; `null` leaves empty what would get a default (02 §2.2). */
const lineFields = {
  /** Empty: the category's or the item's name. */
  description: text(120).optional(),
  categoryId: CategoryId.optional(),
  itemId: ItemId.optional(),
  /** A unit's code; empty: the item's. */
  unit: text(6).optional(),
  workerId: WorkerId.optional(),
  /** Minutes of an hour line, thousandths of the unit otherwise. */
  quantity: Quantity.min(0).optional(),
  /** Of an hour line the same as `quantity`, which comes first. */
  minutes: Quantity.min(0).optional(),
  itemSetup: AgreementItemSetup.optional(),
  /** Empty: the office's. */
  warehouseId: WarehouseId.optional(),
  /** Only what is related to the agreement (R02-07). */
  objectId: ObjectId.optional(),
  taskId: ServiceTaskId.optional(),
  /** Empty: one-time. */
  intervalId: IntervalId.optional(),
  windowId: TimeWindowId.optional(),
  /** Empty: the agreement's. */
  startDate: LocalDate.optional(),
  endDate: LocalDate.optional(),
  /** Empty: by R02-33. */
  linePropertyId: LinePropertyId.optional(),
  /** First level of the price search (R04-30); 0 is a price. */
  priceOverride: UnitPrice.min(0).optional(),
  costOverride: UnitPrice.min(0).optional(),
  discount: BasisPoints.min(0).max(10_000).optional(),
}
export const newLine = { id: AgreementLineId.optional(), type: LineType, ...lineFields }
export const NewAgreementLine = z.object(newLine)
export type NewAgreementLine = z.infer<typeof NewAgreementLine>
/** Another type takes away what its lines do not have; it stays once something was made from the line. */
export const AgreementLinePatch = patchOf({ type: LineType, ...lineFields })
export type AgreementLinePatch = z.infer<typeof AgreementLinePatch>
/** The office stays once there are orders. */
export const AgreementPatch = patchOf({ officeId: OfficeId, ...headerFields })
export type AgreementPatch = z.infer<typeof AgreementPatch>

export const newObjectRelation = {
  id: ObjectRelationId.optional(),
  objectId: ObjectId,
  referenceCode: text(40).optional(),
  note: text(1000).optional(),
}
export const newTaskRelation = {
  id: TaskRelationId.optional(),
  taskId: ServiceTaskId,
  /** For those who do the work. */
  internalNote: text(1000).optional(),
  /** Shown to the customer. */
  externalNote: text(1000).optional(),
}
export const newAgreement = {
  id: AgreementId,
  /** Empty: the session's working office. */
  officeId: OfficeId.optional(),
  ...headerFields,
  /** A pattern for others: no customer, no orders, never active (R02-09). */
  isTemplate: z.boolean().optional(),
  templateGroupId: TemplateGroupId.optional(),
  objectRelations: z.array(z.object(newObjectRelation)).max(500).optional(),
  taskRelations: z.array(z.object(newTaskRelation)).max(200).optional(),
  lines: z.array(NewAgreementLine).max(500).optional(),
}

/** What the list of agreements shows. */
export const AgreementListItem = z.object({
  id: AgreementId,
  version: Version,
  number: z.string(),
  description: z.string(),
  officeId: OfficeId,
  officeCode: z.string().optional(),
  customerId: CustomerId.optional(),
  customerNumber: z.string().optional(),
  customerName: z.string().optional(),
  billingAccountId: BillingAccountId.optional(),
  billingAccountNumber: z.string().optional(),
  billingAccountName: z.string().optional(),
  currency: Currency,
  groupId: AgreementGroupId.optional(),
  groupCode: z.string().optional(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  contactId: ContactId.optional(),
  startDate: LocalDate,
  endDate: LocalDate.optional(),
  /** The end or, when earlier, the termination date. */
  endsOn: LocalDate.optional(),
  status: AgreementStatus,
  phase: AgreementPhase,
  isTemplate: z.boolean(),
  templateGroupId: TemplateGroupId.optional(),
  templateGroupCode: z.string().optional(),
  combine: Combine,
  slaId: SlaId.optional(),
  slaCode: z.string().optional(),
  preferredTechnicianId: WorkerId.optional(),
  preferredTechnicianName: z.string().optional(),
  responsibleId: WorkerId.optional(),
  responsibleName: z.string().optional(),
  renewal: Renewal,
  termMonths: z.int(),
  noticeDays: z.int(),
  /** The end date less the days of notice (R02-26). */
  noticeDeadline: LocalDate.optional(),
  terminationDate: LocalDate.optional(),
  predecessorId: AgreementId.optional(),
  externalKey: z.string().optional(),
  lineCount: z.int(),
  /** The first calculated date of a line from today on; stopped lines have none. */
  nextServiceDate: LocalDate.optional(),
})
export type AgreementListItem = z.infer<typeof AgreementListItem>

export const AgreementLine = z.object({
  id: AgreementLineId,
  lineNo: z.int(),
  type: LineType,
  description: z.string(),
  categoryId: CategoryId.optional(),
  categoryCode: z.string().optional(),
  categoryName: z.string().optional(),
  itemId: ItemId.optional(),
  itemNumber: z.string().optional(),
  itemName: z.string().optional(),
  unit: z.string(),
  workerId: WorkerId.optional(),
  workerName: z.string().optional(),
  quantity: Quantity,
  /** Of an hour line its quantity. */
  minutes: Quantity.optional(),
  itemSetup: AgreementItemSetup.optional(),
  warehouseId: WarehouseId.optional(),
  objectId: ObjectId.optional(),
  objectNumber: z.string().optional(),
  objectName: z.string().optional(),
  taskId: ServiceTaskId.optional(),
  taskCode: z.string().optional(),
  intervalId: IntervalId.optional(),
  intervalCode: z.string().optional(),
  windowId: TimeWindowId.optional(),
  windowCode: z.string().optional(),
  startDate: LocalDate,
  endDate: LocalDate.optional(),
  /** First date of the rhythm (R03-04). */
  seriesAnchor: LocalDate,
  /** The line's own flag; a suspended agreement stops them all, and keeps it (R02-01). */
  stopped: z.boolean(),
  stoppedFrom: LocalDate.optional(),
  stopReason: z.string().optional(),
  linePropertyId: LinePropertyId,
  linePropertyCode: z.string(),
  priceOverride: UnitPrice.optional(),
  discount: BasisPoints,
  /** The next calculated dates from today on, at most three. */
  nextDates: z.array(LocalDate),
  /** The price on the next date, else on the start date, and why it is this one (R04-30). */
  price: FoundPrice.optional(),
  salesAmount: Money.optional(),
  /** Cost needs catalog.readCost. */
  costOverride: UnitPrice.optional(),
  costAmount: Money.optional(),
})
export type AgreementLine = z.infer<typeof AgreementLine>

export const AgreementObjectRelation = z.object({
  id: ObjectRelationId,
  objectId: ObjectId,
  objectNumber: z.string(),
  objectName: z.string(),
  referenceCode: z.string().optional(),
  note: z.string().optional(),
})
export type AgreementObjectRelation = z.infer<typeof AgreementObjectRelation>
export const AgreementTaskRelation = z.object({
  id: TaskRelationId,
  taskId: ServiceTaskId,
  taskCode: z.string(),
  /** In the caller's language. */
  taskName: z.string(),
  internalNote: z.string().optional(),
  externalNote: z.string().optional(),
})
export type AgreementTaskRelation = z.infer<typeof AgreementTaskRelation>

export const Agreement = AgreementListItem.extend({
  /** What does not keep it from being saved (R02-21). */
  warnings: z.array(TechnicianWarning).optional(),
  contactName: z.string().optional(),
  calendarId: CalendarId.optional(),
  closedDayPolicy: ClosedDayPolicy.optional(),
  defaultStartTime: z.int().optional(),
  suspendReason: z.string().optional(),
  suspendedFrom: LocalDate.optional(),
  renewalIncrease: BasisPoints,
  alertDays: z.array(z.int()),
  terminationReason: z.string().optional(),
  terminatedById: UserId.optional(),
  predecessorNumber: z.string().optional(),
  successorId: AgreementId.optional(),
  successorNumber: z.string().optional(),
  termAnchor: LocalDate,
  lines: z.array(AgreementLine),
  objectRelations: z.array(AgreementObjectRelation),
  taskRelations: z.array(AgreementTaskRelation),
})
export type Agreement = z.infer<typeof Agreement>
