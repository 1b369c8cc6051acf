import type { Client } from '../../electron/shared/contract/index'
import { newId, type TestApp } from './app'
import { branchOf, orderOf, type Branch } from './orders'

type Input<Name extends keyof Client['repair']> = Parameters<Client['repair'][Name]>[0]
export type LineInput = Partial<Input<'createLine'>>

/** A branch that repairs: an object at the customer's site in Oslo, an order about it, a symptom and a diagnosis. */
export interface Workshop extends Branch {
  readonly objectId: Awaited<ReturnType<Client['objects']['createObject']>>['id']
  readonly order: Awaited<ReturnType<Client['orders']['getOrder']>>
  readonly disk: Coded<'createSymptomArea', 'createSymptomCode'>
  readonly screen: Coded<'createSymptomArea', 'createSymptomCode'>
  readonly part: Coded<'createDiagnosisArea', 'createDiagnosisCode'>
}
type Answer<Name extends keyof Client['repair']> = Awaited<ReturnType<Client['repair'][Name]>>
interface Coded<Area extends keyof Client['repair'], Code extends keyof Client['repair']> {
  readonly area: Answer<Area>
  readonly code: Answer<Code>
}

/** An order about objects. */
export async function orderAbout(
  client: Client,
  branch: Pick<Branch, 'customerId'>,
  objectIds: readonly Workshop['objectId'][],
  fields: Parameters<typeof orderOf>[2] = {},
): Promise<Workshop['order']> {
  let order = await orderOf(client, branch, fields)
  for (const objectId of objectIds)
    order = await client.orders.addObjectRelation({
      ...{ orderId: order.id, expectedVersion: order.version, objectId },
    })
  return order
}

export async function workshopOf(app: TestApp): Promise<Workshop> {
  const { owner } = app
  const branch = await branchOf(app)
  const { id: objectId } = await owner.objects.createObject({
    ...{ id: newId(), description: 'Laptop', tangible: true, serialNumber: 'SN-1' },
    ...{ customerId: branch.customerId, siteId: branch.siteId },
  })
  const symptom = async (code: string, of: string) => {
    const area = await owner.repair.createSymptomArea({ id: newId(), code, name: code })
    const symptomAreaId = area.id
    return {
      area,
      code: await owner.repair.createSymptomCode({ id: newId(), symptomAreaId, code: of, name: of }),
    }
  }
  const area = await owner.repair.createDiagnosisArea({ id: newId(), code: 'PART', name: 'Defective part' })
  const code = await owner.repair.createDiagnosisCode({
    ...{ id: newId(), diagnosisAreaId: area.id, code: 'WORN', name: 'Worn' },
  })
  return {
    ...branch,
    objectId,
    order: await orderAbout(owner, branch, [objectId]),
    disk: await symptom('DISK', 'BLUE'),
    screen: await symptom('SCREEN', 'DARK'),
    part: { area, code },
  }
}

/** A repair line of the workshop's order. */
export function lineFor(client: Client, { order }: Pick<Workshop, 'order'>, fields: LineInput = {}) {
  return client.repair.createLine({ id: newId(), orderId: order.id, ...fields })
}

/** A stage by its code. */
export async function stageOf(client: Client, code: string): Promise<Answer<'getRepairStage'>> {
  const { items } = await client.repair.listRepairStages({})
  const stage = items.find((item) => item.code === code)
  if (!stage) throw new Error(`no repair stage ${code}`)
  return stage
}

/** A resolution by its code. */
export async function resolutionOf(client: Client, code: string): Promise<Answer<'getResolution'>> {
  const { items } = await client.repair.listResolutions({})
  const resolution = items.find((item) => item.code === code)
  if (!resolution) throw new Error(`no resolution ${code}`)
  return resolution
}

/** Moves a line to the stage of a code. */
export async function toStage(
  client: Client,
  { id, version }: Pick<Answer<'getLine'>, 'id' | 'version'>,
  code: string,
  more: Partial<Input<'changeStage'>> = {},
): Promise<Answer<'changeStage'>> {
  const { id: repairStageId } = await stageOf(client, code)
  return client.repair.changeStage({ lineId: id, expectedVersion: version, repairStageId, ...more })
}

/** Signs a line off as repaired. */
export async function finish(
  client: Client,
  line: Pick<Answer<'getLine'>, 'id' | 'version'>,
  resolution = 'FIXED',
): Promise<Answer<'changeStage'>> {
  const { id: resolutionId } = await resolutionOf(client, resolution)
  return toStage(client, line, 'REPAIRED', { resolutionId })
}
