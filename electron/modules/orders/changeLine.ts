import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { ordersErrors, type Order, type OrderLinePatch } from '../../shared/contract/orders'
import {
  assertFieldsFit,
  assertMaySetPrices,
  completeLine,
  draftOf,
  isCovered,
  ownTask,
  type CompletedLine,
  type LineDraft,
  type LineWork,
} from './completeLine'
import { holdsLine } from './holds'
import { demandsOf } from './demands'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { openRelations } from './orderRelations'
import { getOrder, orderOf } from './orderView'
import { findPrice, withAmounts } from './priceLine'
import { frozenOfReversal } from './reversal.rules'
import { addedRelations, saveOrder } from './saveOrder'
import { isLocked } from './signOff.rules'

const lineStep = 10

/**
 * Adds a Created line; a posted or canceled order is In process again (R04-11).
 *
 * @throws STAGE_FORBIDS_MODIFY, ORDER_CANCELED and the codes of a line, all at once
 */
export function addLine(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, reason, ...given }: OrdersInput<'addLine'>,
): Outcome<Order> {
  const stored = given.id === undefined ? undefined : deps.lines.find(given.id)
  if (stored && (stored.orderId !== orderId || !holdsLine(deps, stored, given)))
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'orderLine', id: stored.id })
  if (stored) return unchanged(getOrder(deps, act.caller, orderId))
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.write', given)
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  const work = workOn(deps, act, loaded)
  const lineNo = Math.max(0, ...loaded.lines.map((line) => line.lineNo)) + lineStep
  const line = accepted(completeLine(work, draftOf(work, given, lineNo)))
  if (given.linePropertyId !== undefined) assertReasonToCharge(work, line, reason)
  const changes = [
    ...addedRelations(work),
    ...saveOrder(deps, act, work.lookup, loaded, { ...loaded, lines: [...loaded.lines, line] }),
    ...demandsOf(deps, orderId, [line]),
  ]
  return outcome(orderOf(deps, act.caller, orderId), changes)
}

/**
 * Changes a Created line and prices it again where due (R04-34).
 *
 * @throws STAGE_FORBIDS_MODIFY, LINE_STATUS_INVALID, LINE_SIGNED and the codes of a line, all at once
 */
export function updateLine(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, lineId, patch, reason }: OrdersInput<'updateLine'>,
): Outcome<Order> {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.write', patch)
  const work = workOn(deps, act, loaded)
  const line = accepted(patchedLine(work, loaded, lineId, patch))
  const held = loaded.lines.find(({ id }) => id === lineId)
  if (line.linePropertyId !== held?.linePropertyId) assertReasonToCharge(work, line, reason)
  return outcome(...savedLine(deps, act, work, loaded, line))
}

/** An open line as a patch wants it, with every rule it breaks. */
export function patchedLine(
  work: LineWork,
  loaded: LoadedOrder,
  lineId: string,
  patch: OrderLinePatch,
): CompletedLine {
  const held = openLine(work.deps, loaded, lineId)
  assertFieldsFit(held.type, patch)
  assertNotFrozen(held, patch)
  assertRequirementFits(work.deps, held, patch)
  assertMaySetPrices(work.act, patch, held.discount)
  const taskRelationId = patch.taskRelationId && ownTask(work, patch.taskRelationId)
  return completeLine(work, patchedDraft(held, taskRelationId ? { ...patch, taskRelationId } : patch), held)
}

/** Searches a line's price again, also one set by hand (R04-34). */
export function findPriceAgain(
  deps: OrderDeps,
  act: Act,
  { lineId, expectedVersion }: OrdersInput<'findPriceAgain'>,
): Outcome<Order> {
  const found = deps.lines.find(lineId)
  if (!found) throw notFound('orderLine', lineId)
  const loaded = loadOrder(deps, act, { orderId: found.orderId, expectedVersion }, 'orders.write')
  const held = openLine(deps, loaded, lineId)
  assertNotFrozen(held, { salesPrice: null })
  const work = workOn(deps, act, loaded)
  const free: StoredLine = { ...held, salesPriceSource: 'missing', isCostManual: false }
  const line = withAmounts(work, findPrice(work, free))
  return outcome(...savedLine(deps, act, work, loaded, line))
}

