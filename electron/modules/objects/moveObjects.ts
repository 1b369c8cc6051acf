import { CustomerId } from '../../shared/contract/id'
import type { MoveCustomer } from '../customers/index'
import type { ObjectsRepository } from './objects.repository'

/** The objects' part of merging customers (01 §4); their sites move with the customer. */
export function createMoveObjects({ objects }: ObjectsRepository): MoveCustomer {
  return (sourceId, targetId) => {
    const customerId = CustomerId.parse(targetId)
    return objects
      .where('customerId', sourceId)
      .flatMap((object) => objects.update(object, { ...object, customerId }).changes)
  }
}
