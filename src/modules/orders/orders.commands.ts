import type { OrderLineId } from '@contract/id'
import type { Order, PostingResult } from '@contract/orders'
import { client } from '@/rpc/client'
import { heldOrder } from './orders.lines'
import type { OrderPage } from './orders.sources'

const ask = client.orders
const refOf = ({ id, version }: Order) => ({ orderId: id, expectedVersion: version })

/** Cancels the order as it is shown; throws the refusals. */
export async function cancelOrder(
  page: OrderPage,
  reason: string | undefined,
  releaseRequirements: boolean,
): Promise<void> {
  const stored = await ask.cancelOrder({ ...refOf(heldOrder(page)), reason, releaseRequirements })
  await page.run(() => Promise.resolve(stored))
}

export async function revokeCancel(page: OrderPage, reason: string | undefined): Promise<void> {
  const stored = await ask.revokeCancel({ ...refOf(heldOrder(page)), reason })
  await page.run(() => Promise.resolve(stored))
}

export interface Posting {
  readonly lineIds: readonly OrderLineId[]
  readonly date: string
  readonly useEstimates: boolean
}

/** What posting would make; throws everything that speaks against it (R04-50). */
export async function checkPosting(page: OrderPage, { lineIds, ...how }: Posting): Promise<PostingResult> {
  return await ask.checkPosting({ ...refOf(heldOrder(page)), ...how, lineIds: [...lineIds] })
}

export async function postOrder(page: OrderPage, { lineIds, ...how }: Posting): Promise<PostingResult> {
  const { order, ...result } = await ask.postOrder({
    ...refOf(heldOrder(page)),
    ...how,
    lineIds: [...lineIds],
  })
  await page.run(() => Promise.resolve(order))
  return result
}
