import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch, type LineInput } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

async function item(fields: { decimals?: number } = {}): Promise<LineInput> {
  const { id: unitId } = await app.owner.catalog.createUnit({
    id: newId(), code: 'U', name: 'Unit', decimals: fields.decimals ?? 3,
  }) // prettier-ignore
  const { id } = await app.owner.catalog.createItem({ id: newId(), number: 'I1', name: 'Pump', unitId })
  return { id: newId(), type: 'item', itemId: id, salesPrice: 333_300 }
}

describe('splitLine', () => {
  it('R-04.31: 3.000 split by 1.250 leaves 1.750 and 1.250, each with amounts of its own', async () => {
    const order = await orderOf(app.owner, branch, { lines: [{ ...(await item()), estimatedQty: 3000 }] })
    const lineId = lineOf(order, 10).id

    for (const quantity of [3000, 0, -5, 3001])
      await expect(app.owner.orders.splitLine({ ...refOf(order), lineId, quantity })).rejects.toMatchObject({
        code: 'QUANTITY_OUT_OF_RANGE',
        data: { field: 'quantity' },
      })
    const split = await app.owner.orders.splitLine({ ...refOf(order), lineId, quantity: 1250 })

    expect(split.version).toBe(order.version + 1)
    expect(split.lines).toMatchObject([
      { id: lineId, lineNo: 10, estimatedQty: 1750, salesAmount: { minor: 5833 } },
      { lineNo: 20, estimatedQty: 1250, salesAmount: { minor: 4166 }, salesPriceSource: 'manual' },
    ])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R04-71: a registered quantity is divided; the estimate is divided so that its sum stays', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { estimatedQty: 90, actualQty: 150 })],
    })

    const split = await app.owner.orders.splitLine({
      ...refOf(order), lineId: lineOf(order, 10).id, quantity: 60,
    }) // prettier-ignore

    expect(split.lines).toMatchObject([
      { actualQty: 90, estimatedQty: 30 },
      { actualQty: 60, estimatedQty: 60 },
    ])
    expect(split.totals?.sales.minor).toBe(order.totals?.sales.minor)
  })

  it('R04-71: only Created lines; a part that the unit cannot have is refused', async () => {
    const whole = await orderOf(app.owner, branch, {
      lines: [{ ...(await item({ decimals: 0 })), actualQty: 3000 }, hours(branch)],
    })
    const lineId = lineOf(whole, 10).id
    await expect(
      app.owner.orders.splitLine({ ...refOf(whole), lineId, quantity: 1250 }),
    ).rejects.toMatchObject({ code: 'UNIT_DECIMALS', data: { field: 'quantity' } })
    const canceled = await app.owner.orders.cancelLine({ ...refOf(whole), lineIds: [lineId] })
    await expect(
      app.owner.orders.splitLine({ ...refOf(canceled), lineId, quantity: 1000 }),
    ).rejects.toMatchObject({ code: 'LINE_NOT_MOVABLE', data: { ids: [lineId] } })
  })
})

describe('splitOrder', () => {
  const march10 = Date.UTC(2026, 2, 10, 8)
  const four = () =>
    orderOf(app.owner, branch, {
      ...{ siteId: branch.siteId, preferredServiceAt: march10, priority: 'high' },
      lines: [hours(branch), hours(branch), hours(branch, { salesPrice: 7 }), hours(branch)],
    })

  it('R-04.32: splitting off all lines is SPLIT_WOULD_EMPTY and takes no number', async () => {
    const order = await four()
    const lineIds = order.lines.map(({ id }) => id)

    await expect(
      app.owner.orders.splitOrder({ ...refOf(order), lineIds, date: '2026-03-12' }),
    ).rejects.toMatchObject({ code: 'SPLIT_WOULD_EMPTY', defined: true })
    const next = await orderOf(app.owner, branch)

    expect(Number(next.number.slice(-6))).toBe(Number(order.number.slice(-6)) + 1)
  })

  it('R04-71: the lines move with their prices to a new order like this one, all in one entry', async () => {
    const order = await four()
    const stages = await app.owner.stages.getTree()
    const lineIds = [lineOf(order, 30).id, lineOf(order, 20).id]
    const entries = app.entries()

    const left = await app.owner.orders.splitOrder({ ...refOf(order), lineIds, date: '2026-03-12' })
    const split = await app.owner.orders.getOrder({ orderId: left.newOrderId })

    expect(app.entries()).toBe(entries + 1)
    expect(left.lines.map(({ lineNo }) => lineNo)).toEqual([10, 40])
    expect(left).toMatchObject({ version: order.version + 1, salesAmount: { minor: 360_000 } })
    expect(split).toMatchObject({
      ...{ origin: 'split', priority: 'high', customerId: branch.customerId, siteId: branch.siteId },
      ...{ serviceDate: '2026-03-12', preferredServiceAt: march10 + 2 * 86_400_000, version: 1 },
      stageId: stages.stages.length > 0 ? order.stageId : undefined,
      lines: [
        { id: lineOf(order, 20).id, lineNo: 10, serviceDate: '2026-03-12', salesPrice: 9_000_000 },
        { id: lineOf(order, 30).id, lineNo: 20, salesPrice: 7 },
      ],
      salesAmount: { minor: 180_000 },
    })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R04-71: objects that the lines name go along', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Bicycle' })
    const order = await four()
    const related = await app.owner.orders.addObjectRelation({ ...refOf(order), objectId, note: 'Gate B' })
    const lineId = lineOf(related, 20).id
    const named = await app.owner.orders.updateLine({
      ...refOf(related), lineId, patch: { objectRelationId: related.objectRelations[0]?.id },
    }) // prettier-ignore

    const left = await app.owner.orders.splitOrder({ ...refOf(named), lineIds: [lineId], date: '2026-03-12' })
    const split = await app.owner.orders.getOrder({ orderId: left.newOrderId })

    expect(split.objectRelations).toMatchObject([{ objectId, note: 'Gate B' }])
    expect(split.lines[0]?.objectRelationId).toBe(split.objectRelations[0]?.id)
    expect(left.objectRelations).toHaveLength(1)
  })

  it('R04-71: posted and canceled lines stay; a time on another date is PERIOD_INVALID', async () => {
    const order = await four()
    const lineId = lineOf(order, 10).id
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineId] })

    await expect(
      app.owner.orders.splitOrder({ ...refOf(canceled), lineIds: [lineId], date: '2026-03-12' }),
    ).rejects.toMatchObject({ code: 'LINE_NOT_MOVABLE', data: { ids: [lineId] } })
    await expect(
      app.owner.orders.splitOrder({
        ...refOf(canceled), lineIds: [lineOf(order, 20).id], date: '2026-03-12', preferredServiceAt: march10,
      }), // prettier-ignore
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID', data: { field: 'preferredServiceAt' } })
    const technician = await app.as('technician')
    await expect(
      technician.orders.splitOrder({ ...refOf(canceled), lineIds: [lineId], date: '2026-03-12' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §2: the same split again writes nothing', async () => {
    const order = await four()
    const input = {
      ...refOf(order), newOrderId: newId<typeof order.id>(), lineIds: [lineOf(order, 20).id], date: '2026-03-12',
    } // prettier-ignore
    const left = await app.owner.orders.splitOrder(input)
    const entries = app.entries()

    expect(await app.owner.orders.splitOrder(input)).toEqual(left)
    expect(app.entries()).toBe(entries)
  })
})
