import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import type { ServiceBom } from '../../electron/shared/contract/serviceBoms'
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
import { refOf } from '../support/orders'

let app: TestApp
let branch: Bikes
const july = Date.UTC(2026, 6, 1, 8)
const june = Date.UTC(2026, 5, 1, 8)
beforeEach(async () => {
  app = setUp({ now: july })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

const priced = (item: string) =>
  app.owner.catalog.setItemPrice({
    ...{ id: newId(), itemId: itemOf(branch, item), currency: 'NOK', validFrom: '2020-01-01' },
    unitPrice: 1_000_000,
  })
const orderOf = (orderId: ServiceBom['orderId']) => app.owner.orders.getOrder({ orderId: orderId! })
const counts = () =>
  ['bom_history', 'service_order_line', 'removed_part', 'stock_transaction'].map((table) =>
    app.db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get(),
  )
const changesOf = async (bomId: ServiceBom['id'], client: Client = app.owner) =>
  (await client.bom.listHistory({ bomId, isChangesOnly: true })).items
const warehouse = async () =>
  (
    await app.owner.stock.createWarehouse({
      ...{
        id: newId(),
        code: 'MAIN2',
        name: 'Main',
        officeId: (await app.owner.session.getSession()).officeId,
      },
    })
  ).id
const stocked = async (number: string, fields: object = {}) =>
  (
    await app.owner.catalog.createItem({
      ...{ id: newId(), number, name: number, unitId: branch.unitId, kind: 'stock', ...fields },
    })
  ).id

describe('replacing', () => {
  it('R-09.23: entry, order line and removed part come together', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const entries = app.entries()

    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', june, { serialNumber: '222', orderId: order.id, createOrderLine: true }),
      removedPart: { disposition: 'scrap', remark: 'Bent' },
    })

    expect(app.entries()).toBe(entries + 1)
    expect(done.history).toMatchObject([
      {
        action: 'replaced',
        itemNumber: 'W1',
        newItemNumber: 'W2',
        orderId: order.id,
        reasonName: 'Worn out',
      },
    ])
    const { lines } = await orderOf(order.id)
    expect(lines).toMatchObject([
      {
        id: done.orderLineId,
        type: 'item',
        itemId: itemOf(branch, 'W2'),
        actualQty: 1000,
        salesPrice: 1_000_000,
      },
    ])
    expect(done.removedPart).toMatchObject({
      itemNumber: 'W1',
      quantity: 1000,
      disposition: 'scrap',
      remark: 'Bent',
    })
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W2 222 x1000'])
    const { items } = await app.owner.bom.listRemovedParts({ filter: { objectId: [branch.objectId] } })
    expect(items).toEqual([done.removedPart])
  })

  it('R09-17: what replaces a part within its own warranty is proposed as not chargeable', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const part = async () => ({
      ...{ lineId: await lineAt(app.owner, bom.id, '1') },
      ...bomRef(await app.owner.bom.getServiceBom({ bomId: bom.id })),
    })
    const change = { at: june - 1, reasonId: branch.reasonId }
    await app.owner.bom.changeComponent({ ...(await part()), ...change, patch: { warrantyMonths: 600 } })
    const repair = await app.owner.repair.createLine({ id: newId(), orderId: order.id, reportedAt: june })
    expect(repair.warrantyVerdict).toBe('none')

    const done = await app.owner.bom.replaceComponent({
      ...(await part()),
      ...replacing(branch, 'W2', june, { repairLineId: repair.id, createOrderLine: true }),
    })

    const { lines } = await orderOf(order.id)
    expect(lines).toMatchObject([
      { id: done.orderLineId, repairLineId: repair.id, salesAmount: { minor: 0 } },
    ])
    expect(await app.owner.repair.getLine({ lineId: repair.id })).toMatchObject({ warrantyVerdict: 'part' })
  })

  it('R-09.23: with a failure on the order line none of the three exists', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const before = counts()
    const replace = async () =>
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
        ...replacing(branch, 'W2', june, { orderId: order.id, createOrderLine: true }),
        removedPart: { disposition: 'scrap' },
      })
    app.db.exec(`CREATE TEMP TRIGGER no_line BEFORE INSERT ON service_order_line
      BEGIN SELECT RAISE(ABORT, 'the disk gave up'); END`)
    await expect(replace()).rejects.toThrow()
    expect(counts()).toEqual(before)
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W1 x1000'])
    app.db.exec('DROP TRIGGER no_line')
    await replace()
    expect(counts()).not.toEqual(before)
    expect(() => {
      app.close()
    }).toThrow()
    app = setUp()
  })

  it('09 §4: no price on a chargeable line, an object that is not on the order, no order', async () => {
    const { bom } = await attached(app.owner, branch)
    const { order } = await orderRelation(app.owner, branch)
    const stranger = await objectOf(app.owner, branch, 'S9')
    const elsewhere = await orderRelation(app.owner, branch, stranger.id)
    const lineId = await lineAt(app.owner, bom.id, '1')
    const replace = (fields: object) =>
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(bom), lineId, ...replacing(branch, 'W2', june), createOrderLine: true, ...fields },
      })
    const before = counts()
    await expect(replace({ orderId: order.id })).rejects.toMatchObject({ code: 'PRICE_MISSING' })
    await expect(replace({ orderId: elsewhere.order.id })).rejects.toMatchObject({
      code: 'OBJECT_NOT_ON_ORDER',
    })
    await expect(replace({})).rejects.toMatchObject({ code: 'REQUIRED', data: { field: 'orderId' } })
    expect(counts()).toEqual(before)
    const given = await replace({ orderId: order.id, orderLine: { salesPrice: 5_000_000 } })
    expect((await orderOf(order.id)).lines).toMatchObject([{ id: given.orderLineId, salesPrice: 5_000_000 }])
  })

  it('R-09.24: a posted order is locked', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const replace = (from: ServiceBom, lineId: Parameters<Client['bom']['deleteComponent']>[0]['lineId']) =>
      app.owner.bom.replaceComponent({
        ...{
          ...bomRef(from),
          lineId,
          ...replacing(branch, 'W2', june, { orderId: order.id, createOrderLine: true }),
        },
      })
    const done = await replace(bom, await lineAt(app.owner, bom.id, '1'))
    const { version } = await orderOf(order.id)
    await app.owner.orders.postOrder({ orderId: order.id, expectedVersion: version, date: '2026-07-01' })
    const again = replace(done.bom, await lineAt(app.owner, bom.id, '1'))
    await expect(again).rejects.toMatchObject({ code: 'ORDER_LOCKED', data: { id: order.id } })
    const [entry] = done.history
    const undone = app.owner.bom.undoChange({ ...bomRef(done.bom), historyId: entry!.id })
    await expect(undone).rejects.toMatchObject({ code: 'ALREADY_POSTED' })
  })

  it('09 §2.3: the history of a list is read for one repair', async () => {
    const { bom, order } = await attached(app.owner, branch, [{ item: 'W1' }, { item: 'BOLT' }])
    const line = await app.owner.repair.createLine({ id: newId(), orderId: order.id })
    const { bom: changed } = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', june, { repairLineId: line.id }),
    })
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(changed), lineId: await lineAt(app.owner, bom.id, '2') },
      ...replacing(branch, 'W3', june),
    })
    const { items } = await app.owner.bom.listHistory({ bomId: bom.id, repairLineId: line.id })
    expect(items.map(({ newItemNumber }) => newItemNumber)).toEqual(['W2'])
    const [entry] = items
    const ofPlace = { bomId: bom.id, repairLineId: line.id, lineId: entry?.newLineId }
    expect((await app.owner.bom.listHistory(ofPlace)).items.map(({ id }) => id)).toEqual([entry?.id])
  })

  it('R09-19: without an order line the replacement is recorded all the same', async () => {
    const { bom } = await attached(app.owner, branch)
    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), ...replacing(branch, 'W2', june) },
    })
    expect([done.history.length, done.orderLineId, done.removedPart]).toEqual([1, undefined, undefined])
  })

  it('R09-17: a part that goes back to stock is received there; the warehouse must be named', async () => {
    const itemId = await stocked('HUB', { serialTracked: true })
    const { bom } = await attached(app.owner, branch)
    const to = await warehouse()
    const said = { at: june, reasonId: branch.reasonId }
    const added = await app.owner.bom.addComponent({
      ...bomRef(bom),
      id: newId(),
      itemId,
      serialNumber: 'H1',
      ...said,
    })
    const lineId = added.history[0]!.lineId
    const replace = (removedPart: object) =>
      app.owner.bom.replaceComponent({
        ...{ ...bomRef(added.bom), lineId, ...replacing(branch, 'W2', june) },
        removedPart: { disposition: 'returnToStock', ...removedPart },
      })
    await expect(replace({})).rejects.toMatchObject({ code: 'WAREHOUSE_REQUIRED' })
    const { bom: after, history } = await replace({ warehouseId: to })
    const balance = async () =>
      (await app.owner.stock.listBalances({ filter: { itemId: [itemId] } })).items.map(
        ({ quantity }) => quantity,
      )
    expect(await balance()).toEqual([1000])
    expect((await app.owner.catalog.listSerials({ filter: { itemId: [itemId] } })).items).toMatchObject([
      { serialNumber: 'H1', status: 'inStock', warehouseId: to },
    ])
    const elsewhere = { itemId, quantity: 1000, date: '2026-07-01', serialNumbers: ['H1'] }
    await app.owner.stock.issueStock({ id: newId(), warehouseId: to, ...elsewhere })
    const undo = () => app.owner.bom.undoChange({ ...bomRef(after), historyId: history[0]!.id })
    await expect(undo()).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' })
    await app.owner.stock.receiveStock({ id: newId(), warehouseId: to, ...elsewhere, unitCost: 0 })
    await undo()
    expect(await balance()).toEqual([0])
    expect((await app.owner.bom.listRemovedParts({})).items).toEqual([])
  })

  it('R09-17: serials that stand in the way of a receipt; stock that is gone stands in the way of undo', async () => {
    const tracked = await stocked('RIM', { serialTracked: true })
    const plain = await stocked('NUT')
    const { bom } = await attached(app.owner, branch)
    const to = await warehouse()
    const said = { at: june, reasonId: branch.reasonId }
    let held = (await app.owner.bom.addComponent({ ...bomRef(bom), id: newId(), itemId: tracked, ...said }))
      .bom
    held = (await app.owner.bom.addComponent({ ...bomRef(held), id: newId(), itemId: plain, ...said })).bom
    held = (
      await app.owner.bom.addComponent({
        ...bomRef(held),
        id: newId(),
        itemId: tracked,
        serialNumber: 'R7',
        ...said,
      })
    ).bom
    await app.owner.stock.receiveStock({
      ...{ id: newId(), itemId: tracked, warehouseId: to, quantity: 1000, date: '2026-06-01', unitCost: 0 },
      serialNumbers: ['R7'],
    })
    const replace = async (path: string) =>
      app.owner.bom.replaceComponent({
        ...{
          ...bomRef(held),
          lineId: await lineAt(app.owner, bom.id, path),
          ...replacing(branch, 'W3', june),
        },
        removedPart: { disposition: 'returnToStock', warehouseId: to },
      })
    await expect(replace('2')).rejects.toMatchObject({ code: 'SERIAL_COUNT' })
    await expect(replace('4')).rejects.toMatchObject({ code: 'SERIAL_DUPLICATE' })
    const nut = await replace('3')
    await app.owner.stock.issueStock({
      ...{ id: newId(), itemId: plain, warehouseId: to, quantity: 1000, date: '2026-07-01' },
    })
    const undone = app.owner.bom.undoChange({ ...bomRef(nut.bom), historyId: nut.history[0]!.id })
    await expect(undone).rejects.toMatchObject({ code: 'STOCK_SHORT' })
  })

  it('R09-07: what hangs on an old part stays, goes, or comes anew from the template of the new one', async () => {
    const parts = [{ item: 'W1', parts: [{ item: 'TYRE' }, { item: 'BOLT', quantity: 4000 }] }]
    await templateOf(app.owner, branch, [{ item: 'BOLT', quantity: 6000 }], 'W3')
    const { bom } = await attached(app.owner, branch, parts)
    const replace = async (from: ServiceBom, item: string, fields: object = {}) =>
      app.owner.bom.replaceComponent({
        ...{
          ...bomRef(from),
          lineId: await lineAt(app.owner, bom.id, '1'),
          ...replacing(branch, item, june),
          ...fields,
        },
      })
    const kept = await replace(bom, 'W2', { children: 'keep' })
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual([
      '1 W2 x1000',
      '1.1 TYRE x1000',
      '1.2 BOLT x4000',
    ])
    expect(kept.history.map(({ action }) => action).sort()).toEqual(['changed', 'changed', 'replaced'])
    const fresh = await replace(kept.bom, 'W3')
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W3 x1000', '1.1 BOLT x6000'])
    expect(fresh.history.map(({ action }) => action).sort()).toEqual([
      'added',
      'deleted',
      'deleted',
      'replaced',
    ])
    const main = fresh.history.find(({ action }) => action === 'replaced')!
    const along = fresh.history.find(({ action }) => action === 'added')!
    await expect(
      app.owner.bom.undoChange({ ...bomRef(fresh.bom), historyId: along.id }),
    ).rejects.toMatchObject({ code: 'NOT_LATEST', data: { ids: [main.id] } })
    await app.owner.bom.undoChange({ ...bomRef(fresh.bom), historyId: main.id })
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual([
      '1 W2 x1000',
      '1.1 TYRE x1000',
      '1.2 BOLT x4000',
    ])
    expect(drawn(await nodesOf(app.owner, bom.id, { at: june - 1 }))).toEqual([
      '1 W1 x1000',
      '1.1 TYRE x1000',
      '1.2 BOLT x4000',
    ])
  })
})

