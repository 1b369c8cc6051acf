import { OrderId, OrderLineId, SiteId, type ObjectId, type ServiceTaskId } from '@contract/id'
import type { OrderAddress } from '@contract/orderRestructure'
import type { Order, OrderLine, OrderObjectRelation, OrderTaskRelation } from '@contract/orders'
import type { Lookup } from '@/composables/list'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'
import { heldOrder } from './orders.lines'
import type { OrderPage } from './orders.sources'

const ask = client.orders
const refOf = ({ id, version }: Order) => ({ orderId: id, expectedVersion: version })

/** Does something to the order as it is shown and shows what became of it; throws the refusals. */
async function change(page: OrderPage, act: (order: Order) => Promise<Order>): Promise<Order> {
  const stored = await act(heldOrder(page))
  await page.run(() => Promise.resolve(stored))
  return stored
}

/** The new order, a copy for another date (R04-70). */
export async function copyOrder(page: OrderPage, date: string): Promise<Order> {
  return await ask.copyOrder({ orderId: heldOrder(page).id, newOrderId: mintId(OrderId), date })
}

/** Moves lines to a new order and answers its id (R04-71). */
export async function splitOrder(
  page: OrderPage,
  lineIds: readonly OrderLineId[],
  date: string,
): Promise<OrderId> {
  const { newOrderId, ...stored } = await ask.splitOrder({
    ...refOf(heldOrder(page)),
    newOrderId: mintId(OrderId),
    lineIds: [...lineIds],
    date,
  })
  await page.run(() => Promise.resolve(stored))
  return newOrderId
}

export function splitLine(page: OrderPage, { id }: OrderLine, quantity: number): Promise<Order> {
  const newLineId = mintId(OrderLineId)
  return change(page, (order) => ask.splitLine({ ...refOf(order), lineId: id, newLineId, quantity }))
}

export function reverseLine(page: OrderPage, { id }: OrderLine, quantity: number): Promise<Order> {
  const newLineId = mintId(OrderLineId)
  return change(page, ({ version }) =>
    ask.reverseLine({ lineId: id, expectedVersion: version, newLineId, quantity }),
  )
}

export interface CopyOfLines {
  readonly lineIds: readonly OrderLineId[]
  readonly targetId: OrderId
  readonly keepPrices: boolean
  readonly dropObjects: boolean
}

/** Copies lines of the order to another one, which is answered; to itself they are shown at once (R04-70). */
export async function copyLines(page: OrderPage, { lineIds, targetId, ...how }: CopyOfLines): Promise<Order> {
  const source = heldOrder(page)
  const target = targetId === source.id ? source : await ask.getOrder({ orderId: targetId })
  const stored = await ask.copyLines({
    ...{ sourceType: 'order', sourceId: source.id, lineIds: [...lineIds] },
    ...{ targetId, expectedVersion: target.version, ...how },
  })
  if (targetId === source.id) await page.run(() => Promise.resolve(stored))
  return stored
}

export function cancelLines(page: OrderPage, lineIds: readonly OrderLineId[]): Promise<Order> {
  return change(page, (order) => ask.cancelLine({ ...refOf(order), lineIds: [...lineIds] }))
}

export function setSite(page: OrderPage, siteId: SiteId): Promise<Order> {
  return change(page, (order) => ask.setAddress({ ...refOf(order), siteId }))
}

export function setAddress(
  page: OrderPage,
  address: OrderAddress,
  how: { readonly saveTo: 'order' | 'customer'; readonly updateExisting: boolean },
): Promise<Order> {
  return change(page, (order) => ask.setAddress({ ...refOf(order), address, ...how }))
}

export function addObject(
  page: OrderPage,
  given: {
    readonly objectId: ObjectId
    readonly referenceCode?: string | undefined
    readonly note?: string | undefined
  },
): Promise<Order> {
  return change(page, (order) => ask.addObjectRelation({ ...refOf(order), ...given }))
}

export function removeObject(page: OrderPage, { id }: OrderObjectRelation): Promise<Order> {
  return change(page, ({ version }) => ask.removeObjectRelation({ relationId: id, expectedVersion: version }))
}

export function addTask(
  page: OrderPage,
  given: {
    readonly taskId: ServiceTaskId
    readonly internalNote?: string | undefined
    readonly externalNote?: string | undefined
  },
): Promise<Order> {
  return change(page, (order) => ask.addTaskRelation({ ...refOf(order), ...given }))
}

export function removeTask(page: OrderPage, { id }: OrderTaskRelation): Promise<Order> {
  return change(page, ({ version }) => ask.removeTaskRelation({ relationId: id, expectedVersion: version }))
}

export function transferRequest(page: OrderPage): Promise<Order> {
  return change(page, (order) => ask.transferRequest(refOf(order)))
}

export function rejectRequest(page: OrderPage, reason: string | undefined): Promise<Order> {
  return change(page, (order) => ask.rejectRequest({ ...refOf(order), reason }))
}

/** Open orders by number, customer or text. */
export const openOrderLookup: Lookup = {
  route: 'orders',
  search: async (text, limit) => {
    const { items } = await ask.listOrders({ text, limit, filter: { progress: ['inProcess'] } })
    return items.map(({ id, number, customerName, description }) => ({
      id,
      title: [number, description].filter(Boolean).join(' '),
      subtitle: customerName,
    }))
  },
  resolve: async (id) => {
    const { number, description, customerName } = await ask.getOrder({ orderId: OrderId.parse(id) })
    return { id, title: [number, description].filter(Boolean).join(' '), subtitle: customerName }
  },
}

/** Orders of any progress, for the address that they had. */
export const earlierOrderLookup: Lookup = {
  route: 'orders',
  search: async (text, limit) => {
    const { items } = await ask.listOrders({ text, limit })
    return items.map(({ id, number, customerName, siteCity }) => ({
      id,
      title: `${number} ${customerName}`,
      subtitle: siteCity ?? '',
    }))
  },
  resolve: async (id) => {
    const { number, customerName } = await ask.getOrder({ orderId: OrderId.parse(id) })
    return { id, title: `${number} ${customerName}` }
  },
}

type AddressStart = { readonly [K in keyof OrderAddress]?: OrderAddress[K] | undefined }

/** The address of a site or an order, to be changed before it is taken; nothing where there is none. */
export async function addressFrom(kind: 'site' | 'order', id: string): Promise<AddressStart> {
  if (kind === 'order') {
    const { siteAddress, siteZone } = await ask.getOrder({ orderId: OrderId.parse(id) })
    return siteAddress ? { ...siteAddress, zone: siteZone } : {}
  }
  const site = await client.customers.getSite({ siteId: SiteId.parse(id) })
  const { accessNotes, addressLine1, addressLine2, city, country, latitude, longitude, name } = site
  const { postalCode, region, zone } = site
  return {
    ...{ name, addressLine1, addressLine2, postalCode, city, region, country },
    ...{ latitude, longitude, zone, accessNotes },
  }
}
