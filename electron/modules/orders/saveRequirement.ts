import type { Act } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { domainError, type Failure } from '../../shared/contract/domainError'
import { RequirementId } from '../../shared/contract/id'
import { requirementErrors, type ItemRequirement } from '../../shared/contract/orderRequirements'
import { assertReaches } from './access'
import { assertNotCanceled } from './changeLine'
import type { StoredLine } from './lines.repository'
import { requirementOf } from './listRequirements'
import {
  assertLineOpen,
  assertWaiting,
  loadRequirement,
  quantityFailures,
  refuseIfAny,
} from './loadRequirement'
import type { LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { reserved, requiring, statusOf, unreserved } from './requirement.rules'
import type { StoredRequirement } from './requirements.repository'
import { saveOrder } from './saveOrder'
import { isLocked } from './signOff.rules'

/**
 * Makes a line wait for its item (04 §2.4). The line becomes one of setup *item requirement* and takes the warehouse;
 * it has one requirement that is not canceled at most. No billing account is needed (R04-25).
 *
 * @throws every code of `requirementErrors` that applies, all at once
 */
export function createRequirement(
  deps: OrderDeps,
  act: Act,
  { reason: _reason, id, ...given }: OrdersInput<'createRequirement'>,
): Outcome<ItemRequirement> {
  const stored = id === undefined ? undefined : deps.requirements.records.replayed(id, given)
  const line = deps.lines.find(given.lineId)
  if (!line) throw notFound('orderLine', given.lineId)
  const order = deps.orders.records.get(line.orderId)
  assertReaches(deps, act.caller, 'orders.write', order)
  if (stored) return unchanged(requirementOf(deps, stored.id))
  const loaded = { order, lines: deps.lines.ofOrder(order.id) }
  assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  assertLineOpen(line)
  deps.stock.assertWarehouse(given.warehouseId)
  refuseIfAny(createFailures(deps, line, given))
  const requirement: StoredRequirement = {
    ...given,
    id: id ?? RequirementId.parse(mintId()),
    version: 1,
    orderId: order.id,
    orderNumber: order.number,
    variant: line.variant,
    unit: line.unit,
    reservedQty: 0,
    deliveredQty: 0,
    neededBy: given.neededBy ?? order.preferredServiceAt,
    status: 'open',
  }
  const changes = [
    ...waitingLine(deps, act, loaded, line, requirement),
    deps.requirements.records.insert(requirement),
  ]
  return outcome(requirementOf(deps, requirement.id), changes)
}

function createFailures(
  deps: OrderDeps,
  line: StoredLine,
  { itemId, requiredQty, warehouseId }: Pick<StoredRequirement, 'itemId' | 'requiredQty' | 'warehouseId'>,
): Failure[] {
  const item = deps.catalog.item(itemId)
  const active = deps.requirements.activeOfLine(line.id)
  const isMoved = line.itemSetup !== 'itemRequirement' || line.warehouseId !== warehouseId
  return [
    ...(line.itemId === itemId ? [] : [{ code: 'ITEM_DIFFERS', field: 'itemId' }]),
    ...(item.kind === 'stock' ? [] : [{ code: 'ITEM_NOT_STOCKED', field: 'itemId' }]),
    ...quantityFailures(deps, itemId, requiredQty, 'requiredQty'),
    ...(isLocked(line) && isMoved ? [{ code: 'LINE_SIGNED', field: 'lineId', ids: [line.id] }] : []),
    ...(active ? [{ code: 'ITEM_REQUIREMENTS_EXIST', field: 'lineId', ids: [active.id] }] : []),
  ]
}

/** The line says that it waits, and from where its item comes. */
function waitingLine(
  deps: OrderDeps,
  act: Act,
  loaded: LoadedOrder,
  line: StoredLine,
  { warehouseId }: StoredRequirement,
): EntityChange[] {
  const waiting = { ...line, itemSetup: 'itemRequirement' as const, warehouseId }
  const lines = loaded.lines.map((other) => (other.id === line.id ? waiting : other))
  return saveOrder(deps, act, createLookup(deps), loaded, { ...loaded, lines })
}

/**
 * Changes what is required, when, and where it comes from; what is reserved beyond it is free again.
 *
 * @throws QTY_INVALID for less than was delivered, REQUIREMENT_CANCELED, LINE_STATUS_INVALID
 */
export function updateRequirement(
  deps: OrderDeps,
  act: Act,
  { requirementId, expectedVersion, quantity, neededBy, supply }: OrdersInput<'updateRequirement'>,
): Outcome<ItemRequirement> {
  const mine = { requiredQty: quantity, neededBy, supply }
  const loaded = loadRequirement(deps, act, { requirementId, expectedVersion }, mine)
  assertWaiting(loaded)
  const { requirement } = loaded
  if (quantity !== undefined) {
    refuseIfAny(quantityFailures(deps, requirement.itemId, quantity, 'quantity'))
    if (quantity < requirement.deliveredQty)
      throw domainError(requirementErrors, 'QTY_INVALID', { field: 'quantity' })
  }
  const next = quantity === undefined ? requirement : requiring(requirement, quantity)
  return saved(deps, requirement, {
    ...next,
    neededBy: neededBy ?? next.neededBy,
    supply: supply ?? next.supply,
    status: statusOf(next),
  })
}

/**
 * Reserves what is available of what is missing, or of a quantity (X6). Goods that are bought or made are reserved
 * once they have been received; until then there is nothing to take.
 *
 * @throws STOCK_SHORT when nothing is available, QTY_INVALID, REQUIREMENT_CANCELED, LINE_STATUS_INVALID
 */
export function reserveRequirement(
  deps: OrderDeps,
  act: Act,
  { requirementId, expectedVersion, quantity }: OrdersInput<'reserveRequirement'>,
): Outcome<ItemRequirement> {
  const loaded = loadRequirement(deps, act, { requirementId, expectedVersion })
  assertWaiting(loaded)
  const { requirement } = loaded
  if (quantity !== undefined) refuseIfAny(quantityFailures(deps, requirement.itemId, quantity, 'quantity'))
  const available = deps.stock.available(requirement.itemId, requirement.warehouseId)
  if (available <= 0 && unreserved(requirement) > 0)
    throw domainError(requirementErrors, 'STOCK_SHORT', { field: 'quantity', available })
  const next = reserved(requirement, quantity ?? requirement.requiredQty, available)
  return saved(deps, requirement, { ...next, status: statusOf(next) })
}

/** Gives a requirement up; its reservation is free again. @throws REQUIREMENT_DELIVERED */
export function cancelRequirement(
  deps: OrderDeps,
  act: Act,
  { requirementId, expectedVersion }: OrdersInput<'cancelRequirement'>,
): Outcome<ItemRequirement> {
  const { requirement } = loadRequirement(deps, act, { requirementId, expectedVersion })
  assertNothingDelivered(requirement)
  return saved(deps, requirement, released(requirement))
}

/** Deletes a requirement of which nothing was delivered (R04-28). @throws REQUIREMENT_DELIVERED */
export function deleteRequirement(
  deps: OrderDeps,
  act: Act,
  { requirementId, expectedVersion }: OrdersInput<'deleteRequirement'>,
): Outcome<{ id: RequirementId }> {
  const { requirement } = loadRequirement(deps, act, { requirementId, expectedVersion })
  assertNothingDelivered(requirement)
  const change = deps.requirements.records.remove(requirement)
  return { result: { id: requirement.id }, changes: [change] }
}

/** The requirement canceled, its reservation given back. */
export function released(requirement: StoredRequirement): StoredRequirement {
  return { ...requirement, reservedQty: 0, status: 'canceled' }
}

function assertNothingDelivered({ deliveredQty, id, status }: StoredRequirement): void {
  if (deliveredQty > 0 || status === 'delivered')
    throw domainError(requirementErrors, 'REQUIREMENT_DELIVERED', { ids: [id] })
}

function saved(
  deps: OrderDeps,
  before: StoredRequirement,
  after: StoredRequirement,
): Outcome<ItemRequirement> {
  const { changes } = deps.requirements.records.update(before, after)
  return outcome(requirementOf(deps, before.id), changes)
}
