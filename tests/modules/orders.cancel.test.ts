import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

function withLines(count: number): Promise<Order> {
  return orderOf(app.owner, branch, { lines: Array.from({ length: count }, () => hours(branch)) })
}
const statusesOf = ({ lines }: Order) => lines.map(({ status }) => status)

describe('canceling', () => {
  it('R-04.09: a revoke restores exactly the lines that were canceled with the order', async () => {
    const order = await withLines(3)
    const one = await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineOf(order, 10).id] })
    const canceled = await app.owner.orders.cancelOrder({ ...refOf(one), reason: 'Customer called' })
    const revoked = await app.owner.orders.revokeCancel(refOf(canceled))

    expect(canceled).toMatchObject({ progress: 'canceled', cancelReason: 'Customer called' })
    expect(statusesOf(canceled)).toEqual(['canceled', 'canceled', 'canceled'])
    expect(statusesOf(revoked)).toEqual(['canceled', 'created', 'created'])
    expect(revoked).toMatchObject({ progress: 'inProcess' })
    expect(revoked.canceledAt).toBeUndefined()
  })

  it('R-04.11: a posted line blocks canceling the order, not another line', async () => {
    const order = await withLines(2)
    const { order: posted } = await app.owner.orders.postOrder({
      ...refOf(order),
      lineIds: [lineOf(order, 10).id],
      date: '2026-03-02',
    })
    const entries = app.entries()

    await expect(app.owner.orders.cancelOrder(refOf(posted))).rejects.toMatchObject({
      code: 'ORDER_POSTED',
      defined: true,
      data: { ids: [lineOf(order, 10).id] },
    })
    expect(app.entries()).toBe(entries)
    const canceled = await app.owner.orders.cancelLine({
      ...refOf(posted),
      lineIds: [lineOf(order, 20).id],
    })

    expect(canceled).toMatchObject({ progress: 'posted' })
  })

  it('3.2: a canceled line is revoked with the price it had; other changes of status are LINE_STATUS_INVALID', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { salesPrice: 5 }), hours(branch)],
    })
    const lineIds = [lineOf(order, 10).id]
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds })

    await expect(app.owner.orders.cancelLine({ ...refOf(canceled), lineIds })).rejects.toMatchObject({
      code: 'LINE_STATUS_INVALID',
      data: { ids: lineIds },
    })
    const revoked = await app.owner.orders.revokeLineCancel({ ...refOf(canceled), lineIds })

    expect(revoked.lines[0]).toMatchObject({ status: 'created', salesPrice: 5, salesPriceSource: 'manual' })
  })

  it('R04-11: nothing is added to a canceled order until the cancellation is revoked', async () => {
    const canceled = await app.owner.orders.cancelOrder(refOf(await withLines(1)))

    await expect(app.owner.orders.addLine({ ...refOf(canceled), ...hours(branch) })).rejects.toMatchObject({
      code: 'ORDER_CANCELED',
    })
    await expect(
      app.owner.orders.revokeLineCancel({ ...refOf(canceled), lineIds: [lineOf(canceled, 10).id] }),
    ).rejects.toMatchObject({ code: 'ORDER_CANCELED' })
    await expect(app.owner.orders.cancelOrder(refOf(canceled))).rejects.toMatchObject({
      code: 'ORDER_CANCELED',
    })
  })

  it('R04-10: an order without lines is Canceled by its head', async () => {
    const canceled = await app.owner.orders.cancelOrder(refOf(await withLines(0)))
    const revoked = await app.owner.orders.revokeCancel(refOf(canceled))

    expect([canceled, revoked].map(({ progress }) => progress)).toEqual(['canceled', 'inProcess'])
  })

  it('R-04.12: revoking many touches the canceled one and reports the other as skipped', async () => {
    const canceled = await app.owner.orders.cancelOrder(refOf(await withLines(1)))
    const open = await withLines(1)
    const entries = app.entries()

    const { results } = await app.owner.orders.cancelOrders({
      orderIds: [canceled.id, open.id],
      revoke: true,
    })

    expect(results).toEqual([
      { id: canceled.id, ok: true },
      { id: open.id, ok: false, codes: ['ORDER_NOT_CANCELED'] },
    ])
    expect(app.entries()).toBe(entries + 1)
    expect(await app.owner.orders.getOrder({ orderId: canceled.id })).toMatchObject({ progress: 'inProcess' })
    expect(await app.owner.orders.getOrder({ orderId: open.id })).toEqual(open)
  })

  it('R04-56: an order whose lines were canceled one by one is Canceled already and stays as it is', async () => {
    const order = await withLines(2)
    const canceled = await app.owner.orders.cancelLine({
      ...refOf(order), lineIds: order.lines.map(({ id }) => id),
    }) // prettier-ignore
    expect(canceled.progress).toBe('canceled')

    const { results } = await app.owner.orders.cancelOrders({ orderIds: [order.id] })

    expect(results).toEqual([{ id: order.id, ok: false, codes: ['ORDER_CANCELED'] }])
    expect(await app.owner.orders.getOrder({ orderId: order.id })).toEqual(canceled)
  })

  it('R04-56: canceling many is one entry an order and leaves canceled ones alone', async () => {
    const canceled = await app.owner.orders.cancelOrder(refOf(await withLines(1)))
    const open = [await withLines(1), await withLines(2)]
    const unknown = newId<Order['id']>()
    const entries = app.entries()

    const { results } = await app.owner.orders.cancelOrders({
      orderIds: [canceled.id, ...open.map(({ id }) => id), unknown],
    })

    expect(results.map(({ codes }) => codes)).toEqual([
      ['ORDER_CANCELED'],
      undefined,
      undefined,
      ['NOT_FOUND'],
    ])
    expect(app.entries()).toBe(entries + 2)
  })

  it('R-04.13: an empty selection is NO_SELECTION', async () => {
    await withLines(1)

    await expect(app.owner.orders.cancelOrders({ orderIds: [] })).rejects.toMatchObject({
      code: 'NO_SELECTION',
      defined: true,
    })
    await expect(app.owner.orders.deleteOrders({ orderIds: [] })).rejects.toMatchObject({
      code: 'NO_SELECTION',
    })
    await expect(app.owner.orders.postOrders({ date: '2026-03-02' })).rejects.toMatchObject({
      code: 'NO_SELECTION',
    })
    await expect(app.owner.orders.postOrders({ orderIds: [], date: '2026-03-02' })).rejects.toMatchObject({
      code: 'NO_SELECTION',
    })
  })
})

