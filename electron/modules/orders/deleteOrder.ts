import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { OrderId } from '../../shared/contract/id'
import { loadOrder } from './loadOrder'
import { assertStagePermits } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import type { StoredOrder } from './orders.repository'

const shownDependants = 20

/**
 * Deletes an order with its lines and relations. Its number stays used by the deleted record, so it is never drawn
 * again (R04-57, R-04.30).
 *
 * Canceled item requirements go with it, and so do repair lines to which nothing happened yet.
 *
 * @throws STAGE_FORBIDS_DELETE; IN_USE for Posted lines, Dispatched or done activities, finished repairs and whatever else
 *   refers to the order
 */
export function deleteOrder(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion }: OrdersInput<'deleteOrder'>,
): Outcome<{ id: OrderId }> {
  const { lines, order } = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.delete')
  assertStagePermits(deps, order, 'STAGE_FORBIDS_DELETE')
  const posted = lines.filter(({ status }) => status === 'posted')
  if (posted.length > 0)
    throw domainError(commonErrors, 'IN_USE', {
      entity: 'order',
      id: orderId,
      counts: { orderLine: posted.length },
      dependants: posted
        .slice(0, shownDependants)
        .map(({ id, lineNo }) => ({ entity: 'orderLine', id, lineNo })),
    })
  assertNoActivity(deps, order)
  assertNoRepair(
    order,
    deps.repairs.ofOrder(order.id).filter(({ isFinished }) => isFinished),
  )
  const canceled = deps.requirements.ofOrder(orderId).filter(({ status }) => status === 'canceled')
  const given = canceled.map((requirement) => deps.requirements.records.remove(requirement))
  deps.lines.forgetRepairs(orderId)
  const repairs = deps.repairs.removed(order.id)
  deps.orders.records.assertUnused(orderId)
  const version = order.version + 1
  const parts = [
    ...lines.map((line) => deps.lines.removed(line, version)),
    ...deps.relations.ofOrder(orderId).map((relation) => deps.relations.removed(relation, version)),
    ...deps.tasks.ofOrder(orderId).map((relation) => deps.tasks.removed(relation, version)),
    ...deps.stages.removed(orderId),
    ...deps.clocks.removed(orderId),
    ...deps.activities.removed(order.id),
    ...deps.occurrences.deleted(order.id),
    ...given,
    ...repairs,
  ]
  return { result: { id: order.id }, changes: [deps.orders.records.remove(order), ...parts] }
}

/** An order that somebody is sent to, or was at, stays. */
function assertNoActivity({ activities }: OrderDeps, { id }: Pick<StoredOrder, 'id'>): void {
  const using = activities.using(id)
  if (using.length === 0) return
  throw domainError(commonErrors, 'IN_USE', {
    ...{ entity: 'order', id, counts: { activity: using.length } },
    dependants: using.slice(0, shownDependants).map((activity) => ({ entity: 'activity', ...activity })),
  })
}

/** Repairs that keep their order. @throws IN_USE */
export function assertNoRepair(
  { id }: Pick<StoredOrder, 'id'>,
  repairs: readonly { readonly id: string; readonly number: string }[],
): void {
  if (repairs.length === 0) return
  throw domainError(commonErrors, 'IN_USE', {
    ...{ entity: 'order', id, counts: { repairLine: repairs.length } },
    dependants: repairs
      .slice(0, shownDependants)
      .map((repair) => ({ entity: 'repairLine', id: repair.id, number: repair.number })),
  })
}
