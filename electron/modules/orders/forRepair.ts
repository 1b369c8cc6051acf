import type { Caller } from '../../db/act'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches } from './access'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'

/** What repair management does with orders (area 08). */
export function createOrdersForRepair(deps: OrderDeps) {
  return {
    /** Throws NOT_FOUND, and FORBIDDEN for orders out of the caller's reach. */
    reached(caller: Caller, permission: Permission, orderId: string): StoredOrder {
      const order = deps.orders.records.get(orderId)
      assertReaches(deps, caller, permission, order)
      return order
    },
    /** The objects that the order is about. */
    relationsOf(orderId: string): StoredRelation[] {
      return deps.relations.ofOrder(orderId)
    },
    officeCount: () => deps.orders.officeCount(),
  }
}
export type OrdersForRepair = ReturnType<typeof createOrdersForRepair>
