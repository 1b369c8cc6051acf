import type { Client } from '../../electron/shared/contract/index'
import type { Order } from '../../electron/shared/contract/orders'
import type { ReasonCode, Stage } from '../../electron/shared/contract/stages'
import { newId } from './app'

type StageCode = 'PLAN' | 'INPROC' | 'CANCEL' | 'WAITPART' | 'DONE' | 'ARCH'
type Fields = Partial<Omit<Stage, 'id' | 'parentId'>>

const nothing = { allowModify: false, allowDelete: false, allowCancel: false } as const
const specs: readonly (readonly [StageCode, StageCode | undefined, Fields])[] = [
  ['PLAN', undefined, { allowPost: false }],
  [
    'INPROC',
    'PLAN',
    { allowDelete: false, allowCancel: false, allowedRoles: ['dispatcher', 'technician', 'serviceManager'] },
  ],
  ['CANCEL', 'PLAN', { ...nothing, allowCancel: true, reasonRequired: true, stopsSla: true }],
  ['WAITPART', 'INPROC', { ...nothing, allowModify: true, reasonRequired: true, stopsSla: true }],
  ['DONE', 'INPROC', { ...nothing, allowPost: true, stopsSla: true }],
  ['ARCH', 'DONE', nothing],
]

/** Tree T of 05 §6. */
export async function createTree(client: Client): Promise<Record<StageCode, Stage>> {
  const made = new Map<string, Stage>()
  for (const [code, parent, fields] of specs) {
    const parentId = made.get(parent ?? '')?.id
    const input = { ...fields, id: newId<Stage['id']>(), code, description: { en: code }, parentId }
    made.set(code, await client.stages.createStage(input))
  }
  return Object.fromEntries(made) as Record<StageCode, Stage> // one entry a code of specs
}

export async function createReason(client: Client, code = 'PARTS'): Promise<ReasonCode['id']> {
  const reason = { code, description: { en: code }, uses: ['stageChange' as const] }
  return (await client.stages.createReasonCode({ id: newId(), ...reason })).id
}

/** An order of a new customer, in the root. */
export async function createOrder(client: Client, fields: object = {}): Promise<Order> {
  const { id: customerId } = await client.customers.createCustomer({ id: newId(), name: 'Fjord Laundry' })
  return client.orders.createOrder({ id: newId(), customerId, ...fields })
}
