import type { Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { StageId } from '../../shared/contract/id'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches } from './access'
import { selectOrders } from './bulkOrders'
import { createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { withDerived } from './saveOrder'

/** What stages do with orders (area 05): they move them, whatever their progress (R05-27). */
export function createOrdersForStages(deps: OrderDeps) {
  return {
    /** Throws NOT_FOUND. */
    get(orderId: string): StoredOrder {
      return deps.orders.records.get(orderId)
    },
    /** Throws FORBIDDEN for orders out of the caller's reach. */
    assertReaches(caller: Caller, permission: Permission, order: StoredOrder): void {
      assertReaches(deps, caller, permission, order)
    },
    /** Whether the worker has an activity on the order (R05-25). */
    hasActivity(orderId: string, workerId: string): boolean {
      return deps.orders.hasActivity(orderId, workerId)
    },
    /** Puts the order into a stage, with the next version; whether it is ready for posting follows. */
    setStage(before: StoredOrder, stageId: StageId): { order: StoredOrder; changes: EntityChange[] } {
      const lines = deps.lines.ofOrder(before.id)
      const after = withDerived(deps, createLookup(deps), { ...before, stageId }, lines)
      const { change, order } = deps.orders.overwrite(before, after)
      return { order, changes: [change] }
    },
    /** Derives anew which orders of a stage are ready for posting, after the stage's rights have changed. */
    refreshReadiness(stageId: string): void {
      const lookup = createLookup(deps)
      for (const id of deps.orders.openInStage(stageId)) {
        const order = deps.orders.records.get(id)
        const { isReadyForPosting } = withDerived(deps, lookup, order, deps.lines.ofOrder(id))
        if (isReadyForPosting !== order.isReadyForPosting) deps.orders.setReadiness(id, isReadyForPosting)
      }
    },
    /** The named orders, else those of a filter that the caller may see; throws NO_SELECTION and TOO_MANY. */
    select(
      caller: Caller,
      selection: Parameters<typeof selectOrders>[2],
      limit: number,
    ): StoredOrder['id'][] {
      return selectOrders(deps, caller, selection, limit)
    },
  }
}
export type OrdersForStages = ReturnType<typeof createOrdersForStages>
