import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import {
  attached,
  bikesOf,
  bomRef,
  itemOf,
  lineAt,
  longAgo,
  nodesOf,
  objectOf,
  type Bikes,
} from '../support/boms'

let app: TestApp
let branch: Bikes
beforeEach(async () => {
  app = setUp()
  branch = await bikesOf(app)
})
afterEach(() => app.close())

const of = (number: string) => itemOf(branch, number)

describe('templates in use', () => {
  it('R-09.01: a template that an object uses is locked, by the object’s number; nothing changes', async () => {
    const { bom, template } = await attached(app.owner, branch, [{ item: 'W1' }])
    const now = await app.owner.bom.getTemplate({ templateId: template.id })
    expect(now).toMatchObject({
      status: 'locked',
      objectCount: 1,
      usedBy: [{ objectNumber: bom.objectNumber }],
    })
    const ref = { templateId: template.id, expectedVersion: template.version }
    const lineId = now.lines[0]!.id
    const entries = app.entries()
    const locked = {
      ...{ code: 'TEMPLATE_LOCKED', data: { objects: [{ id: bom.objectId, number: bom.objectNumber }] } },
    }
    for (const refused of [
      app.owner.bom.addTemplateLine({ ...ref, itemId: of('W2') }),
      app.owner.bom.updateTemplateLine({ ...ref, lineId, patch: { quantity: 2000 } }),
      app.owner.bom.deleteTemplateLine({ ...ref, lineId }),
      app.owner.bom.updateTemplate({ ...ref, patch: { name: 'Other' } }),
    ])
      await expect(refused).rejects.toMatchObject(locked)
    await expect(app.owner.bom.deleteTemplate(ref)).rejects.toMatchObject({
      ...{ code: 'IN_USE', data: { counts: { serviceBom: 1 } } },
    })
    expect(app.entries()).toBe(entries)
    expect(await app.owner.bom.getTemplate({ templateId: template.id })).toEqual(now)

    // Example 1: the next version is free, and the object keeps the first.
    const next = await app.owner.bom.createTemplateVersion({ id: newId(), templateId: template.id })
    expect(next).toMatchObject({ templateVersion: 2, status: 'free', objectCount: 0 })
    await app.owner.bom.addTemplateLine({
      ...{ templateId: next.id, expectedVersion: next.version, itemId: of('W2') },
    })
    const { items } = await app.owner.bom.listTemplates({ filter: { status: ['locked'] } })
    expect(items.map(({ id }) => id)).toEqual([template.id])
  })

  it('R09-01: an act on a template is not undone once a list was copied from it', async () => {
    const { template } = await attached(app.owner, branch, [{ item: 'W1' }])
    const { items } = await app.owner.history.listEntries({ limit: 20 })
    const added = items.find(({ command }) => command === 'bom.addTemplateLine')!
    const created = items.find(({ command }) => command === 'bom.createTemplate')!
    await expect(app.owner.history.undoEntry({ entryId: added.id })).rejects.toMatchObject({
      code: 'TEMPLATE_LOCKED',
    })
    await expect(app.owner.history.undoEntry({ entryId: created.id })).rejects.toMatchObject({
      code: expect.stringMatching(/IN_USE|UNDO_CONFLICT/) as string,
    })
    expect((await app.owner.bom.getTemplate({ templateId: template.id })).lines).toHaveLength(1)
  })

  it('R09-03: a template is made from an object’s list as it was on a day', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const lineId = await lineAt(app.owner, bom.id, '1')
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId, itemId: of('W2'), quantity: 1000 },
      ...{ reasonId: branch.reasonId, at: Date.UTC(2026, 1, 10), children: 'keep' },
    })
    const from = (sourceDate?: string) =>
      app.owner.bom.createTemplate({
        ...{ id: newId(), source: 'serviceBom', sourceId: bom.id, sourceDate, itemId: branch.bike },
      })
    const parts = async (sourceDate?: string) =>
      (await from(sourceDate)).lines.map(({ itemNumber, path }) => `${path} ${itemNumber}`)
    expect(await parts('2026-02-09')).toEqual(['1 W1', '1.1 TYRE'])
    expect(await parts()).toEqual(['1 W2', '1.1 TYRE'])
    expect(await from()).toMatchObject({ sourceName: bom.objectNumber })
    await expect(from('2026-01-09')).rejects.toMatchObject({ code: 'NO_VALID_LINES' })
  })
})

