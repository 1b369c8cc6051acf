import { z } from 'zod'
import { LineType } from './agreements'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AgreementId,
  AgreementLineId,
  ItemId,
  ObjectId,
  ObjectRelationId,
  OrderId,
  OrderLineId,
  ServiceTaskId,
  SiteId,
  TaskRelationId,
} from './id'
import { BasisPoints, Money } from './money'
import { newOrderFields, Order, ordersErrors } from './orders'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate, Zone } from './time'

const text = (max: number) => z.string().trim().max(max)
const orderRef = recordRef('orderId', OrderId)
const change = orderRef.extend({ reason: Reason })
const lineIds = z.array(OrderLineId).min(1).max(500)
/** A date whose instants have four-digit years everywhere. */
const ServiceDate = LocalDate.refine((date) => date < '9999-12-30', { message: 'tooLate' })

/** An address typed for an order, or taken from elsewhere (R04-60). */
const addressFields = {
  name: text(120).min(1),
  addressLine1: text(200).optional(),
  addressLine2: text(200).optional(),
  postalCode: text(20).optional(),
  city: text(120).optional(),
  region: text(120).optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Integer micro-degrees; both or none. */
  latitude: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
  longitude: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
  accessNotes: text(2000).optional(),
  /** Empty: the zone of the customer's main site, else the office's. */
  zone: Zone.optional(),
}
export const OrderAddress = z.object(addressFields)
export type OrderAddress = z.infer<typeof OrderAddress>
export const AddressTarget = z.enum(['order', 'customer'])
export type AddressTarget = z.infer<typeof AddressTarget>

/** An item line of a sales order, as it was typed or pasted. */
export const SalesOrderItem = z.object({
  id: OrderLineId.optional(),
  itemId: ItemId,
  variant: text(60).optional(),
  /** Empty: the item's name. */
  description: text(120).optional(),
  quantity: Quantity,
})
export type SalesOrderItem = z.infer<typeof SalesOrderItem>
const { customerReference: _reference, lines: _lines, ...salesOrderFields } = newOrderFields

export const restructureErrors = {
  ...ordersErrors,
  ...refusals(
    'LINE_NOT_MOVABLE',
    'SPLIT_WOULD_EMPTY',
    'QUANTITY_OUT_OF_RANGE',
    'CURRENCY_MISMATCH',
    'OBJECT_OTHER_CUSTOMER',
    'ADDRESS_NAME_EXISTS',
    'COORDINATES_INVALID',
    'ALREADY_RELATED',
    'OBJECT_SCRAPPED',
    'TASK_INACTIVE',
    'NOT_AWAITING',
  ),
}

/** Sales, cost and what is left of an order or a part of it (R04-36). */
const marginFields = {
  sales: Money,
  cost: Money,
  margin: Money,
  /** Margin ÷ sales; absent where there are no sales. */
  share: BasisPoints.optional(),
}
export const OrderMargin = z.object({
  orderId: OrderId,
  ...marginFields,
  byType: z.array(z.object({ type: LineType, ...marginFields })),
})
export type OrderMargin = z.infer<typeof OrderMargin>

/** Copy, split, reversal, address, relations and requests of orders (04 §3.2, §3.8, §3.9). */
export const orderRestructureContract = {
  /** A new order with copies of the Created lines, for another date (R04-70). */
  copyOrder: command('orders.write')
    .input(
      z.object({
        orderId: OrderId,
        /** Of the new order; empty: minted here. */
        newOrderId: OrderId.optional(),
        date: ServiceDate,
        reason: Reason,
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  /** New Created lines in the target, of chosen lines of any status (R04-70). */
  copyLines: command('orders.write')
    .input(
      recordRef('targetId', OrderId).extend({
        /** An agreement may be a template too. */
        sourceType: z.enum(['order', 'agreement']),
        sourceId: z.union([OrderId, AgreementId]),
        lineIds: z
          .array(z.union([OrderLineId, AgreementLineId]))
          .min(1)
          .max(500),
        /** Prices as they are, by hand, an agreement's where its lines have some; empty: searched again. */
        keepPrices: z.boolean().optional(),
        /** Objects of another customer, and scrapped ones of an agreement, are left out; empty: they are refused. */
        dropObjects: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  /** Moves Created lines to a new order of the same customer (R04-71). */
  splitOrder: command('orders.restructure')
    .input(
      change.extend({
        newOrderId: OrderId.optional(),
        lineIds,
        date: ServiceDate,
        /** Empty: the order's time of day, on the date. */
        preferredServiceAt: Instant.max(Date.UTC(9999, 11, 30)).optional(),
      }),
    )
    .output(Order.extend({ newOrderId: OrderId }))
    .errors(restructureErrors),
  splitLine: command('orders.restructure')
    .input(change.extend({ lineId: OrderLineId, newLineId: OrderLineId.optional(), quantity: Quantity }))
    .output(Order)
    .errors(restructureErrors),
  /** A Created line against a posted one: negative quantity, same prices (3.2). */
  reverseLine: command('orders.post')
    .input(
      recordRef('lineId', OrderLineId).extend({
        newLineId: OrderLineId.optional(),
        quantity: Quantity,
        reason: Reason,
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  setAddress: command('orders.write')
    .input(
      change
        .extend({
          /** A site of the customer; one of another customer is copied without staying linked. */
          siteId: SiteId.optional(),
          address: OrderAddress.optional(),
          /** Whether a typed address becomes a site of the customer as well. */
          saveTo: AddressTarget.default('customer'),
          /** A site of the same name takes the address over. */
          updateExisting: z.boolean().optional(),
        })
        .refine(({ address, siteId }) => (address === undefined) !== (siteId === undefined), {
          path: ['address'],
          message: 'siteOrAddress',
        }),
    )
    .output(Order)
    .errors(restructureErrors),
  addObjectRelation: command('orders.write')
    .input(
      change.extend({
        id: ObjectRelationId.optional(),
        objectId: ObjectId,
        referenceCode: text(40).optional(),
        note: text(1000).optional(),
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  removeObjectRelation: command('orders.write')
    .input(recordRef('relationId', ObjectRelationId).extend({ reason: Reason }))
    .output(Order)
    .errors(restructureErrors),
  addTaskRelation: command('orders.write')
    .input(
      change.extend({
        id: TaskRelationId.optional(),
        taskId: ServiceTaskId,
        /** For those who do the work. */
        internalNote: text(1000).optional(),
        /** Printed for the customer. */
        externalNote: text(1000).optional(),
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  removeTaskRelation: command('orders.write')
    .input(recordRef('relationId', TaskRelationId).extend({ reason: Reason }))
    .output(Order)
    .errors(restructureErrors),
  /** The sales order's items become Item lines, its number the customer's reference (R04-26). */
  createFromSalesOrder: command('orders.write')
    .input(
      z.object({
        ...salesOrderFields,
        salesOrderNumber: text(60).min(1),
        items: z.array(SalesOrderItem).min(1).max(500),
      }),
    )
    .output(Order)
    .errors(restructureErrors),
  /** A customer's request: an order that waits to be taken over (04 §2.1). */
  registerRequest: command('orders.write')
    .input(z.object(newOrderFields))
    .output(Order)
    .errors(restructureErrors),
  transferRequest: command('orders.write').input(change).output(Order).errors(restructureErrors),
  rejectRequest: command('orders.write').input(change).output(Order).errors(restructureErrors),
  getMargin: query('catalog.readCost')
    .input(z.object({ orderId: OrderId }))
    .output(OrderMargin),
}
