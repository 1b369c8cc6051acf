import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { DeliveryNote, ItemRequirement } from '../../shared/contract/orderRequirements'
import type { Page } from '../../shared/contract/page'
import { assertReaches, reachOf } from './access'
import type { OrderDeps, OrdersInput } from './orderDeps'

type Deps = Pick<OrderDeps, 'orders' | 'requirements'>

/** A page of the requirements of all orders that the caller may see (R04-28). */
export function listRequirements(
  deps: Deps,
  caller: Caller,
  request: OrdersInput<'listRequirements'>,
): Page<ItemRequirement> {
  assertNoBoard(caller)
  return deps.requirements.list.page(request, ...scopeOf(deps, caller))
}

/** The delivery notes of an order, oldest first; throws NOT_FOUND and FORBIDDEN. */
export function listDeliveryNotes(deps: Deps, caller: Caller, orderId: string): { items: DeliveryNote[] } {
  assertNoBoard(caller)
  assertReaches(deps, caller, 'orders.read', deps.orders.records.get(orderId))
  return { items: deps.requirements.notesOf(orderId) }
}

/** A requirement with the names that an answer shows. */
export function requirementOf(
  { requirements }: Pick<OrderDeps, 'requirements'>,
  id: string,
): ItemRequirement {
  const requirement = requirements.list.find(id)
  if (!requirement) throw notFound('itemRequirement', id)
  return requirement
}

/** A wall board shows fields of orders only. */
function assertNoBoard(caller: Caller): void {
  if (reachOf(caller, 'orders.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.read' })
}

/** Requirements of orders of the own offices and, with reach own, where the caller works (conventions §7). */
function scopeOf({ orders }: Deps, caller: Caller): Condition[] {
  const scope: Condition[] = []
  if (caller.officeIds.length < orders.officeCount())
    scope.push({
      sql: "o.office_id IN (SELECT unhex(value, '-') FROM json_each(:scope_offices))",
      params: { scope_offices: JSON.stringify(caller.officeIds) },
    })
  if (reachOf(caller, 'orders.read') === 'own') scope.push(ownOrders(caller))
  return scope
}

function ownOrders({ workerId }: Caller): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `o.preferred_technician_id = :scope_worker
      OR t.order_id IN (SELECT order_id FROM service_order_line WHERE worker_id = :scope_worker)
      OR t.order_id IN (SELECT order_id FROM activity WHERE worker_id = :scope_worker
        AND closed_outcome IS NOT 'canceled')`,
    params: { scope_worker: toBytes(workerId) },
  }
}
