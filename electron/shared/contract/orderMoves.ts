import { z } from 'zod'
import { Reason, recordRef } from './crud'
import { Failure, refusals } from './domainError'
import { OrderId, OrderLineId, Version } from './id'
import { Order, ordersErrors } from './orders'
import { command, query } from './procedure'

const lineIds = z.array(OrderLineId).min(1).max(500)
const target = { targetId: OrderId, targetVersion: Version }

export const moveErrors = {
  ...ordersErrors,
  ...refusals('SAME_ORDER', 'ORDER_NOT_OPEN', 'LINE_NOT_MOVABLE', 'CURRENCY_MISMATCH'),
}

/** A line in its new place. */
export const MovedLine = z.object({
  id: OrderLineId,
  orderId: OrderId,
  lineNo: z.int(),
  newLineNo: z.int(),
})
export type MovedLine = z.infer<typeof MovedLine>

/** What moving or merging would do; what speaks against it stands in `failures`. */
export const MovePreview = z.object({
  lines: z.array(MovedLine),
  /** Repair lines that a merge takes along. */
  repairs: z.int(),
  /** Orders that would be empty, and deleted. */
  deletedIds: z.array(OrderId),
  failures: z.array(Failure),
})
export type MovePreview = z.infer<typeof MovePreview>

/** The target, with the lines that came and the orders that went. */
export const MovedOrder = Order.extend({ movedLines: z.array(MovedLine), deletedIds: z.array(OrderId) })
export type MovedOrder = z.infer<typeof MovedOrder>

/** Moving lines between orders, and merging orders (R04-72…R04-74). */
export const orderMovesContract = {
  previewMove: query('orders.restructure')
    .input(
      z.object({
        sources: z
          .array(z.object({ orderId: OrderId, lineIds: lineIds.optional() }))
          .min(1)
          .max(50),
        targetId: OrderId,
        deleteEmpty: z.boolean().optional(),
      }),
    )
    .output(MovePreview),
  /** Created lines go to another order of the same agreement, all or none (R04-72). */
  moveLines: command('orders.restructure')
    .input(
      z.object({
        lineIds,
        sourceId: OrderId,
        /** Of the source. */
        expectedVersion: Version,
        ...target,
        /** The source is deleted when no line is left on it (R04-73). */
        deleteEmpty: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(MovedOrder)
    .errors(moveErrors),
  /** All lines of each source move, and the sources are deleted (R04-74). */
  mergeOrders: command('orders.restructure')
    .input(
      z.object({
        sources: z.array(recordRef('orderId', OrderId)).min(1).max(50),
        ...target,
        reason: Reason,
      }),
    )
    .output(MovedOrder)
    .errors(moveErrors),
}
