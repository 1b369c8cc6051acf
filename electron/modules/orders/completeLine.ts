import type { Act } from '../../db/act'
import { assertMay } from '../../db/act'
import { mintId } from '../../db/ids'
import { applyPatch } from '../../db/records'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import type { LineType } from '../../shared/contract/agreements'
import type { NewOrderLine } from '../../shared/contract/orders'
import { checkCategory, checkCombination, chooseLineProperty, fitsMoney } from '../agreements/index'
import { checkLine, misplacedFields } from './line.rules'
import type { StoredLine } from './lines.repository'
import { agreementLineFailures, termsFor } from './fromAgreementLine'
import type { LineItem, Lookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { OrderRelations } from './orderRelations'
import type { StoredOrder } from './orders.repository'
import { priceLine, withAmounts } from './priceLine'
import { elapsedMinutes } from './times.rules'

/** One act on the lines of one order. */
export interface LineWork {
  readonly deps: OrderDeps
  readonly lookup: Lookup
  readonly act: Act
  readonly order: StoredOrder
  /** The order's object relations; read only when a line names one. */
  readonly relationIds: () => ReadonlySet<string>
  /** The same of tasks; empty: those in the store. */
  readonly taskRelationIds?: ReadonlySet<string>
  /** Where lines may bring objects and tasks along that the order does not have yet. */
  readonly relations?: OrderRelations
}

/** A line as wanted: what is absent gets its default, what the searches give is not part of it. */
export type LineDraft = Pick<
  StoredLine,
  'id' | 'orderId' | 'lineNo' | 'type' | 'status' | 'isCanceledWithOrder'
> & { readonly [K in keyof StoredLine]?: StoredLine[K] | undefined }

export interface CompletedLine {
  readonly line: StoredLine
  readonly failures: readonly Failure[]
}

/** The draft of a new line; a price in it is one set by hand, which needs orders.setPrice. */
export function draftOf(work: LineWork, given: NewOrderLine, lineNo: number): LineDraft {
  assertMaySetPrices(work.act, given)
  return agreedDraft(work, given, lineNo)
}

/** The same of a line whose price was agreed with the customer: whoever may make it may take it over. */
export function agreedDraft(work: LineWork, given: NewOrderLine, lineNo: number): LineDraft {
  const { order } = work
  const { id, ...fields } = given
  assertFieldsFit(given.type, given)
  const terms = termsFor(work, given)
  const workerId = given.workerId === undefined ? terms.workerId : given.workerId
  const takesWorker = given.type === 'hour' || given.type === 'expense'
  const worker = workerId === undefined && takesWorker ? order.preferredTechnicianId : (workerId ?? undefined)
  return {
    ...applyPatch<Partial<LineDraft>>(terms, fields),
    type: given.type,
    description: given.description || terms.description,
    unit: given.unit || terms.unit,
    taskRelationId: ownTask(work, given.taskRelationId) ?? terms.taskRelationId,
    id: id ?? OrderLineId.parse(mintId()),
    orderId: order.id,
    lineNo,
    status: 'created',
    isCanceledWithOrder: false,
    workerId: worker,
    isCostManual: given.costPrice !== undefined,
    salesPriceSource: given.salesPrice === undefined ? undefined : 'manual',
    isPropertyManual: given.linePropertyId !== undefined,
  }
}

/** The order's own task, also where one of its agreement was named. */
export function ownTask(
  { relations }: LineWork,
  relationId: StoredLine['taskRelationId'] | null,
): StoredLine['taskRelationId'] {
  return relationId === undefined || relationId === null
    ? undefined
    : (relations?.ownTask(relationId) ?? relationId)
}

/** Throws INVALID_INPUT for fields that lines of this type do not have (04 §2.2). */
export function assertFieldsFit(type: LineType, fields: object): void {
  const issues = misplacedFields(type, fields).map((field) => ({ path: [field], message: `not on ${type}` }))
  if (issues.length > 0) throw domainError(commonErrors, 'INVALID_INPUT', { issues })
}

/** Prices, cost and another discount than the line has, set by hand, need orders.setPrice. */
export function assertMaySetPrices(
  { caller }: Act,
  fields: {
    readonly salesPrice?: number | null | undefined
    readonly costPrice?: number | null | undefined
    readonly discount?: number | null | undefined
  },
  heldDiscount = 0,
): void {
  const { costPrice, discount, salesPrice } = fields
  const isDiscounted = discount !== undefined && (discount ?? 0) !== heldDiscount
  if (salesPrice !== undefined || costPrice !== undefined || isDiscounted)
    assertMay(caller, 'orders.setPrice')
}

/**
 * Completes a line: defaults of 2.2, line property (R02-33), price (R04-30) and amounts (R04-33).
 *
 * @param held - the line as it is stored; it may keep a worker or category that is out of use
 * @returns the line with every rule it breaks
 */
export function completeLine(work: LineWork, draft: LineDraft, held?: StoredLine): CompletedLine {
  const { warehouseId } = draft
  if (warehouseId !== undefined && warehouseId !== held?.warehouseId)
    work.deps.stock.assertWarehouse(warehouseId)
  const parts = partsOf(work, draft)
  const { category, item } = parts
  const categoryId = category?.id
  const line = withAmounts(
    work,
    priceLine(
      work,
      {
        ...draft,
        categoryId,
        description: draft.description ?? item?.name ?? category?.name ?? draft.type,
        unit: draft.unit ?? item?.unitCode ?? standardUnits[draft.type],
        itemSetup: draft.type === 'item' ? (draft.itemSetup ?? 'itemConsumption') : undefined,
        warehouseId: warehouseId ?? standardWarehouse(work, item),
        actualQty: draft.actualQty ?? elapsedOf(draft),
        isCostManual: draft.isCostManual ?? false,
        isPropertyManual: draft.isPropertyManual ?? false,
        salesPriceSource: draft.salesPriceSource ?? 'missing',
        discount: draft.discount ?? 0,
        linePropertyId: draft.linePropertyId ?? standardProperty(work, parts, draft),
        serviceDate: draft.serviceDate ?? work.order.serviceDate,
        salesAmount: 0,
        costAmount: 0,
      },
      held,
    ),
  )
  return { line, failures: failuresOf(work, line, parts, held) }
}

/** The records a line refers to. */
function partsOf({ deps, lookup, order }: LineWork, { categoryId, itemId, type, workerId }: LineDraft) {
  return {
    category:
      categoryId !== undefined
        ? lookup.category(categoryId)
        : type === 'item'
          ? undefined
          : deps.agreements.defaultCategory(type),
    item: itemId === undefined ? undefined : lookup.item(itemId),
    worker: workerId === undefined ? undefined : lookup.worker(workerId),
    account: order.billingAccountId === undefined ? undefined : lookup.account(order.billingAccountId),
  }
}
type LineParts = ReturnType<typeof partsOf>

const standardUnits: Readonly<Record<LineType, string>> = {
  hour: 'MIN',
  expense: 'PCS',
  fee: 'PCS',
  item: 'PCS',
}

/** The technician's van, else the office's warehouse; only for what is kept in stock. */
function standardWarehouse({ deps, order }: LineWork, item: LineItem | undefined): StoredLine['warehouseId'] {
  return item?.kind === 'stock'
    ? deps.stock.warehouseFor(order.officeId, order.preferredTechnicianId)
    : undefined
}

function standardProperty(
  { lookup }: LineWork,
  { account, category }: LineParts,
  { agreementLineId, repairLineId }: LineDraft,
): StoredLine['linePropertyId'] {
  const warrantyId = isCovered(lookup, repairLineId) ? lookup.warrantyPropertyId() : undefined
  if (warrantyId !== undefined) return warrantyId
  if (agreementLineId !== undefined) return lookup.agreementLine(agreementLineId).linePropertyId
  return chooseLineProperty({ account, category, standardId: lookup.standardPropertyId() })
}

/** Whether a promise covers the repair that a line is made from: it is proposed as not chargeable (R08-11). */
export function isCovered(
  { repair }: Pick<Lookup, 'repair'>,
  repairLineId: StoredLine['repairLineId'] | null,
): boolean {
  return repairLineId ? (repair(repairLineId)?.isCovered ?? false) : false
}

/** The real minutes of a line with both times (X10); a wrong range is a failure of its own. */
function elapsedOf({ endAt, startAt }: LineDraft): number | undefined {
  if (startAt === undefined || endAt === undefined || endAt <= startAt) return undefined
  return elapsedMinutes(startAt, endAt)
}

function failuresOf(
  work: LineWork,
  line: StoredLine,
  { account, category, item, worker }: LineParts,
  held: StoredLine | undefined,
): Failure[] {
  const { deps, lookup, relationIds } = work
  const allowInactive = lookup.allowsInactiveCategories()
  const { categoryId, objectRelationId } = line
  return [
    ...checkLine(line, item),
    ...(category
      ? checkCategory(category, { lineType: line.type, allowInactive, heldId: held?.categoryId })
      : []),
    ...checkCombination({ account, worker, categoryId }, lookup.combinationSettings()),
    ...(objectRelationId !== undefined && !relationIds().has(objectRelationId)
      ? [{ code: 'OBJECT_NOT_RELATED', field: 'objectRelationId', ids: [objectRelationId] }]
      : []),
    ...taskFailures(work, line, held),
    ...repairFailures(work, line, held),
    ...agreementLineFailures(lookup, line, held),
    ...(worker && worker.id !== held?.workerId ? checkWorker(deps, worker, 'workerId') : []),
    ...(fitsMoney(line.salesAmount) && fitsMoney(line.costAmount)
      ? []
      : [{ code: 'QTY_INVALID', field: line.actualQty === undefined ? 'estimatedQty' : 'actualQty' }]),
  ]
}

/** The task must be one of the order's (04 §2.3). */
function taskFailures(
  { deps: { tasks }, relations, taskRelationIds: known }: LineWork,
  { orderId, taskRelationId }: StoredLine,
  held: StoredLine | undefined,
): Failure[] {
  if (taskRelationId === undefined || taskRelationId === held?.taskRelationId) return []
  const isRelated =
    relations?.hasTask(taskRelationId) ??
    known?.has(taskRelationId) ??
    tasks.find(taskRelationId)?.orderId === orderId
  if (isRelated) return []
  return [{ code: 'TASK_NOT_RELATED', field: 'taskRelationId', ids: [taskRelationId] }]
}

/** The repair must be one of the order's. */
function repairFailures(
  { lookup }: LineWork,
  { orderId, repairLineId }: StoredLine,
  held: StoredLine | undefined,
): Failure[] {
  if (repairLineId === undefined || repairLineId === held?.repairLineId) return []
  if (lookup.repair(repairLineId)?.orderId === orderId) return []
  return [{ code: 'REPAIR_NOT_RELATED', field: 'repairLineId', ids: [repairLineId] }]
}

/** WORKER_INACTIVE for a worker out of use, unless the company allows them (R04-24). */
export function checkWorker(
  { settings }: Pick<OrderDeps, 'settings'>,
  { id, active }: { readonly id: string; readonly active: boolean },
  field: string,
): Failure[] {
  if (active || settings.value('allowInactiveWorkers')) return []
  return [{ code: 'WORKER_INACTIVE', field, ids: [id] }]
}
