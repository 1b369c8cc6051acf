import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

/** Nine in the morning in Oslo, winter and summer. */
const march10 = Date.UTC(2026, 2, 10, 8)
const april10 = Date.UTC(2026, 3, 10, 7)

async function objectOf(customerId: Branch['customerId'] | undefined, serialNumber: string) {
  return app.owner.objects.createObject({ id: newId(), description: 'Bicycle', customerId, serialNumber })
}

describe('copyOrder', () => {
  it('R04-70: Created lines are copied to another date at the same time of day, priced again', async () => {
    const source = await orderOf(app.owner, branch, {
      siteId: branch.siteId,
      preferredServiceAt: march10,
      preferredUntil: march10 + 3_600_000,
      customerReference: 'PO 7',
      lines: [hours(branch, { salesPrice: 5 }), hours(branch), hours(branch)],
    })
    const canceled = await app.owner.orders.cancelLine({ ...refOf(source), lineIds: [lineOf(source, 20).id] })
    const entries = app.entries()

    const copy = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-10' })

    expect(app.entries()).toBe(entries + 1)
    expect(copy).toMatchObject({
      ...{ origin: 'copy', version: 1, progress: 'inProcess', customerReference: 'PO 7' },
      ...{ serviceDate: '2026-04-10', preferredServiceAt: april10, preferredUntil: april10 + 3_600_000 },
      siteAddress: { addressLine1: 'Storgata 1' },
    })
    expect(copy.number).not.toBe(source.number)
    expect(copy.lines).toMatchObject([
      { lineNo: 10, status: 'created', estimatedQty: 120, salesPrice: 9_000_000, serviceDate: '2026-04-10' },
      { lineNo: 20, status: 'created', estimatedQty: 120, salesPrice: 9_000_000 },
    ])
    expect(copy.lines.map(({ actualQty }) => actualQty)).toEqual([undefined, undefined])
    expect(await app.owner.orders.getOrder({ orderId: source.id })).toEqual(canceled)
  })

  it('R04-70: a time that the clock change skips goes forward by its length, a doubled one is the earlier', async () => {
    const source = await orderOf(app.owner, branch, {
      siteId: branch.siteId,
      preferredServiceAt: Date.UTC(2026, 2, 10, 1, 30), // 02:30 in Oslo
    })

    const skipped = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-03-29' })
    const doubled = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-10-25' })

    expect(skipped.preferredServiceAt).toBe(Date.UTC(2026, 2, 29, 1, 30)) // 03:30 summer time
    expect(doubled.preferredServiceAt).toBe(Date.UTC(2026, 9, 25, 0, 30)) // 02:30 summer time
  })

  it('R04-70: objects and tasks go along, with notes; their lines name them', async () => {
    const object = await objectOf(branch.customerId, 'B1')
    const task = await app.owner.agreements.createServiceTask({
      id: newId(), code: 'check', description: { en: 'Yearly check' },
    }) // prettier-ignore
    const empty = await orderOf(app.owner, branch)
    const related = await app.owner.orders.addObjectRelation({
      ...refOf(empty), objectId: object.id, note: 'Gate B',
    }) // prettier-ignore
    const tasked = await app.owner.orders.addTaskRelation({
      ...refOf(related), taskId: task.id, internalNote: 'Bring a ladder',
    }) // prettier-ignore
    const source = await app.owner.orders.addLine({
      ...refOf(tasked),
      ...hours(branch, {
        objectRelationId: tasked.objectRelations[0]?.id,
        taskRelationId: tasked.taskRelations[0]?.id,
      }),
    })

    const copy = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-10' })

    expect(copy.objectRelations).toMatchObject([{ objectId: object.id, note: 'Gate B' }])
    expect(copy.taskRelations).toMatchObject([{ taskCode: 'CHECK', internalNote: 'Bring a ladder' }])
    expect(copy.objectRelations[0]?.id).not.toBe(source.objectRelations[0]?.id)
    expect(copy.lines[0]).toMatchObject({
      objectRelationId: copy.objectRelations[0]?.id,
      taskRelationId: copy.taskRelations[0]?.id,
    })
  })

  it('conventions §2: the same copy again writes nothing; another one under its id is ID_TAKEN', async () => {
    const source = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const input = { orderId: source.id, newOrderId: newId<typeof source.id>(), date: '2026-04-10' }
    const copy = await app.owner.orders.copyOrder(input)
    const entries = app.entries()

    expect(await app.owner.orders.copyOrder(input)).toEqual(copy)
    await expect(app.owner.orders.copyOrder({ ...input, date: '2026-04-11' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
    expect(app.entries()).toBe(entries)
  })

  it('04 §3.3: a customer who takes no new orders is refused, and no number is used', async () => {
    const source = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const customer = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const { version } = await app.owner.customers.updateCustomer({
      customerId: customer.id, expectedVersion: customer.version, patch: { status: 'blocked' },
    }) // prettier-ignore

    await expect(
      app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-10' }),
    ).rejects.toMatchObject({ code: 'CUSTOMER_BLOCKED', defined: true })
    await app.owner.customers.updateCustomer({
      customerId: customer.id, expectedVersion: version, patch: { status: 'active' },
    }) // prettier-ignore
    const copy = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-10' })

    expect(Number(copy.number.slice(-6))).toBe(Number(source.number.slice(-6)) + 1)
  })
})

describe('copyLines', () => {
  const copyTo = (
    source: { id: Awaited<ReturnType<typeof orderOf>>['id'] },
    target: Awaited<ReturnType<typeof orderOf>>,
    fields: object,
  ) =>
    app.owner.orders.copyLines({
      sourceType: 'order', sourceId: source.id, targetId: target.id, expectedVersion: target.version,
      lineIds: [], ...fields,
    }) // prettier-ignore

  it('R-04.28: a copy has the registered quantity as estimate, nothing registered, status Created', async () => {
    const source = await orderOf(app.owner, branch, {
      lines: [
        hours(branch, { estimatedQty: 180, actualQty: 120 }),
        hours(branch, { estimatedQty: 60, actualQty: 0 }),
      ],
    })
    await app.owner.orders.postOrder({ ...refOf(source), date: '2026-03-02' })
    const target = await orderOf(app.owner, branch, {
      lines: [hours(branch)],
      preferredServiceAt: march10,
      siteId: branch.siteId,
    })

    const copied = await copyTo(source, target, { lineIds: source.lines.map(({ id }) => id).reverse() })

    expect(copied.lines.slice(1)).toMatchObject([
      { lineNo: 20, status: 'created', estimatedQty: 120, serviceDate: '2026-03-10' },
      { lineNo: 30, status: 'created', estimatedQty: 0 },
    ])
    expect(copied.lines[1]?.actualQty).toBeUndefined()
    expect(copied.version).toBe(target.version + 1)
  })

  it('R04-70: prices are searched again or kept; kept ones need the same currency and orders.setPrice', async () => {
    const source = await orderOf(app.owner, branch, { lines: [hours(branch, { salesPrice: 7 })] })
    const lineIds = [lineOf(source, 10).id]
    const target = await orderOf(app.owner, branch)
    const searched = await copyTo(source, target, { lineIds })
    const kept = await copyTo(source, searched, { lineIds, keepPrices: true })
    const euro = await orderOf(app.owner, branch, { currency: 'EUR' })
    const dispatcher = await app.as('dispatcher')

    expect(kept.lines).toMatchObject([
      { salesPrice: 9_000_000, salesPriceSource: 'base' },
      { salesPrice: 7, salesPriceSource: 'manual' },
    ])
    await expect(copyTo(source, euro, { lineIds, keepPrices: true })).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH',
    })
    await expect(
      dispatcher.orders.copyLines({
        sourceType: 'order', sourceId: source.id, targetId: target.id, expectedVersion: kept.version,
        lineIds, keepPrices: true,
      }), // prettier-ignore
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it("R04-70: another customer's object is refused, or dropped; the target's relation is used again", async () => {
    const object = await objectOf(branch.customerId, 'B2')
    const empty = await orderOf(app.owner, branch)
    const related = await app.owner.orders.addObjectRelation({ ...refOf(empty), objectId: object.id })
    const source = await app.owner.orders.addLine({
      ...refOf(related),
      ...hours(branch, { objectRelationId: related.objectRelations[0]?.id }),
    })
    const lineIds = [lineOf(source, 10).id]
    const { id: customerId } = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'Other',
      currency: 'NOK',
    })
    const other = await orderOf(app.owner, { customerId })

    await expect(copyTo(source, other, { lineIds })).rejects.toMatchObject({
      code: 'OBJECT_OTHER_CUSTOMER',
      data: { ids: [object.id] },
    })
    const dropped = await copyTo(source, other, { lineIds, dropObjects: true })
    const twice = await copyTo(source, source, { lineIds })

    expect(dropped.objectRelations).toEqual([])
    expect(dropped.lines[0]?.objectRelationId).toBeUndefined()
    expect(twice.objectRelations).toHaveLength(1)
    expect(twice.lines[1]?.objectRelationId).toBe(twice.objectRelations[0]?.id)
  })

  it('R04-70: a selection is copied as a whole or not at all', async () => {
    const source = await orderOf(app.owner, branch, {
      lines: [hours(branch), hours(branch, { workerId: branch.workerId })],
    })
    const { id: workerId, version } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    const changed = await app.owner.orders.updateLine({
      ...refOf(source), lineId: lineOf(source, 20).id, patch: { workerId },
    }) // prettier-ignore
    await app.owner.people.deactivateWorker({ workerId, expectedVersion: version })
    const target = await orderOf(app.owner, branch)

    await expect(
      copyTo(source, target, { lineIds: changed.lines.map(({ id }) => id) }),
    ).rejects.toMatchObject({ code: 'WORKER_INACTIVE', data: { failures: [{ lineNo: 20 }] } })
    expect((await app.owner.orders.getOrder({ orderId: target.id })).version).toBe(target.version)
  })
})
