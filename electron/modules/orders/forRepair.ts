import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { ObjectRelationId, type ObjectId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches, isReached } from './access'
import { createOrder } from './createOrder'
import { assertStagePermits } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'

/** What repair management does with orders (area 08). */
export function createOrdersForRepair(deps: OrderDeps) {
  const { orders, relations } = deps
  return {
    /** Throws NOT_FOUND, and FORBIDDEN for orders out of the caller's reach. */
    reached(caller: Caller, permission: Permission, orderId: string): StoredOrder {
      const order = orders.records.get(orderId)
      assertReaches(deps, caller, permission, order)
      return order
    },
    /** Whether an order is in the caller's reach. */
    isReached: (caller: Caller, permission: Permission, orderId: string) =>
      isReached(deps, caller, permission, orders.records.get(orderId)),
    isThere: (orderId: string) => orders.records.find(orderId) !== undefined,
    /** The objects that the order is about. */
    relationsOf(orderId: string): StoredRelation[] {
      return relations.ofOrder(orderId)
    },
    /** Where the order is worked on, and by which office. */
    placeOf: (orderId: string): Pick<StoredOrder, 'officeId' | 'siteZone'> => orders.records.get(orderId),
    officeCount: () => orders.officeCount(),
    /**
     * Creates an order for what was taken in; undefined when the same create has been done already.
     *
     * @throws what orders.createOrder refuses
     */
    takeIn(
      act: Act,
      input: OrdersInput<'createOrder'>,
      receivedAt: number | undefined,
    ): readonly EntityChange[] | undefined {
      const made = createOrder(deps, act, input, { origin: 'repair', intake: 'none', receivedAt })
      return 'changes' in made ? [...made.changes] : undefined
    },
    /** Relates objects to the order where they are not. @throws OBJECT_SCRAPPED, STAGE_FORBIDS_MODIFY */
    relate(orderId: string, objectIds: readonly ObjectId[]): readonly EntityChange[] {
      const order = orders.records.get(orderId)
      const held = new Set<string>(relations.ofOrder(orderId).map(({ objectId }) => objectId))
      const missing = [...new Set(objectIds)].filter((id) => !held.has(id))
      if (missing.length === 0) return []
      assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
      const scrapped = missing.filter((id) => deps.objects.get(id).status === 'scrapped')
      if (scrapped.length > 0)
        throw domainError(restructureErrors, 'OBJECT_SCRAPPED', { field: 'objectId', ids: scrapped })
      const { change, order: next } = orders.overwrite(order, order)
      const made = missing.map((objectId) => {
        const relation = { id: ObjectRelationId.parse(mintId()), orderId: order.id, objectId }
        return relations.insert(relation, next.version)
      })
      return [change, ...made]
    },
  }
}
export type OrdersForRepair = ReturnType<typeof createOrdersForRepair>