function savedLine(
  deps: OrderDeps,
  act: Act,
  work: LineWork,
  loaded: LoadedOrder,
  line: StoredLine,
): [Order, ReturnType<typeof saveOrder>] {
  const lines = loaded.lines.map((other) => (other.id === line.id ? line : other))
  const saved = saveOrder(deps, act, work.lookup, loaded, { ...loaded, lines })
  const changes = saved.length > 0 ? [...addedRelations(work), ...saved] : saved
  return [orderOf(deps, act.caller, loaded.order.id), changes]
}

function workOn(deps: OrderDeps, act: Act, { order }: LoadedOrder): LineWork {
  const relations = openRelations(deps, order)
  const relationIds = () => relations.objectIds()
  return { deps, lookup: createLookup(deps), act, order, relations, relationIds }
}

function accepted({ failures, line }: CompletedLine): StoredLine {
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  return line
}

/** A line that may be changed: the stage permits it, the line is Created (3.2) and not signed (R04-42). */
function openLine(deps: OrderDeps, { lines, order }: LoadedOrder, lineId: string): StoredLine {
  const line = lines.find(({ id }) => id === lineId)
  if (!line) throw notFound('orderLine', lineId)
  assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
  if (line.status !== 'created')
    throw domainError(ordersErrors, 'LINE_STATUS_INVALID', { ids: [lineId], status: line.status })
  if (isLocked(line)) throw domainError(ordersErrors, 'LINE_SIGNED', { ids: [lineId] })
  return line
}

/** A line that waits for its item keeps item, setup and warehouse; else the requirement would speak of another one. */
function assertRequirementFits({ requirements }: OrderDeps, held: StoredLine, patch: OrderLinePatch): void {
  if (held.itemSetup !== 'itemRequirement') return
  const changed = (['itemId', 'itemSetup', 'warehouseId'] as const).filter(
    (field) => patch[field] !== undefined && patch[field] !== held[field],
  )
  const [field] = changed
  if (field !== undefined && requirements.activeOfLine(held.id))
    throw domainError(ordersErrors, 'FIELD_FROZEN', { field, fields: changed, ids: [held.id] })
}

/** Throws FIELD_FROZEN for what a reversal line has from the line it is against (3.2). */
function assertNotFrozen({ id, reversalOfId }: StoredLine, patch: object): void {
  const [field] = reversalOfId === undefined ? [] : frozenOfReversal(patch)
  if (field !== undefined) throw domainError(ordersErrors, 'FIELD_FROZEN', { field, ids: [id] })
}

/** Throws REASON_REQUIRED for charging what a promise covers (R08-11). */
function assertReasonToCharge({ lookup }: LineWork, line: StoredLine, reason: string | undefined): void {
  if (reason?.trim() || !isCovered(lookup, line.repairLineId)) return
  if (lookup.property(line.linePropertyId).chargeable && lookup.warrantyPropertyId() !== undefined)
    throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason', fields: ['reason'] })
}

/** Throws ORDER_CANCELED while the order's cancellation is not revoked (R04-11). */
export function assertNotCanceled({ order }: LoadedOrder): void {
  if (order.canceledAt !== undefined)
    throw domainError(ordersErrors, 'ORDER_CANCELED', { entity: 'order', id: order.id })
}

/** The line as wanted; taking away a price set by hand leaves it to the search again. */
function patchedDraft(held: StoredLine, patch: OrderLinePatch): LineDraft {
  const draft = applyPatch<LineDraft>(held, patch)
  const isRecategorized = patch.categoryId !== undefined && patch.categoryId !== held.categoryId
  const isOtherRepair = patch.repairLineId !== undefined && patch.repairLineId !== held.repairLineId
  const isOtherItem = patch.itemId !== undefined && patch.itemId !== held.itemId
  const isPropertyManual =
    patch.linePropertyId === undefined ? held.isPropertyManual : patch.linePropertyId !== null
  return {
    ...draft,
    isPropertyManual,
    linePropertyId:
      (isRecategorized || isOtherRepair) && !isPropertyManual ? undefined : draft.linePropertyId,
    unit: isOtherItem && patch.unit === undefined ? undefined : draft.unit,
    description: isOtherItem && patch.description === undefined ? undefined : draft.description || undefined,
    isCostManual: patch.costPrice === undefined ? held.isCostManual : patch.costPrice !== null,
    salesPriceSource:
      patch.salesPrice === undefined
        ? held.salesPriceSource
        : patch.salesPrice === null
          ? 'missing'
          : 'manual',
    ...(patch.salesPrice === undefined ? {} : { priceStep: undefined, priceRuleId: undefined }),
  }
}
