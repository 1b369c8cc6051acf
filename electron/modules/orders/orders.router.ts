import { implementer } from '../../rpc/implementer'
import { cancelOrders, deleteOrders, postOrders, selectOrders } from './bulkOrders'
import { cancelLines } from './cancelLines'
import { cancelOrder, revokeCancel } from './cancelOrder'
import { addLine, findPriceAgain, updateLine } from './changeLine'
import { createOrder } from './createOrder'
import { deleteOrder } from './deleteOrder'
import type { OrderDeps } from './orderDeps'
import { createRequirementsRoutes } from './requirements.router'
import { getOrder, listOrders } from './orderView'
import { assertMayPost, checkPosting, postOrder } from './postOrder'
import { restructureProcedures } from './restructure.router'
import { createSignOffRoutes } from './signOff.router'
import { updateOrder } from './updateOrder'

const { orders } = implementer

/** The capability's own procedures; cases, which lead to orders, add theirs. */
export function createOrdersRouter(deps: OrderDeps) {
  return {
    ...restructureProcedures(deps),
    ...createRequirementsRoutes(deps),
    ...createSignOffRoutes(deps),
    listOrders: orders.listOrders.handler(({ context, input }) => listOrders(deps, context.caller, input)),
    getOrder: orders.getOrder.handler(({ context, input }) => getOrder(deps, context.caller, input.orderId)),
    createOrder: orders.createOrder.handler(({ context, input }) =>
      context.write('orders.createOrder', input, (act) => createOrder(deps, act, input)),
    ),
    updateOrder: orders.updateOrder.handler(({ context, input }) =>
      context.write('orders.updateOrder', input, (act) => updateOrder(deps, act, input)),
    ),
    addLine: orders.addLine.handler(({ context, input }) =>
      context.write('orders.addLine', input, (act) => addLine(deps, act, input)),
    ),
    updateLine: orders.updateLine.handler(({ context, input }) =>
      context.write('orders.updateLine', input, (act) => updateLine(deps, act, input)),
    ),
    findPriceAgain: orders.findPriceAgain.handler(({ context, input }) =>
      context.write('orders.findPriceAgain', input, (act) => findPriceAgain(deps, act, input)),
    ),
    cancelLine: orders.cancelLine.handler(({ context, input }) =>
      context.write('orders.cancelLine', input, (act) => cancelLines(deps, act, input, 'cancel')),
    ),
    revokeLineCancel: orders.revokeLineCancel.handler(({ context, input }) =>
      context.write('orders.revokeLineCancel', input, (act) => cancelLines(deps, act, input, 'revoke')),
    ),
    cancelOrder: orders.cancelOrder.handler(({ context, input }) =>
      context.write('orders.cancelOrder', input, (act) => cancelOrder(deps, act, input)),
    ),
    revokeCancel: orders.revokeCancel.handler(({ context, input }) =>
      context.write('orders.revokeCancel', input, (act) => revokeCancel(deps, act, input)),
    ),
    cancelOrders: orders.cancelOrders.handler(({ context, input }) =>
      cancelOrders(deps, (...one) => context.write(...one), input),
    ),
    deleteOrder: orders.deleteOrder.handler(({ context, input }) =>
      context.write('orders.deleteOrder', input, (act) => deleteOrder(deps, act, input)),
    ),
    deleteOrders: orders.deleteOrders.handler(({ context, input }) =>
      deleteOrders(deps, (...one) => context.write(...one), input),
    ),
    checkPosting: orders.checkPosting.handler(({ context, input }) =>
      checkPosting(deps, { at: context.now(), caller: context.caller }, input),
    ),
    postOrder: orders.postOrder.handler(({ context, input }) =>
      context.write('orders.postOrder', input, (act) => postOrder(deps, act, input)),
    ),
    postOrders: orders.postOrders.handler(({ context, input }) => {
      assertMayPost(deps, context.caller)
      const orderIds = selectOrders(deps, context.caller, input)
      return context.startJob('orders.postOrders', (control) => postOrders(deps, control, orderIds, input))
    }),
  }
}
