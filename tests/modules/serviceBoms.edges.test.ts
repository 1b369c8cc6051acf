import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { imported } from '../support/imports'
import {
  attached,
  bikesOf,
  bomRef,
  drawn,
  itemOf,
  lineAt,
  longAgo,
  nodesOf,
  objectOf,
  orderRelation,
  replacing,
  templateOf,
  type Bikes,
} from '../support/boms'

let app: TestApp
let branch: Bikes
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 6, 1, 8) })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

const at = (iso: string) => Date.parse(iso)
const said = () => ({ reasonId: branch.reasonId })

describe('answers', () => {
  it('conventions §5: each change answers the list with its next version', async () => {
    const template = await templateOf(app.owner, branch, [{ item: 'W1' }])
    const { relationId } = await orderRelation(app.owner, branch)
    const { bom } = app.owner
    const list = await bom.attachTemplate({ relationId, templateId: template.id, at: longAgo })
    expect(list).toMatchObject({ version: 1, objectId: branch.objectId, lineCount: 1 })
    const wheel = await lineAt(app.owner, list.id, '1')

    const june = { ...said(), at: at('2026-06-01T08:00Z') }
    const added = await bom.addComponent({
      ...{ ...bomRef(list), ...june, parentLineId: wheel, itemId: itemOf(branch, 'BOLT'), quantity: 4000 },
    })
    const bolts = await lineAt(app.owner, list.id, '1.1')
    const changed = await bom.changeComponent({ ...bomRef(added), ...june, lineId: bolts, quantity: 6000 })
    expect(changed.history).toMatchObject([{ action: 'changed', after: { quantity: 6000 } }])
    const replaced = await bom.replaceComponent({
      ...{ ...bomRef(changed), ...june, lineId: wheel, itemId: itemOf(branch, 'W2'), children: 'keep' },
    })
    const undone = await bom.undoChange({ ...bomRef(replaced), historyId: replaced.history.at(-1)!.id })
    const deleted = await bom.deleteComponent({ ...bomRef(undone), ...june, lineId: wheel })

    expect([added, changed, replaced, undone, deleted].map(({ id, version }) => [id, version])).toEqual(
      [2, 3, 4, 5, 6].map((version) => [list.id, version]),
    )
    expect(deleted).toMatchObject({ lineCount: 0, bom: { version: 6 } })
  })
})

