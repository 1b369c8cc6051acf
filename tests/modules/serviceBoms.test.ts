import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BomHistoryId, ServiceBomLineId } from '../../electron/shared/contract/id'
import { setUp, newId, type TestApp } from '../support/app'
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
const july = Date.UTC(2026, 6, 1, 8)
beforeEach(async () => {
  app = setUp({ now: july })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

const history = async (bomId: Awaited<ReturnType<typeof attached>>['bom']['id']) =>
  (await app.owner.bom.listHistory({ bomId, isChangesOnly: true })).items

describe('attaching', () => {
  it('R-09.03: attaching a template of 89 lines makes 89 `copied` entries in one transaction', async () => {
    const parts = Array.from({ length: 89 }, () => ({ item: 'BOLT' }))
    const template = await templateOf(app.owner, branch, parts)
    const { relationId } = await orderRelation(app.owner, branch)
    const entries = app.entries()

    const { bom, leftOut } = await app.owner.bom.attachTemplate({
      ...{ id: newId(), relationId, templateId: template.id, at: longAgo },
    })

    expect(app.entries()).toBe(entries + 1)
    expect([bom.lineCount, bom.changeCount, leftOut]).toEqual([89, 0, []])
    const { items } = await app.owner.bom.listHistory({ bomId: bom.id, limit: 500 })
    expect(items.map(({ action }) => action)).toEqual(Array.from({ length: 89 }, () => 'copied'))
    expect(items.map(({ number }) => number)).toEqual(Array.from({ length: 89 }, (_, n) => 89 - n))
  })

  it('R-09.04: a second attach to the relation is refused and leaves no trace', async () => {
    const { bom, relationId, template } = await attached(app.owner, branch)
    const entries = app.entries()
    const again = app.owner.bom.attachTemplate({
      ...{ id: newId(), relationId, templateId: template.id, at: longAgo },
    })
    await expect(again).rejects.toMatchObject({ code: 'BOM_ALREADY_ATTACHED', data: { ids: [bom.id] } })
    expect(app.entries()).toBe(entries)
  })

  it('R09-04: parts that are not valid on the local day are left out with what hangs on them, and listed', async () => {
    // 2026-01-09T23:30Z is the 10th in Oslo.
    const { bom, leftOut } = await attached(
      app.owner,
      branch,
      [
        { item: 'W1', validFrom: '2026-01-10' },
        { item: 'W2', validTo: '2026-01-09', parts: [{ item: 'TYRE' }] },
      ],
      { at: Date.UTC(2026, 0, 9, 23, 30) },
    )
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W1 x1000'])
    expect(leftOut.map(({ itemNumber, path }) => `${path} ${itemNumber}`)).toEqual(['2 W2', '2.1 TYRE'])
  })

  it('09 §4: no valid line, a day ahead, a template of another item unless confirmed', async () => {
    const { relationId } = await orderRelation(app.owner, branch)
    const template = await templateOf(app.owner, branch, [{ item: 'W1', validTo: '2025-12-31' }])
    const other = await templateOf(app.owner, branch, [{ item: 'TYRE' }], 'W1')
    const attach = (templateId: typeof template.id, at = longAgo, given: object = {}) =>
      app.owner.bom.attachTemplate({ id: newId(), relationId, templateId, at, ...given })
    await expect(attach(template.id)).rejects.toMatchObject({ code: 'NO_VALID_LINES' })
    await expect(attach(other.id, july + 1, { confirmed: true })).rejects.toMatchObject({
      code: 'DATE_IN_FUTURE',
    })
    await expect(attach(other.id)).rejects.toMatchObject({
      ...{ code: 'TEMPLATE_ITEM_MISMATCH', data: { level: 'warning' } },
    })
    const { bom } = await attach(other.id, longAgo, { confirmed: true })
    expect([bom.itemNumber, bom.serialNumber]).toEqual(['BIKE', 'S1'])
  })

  it('09 §4: a template of an item of another category is refused, confirmed or not; of the same one it is warned of', async () => {
    const { owner } = app
    const { relationId } = await orderRelation(owner, branch)
    const { id: templateId } = await templateOf(owner, branch, [{ item: 'TYRE' }], 'W1')
    const category = async (code: string) =>
      (await owner.catalog.createItemCategory({ id: newId(), code, name: code })).id
    const put = async (itemId: typeof branch.bike, categoryId: Awaited<ReturnType<typeof category>>) => {
      const { version } = await owner.catalog.getItem({ itemId })
      await owner.catalog.updateItem({ itemId, expectedVersion: version, patch: { categoryId } })
    }
    const bikes = await category('BIKES')
    const parts = await category('PARTS')
    const attach = (confirmed?: boolean) =>
      owner.bom.attachTemplate({ id: newId(), relationId, templateId, at: longAgo, confirmed })
    const level = async (confirmed?: boolean) =>
      attach(confirmed).then(
        () => 'attached',
        (error: unknown) => (error as { data: { level?: string } }).data.level, // of the only refusal
      )

    await put(branch.bike, bikes)
    expect(await level()).toBe('warning')
    await put(itemOf(branch, 'W1'), parts)
    expect([await level(), await level(true)]).toEqual(['error', 'error'])
    await put(itemOf(branch, 'W1'), bikes)
    expect([await level(), await level(true)]).toEqual(['warning', 'attached'])
  })

  it('R-09.02: once its only list is deleted, the template is free again', async () => {
    const { bom, template } = await attached(app.owner, branch)
    const status = async () => (await app.owner.bom.getTemplate({ templateId: template.id })).status
    expect(await status()).toBe('locked')
    await app.owner.bom.deleteServiceBom(bomRef(bom))
    expect(await status()).toBe('free')
    await expect(app.owner.bom.getServiceBom({ bomId: bom.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('time travel', () => {
  const first = Date.UTC(2026, 2, 29, 0, 30)
  const second = Date.UTC(2026, 5, 1, 10)
  const serialOn = async (bomId: Awaited<ReturnType<typeof attached>>['bom']['id'], time: object) =>
    (await app.owner.bom.getStructure({ bomId, ...time })).nodes.map(({ serialNumber }) => serialNumber)

  async function travelled() {
    let { bom } = await attached(app.owner, branch)
    const wheel = () => lineAt(app.owner, bom.id, '1')
    const change = { reasonId: branch.reasonId, at: longAgo, patch: { serialNumber: '111' } }
    bom = (await app.owner.bom.changeComponent({ ...bomRef(bom), lineId: await wheel(), ...change })).bom
    for (const [item, at, serialNumber] of [
      ['W2', first, '222'],
      ['W3', second, '333'],
    ] as const)
      bom = (
        await app.owner.bom.replaceComponent({
          ...{ ...bomRef(bom), lineId: await wheel() },
          ...replacing(branch, item, at, { serialNumber }),
        })
      ).bom
    return bom
  }

  it('R-09.05: all six answers of example 2 hold', async () => {
    const { id } = await travelled()
    expect(await serialOn(id, { date: '2026-03-28' })).toEqual(['111'])
    expect(await serialOn(id, { date: '2026-03-29' })).toEqual(['222'])
    expect(await serialOn(id, { at: first - 1000 })).toEqual(['111'])
    expect(await serialOn(id, { at: first })).toEqual(['222'])
    expect(await serialOn(id, { date: '2026-06-01' })).toEqual(['333'])
    const before = await app.owner.bom.getStructure({ bomId: id, date: '2026-01-09' })
    expect(before).toMatchObject({ nodes: [], notice: 'DATE_BEFORE_ATTACH' })
  })

  it('R-09.06: what was entered late was so, and was not known before (example 3)', async () => {
    app.close()
    app = setUp({ now: longAgo })
    branch = await bikesOf(app)
    const { bom } = await attached(app.owner, branch)
    const { bom: with111 } = await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), patch: { serialNumber: '111' } },
      ...{ reasonId: branch.reasonId, at: longAgo },
    })
    app.clock.now = Date.UTC(2026, 3, 5, 8)
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(with111), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', first, { serialNumber: '222' }),
    })
    expect(await serialOn(bom.id, { date: '2026-03-30' })).toEqual(['222'])
    expect(await serialOn(bom.id, { date: '2026-03-30', knownAt: Date.UTC(2026, 3, 1) })).toEqual(['111'])
  })

  it('R09-12: two times of a list differ in what happened between them; the marks say when', async () => {
    const { id: bomId } = await travelled()
    const { counts, items } = await app.owner.bom.getComparison({
      ...{ left: { bomId, date: '2026-03-28' }, right: { bomId, date: '2026-06-01' } },
    })
    expect([counts.replaced, items.length]).toEqual([1, 1])
    expect([items[0]?.left?.serialNumber, items[0]?.right?.serialNumber]).toEqual(['111', '333'])
    const { items: marks } = await app.owner.bom.listMarks({ bomId })
    expect(marks.map(({ at }) => at)).toEqual([longAgo, first, second])
  })
})

describe('changes', () => {
  it('09 §2.3: the history of a place is read with what was copied, or without', async () => {
    const { bom } = await attached(app.owner, branch)
    const lineId = await lineAt(app.owner, bom.id, '1')
    const { bom: changed } = await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), lineId, patch: { remark: 'Bent' } },
      ...{ at: longAgo, reasonId: branch.reasonId },
    })
    const actions = async (isChangesOnly?: boolean) =>
      (await app.owner.bom.listHistory({ bomId: changed.id, lineId, isChangesOnly })).items.map(
        ({ action }) => action,
      )
    expect(await actions()).toEqual(['changed', 'copied'])
    expect(await actions(true)).toEqual(['changed'])
  })

  it('R-09.07: a change without reason is refused, no entry is written', async () => {
    const { bom } = await attached(app.owner, branch)
    const lineId = await lineAt(app.owner, bom.id, '1')
    const at = Date.UTC(2026, 5, 1)
    const refused = [
      app.owner.bom.deleteComponent({ ...bomRef(bom), lineId, at }),
      app.owner.bom.changeComponent({ ...bomRef(bom), lineId, at, patch: { quantity: 2000 } }),
      app.owner.bom.addComponent({ ...bomRef(bom), id: newId(), at, itemId: itemOf(branch, 'W2') }),
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(bom), lineId, ...replacing(branch, 'W2', at), reasonId: undefined },
      }),
    ]
    for (const one of refused) await expect(one).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    expect(await history(bom.id)).toEqual([])
  })

  it('R-09.08: a change effective before the latest change of the line is refused', async () => {
    const { bom } = await attached(app.owner, branch)
    const lineId = await lineAt(app.owner, bom.id, '1')
    const at = Date.UTC(2026, 3, 1)
    const change = { lineId, reasonId: branch.reasonId }
    const done = await app.owner.bom.changeComponent({
      ...bomRef(bom),
      ...change,
      at,
      patch: { remark: 'Scratched' },
    })
    const earlier = app.owner.bom.deleteComponent({ ...bomRef(done.bom), ...change, at: at - 1 })
    await expect(earlier).rejects.toMatchObject({ code: 'BOM_TIME_ORDER', data: { field: 'at', after: at } })
    const ahead = app.owner.bom.deleteComponent({ ...bomRef(done.bom), ...change, at: july + 1 })
    await expect(ahead).rejects.toMatchObject({ code: 'BOM_TIME_ORDER' })
    const beforeAttach = app.owner.bom.addComponent({
      ...{ ...bomRef(done.bom), id: newId(), itemId: itemOf(branch, 'W2'), reasonId: branch.reasonId },
      at: longAgo - 1,
    })
    await expect(beforeAttach).rejects.toMatchObject({ code: 'BOM_TIME_ORDER', data: { after: longAgo } })
  })

  it('R09-06: a part does not go before what hung on it went, nor is it taken back', async () => {
    const { bom } = await attached(app.owner, branch)
    const [added, removed] = [Date.UTC(2026, 3, 1), Date.UTC(2026, 3, 20)]
    const { reasonId } = branch
    const parentId = newId<ServiceBomLineId>()
    const id = newId<ServiceBomLineId>()
    const itemId = itemOf(branch, 'W2')
    const parent = await app.owner.bom.addComponent({
      ...{ ...bomRef(bom), id: parentId, itemId, reasonId, at: added },
    })
    const part = await app.owner.bom.addComponent({
      ...{ ...bomRef(parent.bom), id, itemId: itemOf(branch, 'BOLT'), reasonId, at: added },
      parentLineId: parentId,
    })
    const done = await app.owner.bom.deleteComponent({
      ...{ ...bomRef(part.bom), lineId: id, reasonId, at: removed },
    })
    const late = { code: 'BOM_TIME_ORDER', data: { field: 'at', ids: [id], after: removed } }
    const out = { ...bomRef(done.bom), lineId: parentId, reasonId, at: removed - 1 }
    await expect(app.owner.bom.deleteComponent(out)).rejects.toMatchObject(late)
    await expect(app.owner.bom.replaceComponent({ ...out, id: newId(), itemId })).rejects.toMatchObject(late)
    const [entry] = parent.history
    const undo = { ...bomRef(done.bom), historyId: entry?.id ?? newId<BomHistoryId>() }
    await expect(app.owner.bom.undoChange(undo)).rejects.toMatchObject({ code: 'NOT_LATEST' })
    await app.owner.bom.deleteComponent({ ...out, at: removed })
  })

  it('R-09.09: example 4: one of four bolts; both lines together are four; more than is live is refused', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'BOLT', quantity: 4000 }])
    const lineId = await lineAt(app.owner, bom.id, '1')
    const at = Date.UTC(2026, 5, 1)
    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId, ...replacing(branch, 'BOLT', at, { quantity: 1000 }) },
    })
    const nodes = await nodesOf(app.owner, bom.id)
    expect(drawn(nodes)).toEqual(['1 BOLT x3000', '2 BOLT x1000'])
    expect(nodes.reduce((sum, { totalQuantity }) => sum + totalQuantity, 0)).toBe(4000)
    expect(done.history).toMatchObject([
      { action: 'replaced', afterNew: { quantity: 1000 }, after: { quantity: 3000 } },
    ])
    const over = app.owner.bom.replaceComponent({
      ...{ ...bomRef(done.bom), lineId, ...replacing(branch, 'BOLT', at, { quantity: 4000 }) },
    })
    await expect(over).rejects.toMatchObject({ code: 'BOM_QTY_EXCEEDED', data: { live: 3000 } })
    expect(drawn(await nodesOf(app.owner, bom.id, { at: at - 1 }))).toEqual(['1 BOLT x4000'])
  })

  it('R-09.11: a serial is live in one place; taken out there, it may go in here', async () => {
    const { bom } = await attached(app.owner, branch)
    const second = await objectOf(app.owner, branch, 'S2')
    const other = await attached(app.owner, branch, [{ item: 'W2' }], { objectId: second.id })
    const said = { reasonId: branch.reasonId, at: Date.UTC(2026, 5, 1) }
    const lineId = await lineAt(app.owner, bom.id, '1')
    const with111 = await app.owner.bom.changeComponent({
      ...bomRef(bom),
      lineId,
      ...said,
      patch: { serialNumber: '111' },
    })
    const add = (version: number) =>
      app.owner.bom.addComponent({
        ...{
          bomId: other.bom.id,
          expectedVersion: version,
          id: newId(),
          itemId: itemOf(branch, 'W1'),
          ...said,
        },
        serialNumber: '111',
      })
    await expect(add(other.bom.version)).rejects.toMatchObject({
      ...{ code: 'SERIAL_IN_USE', data: { objectSerial: 'S1', bomId: bom.id, objectId: branch.objectId } },
    })
    await app.owner.bom.deleteComponent({ ...bomRef(with111.bom), lineId, ...said })
    expect((await add(other.bom.version)).history).toMatchObject([
      { action: 'added', after: { serialNumber: '111' } },
    ])
  })

  it('R-09.12: a serial stands for one piece', async () => {
    const { bom } = await attached(app.owner, branch)
    const add = app.owner.bom.addComponent({
      ...{ ...bomRef(bom), id: newId(), itemId: itemOf(branch, 'W2'), quantity: 2000, serialNumber: '222' },
      ...{ reasonId: branch.reasonId, at: july },
    })
    await expect(add).rejects.toMatchObject({ code: 'SERIAL_QTY' })
  })
})
