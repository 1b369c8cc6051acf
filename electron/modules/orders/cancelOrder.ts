import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { Order } from '../../shared/contract/orders'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { createLookup, stageRights } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { orderOf } from './orderView'
import type { StoredRequirement } from './requirements.repository'
import { saveOrder } from './saveOrder'
import { released } from './saveRequirement'
import { isLocked } from './signOff.rules'

/**
 * Cancels an order: its Created lines are canceled with it and marked, so that a revoke restores exactly these (R04-55).
 *
 * Its item requirements are canceled with it if the caller says so (R04-54).
 *
 * @throws STAGE_FORBIDS_CANCEL, ITEM_REQUIREMENTS_EXIST, ITEM_REQUIREMENT_DELIVERED, ORDER_POSTED for any Posted line
 * (R04-53), LINE_SIGNED, ORDER_CANCELED
 */
export function cancelOrder(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, reason, releaseRequirements = false }: OrdersInput<'cancelOrder'>,
): Outcome<Order> {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.cancel')
  const waiting = deps.requirements.ofOrder(orderId).filter(({ status }) => status !== 'canceled')
  const failures = [...stageFailures(deps, loaded), ...requirementFailures(waiting, releaseRequirements)]
  const posted = loaded.lines.filter(({ status }) => status === 'posted').map(({ id }) => id)
  if (posted.length > 0) failures.push({ code: 'ORDER_POSTED', ids: posted })
  const signed = loaded.lines.filter(isLocked).map(({ id }) => id)
  if (signed.length > 0) failures.push({ code: 'LINE_SIGNED', ids: signed })
  if (loaded.order.canceledAt !== undefined) failures.push({ code: 'ORDER_CANCELED', ids: [orderId] })
  refuse(failures)
  const order = {
    ...loaded.order,
    canceledAt: act.at,
    canceledById: act.caller.userId,
    cancelReason: reason,
  }
  const lines = loaded.lines.map((line) =>
    line.status === 'created' ? { ...line, status: 'canceled' as const, isCanceledWithOrder: true } : line,
  )
  const changes = saveOrder(deps, act, createLookup(deps), loaded, { order, lines })
  const { records } = deps.requirements
  changes.push(...waiting.flatMap((one) => records.update(one, released(one)).changes))
  changes.push(...deps.clocks.canceled(order, act))
  return outcome(orderOf(deps, act.caller, orderId), changes)
}

/** An order that waits for items is not canceled, unless they are given up; what was delivered blocks (R04-53, R04-54). */
function requirementFailures(waiting: readonly StoredRequirement[], isReleasing: boolean): Failure[] {
  const idsOf = (some: readonly StoredRequirement[]) => some.map(({ id }) => id)
  const delivered = waiting.filter(({ deliveredQty, status }) => deliveredQty > 0 || status === 'delivered')
  if (!isReleasing)
    return waiting.length > 0
      ? [{ code: 'ITEM_REQUIREMENTS_EXIST', field: 'releaseRequirements', ids: idsOf(waiting) }]
      : []
  return delivered.length > 0
    ? [{ code: 'ITEM_REQUIREMENT_DELIVERED', field: 'releaseRequirements', ids: idsOf(delivered) }]
    : []
}

/**
 * Takes an order's cancellation back: the lines that were canceled with it are Created again, others stay (R04-55).
 *
 * @throws STAGE_FORBIDS_CANCEL, ORDER_NOT_CANCELED
 */
export function revokeCancel(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion }: OrdersInput<'revokeCancel'>,
): Outcome<Order> {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.cancel')
  const failures = stageFailures(deps, loaded)
  if (loaded.order.canceledAt === undefined) failures.push({ code: 'ORDER_NOT_CANCELED', ids: [orderId] })
  refuse(failures)
  const order = {
    ...loaded.order,
    canceledAt: undefined,
    canceledById: undefined,
    cancelReason: undefined,
  }
  const lines = loaded.lines.map((line) =>
    line.isCanceledWithOrder ? { ...line, status: 'created' as const, isCanceledWithOrder: false } : line,
  )
  const changes = saveOrder(deps, act, createLookup(deps), loaded, { order, lines })
  changes.push(...deps.clocks.cancelRevoked(order, act))
  return outcome(orderOf(deps, act.caller, orderId), changes)
}

function stageFailures(deps: OrderDeps, { order }: LoadedOrder): Failure[] {
  return stageRights(deps, order).allowCancel ? [] : [{ code: 'STAGE_FORBIDS_CANCEL', field: 'stageId' }]
}

function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}