describe('two times', () => {
  it('R09-12: late entries and what was taken back, as known at each time', async () => {
    app.clock.now = at('2026-02-01T08:00Z')
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }])
    const replace = async (item: string, from: string, recorded: string) => {
      app.clock.now = at(recorded)
      const list = await app.owner.bom.getServiceBom({ bomId: bom.id })
      return app.owner.bom.replaceComponent({
        ...{ ...bomRef(list), lineId: await lineAt(app.owner, bom.id, '1') },
        ...replacing(branch, item, at(from)),
      })
    }
    const first = await replace('W2', '2026-02-10T08:00Z', '2026-02-20T08:00Z')
    app.clock.now = at('2026-02-25T08:00Z')
    await app.owner.bom.undoChange({ ...bomRef(first.bom), historyId: first.history[0]!.id })
    await replace('W3', '2026-02-05T08:00Z', '2026-03-01T08:00Z')

    const wheel = async (date: string, known?: string) => {
      const time = { date, ...(known === undefined ? {} : { knownAt: at(known) }) }
      return (await nodesOf(app.owner, bom.id, time)).map(({ itemNumber }) => itemNumber)
    }
    expect(await wheel('2026-02-12', '2026-02-15T00:00Z')).toEqual(['W1'])
    expect(await wheel('2026-02-12', '2026-02-20T08:00Z')).toEqual(['W2'])
    expect(await wheel('2026-02-12', '2026-02-20T07:59Z')).toEqual(['W1'])
    expect(await wheel('2026-02-12', '2026-02-26T00:00Z')).toEqual(['W1'])
    expect(await wheel('2026-02-12', '2026-03-02T00:00Z')).toEqual(['W3'])
    expect(await wheel('2026-02-07', '2026-02-22T00:00Z')).toEqual(['W1'])
    expect(await wheel('2026-02-07')).toEqual(['W3'])
    expect(await wheel('2026-02-04')).toEqual(['W1'])
    const unknown = { bomId: bom.id, date: '2026-02-12', knownAt: at('2026-01-31T00:00Z') }
    expect(await app.owner.bom.getStructure(unknown)).toMatchObject({
      notice: 'DATE_BEFORE_ATTACH',
      nodes: [],
    })
    const early = { bomId: bom.id, date: '2026-01-09' }
    expect(await app.owner.bom.getStructure(early)).toMatchObject({ notice: 'DATE_BEFORE_ATTACH', nodes: [] })
  })

  it('R09-12: a day ends where the object stands, 25 hours long when the clock goes back', async () => {
    const { id: siteId } = await app.owner.customers.createSite({
      ...{ id: newId(), customerId: branch.customerId, name: 'NY', country: 'US', zone: 'America/New_York' },
    })
    const object = await objectOf(app.owner, { ...branch, siteId }, 'NY1')
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }], {
      ...{ objectId: object.id, at: at('2025-10-01T12:00Z') },
    })
    let list = bom
    for (const [item, from] of [
      ['W2', '2025-11-02T05:30Z'],
      ['W3', '2025-11-03T04:59:59.999Z'],
    ] as const) {
      const lineId = await lineAt(app.owner, list.id, '1')
      list = (
        await app.owner.bom.replaceComponent({
          ...bomRef(list),
          lineId,
          ...replacing(branch, item, at(from)),
        })
      ).bom
    }
    const on = async (date: string) => drawn(await nodesOf(app.owner, bom.id, { date }))
    expect([await on('2025-11-01'), await on('2025-11-02')]).toEqual([['1 W1 x1000'], ['1 W3 x1000']])
    expect(drawn(await nodesOf(app.owner, bom.id, { at: at('2025-11-03T04:59:59.998Z') }))).toEqual([
      '1 W2 x1000',
    ])
    const { counts, items } = await app.owner.bom.getComparison({
      ...{ left: { bomId: bom.id, date: '2025-11-01' }, right: { bomId: bom.id, date: '2025-11-02' } },
    })
    expect([counts.replaced, items.length]).toEqual([1, 1])
  })
})

describe('a part of a quantity', () => {
  it('R09-18: two of five, then one of the two; more than is live names what there is', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'BOLT', quantity: 5000 }])
    const replace = async (list: typeof bom, path: string, quantity: number, iso: string) =>
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(list), lineId: await lineAt(app.owner, list.id, path) },
        ...replacing(branch, 'BOLT', at(iso), { quantity }),
      })
    const two = await replace(bom, '1', 2000, '2026-06-01T08:00Z')
    expect(two.history).toMatchObject([
      {
        action: 'replaced',
        before: { quantity: 5000 },
        after: { quantity: 3000 },
        afterNew: { quantity: 2000 },
      },
    ])
    const one = await replace(two.bom, '2', 1000, '2026-06-02T08:00Z')
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 BOLT x3000', '2 BOLT x1000', '3 BOLT x1000'])
    const over = replace(one.bom, '1', 3001, '2026-06-03T08:00Z')
    await expect(over).rejects.toMatchObject({ code: 'UNIT_DECIMALS' })
    const many = replace(one.bom, '1', 4000, '2026-06-03T08:00Z')
    await expect(many).rejects.toMatchObject({
      ...{ code: 'BOM_QTY_EXCEEDED', data: { field: 'quantity', live: 3000 } },
    })
    const { items } = await app.owner.bom.getExplosion({ roots: [{ bomId: bom.id, quantity: 2000 }] })
    expect(items).toMatchObject([{ itemNumber: 'BOLT', quantity: 10_000, places: 3 }])
    expect(drawn(await nodesOf(app.owner, bom.id, { date: '2026-05-31' }))).toEqual(['1 BOLT x5000'])
    expect(drawn(await nodesOf(app.owner, bom.id, { date: '2026-06-01' }))).toEqual([
      '1 BOLT x3000',
      '2 BOLT x2000',
    ])
  })

  it('09 §4: a serial on two of one comes first, what is not live after it', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }])
    const call = app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', longAgo - 1, { quantity: 2000, serialNumber: '7', reasonId: undefined }),
    })
    await expect(call).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: {
        failures: [
          { code: 'REASON_REQUIRED', field: 'reasonId' },
          { code: 'BOM_TIME_ORDER', field: 'at' },
          { code: 'SERIAL_QTY', field: 'quantity' },
          { code: 'BOM_QTY_EXCEEDED', field: 'quantity', live: 1000 },
        ],
      },
    })
  })
})