describe('lists of objects', () => {
  it('R09-15: a list is exploded, and costs what its parts cost', async () => {
    const { bom } = await attached(app.owner, branch, [
      { item: 'W1', quantity: 2000, parts: [{ item: 'BOLT', quantity: 4000 }] },
    ])
    const { items, totals } = await app.owner.bom.getExplosion({ roots: [{ bomId: bom.id, quantity: 3000 }] })
    expect(items.map(({ isLeaf, itemNumber, quantity }) => [itemNumber, quantity, isLeaf])).toEqual([
      ['BOLT', 24_000, true],
      ['W1', 6000, false],
    ])
    expect(totals).toEqual([{ unit: 'EA', quantity: 24_000 }])
    await app.owner.catalog.setItemCost({
      ...{ id: newId(), itemId: of('BOLT'), currency: 'EUR', validFrom: '2026-01-01', unitCost: 1_2345 },
    })
    const rollup = await app.owner.bom.getCostRollup({ bomId: bom.id, method: 'leaf' })
    expect(rollup).toMatchObject({ exact: '98760', cost: { minor: 988, currency: 'EUR' }, zeroCostCount: 0 })
  })

  it('R09-14: the lists that name an item now or on a day, page by page, counted exactly', async () => {
    const boms = []
    for (const serial of ['S1', 'S2', 'S3']) {
      const object = serial === 'S1' ? { id: branch.objectId } : await objectOf(app.owner, branch, serial)
      boms.push((await attached(app.owner, branch, [{ item: 'W1' }], { objectId: object.id })).bom)
    }
    const [first] = boms
    const lineId = await lineAt(app.owner, first!.id, '1')
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(first!), lineId, itemId: of('W2'), quantity: 1000 },
      ...{ reasonId: branch.reasonId, at: Date.UTC(2026, 1, 10), children: 'drop' },
    })
    const used = (number: string, more: object = {}) =>
      app.owner.bom.listWhereUsed({ itemId: of(number), scope: 'services', ...more })
    const now = await used('W1')
    expect([now.direct, now.all, now.roots]).toEqual([2, 2, 2])
    expect(now.items.map(({ id, number, serialNumber }) => [id, number, serialNumber])).toEqual(
      boms.slice(1).map(({ id, objectNumber, serialNumber }) => [id, objectNumber, serialNumber]),
    )
    expect(now.items[0]).toMatchObject({ customerId: branch.customerId, quantity: 1000, unit: 'EA' })
    expect((await used('W2')).all).toBe(1)
    const then = await used('W1', { date: '2026-02-09', limit: 2 })
    expect([then.all, then.items.length]).toEqual([3, 2])
    const rest = await used('W1', { date: '2026-02-09', limit: 2, after: then.next })
    expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[boms[2]!.id], undefined])
    expect((await used('W1', { date: '2026-01-09' })).all).toBe(0)
    expect((await used('W2', { date: '2026-02-09' })).all).toBe(0)
  })

  it('R-09.26: a serial is found in a list, with what is above it', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const [wheel] = await nodesOf(app.owner, bom.id)
    const lineId = await lineAt(app.owner, bom.id, '1.1')
    await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), lineId, patch: { serialNumber: 'T-77' } },
      ...{ reasonId: branch.reasonId, at: longAgo + 1000 },
    })
    const { count, items } = await app.owner.bom.listStructureHits({ bomId: bom.id, text: 't-77' })
    expect([count, items]).toMatchObject([
      1,
      [{ path: '1.1', serialNumber: 'T-77', ancestorIds: [wheel!.lineId] }],
    ])
  })

  it('R09-13: lists of two objects are compared by their items', async () => {
    const left = await attached(app.owner, branch, [{ item: 'W1', quantity: 2000 }, { item: 'BOLT' }])
    const other = await objectOf(app.owner, branch, 'S2')
    const right = await attached(app.owner, branch, [{ item: 'TYRE' }, { item: 'W1' }], {
      objectId: other.id,
    })
    const { counts, items } = await app.owner.bom.getComparison({
      ...{ left: { bomId: left.bom.id }, right: { bomId: right.bom.id } },
    })
    expect(counts).toMatchObject({ added: 1, removed: 1, qtyChanged: 1, moved: 0, equal: 0 })
    expect(items.map(({ kind, path }) => [kind, path])).toEqual([
      ['added', '1'],
      ['qtyChanged', '2'],
      ['removed', '2'],
    ])
  })
})
