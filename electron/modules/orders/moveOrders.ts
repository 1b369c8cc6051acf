import type { MoveCustomer } from '../customers/index'
import { CustomerId } from '../../shared/contract/id'
import type { OrdersRepository } from './orders.repository'

/** The orders' part of merging customers: they follow, with the copies of address and contact they have (01 §4). */
export function createMoveOrders(orders: OrdersRepository): MoveCustomer {
  return (sourceId, targetId) =>
    orders.ofCustomer(sourceId).map((orderId) => {
      const order = orders.records.get(orderId)
      return orders.overwrite(order, { ...order, customerId: CustomerId.parse(targetId) }).change
    })
}
