import type { Client } from '../../electron/shared/contract/index'
import type { ItemId, ReasonCodeId, ServiceBomId, ServiceBomLineId } from '../../electron/shared/contract/id'
import type { ServiceBom } from '../../electron/shared/contract/serviceBoms'
import type { StructureNode, StructureSubject } from '../../electron/shared/contract/bomStructure'
import { newId, type TestApp } from './app'
import { branchOf, orderOf, type Branch } from './orders'

type BomCall = Client['bom']

/** A bike of S1 on an agreement and on an order, its template with a wheel, and parts to replace it with. */
export interface Bikes extends Branch {
  readonly unitId: Awaited<ReturnType<Client['catalog']['createUnit']>>['id']
  readonly bike: ItemId
  readonly items: ReadonlyMap<string, ItemId>
  readonly objectId: Awaited<ReturnType<Client['objects']['createObject']>>['id']
  readonly reasonId: ReasonCodeId
}

export const longAgo = Date.UTC(2026, 0, 10, 8)

/** Items by number: BIKE and its parts; the site is in Oslo. */
export async function bikesOf(app: TestApp, numbers: readonly string[] = ['W1', 'W2', 'W3', 'BOLT', 'TYRE']) {
  const { owner } = app
  const branch = await branchOf(app)
  const { id: unitId } = await owner.catalog.createUnit({
    id: newId(),
    code: 'EA',
    name: 'Each',
    decimals: 0,
  })
  const item = async (number: string, fields: object = {}) => {
    const made = {
      id: newId<ItemId>(),
      number,
      name: `Item ${number}`,
      unitId,
      kind: 'nonStock',
      ...fields,
    } as const
    return (await owner.catalog.createItem(made)).id
  }
  const bike = await item('BIKE', { madeInHouse: true })
  const items = new Map<string, ItemId>([['BIKE', bike]])
  for (const number of numbers) items.set(number, await item(number, { madeInHouse: true }))
  const { items: reasons } = await owner.stages.listReasonCodes({ filter: { code: 'WEAR' } })
  const [reason] = reasons
  if (!reason) throw new Error('no reason code WEAR')
  const object = await objectOf(owner, { ...branch, bike }, 'S1')
  return { ...branch, unitId, bike, items, objectId: object.id, reasonId: reason.id } satisfies Bikes
}

/** A bike with a serial number. */
export function objectOf(
  owner: Client,
  { bike, customerId, siteId }: Pick<Bikes, 'bike' | 'customerId' | 'siteId'>,
  serialNumber: string,
) {
  return owner.objects.createObject({
    ...{ id: newId(), description: `Bike ${serialNumber}`, customerId, siteId, itemId: bike, serialNumber },
  })
}

/** The id of an item by its number. */
export function itemOf({ items }: Pick<Bikes, 'items'>, number: string): ItemId {
  const id = items.get(number)
  if (id === undefined) throw new Error(`no item ${number}`)
  return id
}

/** The relation of an object to a new order. */
export async function orderRelation(owner: Client, branch: Bikes, objectId = branch.objectId) {
  const order = await orderOf(owner, branch)
  const related = await owner.orders.addObjectRelation({
    ...{ id: newId(), orderId: order.id, expectedVersion: order.version, objectId },
  })
  const [relation] = related.objectRelations
  if (!relation) throw new Error('not related')
  return { order: related, relationId: relation.id }
}

interface Part {
  readonly item: string
  readonly quantity?: number
  readonly validFrom?: string
  readonly validTo?: string
  readonly parts?: readonly Part[]
}

/** A template of an item with its parts. */
export async function templateOf(owner: Client, branch: Bikes, parts: readonly Part[], item = 'BIKE') {
  const made = {
    id: newId(),
    source: 'manual',
    itemId: itemOf(branch, item),
    name: `Standard ${item}`,
  } as const
  let template = await owner.bom.createTemplate({ ...made, id: newId() })
  async function add(all: readonly Part[], parentLineId: (typeof template.lines)[number]['id'] | undefined) {
    for (const { item: number, parts: below = [], ...fields } of all) {
      const id = newId<NonNullable<typeof parentLineId>>()
      template = await owner.bom.addTemplateLine({
        ...{ id, templateId: template.id, expectedVersion: template.version, parentLineId, ...fields },
        itemId: itemOf(branch, number),
      })
      await add(below, id)
    }
  }
  await add(parts, undefined)
  return template
}

/** The list of the bike S1 on a new order, made from a template of these parts. */
export async function attached(
  owner: Client,
  branch: Bikes,
  parts: readonly Part[] = [{ item: 'W1' }],
  { at = longAgo, objectId = branch.objectId }: { at?: number; objectId?: Bikes['objectId'] } = {},
) {
  const template = await templateOf(owner, branch, parts)
  const { order, relationId } = await orderRelation(owner, branch, objectId)
  const { bom, leftOut } = await owner.bom.attachTemplate({
    ...{ id: newId(), relationId, templateId: template.id, at },
  })
  return { bom, leftOut, order, relationId, template }
}

export const bomRef = ({ id, version }: Pick<ServiceBom, 'id' | 'version'>) => ({
  bomId: id,
  expectedVersion: version,
})

/** The nodes of a list at a time. */
export async function nodesOf(
  owner: Client,
  bomId: ServiceBomId,
  time: Omit<StructureSubject, 'bomId'> = {},
) {
  return (await owner.bom.getStructure({ bomId, ...time })).nodes
}

/** `1.2 W1 111 x1000`, one a node. */
export function drawn(nodes: readonly StructureNode[]): string[] {
  return nodes.map(({ itemNumber, path, quantity, serialNumber }) =>
    [path, itemNumber, ...(serialNumber === undefined ? [] : [serialNumber]), `x${String(quantity)}`].join(
      ' ',
    ),
  )
}

/** The id of the node of a path. */
export async function lineAt(owner: Client, bomId: ServiceBomId, path: string): Promise<ServiceBomLineId> {
  const node = (await nodesOf(owner, bomId)).find((one) => one.path === path)
  if (!node) throw new Error(`no part at ${path}`)
  return node.lineId as ServiceBomLineId // of a list of an object
}

/** What a replacement says beside what it replaces. */
export function replacing(
  branch: Bikes,
  item: string,
  at: number,
  fields: Partial<Parameters<BomCall['replaceComponent']>[0]> = {},
) {
  return {
    id: newId<ServiceBomLineId>(),
    itemId: itemOf(branch, item),
    at,
    reasonId: branch.reasonId,
    ...fields,
  }
}