describe('undo', () => {
  it('R-09.27: before posting the old part is live again, two entries stay, the order line is gone', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', june, { orderId: order.id, createOrderLine: true }),
      removedPart: { disposition: 'scrap' },
    })
    app.clock.now += 60_000
    const undone = await app.owner.bom.undoChange({ ...bomRef(done.bom), historyId: done.history[0]!.id })
    expect(drawn(await nodesOf(app.owner, bom.id))).toEqual(['1 W1 x1000'])
    const changes = await changesOf(bom.id)
    expect(changes).toMatchObject([{ undoesId: done.history[0]!.id }, { action: 'replaced', isUndone: true }])
    expect(undone.bom.lineCount).toBe(1)
    expect((await orderOf(order.id)).lines).toEqual([])
    expect((await app.owner.bom.listRemovedParts({})).items).toEqual([])
    // What was believed between the two.
    const believed = await nodesOf(app.owner, bom.id, { at: july, knownAt: july + 1 })
    expect(drawn(believed)).toEqual(['1 W2 x1000'])
  })

  it('R09-20: only the newest change of a line, by its author on the same day or by a manager', async () => {
    const { bom } = await attached(app.owner, branch)
    const technician = await app.as('technician')
    const lineId = await lineAt(app.owner, bom.id, '1')
    const said = { reasonId: branch.reasonId, at: june }
    const first = await technician.bom.changeComponent({
      ...bomRef(bom),
      lineId,
      ...said,
      patch: { remark: 'a' },
    })
    const second = await technician.bom.changeComponent({
      ...bomRef(first.bom),
      lineId,
      ...said,
      patch: { remark: 'b' },
    })
    const undo = (client: Client, held: typeof first, from: ServiceBom) =>
      client.bom.undoChange({ ...bomRef(from), historyId: held.history[0]!.id })
    await expect(undo(technician, first, second.bom)).rejects.toMatchObject({
      ...{ code: 'NOT_LATEST', data: { ids: [second.history[0]!.id] } },
    })
    app.clock.now += 24 * 3_600_000
    await expect(undo(await app.as('technician'), second, second.bom)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const undone = await undo(app.owner, second, second.bom)
    expect((await nodesOf(app.owner, bom.id))[0]?.remark).toBe('a')
    await expect(undo(app.owner, second, undone.bom)).rejects.toMatchObject({ code: 'NOT_LATEST' })
    await undo(app.owner, first, undone.bom)
    expect((await nodesOf(app.owner, bom.id))[0]?.remark).toBeUndefined()
  })

  it('R09-20: a part does not come back to a place that is taken, nor with a serial that is elsewhere', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }, { item: 'W2' }])
    const said = { reasonId: branch.reasonId, at: june }
    const take = async (from: ServiceBom, path: string) =>
      app.owner.bom.deleteComponent({
        ...bomRef(from),
        lineId: await lineAt(app.owner, bom.id, path),
        ...said,
      })
    const itemId = itemOf(branch, 'W1')
    const first = await take(bom, '2')
    const inPlace = await app.owner.bom.addComponent({
      ...bomRef(first.bom),
      id: newId(),
      itemId,
      position: 2,
      ...said,
    })
    const undo = (held: typeof first, from: ServiceBom) =>
      app.owner.bom.undoChange({ ...bomRef(from), historyId: held.history[0]!.id })
    await expect(undo(first, inPlace.bom)).rejects.toMatchObject({ code: 'POSITION_TAKEN' })
    const named = await app.owner.bom.changeComponent({
      ...{ ...bomRef(inPlace.bom), lineId: await lineAt(app.owner, bom.id, '1'), ...said },
      patch: { serialNumber: '111' },
    })
    const out = await take(named.bom, '1')
    const again = await app.owner.bom.addComponent({
      ...{ ...bomRef(out.bom), id: newId(), itemId, serialNumber: '111', ...said },
    })
    await expect(undo(out, again.bom)).rejects.toMatchObject({ code: 'SERIAL_IN_USE' })
  })

  it('R09-20: what the customer signed for is not taken back', async () => {
    await priced('W2')
    const { bom, order } = await attached(app.owner, branch)
    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', june, { orderId: order.id, createOrderLine: true }),
    })
    const signed = await orderOf(order.id)
    const stroke = [0, 1, 2].map((n) => ({ x: 20 + n * 60, y: 100 - n * 30 }))
    await app.owner.orders.signOff({
      ...{ ...refOf(signed), lineIds: signed.lines.map(({ id }) => id) },
      ...{ signer: 'Ola Nordmann', strokes: [stroke, stroke] },
    })
    const undone = app.owner.bom.undoChange({ ...bomRef(done.bom), historyId: done.history[0]!.id })
    await expect(undone).rejects.toMatchObject({ code: 'LINE_SIGNED' })
  })

  it('conventions §6: the log’s own undo names the one of the list', async () => {
    const { bom } = await attached(app.owner, branch)
    await app.owner.bom.deleteComponent({
      ...{
        ...bomRef(bom),
        lineId: await lineAt(app.owner, bom.id, '1'),
        reasonId: branch.reasonId,
        at: june,
      },
    })
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    const undone = app.owner.history.undoEntry({ entryId: entry!.id })
    await expect(undone).rejects.toMatchObject({ code: 'NOT_UNDOABLE', data: { reversal: 'undoBomChange' } })
  })
})

