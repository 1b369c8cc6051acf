import type { Client } from '../../electron/shared/contract/index'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, type TestApp } from './app'
import { branchOf, orderOf, refOf, type Branch } from './orders'

type RepairInput<Name extends keyof Client['repair']> = Parameters<Client['repair'][Name]>[0]
export type Repair = Awaited<ReturnType<Client['repair']['createLine']>>
export type EstimateLineInput = RepairInput<'createEstimate'>['lines'][number]

/** An object on an order, with a repair line of it. */
export interface RepairPlace {
  readonly branch: Branch
  readonly order: Order
  readonly line: Repair
}

/** A repair of a compressor at the branch's customer, reported now. */
export async function repairOf(
  app: TestApp,
  branch?: Branch,
  fields: Partial<RepairInput<'createLine'>> = {},
  object: Partial<Parameters<Client['objects']['createObject']>[0]> = {},
): Promise<RepairPlace> {
  const place = branch ?? (await branchOf(app))
  const made = await orderOf(app.owner, place)
  const { id: objectId } = await app.owner.objects.createObject({
    id: newId(),
    description: 'Compressor',
    customerId: place.customerId,
    ...object,
  })
  const order = await app.owner.orders.addObjectRelation({ ...refOf(made), id: newId(), objectId })
  const line = await app.owner.repair.createLine({ id: newId(), orderId: order.id, ...fields })
  return { branch: place, order, line }
}

/** The lines of example 8 (08 §6): 1 425.00 and 629.82, in all 2 054.82. */
export function example8({ categoryId }: Branch): EstimateLineInput[] {
  return [
    { kind: 'hour', categoryId, description: 'Repair', quantity: 90, unitPrice: 9_500_000 },
    { kind: 'item', description: 'Valve', quantity: 2000, unitPrice: 3_499_000, discount: 1000 },
  ]
}

export type Estimate = Awaited<ReturnType<Client['repair']['createEstimate']>>

/** How a command names the version it changes. */
export function estimateRef({ id, version }: Estimate): {
  estimateId: Estimate['id']
  expectedVersion: number
} {
  return { estimateId: id, expectedVersion: version }
}

/** A version of these lines, sent to the customer. */
export async function sentEstimate(
  { owner }: TestApp,
  { line }: RepairPlace,
  fields: Partial<RepairInput<'createEstimate'>> & Pick<RepairInput<'createEstimate'>, 'lines'>,
): Promise<Estimate> {
  const made = await owner.repair.createEstimate({ id: newId(), lineId: line.id, ...fields })
  return owner.repair.sendEstimate(estimateRef(made))
}

/** The same, and the customer said yes. */
export async function approvedEstimate(
  app: TestApp,
  place: RepairPlace,
  fields: Parameters<typeof sentEstimate>[2],
): Promise<Estimate> {
  const sent = await sentEstimate(app, place, fields)
  return app.owner.repair.approveEstimate({ ...estimateRef(sent), approverName: 'Ola Nordmann' })
}