describe('circles', () => {
  it('R09-10: at depth the whole path is named, also through what stays with a new part', async () => {
    const { bom } = await attached(app.owner, branch, [
      { item: 'W1', parts: [{ item: 'W2', parts: [{ item: 'W3' }] }] },
    ])
    const june = { ...said(), at: at('2026-06-01T08:00Z') }
    const below = async (path: string, item: string) =>
      app.owner.bom.addComponent({
        ...{ ...bomRef(bom), ...june, parentLineId: await lineAt(app.owner, bom.id, path) },
        itemId: itemOf(branch, item),
      })
    const circle = (path: string) => ({ code: 'BOM_CIRCULAR', data: { path } })
    await expect(below('1.1.1', 'BIKE')).rejects.toMatchObject(circle('BIKE > W1 > W2 > W3 > BIKE'))
    await expect(below('1.1.1', 'W2')).rejects.toMatchObject(circle('W2 > W3 > W2'))
    const kept = app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), ...june, lineId: await lineAt(app.owner, bom.id, '1.1') },
      ...{ itemId: itemOf(branch, 'W3'), children: 'keep' },
    })
    await expect(kept).rejects.toMatchObject(circle('W3 > W3'))
    expect((await below('1', 'W3')).bom.lineCount).toBe(4)
  })
})

describe('attaching', () => {
  it('R09-04: of two versions of a part that meet in a night the one of the local day is copied', async () => {
    const { bom, leftOut } = await attached(
      app.owner,
      branch,
      [
        { item: 'W1', validTo: '2026-03-31', parts: [{ item: 'TYRE' }] },
        { item: 'W1', validFrom: '2026-04-01', parts: [{ item: 'BOLT' }] },
      ],
      // 00:30 on 1 April in Oslo.
      { at: at('2026-03-31T22:30Z') },
    )
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['2 W1 x1000', '2.1 BOLT x1000'])
    expect(leftOut.map(({ path }) => path)).toEqual(['1', '1.1'])
    const { items } = await app.owner.bom.listHistory({ bomId: bom.id })
    expect(items.map(({ action, reasonId }) => [action, reasonId])).toEqual([
      ['copied', undefined],
      ['copied', undefined],
    ])
  })
})

describe('taking back', () => {
  it('R09-20: a change is taken back after the ones that came later, never before', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'BOLT' }] }])
    const lineId = await lineAt(app.owner, bom.id, '1')
    const one = await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), ...said(), at: at('2026-06-01T08:00Z'), lineId, patch: { remark: 'loose' } },
    })
    const two = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(one.bom), lineId, ...replacing(branch, 'W2', at('2026-06-02T08:00Z')) },
    })
    const [first, last] = [one.history[0]!, two.history.at(-1)!]
    const early = app.owner.bom.undoChange({ ...bomRef(two.bom), historyId: first.id })
    await expect(early).rejects.toMatchObject({ code: 'NOT_LATEST', data: { ids: [last.id] } })
    const back = await app.owner.bom.undoChange({ ...bomRef(two.bom), historyId: last.id })
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W1 x1000', '1.1 BOLT x1000'])
    const again = app.owner.bom.undoChange({ ...bomRef(back.bom), historyId: last.id })
    await expect(again).rejects.toMatchObject({ code: 'NOT_LATEST' })
    await app.owner.bom.undoChange({ ...bomRef(back.bom), historyId: first.id })
    const [wheel] = await nodesOf(app.owner, bom.id)
    expect(wheel?.remark).toBeUndefined()
    const { items } = await app.owner.bom.listHistory({ bomId: bom.id, isChangesOnly: true })
    expect(items.map(({ action }) => action)).toHaveLength(6)
  })
})

