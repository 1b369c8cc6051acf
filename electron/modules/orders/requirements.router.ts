import { implementer } from '../../rpc/implementer'
import { deliverRequirement } from './deliverRequirement'
import { listDeliveryNotes, listRequirements } from './listRequirements'
import type { OrderDeps } from './orderDeps'
import {
  cancelRequirement,
  createRequirement,
  deleteRequirement,
  reserveRequirement,
  updateRequirement,
} from './saveRequirement'

const { orders } = implementer

/** The part of the orders' router that speaks of item requirements (04 §2.4). */
export function createRequirementsRoutes(deps: OrderDeps) {
  return {
    listRequirements: orders.listRequirements.handler(({ context, input }) =>
      listRequirements(deps, context.caller, input),
    ),
    createRequirement: orders.createRequirement.handler(({ context, input }) =>
      context.write('orders.createRequirement', input, (act) => createRequirement(deps, act, input)),
    ),
    updateRequirement: orders.updateRequirement.handler(({ context, input }) =>
      context.write('orders.updateRequirement', input, (act) => updateRequirement(deps, act, input)),
    ),
    reserveRequirement: orders.reserveRequirement.handler(({ context, input }) =>
      context.write('orders.reserveRequirement', input, (act) => reserveRequirement(deps, act, input)),
    ),
    deliverRequirement: orders.deliverRequirement.handler(({ context, input }) =>
      context.write('orders.deliverRequirement', input, (act) => deliverRequirement(deps, act, input)),
    ),
    cancelRequirement: orders.cancelRequirement.handler(({ context, input }) =>
      context.write('orders.cancelRequirement', input, (act) => cancelRequirement(deps, act, input)),
    ),
    deleteRequirement: orders.deleteRequirement.handler(({ context, input }) =>
      context.write('orders.deleteRequirement', input, (act) => deleteRequirement(deps, act, input)),
    ),
    listDeliveryNotes: orders.listDeliveryNotes.handler(({ context, input }) =>
      listDeliveryNotes(deps, context.caller, input.orderId),
    ),
  }
}
