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

  describe('R04-74: merged into another one', () => {
    /** An order of an agreement with two repairs and a line of the second, and another order of the agreement. */
    async function mergeable() {
      const agreementId = agreementRow(app, shop)
      const open = await orderAbout(app.owner, shop, [shop.objectId], { agreementId })
      const done = await finish(app.owner, await lineFor(app.owner, { order: open }))
      const line = await lineFor(app.owner, { order: open }, { title: 'Dark' })
      await app.owner.attachments.addNote({
        ...{ id: newId(), entity: 'repairLine', recordId: line.id, visibility: 'internal', text: 'Opened' },
      })
      const relationId = open.objectRelations[0]?.id
      const source = await app.owner.orders.addLine({
        ...{ ...refOf(open), ...hours(shop, { objectRelationId: relationId }), repairLineId: line.id },
      })
      const about = await orderAbout(app.owner, shop, [shop.objectId], { agreementId })
      await lineFor(app.owner, { order: about })
      return { done, line, source, target: await orderNow(about.id) }
    }
    const linesOf = async (orderId: string) =>
      (await app.owner.repair.listLines({ filter: { orderId: [orderId as typeof shop.order.id] } })).items
        .map(({ lineNo, number, objectRelationId }) => ({ lineNo, number, objectRelationId }))
        .sort((a, b) => a.lineNo - b.lineNo)

    it('takes its repairs along, finished ones too, behind those of the other; an undo brings them back', async () => {
      const { done, line, source, target } = await mergeable()
      const [own] = await linesOf(target.id)
      const before = await linesOf(source.id)
      const sources = [{ orderId: source.id }]
      const preview = await app.owner.orders.previewMove({ sources, targetId: target.id })
      expect(preview).toMatchObject({ repairs: 2, deletedIds: [source.id], failures: [] })

      const merged = await app.owner.orders.mergeOrders({
        ...{ targetId: target.id, targetVersion: target.version, sources: [refOf(source)] },
      })

      expect(merged.deletedIds).toEqual([source.id])
      const objectRelationId = merged.objectRelations[0]?.id
      expect(await linesOf(target.id)).toEqual([
        own,
        { lineNo: 2, number: done.number, objectRelationId },
        { lineNo: 3, number: line.number, objectRelationId },
      ])
      expect(await app.owner.repair.getLine({ lineId: done.id })).toMatchObject({
        ...{ orderNumber: target.number, finishedAt: done.finishedAt, isFinished: true },
      })
      expect(merged.lines.at(-1)).toMatchObject({ repairLineId: line.id, objectRelationId })
      const notes = await app.owner.attachments.listNotes({ entity: 'repairLine', recordId: line.id })
      expect(notes.items).toHaveLength(1)
      const { items } = await app.owner.repair.listLines({ text: `dark ${target.number}` })
      expect(items.map(({ id }) => id)).toEqual([line.id])

      const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
      await app.owner.history.undoEntry({ entryId: entry?.id ?? newId() })
      expect(await linesOf(source.id)).toEqual(before)
      expect(await linesOf(target.id)).toEqual([own])
      expect((await orderNow(source.id)).lines[0]?.repairLineId).toBe(line.id)
    })

    it('R08-19: what lets it be posted above its estimates ends with it', async () => {
      const { line, source, target } = await mergeable()
      const estimate = await app.owner.repair.createEstimate({
        ...{ id: newId(), lineId: line.id },
        lines: [{ kind: 'fee', description: 'Seal', quantity: 1000, unitPrice: 10_000 }],
      })
      const ref = (version: number) => ({ estimateId: estimate.id, expectedVersion: version })
      await app.owner.repair.sendEstimate(ref(1))
      await app.owner.repair.approveEstimate({ ...ref(2), approverName: 'Anne' })
      await app.owner.repair.overrideEstimateLimit({ ...refOf(source), reason: 'Agreed by phone' })
      await app.owner.orders.mergeOrders({
        ...{ targetId: target.id, targetVersion: target.version, sources: [refOf(source)] },
      })
      const use = await app.owner.repair.getEstimateUse({ orderId: target.id })
      expect(use.override).toBeUndefined()
      expect(use.lines.find(({ lineId }) => lineId === line.id)?.approved).toBeDefined()
    })

    it('R04-73: lines that move alone leave the repairs behind, and their order with them', async () => {
      const { source, target } = await mergeable()
      const move = app.owner.orders.moveLines({
        ...{ lineIds: source.lines.map(({ id }) => id), sourceId: source.id, deleteEmpty: true },
        ...{ expectedVersion: source.version, targetId: target.id, targetVersion: target.version },
      })
      await expect(move).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { repairLine: 2 } } })
    })
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
