import {
  AgreementId,
  BillingAccountId,
  ContactId,
  CustomerId,
  OrderId,
  OrderLineId,
  WorkerId,
  type ItemId,
} from '@contract/id'
import type { SalesOrderItem } from '@contract/orderRestructure'
import type { Order } from '@contract/orders'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'
import type { TypedItem } from './salesOrder.items'

/** What the wizard has gathered. */
export interface SalesOrder {
  readonly id: OrderId
  readonly salesOrderNumber: string
  readonly customerId?: string | null | undefined
  readonly agreementId?: string | null | undefined
  readonly billingAccountId?: string | null | undefined
  readonly preferredServiceAt?: number | null | undefined
  readonly description: string
  readonly responsibleId?: string | null | undefined
  readonly contactId?: string | null | undefined
}

export interface FoundItems {
  readonly items: readonly SalesOrderItem[]
  /** Numbers of which there is no item in use. */
  readonly unknown: readonly string[]
}

/** Finds the items of the rows by their numbers, each once. */
export async function findItems(typed: readonly TypedItem[]): Promise<FoundItems> {
  const found = new Map<string, ItemId | undefined>()
  for (const { number } of typed)
    if (!found.has(number.toLowerCase())) found.set(number.toLowerCase(), await itemOf(number))
  const unknown = typed.filter(({ number }) => !found.get(number.toLowerCase())).map(({ number }) => number)
  const items = typed.flatMap(({ description, number, quantity }) => {
    const itemId = found.get(number.toLowerCase())
    return itemId === undefined ? [] : [{ id: mintId(OrderLineId), itemId, quantity, description }]
  })
  return { items, unknown: [...new Set(unknown)] }
}

/** Lists filter by the beginning of a number; the number itself is the first of those. */
async function itemOf(number: string): Promise<ItemId | undefined> {
  const sort = [{ field: 'number' as const, direction: 'asc' as const }]
  const { items } = await client.catalog.listItems({ filter: { number, blocked: false }, sort, limit: 5 })
  return items.find((item) => item.number.toLowerCase() === number.toLowerCase())?.id
}

/** The customer of a billing account. */
export async function customerOf(billingAccountId: string): Promise<CustomerId> {
  const id = BillingAccountId.parse(billingAccountId)
  return (await client.agreements.getBillingAccount({ billingAccountId: id })).customerId
}

/** Makes the order; the same wizard sent twice makes one (R04-26). */
export function createFromSalesOrder(order: SalesOrder, items: readonly SalesOrderItem[]): Promise<Order> {
  const {
    agreementId,
    billingAccountId,
    contactId,
    customerId,
    description,
    id,
    preferredServiceAt,
    responsibleId,
  } = order
  return client.orders.createFromSalesOrder({
    id,
    salesOrderNumber: order.salesOrderNumber,
    items: [...items],
    ...(customerId ? { customerId: CustomerId.parse(customerId) } : {}),
    ...(agreementId ? { agreementId: AgreementId.parse(agreementId) } : {}),
    ...(billingAccountId ? { billingAccountId: BillingAccountId.parse(billingAccountId) } : {}),
    ...(preferredServiceAt ? { preferredServiceAt } : {}),
    ...(description.trim() === '' ? {} : { description }),
    ...(responsibleId ? { responsibleId: WorkerId.parse(responsibleId) } : {}),
    ...(contactId ? { contactId: ContactId.parse(contactId) } : {}),
  })
}
