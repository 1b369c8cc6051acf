import type { MoveCustomer } from '../customers/index'
import { CustomerId } from '../../shared/contract/id'
import type { OrdersRepository } from './orders.repository'

/** The orders' part of merging customers: they follow, with the copies of address and contact they have (01 §4). */
export function createMoveOrders({ ofCustomer, overwrite, records }: OrdersRepository): MoveCustomer {
  return (sourceId, targetId) =>
    ofCustomer(sourceId).map((orderId) => {
      const order = records.get(orderId)
      return overwrite(order, { ...order, customerId: CustomerId.parse(targetId) }).change
    })
}
