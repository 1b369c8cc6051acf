import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches } from './access'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import { changeHead, patchedHead } from './updateOrder'

/** What dispatch does with orders (area 07). */
export function createOrdersForDispatch(deps: OrderDeps) {
  const load = (orderId: string): LoadedOrder => ({
    order: deps.orders.records.get(orderId),
    lines: deps.lines.ofOrder(orderId),
  })
  return {
    /** An order that a new activity is made for; throws NOT_FOUND, FORBIDDEN and STAGE_FORBIDS_MODIFY. */
    forNewActivity(caller: Caller, permission: Permission, orderId: string): LoadedOrder {
      const loaded = load(orderId)
      assertReaches(deps, caller, permission, loaded.order)
      assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
      return loaded
    },
    /** These lines of an order as they are; throws NOT_FOUND for one that is not its. */
    linesOf(orderId: string, lineIds: readonly string[]): StoredLine[] {
      const held = new Map<string, StoredLine>(deps.lines.ofOrder(orderId).map((line) => [line.id, line]))
      return lineIds.map((id) => {
        const line = held.get(id)
        if (!line) throw notFound('orderLine', id)
        return line
      })
    },
    /** Gives the order a priority, as its own update does: its clock hears of it (R07-03, R06-27). */
    setPriority(act: Act, orderId: string, priority: OrderPriority): readonly EntityChange[] {
      const loaded = load(orderId)
      assertReaches(deps, act.caller, 'orders.write', loaded.order)
      assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
      const done = changeHead(deps, act, loaded, patchedHead(loaded.order, { priority }))
      return 'changes' in done ? [...done.changes] : []
    },
  }
}
export type OrdersForDispatch = ReturnType<typeof createOrdersForDispatch>
