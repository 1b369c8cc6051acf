import { z } from 'zod'
import { agreementGroupsContract } from './agreementGroups'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { AgreementId, AgreementLineId, ObjectRelationId, TaskRelationId, TemplateGroupId } from './id'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { LocalDate } from './time'

import {
  Agreement,
  AgreementListItem,
  AgreementLinePatch,
  AgreementPatch,
  AgreementSet,
  newAgreement,
  newLine,
  newObjectRelation,
  newTaskRelation,
} from './agreementRecords'

export * from './agreementRecords'

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
