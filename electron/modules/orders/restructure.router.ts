import { implementer } from '../../rpc/implementer'
import {
  addObjectRelation,
  addTaskRelation,
  removeObjectRelation,
  removeTaskRelation,
} from './changeRelations'
import { copyLines } from './copyLines'
import { copyOrder } from './copyOrder'
import { createFromSalesOrder } from './createFromSalesOrder'
import { getMargin } from './margin'
import type { OrderDeps } from './orderDeps'
import { mergeOrders, moveLines, previewMove } from './moveLines'
import { registerRequest, rejectRequest, transferRequest } from './requests'
import { reverseLine } from './reverseLine'
import { setAddress } from './setAddress'
import { splitLine } from './splitLine'
import { splitOrder } from './splitOrder'

const { orders } = implementer

/** Copy, split, reversal, address, relations and requests; part of the router of orders. */
export function restructureProcedures(deps: OrderDeps) {
  return {
    createFromSalesOrder: orders.createFromSalesOrder.handler(({ context, input }) =>
      context.write('orders.createFromSalesOrder', input, (act) => createFromSalesOrder(deps, act, input)),
    ),
    copyOrder: orders.copyOrder.handler(({ context, input }) =>
      context.write('orders.copyOrder', input, (act) => copyOrder(deps, act, input)),
    ),
    copyLines: orders.copyLines.handler(({ context, input }) =>
      context.write('orders.copyLines', input, (act) => copyLines(deps, act, input)),
    ),
    splitOrder: orders.splitOrder.handler(({ context, input }) =>
      context.write('orders.splitOrder', input, (act) => splitOrder(deps, act, input)),
    ),
    previewMove: orders.previewMove.handler(({ context, input }) => previewMove(deps, context.caller, input)),
    moveLines: orders.moveLines.handler(({ context, input }) =>
      context.write('orders.moveLines', input, (act) => moveLines(deps, act, input)),
    ),
    mergeOrders: orders.mergeOrders.handler(({ context, input }) =>
      context.write('orders.mergeOrders', input, (act) => mergeOrders(deps, act, input)),
    ),
    splitLine: orders.splitLine.handler(({ context, input }) =>
      context.write('orders.splitLine', input, (act) => splitLine(deps, act, input)),
    ),
    reverseLine: orders.reverseLine.handler(({ context, input }) =>
      context.write('orders.reverseLine', input, (act) => reverseLine(deps, act, input)),
    ),
    setAddress: orders.setAddress.handler(({ context, input }) =>
      context.write('orders.setAddress', input, (act) => setAddress(deps, act, input)),
    ),
    addObjectRelation: orders.addObjectRelation.handler(({ context, input }) =>
      context.write('orders.addObjectRelation', input, (act) => addObjectRelation(deps, act, input)),
    ),
    removeObjectRelation: orders.removeObjectRelation.handler(({ context, input }) =>
      context.write('orders.removeObjectRelation', input, (act) => removeObjectRelation(deps, act, input)),
    ),
    addTaskRelation: orders.addTaskRelation.handler(({ context, input }) =>
      context.write('orders.addTaskRelation', input, (act) => addTaskRelation(deps, act, input)),
    ),
    removeTaskRelation: orders.removeTaskRelation.handler(({ context, input }) =>
      context.write('orders.removeTaskRelation', input, (act) => removeTaskRelation(deps, act, input)),
    ),
    registerRequest: orders.registerRequest.handler(({ context, input }) =>
      context.write('orders.registerRequest', input, (act) => registerRequest(deps, act, input)),
    ),
    transferRequest: orders.transferRequest.handler(({ context, input }) =>
      context.write('orders.transferRequest', input, (act) => transferRequest(deps, act, input)),
    ),
    rejectRequest: orders.rejectRequest.handler(({ context, input }) =>
      context.write('orders.rejectRequest', input, (act) => rejectRequest(deps, act, input)),
    ),
    getMargin: orders.getMargin.handler(({ context, input }) =>
      getMargin(deps, context.caller, input.orderId),
    ),
  }
}
