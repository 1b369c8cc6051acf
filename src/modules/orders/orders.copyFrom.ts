import { AgreementLineId, OrderId, OrderLineId } from '@contract/id'
import type { Order } from '@contract/orders'
import { client } from '@/rpc/client'
import { heldOrder } from './orders.lines'
import type { OrderPage } from './orders.sources'

const ask = client.orders

/** From where lines can be copied into an order (R04-70). */
export const copySources = ['template', 'agreement', 'order'] as const
export type CopySource = (typeof copySources)[number]

export interface CopyInto {
  readonly from: CopySource
  readonly sourceId: string
  readonly lineIds: readonly string[]
  readonly keepPrices: boolean
  readonly dropObjects: boolean
}

/** Copies lines into the order as it is shown; answers the lines that came (R04-70). */
export async function copyInto(
  page: OrderPage,
  { from, lineIds, sourceId, ...how }: CopyInto,
): Promise<Order['lines']> {
  const target = heldOrder(page)
  const isOrder = from === 'order'
  const stored = await ask.copyLines({
    ...{ targetId: target.id, expectedVersion: target.version, ...how },
    sourceType: isOrder ? 'order' : 'agreement',
    sourceId: OrderId.parse(sourceId),
    lineIds: lineIds.map((id) => (isOrder ? OrderLineId.parse(id) : AgreementLineId.parse(id))),
  })
  await page.run(() => Promise.resolve(stored))
  const held = new Set<string>(target.lines.map(({ id }) => id))
  return stored.lines.filter(({ id }) => !held.has(id))
}

/** Another order with its lines. */
export async function readOrder(id: string): Promise<Order> {
  return await ask.getOrder({ orderId: OrderId.parse(id) })
}
