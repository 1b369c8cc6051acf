import { contract } from '@contract/index'
import type { OrderLineId, ReasonCodeId } from '@contract/id'
import type { Order } from '@contract/orders'
import type { SignOff, Strokes } from '@contract/orderSignOff'
import { inputOf } from '@/composables/contract'
import { saveBlob } from '@/composables/saveFile'
import { withContent } from '@/modules/documents'
import { client } from '@/rpc/client'
import type { OrderPage } from './orders.sources'

const ask = client.orders

/** What is typed at a sign-off; what is drawn comes beside it. */
export const SignOffForm = inputOf(contract.orders.signOff)
  .pick({ signer: true, role: true, absentReason: true, slaReasonId: true })
  .required({ signer: true })

export interface Signature {
  readonly lineIds: readonly OrderLineId[]
  readonly signer?: string | undefined
  readonly role?: string | undefined
  readonly strokes?: Strokes | undefined
  readonly absentReason?: string | undefined
  /** Why its service level was exceeded (R06-12). */
  readonly slaReasonId?: ReasonCodeId | undefined
}

/** Signs lines of the order as it is shown. */
export async function signLines(
  page: OrderPage,
  order: Order,
  { lineIds, ...signature }: Signature,
): Promise<void> {
  await ask.signOff({
    ...{ orderId: order.id, expectedVersion: order.version, lineIds: [...lineIds] },
    ...signature,
  })
  await readAgain(page, order)
}

export async function revokeSignOff(
  page: OrderPage,
  order: Order,
  { id, version }: SignOff,
  reason: string | undefined,
): Promise<void> {
  await ask.revokeSignOff({ signOffId: id, expectedVersion: version, reason })
  await readAgain(page, order)
}

async function readAgain(page: OrderPage, { id }: Order): Promise<void> {
  const stored = await ask.getOrder({ orderId: id })
  await page.run(() => Promise.resolve(stored))
}

/** Every sign-off of an order, the newest first. */
export async function signOffsOf({ id }: Order): Promise<readonly SignOff[]> {
  const { items } = await ask.listSignOffs({ orderId: id })
  return items.toReversed()
}

/** Saves the frozen report. */
export async function saveReport({ id }: SignOff): Promise<void> {
  const { blob, fileName } = await withContent(await ask.getSignOffReport({ signOffId: id }))
  saveBlob(blob, fileName)
}