describe('deleting', () => {
  it('R04-57: an order goes with its lines; a posted line keeps it', async () => {
    const order = await withLines(2)
    const { order: posted } = await app.owner.orders.postOrder({
      ...refOf(order),
      lineIds: [lineOf(order, 10).id],
      date: '2026-03-02',
    })
    const open = await withLines(2)

    await expect(app.owner.orders.deleteOrder(refOf(posted))).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { orderLine: 1 }, dependants: [{ entity: 'orderLine', id: lineOf(order, 10).id }] },
    })
    expect(await app.owner.orders.deleteOrder(refOf(open))).toEqual({ id: open.id })
    expect(app.db.prepare('SELECT count(*) FROM service_order_line').pluck().get()).toBe(2)
  })

  it('R04-57: deleting many gives a result for each', async () => {
    const open = await withLines(1)
    const { order: posted } = await app.owner.orders.postOrder({
      ...refOf(await withLines(1)),
      date: '2026-03-02',
    })

    const { results } = await app.owner.orders.deleteOrders({ orderIds: [open.id, posted.id] })

    expect(results).toEqual([
      { id: open.id, ok: true },
      { id: posted.id, ok: false, codes: ['IN_USE'] },
    ])
  })

  it('conventions §8: a technician neither cancels nor deletes', async () => {
    const order = await withLines(1)
    const technician = await app.as('technician')

    for (const call of [
      technician.orders.cancelOrder(refOf(order)),
      technician.orders.deleteOrder(refOf(order)),
    ])
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('objects on an order', () => {
  it('04 §2.3: a line names an object of its own order, and getOrder shows them', async () => {
    const order = await withLines(1)
    const object = await app.owner.objects.createObject({ id: newId(), description: 'Boiler' })
    const relationId = newId<NonNullable<Order['lines'][number]['objectRelationId']>>()
    const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
    app.db
      .prepare('INSERT INTO order_object_relation (id, order_id, object_id, note) VALUES (?, ?, ?, NULL)')
      .run(bytes(relationId), bytes(order.id), bytes(object.id))

    const changed = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 10).id,
      patch: { objectRelationId: relationId },
    })

    expect(changed.objectRelations).toEqual([
      { id: relationId, objectId: object.id, objectNumber: object.number, objectName: 'Boiler' },
    ])
    expect(changed.lines[0]).toMatchObject({ objectRelationId: relationId })
    await app.owner.orders.deleteOrder(refOf(changed))
    expect(app.db.prepare('SELECT count(*) FROM order_object_relation').pluck().get()).toBe(0)
  })
})
