import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Permission, Reach } from '../../shared/contract/permission'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'

type Deps = Pick<OrderDeps, 'orders'>

/** How far a right of the caller reaches; `board` where there is none, because the fence has refused that already. */
export function reachOf(caller: Caller, permission: Permission): Reach {
  return caller.permissions.get(permission) ?? 'board'
}

/** Throws FORBIDDEN for orders of offices the caller does not see, or, with reach own, that are not his. */
export function assertReaches(
  deps: Deps,
  caller: Caller,
  permission: Permission,
  order: Pick<StoredOrder, 'id' | 'officeId'>,
): void {
  if (!isReached(deps, caller, permission, order))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}

/** Whether an order is of an office the caller sees and, with reach own, one of his. */
export function isReached(
  deps: Deps,
  caller: Caller,
  permission: Permission,
  { id, officeId }: Pick<StoredOrder, 'id' | 'officeId'>,
): boolean {
  const isOwn =
    reachOf(caller, permission) !== 'own' ||
    (caller.workerId !== undefined && deps.orders.isOwn(id, caller.workerId))
  return isOwn && caller.officeIds.includes(officeId)
}

/** The orders a caller may list: of the own offices and, with reach own, where the caller works (conventions §7). */
export function scopeOf(deps: Deps, caller: Caller): Condition[] {
  const scope: Condition[] = []
  if (caller.officeIds.length < deps.orders.officeCount())
    scope.push({
      sql: "t.office_id IN (SELECT unhex(value, '-') FROM json_each(:scope_offices))",
      params: { scope_offices: JSON.stringify(caller.officeIds) },
    })
  if (reachOf(caller, 'orders.read') === 'own') scope.push(ownOrders(caller))
  return scope
}

function ownOrders({ workerId }: Caller): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `t.preferred_technician_id = :scope_worker
      OR t.id IN (SELECT order_id FROM service_order_line WHERE worker_id = :scope_worker)
      OR t.id IN (SELECT order_id FROM activity WHERE worker_id = :scope_worker
        AND closed_outcome IS NOT 'canceled')`,
    params: { scope_worker: toBytes(workerId) },
  }
}

/** `setting` reaches as far as the company's setting says (conventions §8). */
export function mayPost(deps: Pick<OrderDeps, 'settings'>, caller: Caller): boolean {
  return reachOf(caller, 'orders.post') !== 'setting' || deps.settings.value('backOfficeMayPost')
}
