import { z } from 'zod'
import { crud, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  CaseCategoryId,
  CaseId,
  CaseLinkId,
  CaseLogId,
  ContactId,
  CustomerId,
  OfficeId,
  OrderId,
  SlaId,
  UserId,
  Version,
  WorkerId,
} from './id'
import { OrderPriority, ordersErrors } from './orders'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Instant } from './time'

const text = (max: number) => z.string().trim().min(1).max(max)

/** `open` → `inProcess` → `closed`; a closed one is reopened with a reason (R04-80). */
export const CaseStatus = z.enum(['open', 'inProcess', 'closed'])
export type CaseStatus = z.infer<typeof CaseStatus>
/** How the customer was spoken to. */
export const CaseChannel = z.enum(['phone', 'email', 'visit', 'other'])
export type CaseChannel = z.infer<typeof CaseChannel>
export const CaseLinkEntity = z.enum(['order', 'object'])
export type CaseLinkEntity = z.infer<typeof CaseLinkEntity>

const categoryFields = { code: text(20), name: text(80), parentId: CaseCategoryId.optional() }
/** What cases are about; a tree. */
export const CaseCategory = z.object({
  id: CaseCategoryId,
  version: Version,
  ...categoryFields,
  parentName: z.string().optional(),
})
export type CaseCategory = z.infer<typeof CaseCategory>

const caseFields = {
  customerId: CustomerId,
  contactId: ContactId.optional(),
  title: text(120),
  categoryId: CaseCategoryId,
  /** Empty: normal. */
  priority: OrderPriority.optional(),
  ownerId: WorkerId.optional(),
  parentId: CaseId.optional(),
  /** What was promised for the case itself (R04-81). */
  slaId: SlaId.optional(),
}

/** A customer's inquiry that is not, or not yet, an order, as the list shows it (R04-80). */
export const CaseListItem = z.object({
  id: CaseId,
  version: Version,
  number: z.string(),
  officeId: OfficeId,
  ...caseFields,
  priority: OrderPriority,
  status: CaseStatus,
  /** How it was settled; of closed cases. */
  resolution: z.string().optional(),
  createdAt: Instant,
  closedAt: Instant.optional(),
  /** By its service level, counted from its creation without pauses. */
  dueAt: Instant.optional(),
  /** Closed after it was due. */
  isLate: z.boolean(),
  /** Cases that its resolution helped to settle. */
  helpedCount: z.int(),
  customerNumber: z.string(),
  customerName: z.string(),
  contactName: z.string().optional(),
  categoryName: z.string(),
  ownerName: z.string().optional(),
  parentNumber: z.string().optional(),
  officeCode: z.string(),
  slaCode: z.string().optional(),
})
export type CaseListItem = z.infer<typeof CaseListItem>

/** One contact with the customer; never edited. */
export const CaseLogEntry = z.object({
  id: CaseLogId,
  at: Instant,
  channel: CaseChannel,
  text: z.string(),
  userId: UserId,
  userName: z.string(),
})
export type CaseLogEntry = z.infer<typeof CaseLogEntry>

export const CaseLink = z.object({
  id: CaseLinkId,
  entity: CaseLinkEntity,
  recordId: z.uuidv7(),
  number: z.string(),
  title: z.string(),
})
export type CaseLink = z.infer<typeof CaseLink>

/** A case with what was said, oldest first, and what it led to. */
export const Case = CaseListItem.extend({
  log: z.array(CaseLogEntry),
  links: z.array(CaseLink),
  /** Closed cases whose resolution was marked as one that helped. */
  helpedBy: z.array(CaseId),
})
export type Case = z.infer<typeof Case>

export const caseErrors = refusals(
  'RESOLUTION_REQUIRED',
  'CASE_STATUS_INVALID',
  'GROUP_CYCLE',
  'CODE_TAKEN',
  'WORKER_INACTIVE',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
  'SLA_INACTIVE',
)

const caseRef = recordRef('caseId', CaseId).extend({ reason: Reason })
const link = caseRef.extend({ entity: CaseLinkEntity, recordId: z.uuidv7() })
/** The columns of the list; each has an index to walk. */
const cases = listInput(CaseListItem.shape, [
  'number', 'title', 'status', 'priority', 'createdAt', 'closedAt', 'dueAt', 'customerName', 'categoryName', 'ownerName',
]) // prettier-ignore
const one = crud({
  ...{ key: 'caseId', id: CaseId, fields: caseFields, record: Case },
  ...{ read: 'orders.read', write: 'orders.write', errors: caseErrors },
})
const category = crud({
  ...{ key: 'caseCategoryId', id: CaseCategoryId, fields: categoryFields, record: CaseCategory },
  ...{ read: 'orders.read', write: 'stages.setUp', errors: caseErrors },
})

/** Cases, the inquiries of customers (04 §3.10); part of the capability `orders`. */
export const casesContract = {
  listCases: query('orders.read').input(cases).output(pageOf(CaseListItem)),
  getCase: one.get,
  createCase: command('orders.write')
    .input(
      z.object({
        ...caseFields,
        id: CaseId,
        /** Empty: the session's working office. */
        officeId: OfficeId.optional(),
        reason: Reason,
      }),
    )
    .output(Case)
    .errors(caseErrors),
  updateCase: one.update,
  deleteCase: one.delete,
  listCaseCategories: category.list,
  getCaseCategory: category.get,
  createCaseCategory: category.create,
  updateCaseCategory: category.update,
  deleteCaseCategory: category.delete,
  addCaseLog: command('orders.write')
    .input(
      caseRef.extend({
        id: CaseLogId.optional(),
        /** Empty: now. */
        at: Instant.optional(),
        channel: CaseChannel,
        text: text(4000),
      }),
    )
    .output(Case)
    .errors(caseErrors),
  /** Closing needs a resolution, reopening a reason. */
  changeCaseStatus: command('orders.write')
    .input(caseRef.extend({ status: CaseStatus, resolution: z.string().trim().max(4000).optional() }))
    .output(Case)
    .errors(caseErrors),
  linkCase: command('orders.write').input(link).output(Case).errors(caseErrors),
  unlinkCase: command('orders.write').input(link).output(Case).errors(caseErrors),
  /** An order of origin request with what the case says, linked to it (R04-81). */
  createOrderFromCase: command('orders.write')
    .input(
      caseRef.extend({
        /** Of the new order; empty: minted here. */
        newOrderId: OrderId.optional(),
      }),
    )
    .output(Case.extend({ orderId: OrderId }))
    .errors({ ...ordersErrors, ...caseErrors }),
  /** Closed cases of its category, then of the parent category; most helpful first, then newest (R04-82). */
  listSimilarCases: query('orders.read')
    .input(z.object({ caseId: CaseId }))
    .output(z.object({ items: z.array(CaseListItem) })),
  markCaseHelped: command('orders.write')
    .input(caseRef.extend({ helpedCaseId: CaseId }))
    .output(Case)
    .errors(caseErrors),
}