describe('where a list hangs', () => {
  it('R-09.25: a list with one replacement is not deleted', async () => {
    const { bom } = await attached(app.owner, branch)
    const done = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), ...replacing(branch, 'W2', june) },
    })
    const deleted = app.owner.bom.deleteServiceBom(bomRef(done.bom))
    await expect(deleted).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { bomHistory: 1 } } })
  })

  it('R-09.28: to the same serial all effective times go along, to another one the list does not go (example 7)', async () => {
    const parts = Array.from({ length: 12 }, () => ({ item: 'BOLT' }))
    const { bom, relationId } = await attached(app.owner, branch, parts)
    const other = await orderRelation(app.owner, branch, (await objectOf(app.owner, branch, 'S2')).id)
    const next = await orderRelation(app.owner, branch)
    const move = (to: string, from: ServiceBom = bom) =>
      app.owner.bom.moveServiceBom({ ...bomRef(from), id: newId(), relationId: to })
    await expect(move(other.relationId)).rejects.toMatchObject({ code: 'BOM_OBJECT_MISMATCH' })
    await expect(move(relationId)).rejects.toMatchObject({ code: 'BOM_ALREADY_ATTACHED' })

    const moved = await move(next.relationId)

    expect(moved).toMatchObject({ id: bom.id, relationId: next.relationId, orderId: next.order.id })
    const { items } = await app.owner.bom.listHistory({ bomId: moved.id })
    expect(items.map(({ effectiveAt }) => effectiveAt)).toEqual(Array.from({ length: 12 }, () => longAgo))
    const listed = (await app.owner.bom.listObjectBoms({ objectId: branch.objectId })).items
    expect(listed).toMatchObject([
      { id: bom.id, isReadOnly: false },
      { relationId, movedToId: bom.id, isReadOnly: true },
    ])
    await expect(move(next.relationId, listed[1])).rejects.toMatchObject({ code: 'BOM_READ_ONLY' })
  })

  it('R09-09: a copy has the same history; its source is kept to be read, and its serials are in one place', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const change = { reasonId: branch.reasonId, at: june }
    const replaced = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', june, { serialNumber: '222', children: 'keep' }),
    })
    const { relationId } = await orderRelation(app.owner, branch)
    const copy = await app.owner.bom.copyServiceBom({ ...bomRef(replaced.bom), id: newId(), relationId })
    expect(copy).toMatchObject({ copiedFromId: bom.id, lineCount: 2, changeCount: 2, isReadOnly: false })
    for (const time of [{}, { at: longAgo }, { at: june, knownAt: july - 1 }])
      expect(drawn(await nodesOf(app.owner, copy.id, time))).toEqual(
        drawn(await nodesOf(app.owner, bom.id, time)),
      )
    const source = await app.owner.bom.getServiceBom({ bomId: bom.id })
    const changed = app.owner.bom.deleteComponent({
      ...{ ...bomRef(source), lineId: await lineAt(app.owner, bom.id, '1'), ...change },
    })
    await expect(changed).rejects.toMatchObject({ code: 'BOM_READ_ONLY' })
    const { count, items } = await app.owner.bom.listRecall({ itemId: itemOf(branch, 'W2') })
    expect([count, items.map(({ bomId }) => bomId)]).toEqual([1, [copy.id]])
    const deleted = app.owner.bom.deleteServiceBom(bomRef(source))
    await expect(deleted).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { serviceBom: 1 } } })
  })

  it('R01-05: a relation, an order, an agreement and an object with a list are in use', async () => {
    const { order, relationId } = await attached(app.owner, branch)
    const removed = app.owner.orders.removeObjectRelation({ relationId, expectedVersion: order.version })
    await expect(removed).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { serviceBom: 1 } } })
    await expect(app.owner.orders.deleteOrder(refOf(order))).rejects.toMatchObject({ code: 'IN_USE' })
    const { version } = await app.owner.objects.getObject({ objectId: branch.objectId })
    const scrapped = app.owner.objects.deleteObject({ objectId: branch.objectId, expectedVersion: version })
    await expect(scrapped).rejects.toMatchObject({ code: 'IN_USE' })
  })

  it('04 §2.3, R09-08: the list of the agreement serves its orders; once the agreement is over it is kept to be read', async () => {
    const template = await templateOf(app.owner, branch, [{ item: 'W1' }])
    const { customerId, objectId } = branch
    const agreement = await app.owner.agreements.createAgreement({
      ...{ id: newId(), customerId, description: 'Care', startDate: '2026-01-01', endDate: '2026-07-31' },
    })
    const related = await app.owner.agreements.addObjectRelation({
      ...{ id: newId(), agreementId: agreement.id, expectedVersion: agreement.version, objectId },
    })
    const relationId = related.objectRelations[0]!.id
    const { bom } = await app.owner.bom.attachTemplate({
      id: newId(),
      relationId,
      templateId: template.id,
      at: longAgo,
    })
    expect(bom).toMatchObject({
      agreementId: agreement.id,
      agreementNumber: agreement.number,
      isReadOnly: false,
    })
    const removed = app.owner.agreements.removeObjectRelation({
      relationId,
      expectedVersion: related.version,
    })
    await expect(removed).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { serviceBom: 1 } } })
    const deleted = app.owner.agreements.deleteAgreement({
      agreementId: agreement.id,
      expectedVersion: related.version,
    })
    await expect(deleted).rejects.toMatchObject({ code: 'IN_USE' })
    const other = await attached(app.owner, branch)
    app.db.prepare("UPDATE agreement SET status = 'active'").run()
    app.db
      .prepare('UPDATE service_order SET agreement_id = (SELECT id FROM agreement) WHERE id <> ?')
      .run(Buffer.from(other.order.id.replaceAll('-', ''), 'hex'))
    const { order } = await orderRelation(app.owner, branch)
    app.db
      .prepare('UPDATE service_order SET agreement_id = (SELECT id FROM agreement) WHERE id = ?')
      .run(Buffer.from(order.id.replaceAll('-', ''), 'hex'))
    const first = async (orderId: typeof order.id) =>
      (await app.owner.bom.listObjectBoms({ objectId, orderId })).items[0]?.id
    expect([await first(order.id), await first(other.order.id)]).toEqual([bom.id, other.bom.id])

    app.clock.now = Date.UTC(2026, 7, 1, 8)
    expect(await app.owner.bom.getServiceBom({ bomId: bom.id })).toMatchObject({ isReadOnly: true })
    const said = { reasonId: branch.reasonId, at: june }
    const lineId = await lineAt(app.owner, bom.id, '1')
    await expect(app.owner.bom.deleteComponent({ ...bomRef(bom), lineId, ...said })).rejects.toMatchObject({
      code: 'BOM_READ_ONLY',
    })
    await expect(app.owner.bom.deleteServiceBom(bomRef(bom))).rejects.toMatchObject({ code: 'BOM_READ_ONLY' })
    const next = await orderRelation(app.owner, branch)
    const moved = await app.owner.bom.moveServiceBom({
      ...bomRef(bom),
      id: newId(),
      relationId: next.relationId,
    })
    expect(moved).toMatchObject({ isReadOnly: false, orderId: next.order.id })
    const closed = app.owner.bom.attachTemplate({
      id: newId(),
      relationId,
      templateId: template.id,
      at: longAgo,
    })
    await expect(closed).rejects.toMatchObject({ code: 'BOM_READ_ONLY' })
  })

  it('R09-14: the recall list names serials, customers and sites, by item and by batch', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1', parts: [{ item: 'TYRE' }] }])
    const other = await attached(app.owner, branch, [{ item: 'TYRE', quantity: 2000 }], {
      objectId: (await objectOf(app.owner, branch, 'S2')).id,
    })
    await app.owner.bom.changeComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1.1'), patch: { batch: 'B-7' } },
      ...{ reasonId: branch.reasonId, at: june },
    })
    const itemId = itemOf(branch, 'TYRE')
    const all = await app.owner.bom.listRecall({ itemId })
    expect([all.count, all.customerCount]).toEqual([2, 1])
    expect(all.items).toMatchObject([
      {
        bomId: bom.id,
        path: '1.1',
        objectSerial: 'S1',
        customerName: 'Løkke Verksted',
        siteName: 'Hall 1',
        batch: 'B-7',
      },
      { bomId: other.bom.id, path: '1', objectSerial: 'S2', quantity: 2000, installedAt: longAgo },
    ])
    const first = await app.owner.bom.listRecall({ itemId, limit: 1 })
    const second = await app.owner.bom.listRecall({ itemId, limit: 1, after: first.next })
    expect([...first.items, ...second.items]).toEqual(all.items)
    expect(second.next).toBeUndefined()
    expect(
      (await app.owner.bom.listRecall({ itemId, batch: 'B-7' })).items.map(({ bomId }) => bomId),
    ).toEqual([bom.id])
    expect((await app.owner.bom.listServiceBoms({ text: 's2' })).items.map(({ id }) => id)).toEqual([
      other.bom.id,
    ])
  })
})

