import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import {
  OrderId,
  OrderLineId,
  type ItemId,
  type LinePropertyId,
  type ObjectId,
  type RepairLineId,
  type WarehouseId,
} from '../../shared/contract/id'
import { replaceErrors, undoChangeErrors } from '../../shared/contract/serviceBoms'
import { assertReaches } from './access'
import { addLine } from './changeLine'
import type { LineRemoval } from './lineRemoval.repository'
import { createLookup, assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { withDerived } from './saveOrder'

/** A part that was put into an object, as its order is to have it. */
interface PartLine {
  readonly id?: OrderLineId | undefined
  readonly itemId: ItemId
  readonly objectId: ObjectId
  readonly repairLineId?: RepairLineId | undefined
  readonly quantity: number
  readonly unit: string
  readonly salesPrice?: number | undefined
  readonly linePropertyId?: LinePropertyId | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly description?: string | undefined
  readonly reason?: string | undefined
}

/** What lists of objects do with orders: a replaced part is a line (R09-17, R09-20). */
export function createOrdersForBom(deps: OrderDeps, removal: LineRemoval) {
  function openOrder(caller: Caller, orderId: string): StoredOrder {
    const order = deps.orders.records.get(orderId)
    assertReaches(deps, caller, 'orders.write', order)
    if (order.progress === 'posted' || order.progress === 'canceled')
      throw domainError(replaceErrors, 'ORDER_LOCKED', {
        entity: 'order',
        id: orderId,
        progress: order.progress,
      })
    return order
  }

  return {
    assertThere(orderId: string): void {
      deps.orders.records.get(orderId)
    },
    /** Throws NOT_FOUND, FORBIDDEN, ORDER_LOCKED. */
    assertOpen(caller: Caller, orderId: string): void {
      openOrder(caller, orderId)
    },
    /** Adds an item line with the quantity that was used; its price and property are the order's to find. */
    addPart(
      act: Act,
      orderId: string,
      { objectId, quantity, ...given }: PartLine,
    ): { lineId: OrderLineId; changes: readonly EntityChange[] } {
      const { version } = openOrder(act.caller, orderId)
      const relation = deps.relations.ofOrder(orderId).find((one) => one.objectId === objectId)
      if (!relation)
        throw domainError(replaceErrors, 'OBJECT_NOT_ON_ORDER', { field: 'orderId', ids: [objectId] })
      const lineId = given.id ?? OrderLineId.parse(mintId())
      const done = addLine(deps, act, {
        ...{ ...given, id: lineId, orderId: OrderId.parse(orderId), expectedVersion: version },
        ...{ type: 'item', actualQty: quantity, objectRelationId: relation.id },
      })
      const line = deps.lines.find(lineId)
      if (
        line?.salesPriceSource === 'missing' &&
        deps.agreements.properties.get(line.linePropertyId).chargeable
      )
        throw domainError(replaceErrors, 'PRICE_MISSING', {
          field: 'orderLine.salesPrice',
          ids: [given.itemId],
        })
      return { lineId, changes: 'changes' in done ? [...done.changes] : [] }
    },
    /** Takes a line away again; one that is gone already stays so. @throws ALREADY_POSTED, LINE_SIGNED, IN_USE */
    removePart({ caller }: Act, lineId: string): readonly EntityChange[] {
      const line = deps.lines.find(lineId)
      if (!line) return []
      const refused = { entity: 'orderLine', id: lineId, ids: [line.orderId] }
      if (line.status === 'posted') throw domainError(undoChangeErrors, 'ALREADY_POSTED', refused)
      if (line.signOffId !== undefined) throw domainError(undoChangeErrors, 'LINE_SIGNED', refused)
      const order = deps.orders.records.get(line.orderId)
      assertReaches(deps, caller, 'orders.write', order)
      assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
      const others = deps.lines.ofOrder(order.id).filter(({ id }) => id !== lineId)
      const removed = removal.remove(line, order.version + 1)
      const { change } = deps.orders.overwrite(order, withDerived(deps, createLookup(deps), order, others))
      return [change, removed]
    },
    agreementOf(orderId: string): string | undefined {
      return deps.orders.records.find(orderId)?.agreementId
    },
  }
}
