import { contract } from '@contract/index'
import { OrderId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { customerLookup, siteLookup } from '@/modules/customers'
import { stageLookup } from '@/modules/stages'
import { client } from '@/rpc/client'
import { agreementLookup } from './orders.agreements'
import { accountLookup, contactLookup, officeLookup, workerLookup } from './orders.lookups'

const { orders } = contract
const ask = client.orders

export const orderList = listSource(orders.listOrders, (input) => ask.listOrders(input))

/** An order's head; its lines are written one by one. */
export const orderRecord = recordSource({
  entity: 'order',
  id: OrderId,
  schema: fieldsOf(orders.createOrder).omit({ lines: true, officeId: true }),
  labels: 'orders.order',
  texts: {
    priority: 'orders.priority',
    progress: 'orders.progress',
    intake: 'orders.intake',
    origin: 'orders.origin',
    customerId: customerLookup,
    agreementId: agreementLookup(() => undefined),
    billingAccountId: accountLookup(() => undefined),
    siteId: siteLookup(() => undefined),
    contactId: contactLookup(() => undefined),
    responsibleId: workerLookup,
    preferredTechnicianId: workerLookup,
    stageId: stageLookup,
    officeId: officeLookup,
  },
  get: (orderId) => ask.getOrder({ orderId }),
  create: (id, values) => ask.createOrder({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateOrder({ orderId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteOrder({ orderId: id, expectedVersion: version, reason }),
})

/** The same, registered as a customer's request when it is new (04 §2.1). */
export const requestRecord: typeof orderRecord = {
  ...orderRecord,
  create: (id, values) => ask.registerRequest({ id, ...values }),
}

/** The order's record on a screen, for the parts of its page. */
export type OrderPage = RecordOf<typeof orderRecord>
