import { contract } from '@contract/index'
import type { OrderId, OrderLineId } from '@contract/id'
import type { DeliveryNote, ItemRequirement } from '@contract/orderRequirements'
import type { z } from 'zod'
import { inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { client } from '@/rpc/client'

const { orders } = contract
const ask = client.orders

export const requirementList = listSource(orders.listRequirements, (input) => ask.listRequirements(input))

/** The form of a new requirement; its item is the line's. */
export const NewRequirement = inputOf(orders.createRequirement).pick({
  lineId: true,
  warehouseId: true,
  requiredQty: true,
  neededBy: true,
  supply: true,
})
type NewRequirementValues = z.output<typeof NewRequirement>

export async function createRequirement(
  itemId: ItemRequirement['itemId'],
  values: NewRequirementValues,
): Promise<void> {
  await ask.createRequirement({ ...values, itemId })
}

/** The lines of the order that a requirement waits for. */
export async function waitingLines(orderId: OrderId): Promise<ReadonlySet<OrderLineId>> {
  const status = ['open' as const, 'reserved' as const, 'partlyDelivered' as const, 'delivered' as const]
  const { items } = await ask.listRequirements({ filter: { orderId: [orderId], status }, limit: 200 })
  return new Set(items.map(({ lineId }) => lineId))
}

export type RequirementAct = 'reserve' | 'deliver' | 'update' | 'cancel' | 'delete'

/** The form of each act; canceling and deleting have none. */
export const RequirementForm = inputOf(orders.updateRequirement)
  .pick({ quantity: true, neededBy: true, supply: true })
  .extend(inputOf(orders.deliverRequirement).pick({ serialNumbers: true }).shape)
export type RequirementValues = z.output<typeof RequirementForm>

/** Does what was asked; answers the delivery note of a delivery. */
export async function actOn(
  act: RequirementAct,
  { id, version }: ItemRequirement,
  { neededBy, quantity, serialNumbers, supply }: RequirementValues,
): Promise<DeliveryNote | undefined> {
  const ref = { requirementId: id, expectedVersion: version }
  if (act === 'deliver') {
    const { deliveryNote } = await ask.deliverRequirement({ ...ref, quantity, serialNumbers })
    return deliveryNote
  }
  if (act === 'reserve') await ask.reserveRequirement({ ...ref, quantity })
  if (act === 'update') await ask.updateRequirement({ ...ref, quantity, neededBy, supply })
  if (act === 'cancel') await ask.cancelRequirement(ref)
  if (act === 'delete') await ask.deleteRequirement(ref)
  return undefined
}

/** The delivery notes of one requirement, oldest first. */
export async function notesOf({ id, orderId }: ItemRequirement): Promise<readonly DeliveryNote[]> {
  const { items } = await ask.listDeliveryNotes({ orderId })
  return items.filter(({ requirementId }) => requirementId === id)
}
