import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agreementRow } from '../support/agreementRows'
import { newId, setUp, type TestApp } from '../support/app'
import { hours, refOf } from '../support/orders'
import { finish, lineFor, orderAbout, workshopOf, type Workshop } from '../support/repair'

let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp()
  shop = await workshopOf(app)
})
afterEach(() => app.close())

const orderNow = (orderId = shop.order.id) => app.owner.orders.getOrder({ orderId })

describe('the order of a repair', () => {
  it('R04-57: is not deleted while a repair line is finished', async () => {
    const done = await finish(app.owner, await lineFor(app.owner, shop))
    await expect(app.owner.orders.deleteOrder(refOf(await orderNow()))).rejects.toMatchObject({
      code: 'IN_USE',
      data: {
        counts: { repairLine: 1 },
        dependants: [{ entity: 'repairLine', id: done.id, number: done.number }],
      },
    })
  })

  it('R04-57: takes its open repair lines along, and brings them back by an undo', async () => {
    const line = await lineFor(app.owner, shop, { title: 'Dark' })
    const order = await orderNow()
    const { id, lines } = await app.owner.orders.addLine({
      ...{ ...refOf(order), ...hours(shop, { objectRelationId: order.objectRelations[0]?.id }) },
      repairLineId: line.id,
    })
    expect(lines[0]?.repairLineId).toBe(line.id)
    await app.owner.orders.deleteOrder(refOf(await orderNow()))
    await expect(app.owner.repair.getLine({ lineId: line.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { items } = await app.owner.history.listEntries({ limit: 1 })
    await app.owner.history.undoEntry({ entryId: items[0]?.id ?? newId() })
    expect(await app.owner.repair.getLine({ lineId: line.id })).toMatchObject({ title: 'Dark' })
    expect((await orderNow(id)).lines[0]?.repairLineId).toBe(line.id)
  })

  it('R04-57: is not deleted once somebody worked on a repair', async () => {
    const line = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    await app.owner.repair.startAttempt({ id: newId(), lineId: line.id, expectedVersion: 1 })
    const entries = app.entries()
    await expect(app.owner.orders.deleteOrder(refOf(await orderNow()))).rejects.toMatchObject({
      ...{ code: 'IN_USE', data: { counts: { attempt: 1 } } },
    })
    expect(app.entries()).toBe(entries)
    expect((await app.owner.repair.getLine({ lineId: line.id })).id).toBe(line.id)
  })

  it('R01-05: an object on it that is repaired is not taken from it', async () => {
    await lineFor(app.owner, shop)
    const order = await orderNow()
    const remove = app.owner.orders.removeObjectRelation({
      ...{ relationId: order.objectRelations[0]?.id ?? newId(), expectedVersion: order.version },
    })
    await expect(remove).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { repairLine: 1 } } })
  })

  it('R04-74: is not merged into another one, which would lose its repairs', async () => {
    const agreementId = agreementRow(app, shop)
    const open = await orderAbout(app.owner, shop, [shop.objectId], { agreementId })
    await lineFor(app.owner, { order: open })
    const source = await app.owner.orders.addLine({ ...refOf(open), ...hours(shop) })
    const target = await orderAbout(app.owner, shop, [], { agreementId })
    const merge = app.owner.orders.mergeOrders({
      ...{ targetId: target.id, targetVersion: target.version },
      sources: [{ orderId: source.id, expectedVersion: source.version }],
    })
    await expect(merge).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { repairLine: 1 } } })
  })

  it('R04-71: keeps its repairs when lines are split off', async () => {
    const line = await lineFor(app.owner, shop)
    const relationId = (await orderNow()).objectRelations[0]?.id
    await app.owner.orders.addLine({ ...refOf(await orderNow()), ...hours(shop) })
    const order = await app.owner.orders.addLine({
      ...{ ...refOf(await orderNow()), ...hours(shop, { objectRelationId: relationId }) },
      repairLineId: line.id,
    })
    const moved = order.lines[1]
    const { newOrderId } = await app.owner.orders.splitOrder({
      ...{ ...refOf(order), lineIds: [moved?.id ?? newId()], date: '2026-03-10' },
    })
    expect((await app.owner.repair.getLine({ lineId: line.id })).orderId).toBe(shop.order.id)
    const part = await orderNow(newOrderId)
    expect(part.lines[0]?.repairLineId).toBeUndefined()
    expect(part.objectRelations).toMatchObject([{ objectId: shop.objectId }])
  })
})
