import type { Act } from '../../db/act'
import { assertVersion } from '../../db/version'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches } from './access'
import type { StoredLine } from './lines.repository'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'

/** An order with its lines as they lie in the store. */
export interface LoadedOrder {
  readonly order: StoredOrder
  readonly lines: readonly StoredLine[]
}

export interface OrderRef {
  readonly orderId: string
  readonly expectedVersion: number
}

/** Loads an order to change it; throws NOT_FOUND, FORBIDDEN and CONFLICT. */
export function loadOrder(
  deps: Pick<OrderDeps, 'orders' | 'lines'>,
  { caller }: Act,
  { orderId, expectedVersion }: OrderRef,
  permission: Permission,
  mine: object = {},
): LoadedOrder {
  const order = deps.orders.records.get(orderId)
  assertReaches(deps, caller, permission, order)
  assertVersion('order', order, expectedVersion, mine)
  return { order, lines: deps.lines.ofOrder(orderId) }
}
