import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { OrdersForStages } from '../orders/index'

/** An order as its stage sees it. */
export type StageOrder = ReturnType<OrdersForStages['get']>

/** Whether technicians may change the stage of orders, where the caller works (2.4). */
export type TechniciansMayChange = (caller: Caller) => boolean

/**
 * Throws FORBIDDEN: stages change in the caller's offices; technicians change those of orders they have an
 * activity on, where the setting allows it (R05-25).
 */
export function assertMayChange(
  orders: OrdersForStages,
  techniciansMayChange: TechniciansMayChange,
  caller: Caller,
  order: StageOrder,
): void {
  const permission = 'stages.change'
  orders.assertReaches(caller, permission, order)
  const reach = caller.permissions.get(permission)
  if (reach === 'all') return
  const isSent = caller.workerId !== undefined && orders.hasActivity(order.id, caller.workerId)
  if (reach !== 'setting' || !isSent || !techniciansMayChange(caller))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}

/** Throws FORBIDDEN: who reads an order reads its history, but for a board, which shows its fields only. */
export function assertMayRead(orders: OrdersForStages, caller: Caller, order: StageOrder): void {
  const permission = 'orders.read'
  orders.assertReaches(caller, permission, order)
  if (caller.permissions.get(permission) === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}
