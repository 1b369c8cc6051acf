import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import type { Order } from '../../shared/contract/orders'
import type { RestructureInput } from './copyOrder'
import { createOrder } from './createOrder'
import type { OrderDeps } from './orderDeps'

/**
 * Creates an order from a sales order of another program: its items are estimated Item lines, its number is the
 * customer's reference (R04-26).
 *
 * @throws what a new order and its lines are refused for, all at once
 */
export function createFromSalesOrder(
  deps: OrderDeps,
  act: Act,
  { items, salesOrderNumber, ...input }: RestructureInput<'createFromSalesOrder'>,
): Outcome<Order> {
  const lines = items.map(({ quantity, ...item }) => ({
    ...item,
    type: 'item' as const,
    estimatedQty: quantity,
  }))
  const order = { ...input, customerReference: salesOrderNumber, lines }
  return createOrder(deps, act, order, { origin: 'salesOrder', intake: 'none' })
}