describe('units', () => {
  it('R09-17: what is measured otherwise than it is sold and stored becomes no order line and no stock', async () => {
    const { id: ounce } = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'OZ',
      name: 'Oz',
      decimals: 2,
    })
    const { id: paint } = await app.owner.catalog.createItem({
      ...{ id: newId(), number: 'PAINT', name: 'Paint', unitId: branch.unitId, kind: 'stock' },
    })
    const file =
      'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'
    await imported(app.owner, 'boms', `${file}\n1,BIKE,PAINT,,,OZ,1,8.00\n`)
    const { bom, order } = await attached(app.owner, branch, [{ item: 'W1' }])
    const june = { ...said(), at: at('2026-06-01T08:00Z') }
    const list = await app.owner.bom.addComponent({
      ...{ ...bomRef(bom), ...june, itemId: paint, unitId: ounce, quantity: 8000 },
    })
    const replace = async (more: object) =>
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(list), ...june, lineId: await lineAt(app.owner, bom.id, '2'), itemId: paint, ...more },
      })
    const { items: warehouses } = await app.owner.stock.listWarehouses({})
    const refused = [
      { createOrderLine: true, orderId: order.id, orderLine: { salesPrice: 10_000 } },
      { removedPart: { disposition: 'returnToStock', warehouseId: warehouses[0]!.id } },
    ]
    for (const more of refused)
      await expect(replace(more)).rejects.toMatchObject({
        code: 'UNIT_NOT_CONVERTIBLE',
        data: { unit: 'OZ' },
      })
    const done = await replace({ removedPart: { disposition: 'scrap' } })
    expect(done.removedPart).toMatchObject({ quantity: 8000, unit: 'OZ' })
  })
})

describe('moving', () => {
  it('R09-09, R09-14: all times go along, the old relation points on, a recall finds each part once', async () => {
    const { bom, relationId } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const changed = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1.1') },
      ...replacing(branch, 'TYRE', at('2026-06-01T08:00Z'), { batch: 'B-1', serialNumber: 'T-1' }),
    })
    const before = await app.owner.bom.listHistory({ bomId: bom.id })
    const target = await orderRelation(app.owner, branch)
    const moved = await app.owner.bom.moveServiceBom({
      ...bomRef(changed.bom),
      relationId: target.relationId,
    })
    expect(moved).toMatchObject({ id: bom.id, relationId: target.relationId, changeCount: 1 })
    expect(
      (await app.owner.bom.listHistory({ bomId: bom.id })).items.map(({ effectiveAt }) => effectiveAt),
    ).toEqual(before.items.map(({ effectiveAt }) => effectiveAt))
    expect(drawn(await nodesOf(app.owner, bom.id, { date: '2026-05-31' }))).toEqual([
      '1 W1 x1000',
      '1.1 TYRE x1000',
    ])
    const { items: lists } = await app.owner.bom.listServiceBoms({ filter: { objectId: [branch.objectId] } })
    expect(lists.find((one) => one.relationId === relationId)).toMatchObject({
      movedToId: bom.id,
      isReadOnly: true,
    })

    const third = await orderRelation(app.owner, branch)
    const copy = await app.owner.bom.copyServiceBom({ ...bomRef(moved), relationId: third.relationId })
    const recall = await app.owner.bom.listRecall({ itemId: itemOf(branch, 'TYRE'), batch: 'B-1' })
    expect([recall.count, recall.items.map(({ bomId }) => bomId)]).toEqual([1, [copy.id]])
    const change = app.owner.bom.deleteComponent({
      ...{ ...bomRef({ ...moved, version: moved.version + 1 }), ...said(), at: app.clock.now },
      lineId: await lineAt(app.owner, bom.id, '1'),
    })
    await expect(change).rejects.toMatchObject({ code: 'BOM_READ_ONLY' })
  })
})

