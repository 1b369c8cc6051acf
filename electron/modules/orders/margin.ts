import type { Caller } from '../../db/act'
import { LineType } from '../../shared/contract/agreements'
import type { OrderMargin } from '../../shared/contract/orderRestructure'
import { assertReaches } from './access'
import { marginOf } from './margin.rules'
import type { OrderDeps } from './orderDeps'

/** What is left of an order's sales, as a whole and by type of line, over lines that are not canceled (R04-36). */
export function getMargin(
  deps: Pick<OrderDeps, 'orders' | 'lines'>,
  caller: Caller,
  orderId: string,
): OrderMargin {
  const order = deps.orders.records.get(orderId)
  assertReaches(deps, caller, 'orders.read', order)
  const lines = deps.lines.ofOrder(orderId).filter(({ status }) => status !== 'canceled')
  const byType = LineType.options.flatMap((type) => {
    const own = lines.filter((line) => line.type === type)
    return own.length > 0 ? [{ type, ...marginOf(own, order.currency) }] : []
  })
  return { orderId: order.id, ...marginOf(lines, order.currency), byType }
}
