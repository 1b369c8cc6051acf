import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceBomLineId } from '../../electron/shared/contract/id'
import { setUp, newId, type TestApp } from '../support/app'
import { imported } from '../support/imports'
import {
  attached,
  bikesOf,
  bomRef,
  itemOf,
  lineAt,
  nodesOf,
  orderRelation,
  type Bikes,
} from '../support/boms'

let app: TestApp
let branch: Bikes
const july = Date.UTC(2026, 6, 1, 8)
const june = Date.UTC(2026, 5, 1, 8)
beforeEach(async () => {
  app = setUp({ now: july })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

/** A manager of another office only. */
async function elsewhere() {
  const { id: officeId } = await app.owner.people.createOffice({
    ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
  })
  const manager = await app.as('serviceManager')
  const { items } = await app.owner.people.listUsers({ filter: { login: 'test.serviceManager' } })
  const [user] = items
  await app.owner.people.setRoles({
    ...{ userId: user?.id ?? newId(), expectedVersion: user?.version ?? 0 },
    ...{ roles: ['serviceManager'], officeIds: [officeId] },
  })
  return manager
}

describe('lists of other offices', () => {
  it('conventions §8: no change of a list of another office', async () => {
    const { bom } = await attached(app.owner, branch)
    const manager = await elsewhere()
    const lineId = await lineAt(app.owner, bom.id, '1')
    const said = { ...bomRef(bom), at: june, reasonId: branch.reasonId }
    const itemId = itemOf(branch, 'W2')
    const entries = app.entries()
    for (const refused of [
      manager.bom.addComponent({ ...said, itemId }),
      manager.bom.changeComponent({ ...said, lineId, patch: { remark: 'Bent' } }),
      manager.bom.deleteComponent({ ...said, lineId }),
      manager.bom.replaceComponent({ ...said, lineId, itemId }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(app.entries()).toBe(entries)
  })

  it('conventions §7: lists of the own offices only are read, counted and recalled', async () => {
    const { bom } = await attached(app.owner, branch)
    const itemId = itemOf(branch, 'W1')
    const { bom: changed } = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), itemId, at: june },
      ...{ reasonId: branch.reasonId, removedPart: { disposition: 'scrap' } },
    })
    const read = async ({ bom: call }: TestApp['owner']) => [
      (await call.listServiceBoms({ withCount: true })).count,
      (await call.listObjectBoms({ objectId: branch.objectId })).items.length,
      (await call.listRemovedParts({ withCount: true })).count,
      (await call.listRecall({ itemId })).count,
      (await call.listRecall({ itemId })).items.length,
      (await call.listWhereUsed({ itemId, scope: 'services' })).all,
      (await call.listWhereUsed({ itemId, scope: 'services', date: '2026-05-01' })).items.length,
    ]
    expect(await read(app.owner)).toEqual([1, 1, 1, 1, 1, 1, 1])
    const manager = await elsewhere()
    expect(await read(manager)).toEqual([0, 0, 0, 0, 0, 0, 0])
    const bomId = changed.id
    for (const refused of [
      manager.bom.getServiceBom({ bomId }),
      manager.bom.getStructure({ bomId }),
      manager.bom.listHistory({ bomId }),
      manager.bom.listMarks({ bomId }),
      manager.bom.listStructureHits({ bomId, text: 'W1' }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('parts said twice, and in units of their own', () => {
  it('conventions §7: a template counts the objects of all offices, and names those of the own; so does a refusal', async () => {
    const { bom, template } = await attached(app.owner, branch)
    const manager = await elsewhere()
    const { id: templateId, version: expectedVersion } = template
    const said = async ({ bom: call }: TestApp['owner']) => {
      const { objectCount, usedBy } = await call.getTemplate({ templateId })
      return { objectCount, usedBy: usedBy.map(({ objectNumber }) => objectNumber) }
    }
    const change = ({ bom: call }: TestApp['owner']) =>
      call.updateTemplate({ templateId, expectedVersion, patch: { name: 'Other' } })

    expect(await said(app.owner)).toEqual({ objectCount: 1, usedBy: [bom.objectNumber] })
    await expect(change(app.owner)).rejects.toMatchObject({
      ...{ code: 'TEMPLATE_LOCKED', data: { count: 1, objects: [{ number: bom.objectNumber }] } },
    })
    expect(await said(manager)).toEqual({ objectCount: 1, usedBy: [] })
    await expect(change(manager)).rejects.toMatchObject({
      ...{ code: 'TEMPLATE_LOCKED', data: { count: 1, objects: [], ids: [] } },
    })
  })

  it('conventions §7: the time line of an object has the part changes of the own offices only', async () => {
    const { bom } = await attached(app.owner, branch)
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), itemId: itemOf(branch, 'W2') },
      ...{ at: june, reasonId: branch.reasonId },
    })
    const changes = async ({ objects }: TestApp['owner']) =>
      (await objects.getObjectHistory({ objectId: branch.objectId })).partChanges.length
    expect([await changes(app.owner), await changes(await elsewhere())]).toEqual([1, 0])
  })

  it('conventions §2: a repeated part is one part; the same id with other content is taken', async () => {
    const { bom } = await attached(app.owner, branch)
    const said = { ...bomRef(bom), at: june, reasonId: branch.reasonId }
    const added = { ...said, id: newId<ServiceBomLineId>(), itemId: itemOf(branch, 'W2'), quantity: 2000 }
    const first = await app.owner.bom.addComponent(added)
    const entries = app.entries()
    expect(await app.owner.bom.addComponent(added)).toEqual(first)
    for (const other of [{ quantity: 3000 }, { at: june + 1 }, { itemId: itemOf(branch, 'W3') }])
      await expect(app.owner.bom.addComponent({ ...added, ...other })).rejects.toMatchObject({
        code: 'ID_TAKEN',
      })
    const replace = { ...added, ...bomRef(first.bom), lineId: await lineAt(app.owner, bom.id, '1') }
    await expect(app.owner.bom.replaceComponent(replace)).rejects.toMatchObject({ code: 'ID_TAKEN' })
    const swap = { ...replace, id: newId<ServiceBomLineId>(), quantity: 1000 }
    const done = await app.owner.bom.replaceComponent(swap)
    expect((await app.owner.bom.replaceComponent(swap)).history).toEqual(done.history)
    await expect(app.owner.bom.replaceComponent({ ...swap, serialNumber: '7' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
    expect(app.entries()).toBe(entries + 1)
  })

  it('09 §2.2: a part in a unit of the item BOM is changed, replaced and added in it', async () => {
    const { id: ounce } = await app.owner.catalog.createUnit({
      ...{ id: newId(), code: 'OZ', name: 'Ounce', decimals: 2 },
    })
    const header =
      'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'
    await imported(app.owner, 'boms', `${header}\n1,BIKE,BOLT,,,OZ,1,1.50\n`)
    const itemId = itemOf(branch, 'BOLT')
    const template = await app.owner.bom.createTemplate({
      ...{ id: newId(), source: 'itemBom', itemId: branch.bike },
    })
    const { relationId } = await orderRelation(app.owner, branch)
    const { bom } = await app.owner.bom.attachTemplate({ relationId, templateId: template.id, at: june })
    const said = { at: june, reasonId: branch.reasonId }
    const lineId = await lineAt(app.owner, bom.id, '1')
    const changed = await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), ...said, lineId, patch: { quantity: 1750 } },
    })
    const replaced = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(changed.bom), ...said, lineId, itemId },
    })
    await app.owner.bom.addComponent({
      ...{ ...bomRef(replaced.bom), ...said, itemId, unitId: ounce, quantity: 250 },
    })
    const nodes = await nodesOf(app.owner, bom.id)
    expect(nodes.map(({ quantity, unit }) => [quantity, unit])).toEqual([
      [1750, 'OZ'],
      [250, 'OZ'],
    ])
  })

  it('R09-09: things without a serial are not the same thing', async () => {
    const plain = (description: string) =>
      app.owner.objects.createObject({
        ...{ id: newId(), description, customerId: branch.customerId, siteId: branch.siteId },
        itemId: branch.bike,
      })
    const { bom } = await attached(app.owner, branch, undefined, { objectId: (await plain('One')).id })
    const { relationId } = await orderRelation(app.owner, branch, (await plain('Two')).id)
    await expect(app.owner.bom.moveServiceBom({ ...bomRef(bom), relationId })).rejects.toMatchObject({
      code: 'BOM_OBJECT_MISMATCH',
    })
  })
})