describe('refusals of a change', () => {
  it('09 §4: quantity, unit, position, circle, reason of another use, a record that is not there', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }])
    const { id: pair } = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'PR',
      name: 'Pair',
      decimals: 0,
    })
    const { id: other } = await app.owner.stages.createReasonCode({
      ...{ id: newId(), code: 'LATE', description: { en: 'Late' }, uses: ['stageChange'] },
    })
    const parentLineId = await lineAt(app.owner, bom.id, '1')
    const add = (fields: object) =>
      app.owner.bom.addComponent({
        ...{
          ...bomRef(bom),
          id: newId(),
          itemId: itemOf(branch, 'W2'),
          reasonId: branch.reasonId,
          at: june,
          ...fields,
        },
      })
    const entries = app.entries()
    const refused = [
      [{ quantity: 0 }, 'QTY_INVALID'],
      [{ quantity: 1500 }, 'UNIT_DECIMALS'],
      [{ unitId: pair }, 'UNIT_NOT_CONVERTIBLE'],
      [{ position: 1 }, 'POSITION_TAKEN'],
      [{ reasonId: other }, 'REASON_NOT_ALLOWED'],
      [{ parentLineId: newId() }, 'NOT_FOUND'],
      [{ repairLineId: newId() }, 'NOT_FOUND'],
      [{ orderId: newId() }, 'NOT_FOUND'],
    ] as const
    for (const [fields, code] of refused) await expect(add(fields)).rejects.toMatchObject({ code })
    await expect(add({ parentLineId, itemId: itemOf(branch, 'W1') })).rejects.toMatchObject({
      ...{ code: 'BOM_CIRCULAR', data: { path: 'W1 > W1' } },
    })
    await expect(add({ parentLineId, itemId: branch.bike })).rejects.toMatchObject({
      ...{ code: 'BOM_CIRCULAR', data: { path: 'BIKE > W1 > BIKE' } },
    })
    expect(app.entries()).toBe(entries)
  })

  it('R09-11: a list is at most 50 levels deep', async () => {
    app.close()
    app = setUp({ now: july })
    branch = await bikesOf(app, Array.from({ length: 51 }, (_, n) => `N${String(n)}`).concat('W1'))
    let { bom } = await attached(app.owner, branch)
    let parentLineId: Awaited<ReturnType<typeof lineAt>> | undefined
    const add = (n: number) =>
      app.owner.bom.addComponent({
        ...{ ...bomRef(bom), id: newId(), itemId: itemOf(branch, `N${String(n)}`), parentLineId },
        ...{ reasonId: branch.reasonId, at: june },
      })
    for (let n = 0; n < 50; n += 1) {
      const done = await add(n)
      bom = done.bom
      parentLineId = done.history[0]!.lineId
    }
    await expect(add(50)).rejects.toMatchObject({ code: 'BOM_TOO_LARGE' })
  })

  it('R01-25: every command is refused while the module is off, and reading goes on', async () => {
    const { bom } = await attached(app.owner, branch)
    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['repair'] })
    await expect(app.owner.bom.deleteServiceBom(bomRef(bom))).rejects.toMatchObject({ code: 'MODULE_OFF' })
    expect(await app.owner.bom.getServiceBom({ bomId: bom.id })).toMatchObject({ id: bom.id })
  })
})
