import { z } from 'zod'
import { FoundPrice, LineType } from './agreements'
import { crud, patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
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
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { LocalDate } from './time'

const text = (max: number) => z.string().trim().max(max)
const code = z.string().trim().toUpperCase().min(1).max(20)

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
const newLine = { id: AgreementLineId.optional(), type: LineType, ...lineFields }
export const NewAgreementLine = z.object(newLine)
export type NewAgreementLine = z.infer<typeof NewAgreementLine>
export const AgreementLinePatch = patchOf(lineFields)
export type AgreementLinePatch = z.infer<typeof AgreementLinePatch>
export const AgreementPatch = patchOf(headerFields)
export type AgreementPatch = z.infer<typeof AgreementPatch>

const newObjectRelation = {
  id: ObjectRelationId.optional(),
  objectId: ObjectId,
  referenceCode: text(40).optional(),
  note: text(1000).optional(),
}
const newTaskRelation = {
  id: TaskRelationId.optional(),
  taskId: ServiceTaskId,
  /** For those who do the work. */
  internalNote: text(1000).optional(),
  /** Shown to the customer. */
  externalNote: text(1000).optional(),
}
const newAgreement = {
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

const agreementGroupFields = { code, description: text(200).min(1), slaId: SlaId.optional() }
/** Groups agreements; its SLA holds where the agreement has none (R02-20). */
export const AgreementGroup = z.object({
  id: AgreementGroupId,
  version: Version,
  ...agreementGroupFields,
  active: z.boolean(),
  slaCode: z.string().optional(),
})
export type AgreementGroup = z.infer<typeof AgreementGroup>

const templateGroupFields = {
  code,
  description: text(200).min(1),
  parentId: TemplateGroupId.optional(),
}
/** A branch of the tree in which templates stand (02 §2.3). */
export const TemplateGroup = z.object({
  id: TemplateGroupId,
  version: Version,
  ...templateGroupFields,
  active: z.boolean(),
  parentCode: z.string().optional(),
})
export type TemplateGroup = z.infer<typeof TemplateGroup>

export const agreementErrors = refusals(
  'CUSTOMER_BLOCKED',
  'BILLING_ACCOUNT_TYPE',
  'BILLING_ACCOUNT_CLOSED',
  'BILLING_ACCOUNT_OTHER_CUSTOMER',
  'PERIOD_INVALID',
  'ORDERS_OUTSIDE_PERIOD',
  'FIELD_FROZEN',
  'WORKER_INACTIVE',
  'CHOICE_INACTIVE',
  'ITEM_BLOCKED',
  'TEMPLATE_GROUP_REQUIRED',
  'AGREEMENT_CLOSED',
  'OBJECT_NOT_RELATED',
  'TASK_NOT_RELATED',
  'LINE_PERIOD_OUTSIDE_AGREEMENT',
  'CATEGORY_TYPE',
  'CATEGORY_INACTIVE',
  'COMBINATION_NOT_ALLOWED',
  'UNIT_NOT_CONVERTIBLE',
  'UNIT_DECIMALS',
  'ALREADY_RELATED',
  'OBJECT_SCRAPPED',
  'OBJECT_OTHER_CUSTOMER',
  'TASK_INACTIVE',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
)
export const groupErrors = refusals('CODE_TAKEN', 'GROUP_CYCLE', 'GROUP_TOO_DEEP')
export const agreementStateErrors = {
  ...agreementErrors,
  ...refusals('INVALID_TRANSITION', 'AGREEMENT_INCOMPLETE', 'OPEN_ORDERS', 'HAS_ORDERS'),
}
export const copyAgreementErrors = { ...agreementErrors, ...refusals('LINE_STOPPED', 'SOURCE_EMPTY') }

const agreementRef = recordRef('agreementId', AgreementId)
const change = agreementRef.extend({ reason: Reason })
const lineRef = recordRef('lineId', AgreementLineId)
const removal = recordRef('relationId', ObjectRelationId).extend({ reason: Reason })
/** Left out it is empty, which is REASON_REQUIRED. */
const because = z.string().trim().max(500).default('')

/** Filters: every column, and the sets that follow the calendar. */
const { lineCount: _lineCount, nextServiceDate: _nextServiceDate, ...listed } = AgreementListItem.shape
const listShape = { ...listed, set: AgreementSet.optional() }
export const AgreementFilter = listInput(listShape).shape.filter
export type AgreementFilter = z.infer<typeof AgreementFilter>
/** The columns of the list; each has an index to walk. */
const agreementList = listInput(listShape, [
  'number', 'description', 'customerName', 'customerNumber', 'groupCode', 'status', 'startDate', 'endDate', 'endsOn',
  'noticeDeadline', 'slaCode', 'preferredTechnicianName', 'responsibleName', 'officeCode',
]) // prettier-ignore

const agreementGroup = crud({
  key: 'agreementGroupId', id: AgreementGroupId, fields: agreementGroupFields, record: AgreementGroup,
  read: 'agreements.read', write: 'agreements.setUp', errors: groupErrors,
}) // prettier-ignore
const templateGroup = crud({
  key: 'templateGroupId', id: TemplateGroupId, fields: templateGroupFields, record: TemplateGroup,
  read: 'agreements.read', write: 'agreements.setUp', errors: groupErrors,
}) // prettier-ignore

/** Groups of agreements and the tree of templates (02 §2.3). */
export const agreementGroupsContract = {
  listAgreementGroups: agreementGroup.list,
  getAgreementGroup: agreementGroup.get,
  createAgreementGroup: agreementGroup.create,
  updateAgreementGroup: agreementGroup.update,
  deleteAgreementGroup: agreementGroup.delete,
  deactivateAgreementGroup: agreementGroup.deactivate,
  activateAgreementGroup: agreementGroup.activate,
  listTemplateGroups: templateGroup.list,
  getTemplateGroup: templateGroup.get,
  createTemplateGroup: templateGroup.create,
  updateTemplateGroup: templateGroup.update,
  deleteTemplateGroup: templateGroup.delete,
  deactivateTemplateGroup: templateGroup.deactivate,
  activateTemplateGroup: templateGroup.activate,
}

/** Why a line or a field of it did not come along (R02-11, R02-12). */
export const CopyNote = z.object({
  sourceLineId: AgreementLineId,
  lineNo: z.int(),
  /** What was left empty; absent when the whole line was left out. */
  field: z.string().optional(),
  code: z.enum([
    'OBJECT_NOT_RELATED', 'TASK_NOT_RELATED', 'OBJECT_OTHER_CUSTOMER', 'OBJECT_SCRAPPED', 'CURRENCY_MISMATCH',
    'LINE_PERIOD_OUTSIDE_AGREEMENT', 'CATEGORY_INACTIVE', 'WORKER_INACTIVE', 'COMBINATION_NOT_ALLOWED',
    'ITEM_BLOCKED', 'CHOICE_INACTIVE', 'UNIT_NOT_CONVERTIBLE',
  ]), // prettier-ignore
})
export type CopyNote = z.infer<typeof CopyNote>
export const CopiedLines = z.object({
  agreement: Agreement,
  copied: z.array(z.object({ sourceLineId: AgreementLineId, lineId: AgreementLineId, lineNo: z.int() })),
  emptied: z.array(CopyNote),
  leftOut: z.array(CopyNote),
})
export type CopiedLines = z.infer<typeof CopiedLines>

/** Agreements, what is related to them, and their lines (02 §4). */
export const serviceAgreementsContract = {
  ...agreementGroupsContract,
  listAgreements: query('agreements.read').input(agreementList).output(pageOf(AgreementListItem)),
  getAgreement: query('agreements.read')
    .input(z.object({ agreementId: AgreementId }))
    .output(Agreement),
  createAgreement: command('agreements.write')
    .input(z.object({ ...newAgreement, reason: Reason }))
    .output(Agreement)
    .errors(agreementErrors),
  updateAgreement: command('agreements.write')
    .input(change.extend({ patch: AgreementPatch }))
    .output(Agreement)
    .errors(agreementErrors),
  deleteAgreement: command('agreements.write')
    .input(change)
    .output(z.object({ id: AgreementId }))
    .errors(agreementStateErrors),
  addLine: command('agreements.write')
    .input(change.extend(newLine))
    .output(Agreement)
    .errors(agreementErrors),
  updateLine: command('agreements.write')
    .input(change.extend({ lineId: AgreementLineId, patch: AgreementLinePatch }))
    .output(Agreement)
    .errors(agreementErrors),
  deleteLine: command('agreements.write')
    .input(change.extend({ lineId: AgreementLineId }))
    .output(Agreement)
    .errors(agreementErrors),
  stopLine: command('agreements.write')
    .input(lineRef.extend({ date: LocalDate, reason: because }))
    .output(Agreement)
    .errors(agreementErrors),
  restartLine: command('agreements.write')
    .input(lineRef.extend({ reason: because }))
    .output(Agreement)
    .errors(agreementErrors),
  addObjectRelation: command('agreements.write')
    .input(change.extend(newObjectRelation))
    .output(Agreement)
    .errors(agreementErrors),
  removeObjectRelation: command('agreements.write').input(removal).output(Agreement).errors(agreementErrors),
  addTaskRelation: command('agreements.write')
    .input(change.extend(newTaskRelation))
    .output(Agreement)
    .errors(agreementErrors),
  removeTaskRelation: command('agreements.write')
    .input(recordRef('relationId', TaskRelationId).extend({ reason: Reason }))
    .output(Agreement)
    .errors(agreementErrors),
  activate: command('agreements.manage').input(change).output(Agreement).errors(agreementStateErrors),
  suspend: command('agreements.manage')
    .input(agreementRef.extend({ reason: because }))
    .output(Agreement)
    .errors(agreementStateErrors),
  resume: command('agreements.manage').input(change).output(Agreement).errors(agreementStateErrors),
  close: command('agreements.manage').input(change).output(Agreement).errors(agreementStateErrors),
  reopen: command('agreements.manage')
    .input(agreementRef.extend({ reason: because }))
    .output(Agreement)
    .errors(agreementStateErrors),
  setTemplate: command('agreements.write')
    .input(change.extend({ templateGroupId: TemplateGroupId.optional() }))
    .output(Agreement)
    .errors(agreementStateErrors),
  copyLines: command('agreements.write')
    .input(
      recordRef('targetId', AgreementId).extend({
        sourceId: AgreementId,
        lineIds: z.array(AgreementLineId).max(500),
        /** Of a template they always come along (R02-10). */
        withRelations: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(CopiedLines)
    .errors(copyAgreementErrors),
}