describe('quantities and costs', () => {
  /** An item in a unit of three decimals. */
  async function metre(number: string) {
    const { items } = await app.owner.catalog.listUnits({ filter: { code: 'M' } })
    const unit =
      items[0] ?? (await app.owner.catalog.createUnit({ id: newId(), code: 'M', name: 'Metre', decimals: 3 }))
    return app.owner.catalog.createItem({
      ...{ id: newId(), number, name: number, unitId: unit.id, kind: 'nonStock', madeInHouse: true },
    })
  }
  async function cables() {
    const [cable, wire] = [await metre('CABLE'), await metre('WIRE')]
    const list = { ...branch, items: new Map([...branch.items, ['CABLE', cable.id], ['WIRE', wire.id]]) }
    return templateOf(app.owner, list, [
      { item: 'CABLE', quantity: 333, parts: [{ item: 'WIRE', quantity: 333 }] },
      {
        item: 'W1',
        quantity: 3000,
        parts: [
          { item: 'WIRE', quantity: 5 },
          { item: 'BOLT', quantity: 2000 },
        ],
      },
    ])
  }

  it('R09-15: fractions are multiplied in full and rounded once; units stay apart', async () => {
    const { id: templateId } = await cables()
    const { items, totals } = await app.owner.bom.getExplosion({ roots: [{ templateId, quantity: 7000 }] })
    // 7 × (0.333 × 0.333 + 3 × 0.005) = 0.881223
    expect(items.map(({ itemNumber, quantity }) => [itemNumber, quantity])).toEqual([
      ['BOLT', 42_000],
      ['CABLE', 2331],
      ['W1', 21_000],
      ['WIRE', 881],
    ])
    expect(totals).toEqual([
      { unit: 'EA', quantity: 42_000 },
      { unit: 'M', quantity: 881 },
    ])
  })

  it('R09-16: what has no cost is told; half a cent is rounded up, yen to whole ones', async () => {
    const { id: templateId } = await cables()
    const { items } = await app.owner.catalog.listItems({ filter: { number: 'WIRE' } })
    const cost = (itemId: typeof branch.bike, currency: string, unitCost: number) =>
      app.owner.catalog.setItemCost({ id: newId(), itemId, currency, validFrom: '2026-01-01', unitCost })
    await cost(items[0]!.id, 'EUR', 600_000)
    const rollup = (method: 'direct' | 'leaf', currency?: string) =>
      app.owner.bom.getCostRollup({ templateId, method, ...(currency === undefined ? {} : { currency }) })
    // 0.110889 × 60 + 0.015 × 60 = 7.55334
    expect(await rollup('leaf')).toMatchObject({
      ...{ exact: '75533.4', cost: { minor: 755, currency: 'EUR' }, nodeCount: 3, zeroCostCount: 1 },
      zeroCostItems: [{ itemNumber: 'BOLT' }],
    })
    expect(await rollup('direct')).toMatchObject({ cost: { minor: 0 }, nodeCount: 2, zeroCostCount: 2 })
    await cost(itemOf(branch, 'W1'), 'EUR', 50)
    expect(await rollup('direct')).toMatchObject({ exact: '150', cost: { minor: 2 }, zeroCostCount: 1 })
    await cost(itemOf(branch, 'W1'), 'JPY', 15_000)
    expect(await rollup('direct', 'JPY')).toMatchObject({ cost: { minor: 5, currency: 'JPY' } })
  })
})
