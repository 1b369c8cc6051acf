import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { ItemRequirement } from '../../electron/shared/contract/orderRequirements'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
let itemId: ItemRequirement['itemId']
let warehouseId: ItemRequirement['warehouseId']
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  const { catalog, stock } = app.owner
  const { id: unitId } = await catalog.createUnit({ id: newId(), code: 'PCE', name: 'Piece', decimals: 3 })
  itemId = (await catalog.createItem({ id: newId(), number: 'P1', name: 'Pump', unitId })).id
  const [warehouse] = (await stock.listWarehouses({})).items
  if (!warehouse) throw new Error('a new store has a warehouse')
  warehouseId = warehouse.id
})
afterEach(() => app.close())

const date = '2026-03-02'
const receive = (quantity: number, unitCost = 100_000) =>
  app.owner.stock.receiveStock({ id: newId(), itemId, warehouseId, quantity, unitCost, date })
/** An order with one item line of 3.000. */
const orderWithPart = (actualQty?: number) =>
  orderOf(app.owner, branch, {
    lines: [
      { id: newId(), type: 'item', itemId, warehouseId, estimatedQty: 3000, actualQty, salesPrice: 100 },
    ],
  })
const require = (order: Order, requiredQty: number) =>
  app.owner.orders.createRequirement({ lineId: lineOf(order, 10).id, itemId, warehouseId, requiredQty })
const ref = ({ id, version }: ItemRequirement) => ({ requirementId: id, expectedVersion: version })
const read = async ({ id }: ItemRequirement): Promise<ItemRequirement> => {
  const [found] = (await app.owner.orders.listRequirements({ filter: { id: [id] } })).items
  if (!found) throw new Error('the requirement is not listed')
  return found
}
const balance = async () => {
  const [found] = (await app.owner.stock.listBalances({ filter: { itemId: [itemId] } })).items
  return { quantity: found?.quantity, reserved: found?.reserved, minor: found?.amount?.minor }
}

describe('item requirements', () => {
  it('R-04.22: the quantities and statuses are those of X6', async () => {
    const { orders } = app.owner
    await receive(4000)
    const elsewhere = await require(await orderWithPart(), 1500)
    expect(await orders.reserveRequirement(ref(elsewhere))).toMatchObject({ status: 'reserved' })

    let held = await require(await orderWithPart(), 5000)
    held = await orders.reserveRequirement(ref(held))
    expect(held).toMatchObject({ reservedQty: 2500, status: 'open', availableQty: 0 })
    expect(await balance()).toMatchObject({ quantity: 4000, reserved: 4000 })

    held = await orders.deliverRequirement({ ...ref(held), quantity: 2000 })
    expect(held).toMatchObject({ status: 'partlyDelivered', reservedQty: 500, deliveredQty: 2000 })
    expect(await balance()).toMatchObject({ quantity: 2000, reserved: 2000 })
    await expect(orders.deliverRequirement({ ...ref(held), quantity: 3500 })).rejects.toMatchObject({
      code: 'OVER_DELIVERY',
      defined: true,
    })
    expect(await read(held)).toEqual({ ...held, deliveryNote: undefined })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('04 §2.4: a new one takes order, unit and time of its line, which becomes one that waits', async () => {
    const order = await orderWithPart()

    const held = await require(order, 3000)

    expect(held).toMatchObject({
      ...{ orderId: order.id, orderNumber: order.number, lineNo: 10, unit: 'PCE', supply: 'stock' },
      ...{ status: 'open', neededBy: order.preferredServiceAt, reservedQty: 0, deliveredQty: 0 },
      ...{ itemNumber: 'P1', itemName: 'Pump', customerId: branch.customerId },
    })
    const after = await app.owner.orders.getOrder({ orderId: order.id })
    expect(lineOf(after, 10)).toMatchObject({ itemSetup: 'itemRequirement', warehouseId })
    await expect(require(after, 1000)).rejects.toMatchObject({ code: 'ITEM_REQUIREMENTS_EXIST' })
  })

  it('R04-25: no billing account is needed; one that the order has is on the demand', async () => {
    const account = await app.owner.agreements.createBillingAccount({
      id: newId(), name: 'Works', customerId: branch.customerId, type: 'timeAndMaterial',
    }) // prettier-ignore
    const without = await require(await orderWithPart(), 1000)
    const order = await orderOf(app.owner, branch, {
      billingAccountId: account.id,
      lines: [{ id: newId(), type: 'item', itemId, warehouseId }],
    })

    expect(without.billingAccountId).toBeUndefined()
    expect(await require(order, 1000)).toMatchObject({
      billingAccountId: account.id,
      billingAccountName: 'Works',
    })
  })

  it('04 §4: wrong quantities, items and lines are refused, all at once, and nothing is written', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const entries = app.entries()

    await expect(require(order, 0)).rejects.toMatchObject({
      code: 'ITEM_DIFFERS',
      data: { failures: [{ code: 'ITEM_DIFFERS' }, { code: 'QTY_INVALID', field: 'requiredQty' }] },
    })
    const held = await require(await orderWithPart(), 1000)
    for (const call of ['updateRequirement', 'reserveRequirement', 'deliverRequirement'] as const)
      await expect(app.owner.orders[call]({ ...ref(held), quantity: -1 })).rejects.toMatchObject({
        code: 'QTY_INVALID',
      })
    expect(app.entries()).toBe(entries + 2)
  })

  it('04 §4: what is not there is neither reserved nor delivered; bought goods wait until they are received', async () => {
    const { orders } = app.owner
    const order = await orderWithPart()
    const lineId = lineOf(order, 10).id
    let held = await orders.createRequirement({
      ...{ lineId, itemId, warehouseId, requiredQty: 3000, supply: 'purchase' },
    })
    for (const call of ['reserveRequirement', 'deliverRequirement'] as const)
      await expect(orders[call](ref(held))).rejects.toMatchObject({ code: 'STOCK_SHORT', defined: true })

    await receive(5000)
    held = await orders.reserveRequirement(ref(held))

    expect(held).toMatchObject({ status: 'reserved', reservedQty: 3000, supply: 'purchase' })
    const other = await require(await orderWithPart(), 3000)
    await expect(orders.deliverRequirement(ref(other))).rejects.toMatchObject({ code: 'STOCK_SHORT' })
  })

  it('04 §2.4: less required frees what is reserved beyond it, never less than was delivered', async () => {
    const { orders } = app.owner
    await receive(5000)
    let held = await orders.reserveRequirement(ref(await require(await orderWithPart(), 3000)))
    held = await orders.deliverRequirement({ ...ref(held), quantity: 1000 })

    held = await orders.updateRequirement({ ...ref(held), quantity: 2000, neededBy: 5 })

    expect(held).toMatchObject({ requiredQty: 2000, reservedQty: 1000, neededBy: 5 })
    expect(await balance()).toMatchObject({ quantity: 4000, reserved: 1000 })
    await expect(orders.updateRequirement({ ...ref(held), quantity: 500 })).rejects.toMatchObject({
      code: 'QTY_INVALID',
    })
  })

  it('04 §2.4: a line that waits keeps item, setup and warehouse', async () => {
    await require(await orderWithPart(), 3000)
    const [held] = (await app.owner.orders.listRequirements({})).items
    if (!held) throw new Error('the requirement is listed')
    const order = await app.owner.orders.getOrder({ orderId: held.orderId })
    const patch = {
      itemSetup: 'itemConsumption' as const,
      warehouseId: newId<ItemRequirement['warehouseId']>(),
    }

    await expect(
      app.owner.orders.updateLine({ ...refOf(order), lineId: held.lineId, patch }),
    ).rejects.toMatchObject({ code: 'FIELD_FROZEN', data: { fields: ['itemSetup', 'warehouseId'] } })
    await app.owner.orders.updateLine({ ...refOf(order), lineId: held.lineId, patch: { actualQty: 1000 } })
  })

  it('R04-28: one list over all orders, by page, filter and order', async () => {
    const { orders } = app.owner
    const first = await require(await orderWithPart(), 1000)
    const second = await orders.updateRequirement({
      ...ref(await require(await orderWithPart(), 2000)),
      neededBy: first.neededBy - 1,
      supply: 'production',
    })

    expect((await orders.listRequirements({ withCount: true })).items.map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ])
    for (const field of [
      'orderNumber',
      'itemNumber',
      'itemName',
      'warehouseCode',
      'status',
      'supply',
    ] as const) {
      const one = await orders.listRequirements({ sort: [{ field, direction: 'asc' }], limit: 1 })
      const two = await orders.listRequirements({
        ...{ sort: [{ field, direction: 'asc' }], limit: 1, after: one.next },
      })
      expect([...one.items, ...two.items].map(({ id }) => id).sort(), field).toEqual(
        [first.id, second.id].sort(),
      )
    }
    const { items } = await orders.listRequirements({
      filter: { supply: ['production'], itemId: [itemId], status: ['open'] },
      text: 'pump',
    })
    expect(items).toMatchObject([{ id: second.id }])
  })

  it('conventions §8: a technician sees and delivers those of own orders only, a board none', async () => {
    await receive(9000)
    const password = 'a long enough password'
    await app.owner.people.createUser({
      ...{ id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], password },
      workerId: branch.workerId,
    })
    const { token } = await app.stranger.session.signIn({ login: 'kari', password })
    const kari = app.application.clientFor(token)
    const foreign = await require(await orderWithPart(), 1000)
    const order = await orderOf(app.owner, branch, {
      preferredTechnicianId: branch.workerId,
      lines: [{ id: newId(), type: 'item', itemId, warehouseId }],
    })
    const own = await require(order, 1000)

    expect((await kari.orders.listRequirements({})).items.map(({ id }) => id)).toEqual([own.id])
    await expect(kari.orders.deliverRequirement(ref(foreign))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await kari.orders.deliverRequirement(ref(own))).toMatchObject({ status: 'delivered' })
    const board = await app.as('board')
    await expect(board.orders.listRequirements({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.orders.listDeliveryNotes({ orderId: order.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('conventions §2: a repeated create answers the stored one and writes nothing, other content is ID_TAKEN', async () => {
    const order = await orderWithPart()
    const input = {
      ...{ id: newId<ItemRequirement['id']>(), lineId: lineOf(order, 10).id },
      ...{ itemId, warehouseId, requiredQty: 3000 },
    }
    const held = await app.owner.orders.createRequirement(input)
    const entries = app.entries()

    expect(await app.owner.orders.createRequirement(input)).toEqual(held)
    expect(app.entries()).toBe(entries)
    await expect(app.owner.orders.createRequirement({ ...input, requiredQty: 1 })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
  })
})

describe('delivering and posting', () => {
  async function deliverAndPost(actualQty: number) {
    const { orders } = app.owner
    await receive(5000)
    const order = await orderWithPart(actualQty)
    const held = await require(order, 3000)
    const { deliveryNote } = await orders.deliverRequirement({ ...ref(held), quantity: 2000 })
    expect(await balance()).toMatchObject({ quantity: 3000 })
    expect(deliveryNote).toMatchObject({
      number: `${order.number}-D1`,
      lines: [{ lineNo: 10, itemNumber: 'P1', itemName: 'Pump', unit: 'PCE', quantity: 2000 }],
    })
    expect((await orders.listDeliveryNotes({ orderId: order.id })).items).toEqual([deliveryNote])
    await orders.postOrder({ ...refOf(await orders.getOrder({ orderId: order.id })), date })
    const posted = await read(held)
    expect(posted).toMatchObject({ status: 'delivered', requiredQty: actualQty, deliveredQty: actualQty })
    for (const call of ['deleteRequirement', 'cancelRequirement'] as const)
      await expect(orders[call](ref(posted))).rejects.toMatchObject({ code: 'REQUIREMENT_DELIVERED' })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  }

  it('R-04.36: actual 3.000 of which 2.000 were delivered leaves stock 2.000; the requirement stays', async () => {
    await deliverAndPost(3000)

    expect(await balance()).toEqual({ quantity: 2000, reserved: 0, minor: 2000 })
  })

  it('R-04.36: actual 1.000 of which 2.000 were delivered leaves stock 4.000; the requirement stays', async () => {
    await deliverAndPost(1000)

    expect(await balance()).toEqual({ quantity: 4000, reserved: 0, minor: 4000 })
  })

  it('R04-28: what was delivered beyond the actual comes back at its issue cost, the newest delivery first', async () => {
    const { orders } = app.owner
    await receive(2000, 100_000)
    const order = await orderWithPart(1000)
    let held: ItemRequirement = await require(order, 4000)
    held = await orders.deliverRequirement({ ...ref(held), quantity: 2000 })
    await receive(2000, 300_000)
    await orders.deliverRequirement({ ...ref(held), quantity: 2000 })
    expect(await balance()).toEqual({ quantity: 0, reserved: 0, minor: 0 })

    await orders.postOrder({ ...refOf(await orders.getOrder({ orderId: order.id })), date })

    // Two of 30.00 and one of 10.00.
    expect(await balance()).toEqual({ quantity: 3000, reserved: 0, minor: 7000 })
  })

  it('04 §4: what is reserved already is not reserved again, also where nothing more is available', async () => {
    await receive(3000)
    const held = await app.owner.orders.reserveRequirement(ref(await require(await orderWithPart(), 3000)))
    expect(held).toMatchObject({ status: 'reserved', availableQty: 0 })
    expect(await app.owner.orders.reserveRequirement(ref(held))).toEqual(held)
  })

  it('04 §2.4: an undo makes no second requirement of a line and reserves no more than there is', async () => {
    const { history, orders } = app.owner
    await receive(3000)
    const order = await orderWithPart()
    const held = await orders.reserveRequirement(ref(await require(order, 3000)))
    await orders.cancelRequirement(ref(held))
    const [canceled] = (await history.listEntries({ limit: 1 })).items
    const undo = () => history.undoEntry({ entryId: canceled!.id })
    const other = await require(order, 1000)

    await expect(undo()).rejects.toMatchObject({
      ...{ code: 'ITEM_REQUIREMENTS_EXIST', data: { ids: [other.id] }, defined: true },
    })
    await orders.deleteRequirement(ref(other))
    const elsewhere = await orders.reserveRequirement(ref(await require(await orderWithPart(), 1000)))
    await expect(undo()).rejects.toMatchObject({ code: 'STOCK_SHORT', data: { available: 2000 } })
    await orders.cancelRequirement(ref(elsewhere))
    await undo()
    expect((await orders.listRequirements({ filter: { status: ['reserved'] } })).items).toMatchObject([
      { id: held.id, reservedQty: 3000, availableQty: 0 },
    ])
  })

  it('R04-50: posting needs in stock only what was not delivered; the own reservation is free for it', async () => {
    const { orders } = app.owner
    await receive(3000)
    const order = await orderWithPart(4000)
    let held: ItemRequirement = await require(order, 4000)
    held = await orders.deliverRequirement({ ...ref(held), quantity: 1000 })
    held = await orders.reserveRequirement(ref(held))
    expect(held).toMatchObject({ reservedQty: 2000 })
    const input = { ...refOf(await orders.getOrder({ orderId: order.id })), date }
    await expect(orders.postOrder(input)).rejects.toMatchObject({ code: 'STOCK_SHORT' })

    await receive(1000)
    await orders.postOrder(input)

    expect(await balance()).toMatchObject({ quantity: 0, reserved: 0 })
  })

  it('R04-28: serials go with the delivery and come back with what was not used', async () => {
    const { catalog, orders, stock } = app.owner
    const { unitId } = await catalog.getItem({ itemId })
    const tracked = await catalog.createItem({
      ...{ id: newId(), number: 'S1', name: 'Board', unitId, serialTracked: true },
    })
    const serialNumbers = ['A', 'B']
    await stock.receiveStock({
      ...{
        id: newId(),
        itemId: tracked.id,
        warehouseId,
        quantity: 2000,
        unitCost: 100_000,
        date,
        serialNumbers,
      },
    })
    const order = await orderOf(app.owner, branch, {
      lines: [
        {
          ...{ id: newId(), type: 'item', itemId: tracked.id, warehouseId, actualQty: 1000, salesPrice: 1 },
          serialNumber: 'B',
        },
      ],
    })
    const lineId = lineOf(order, 10).id
    const held = await orders.createRequirement({
      lineId,
      itemId: tracked.id,
      warehouseId,
      requiredQty: 2000,
    })
    await expect(orders.deliverRequirement(ref(held))).rejects.toMatchObject({ code: 'SERIAL_COUNT' })
    await expect(
      orders.deliverRequirement({ ...ref(held), serialNumbers: ['A', 'C'] }),
    ).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' })
    const { deliveryNote } = await orders.deliverRequirement({ ...ref(held), serialNumbers })
    expect(deliveryNote.lines).toMatchObject([{ serialNumbers }])

    await orders.postOrder({ ...refOf(await orders.getOrder({ orderId: order.id })), date })

    const { items } = await catalog.listSerials({ filter: { itemId: [tracked.id] } })
    expect(items.map(({ serialNumber, status }) => [serialNumber, status]).sort()).toEqual([
      ['A', 'inStock'],
      ['B', 'issued'],
    ])
  })
})

describe('canceling and deleting', () => {
  it('R-04.10: an order that waits is not canceled; with release the reservation is 0', async () => {
    const { orders } = app.owner
    await receive(5000)
    const order = await orderWithPart()
    const held = await orders.reserveRequirement(ref(await require(order, 3000)))
    const current = refOf(await orders.getOrder({ orderId: order.id }))

    await expect(orders.cancelOrder(current)).rejects.toMatchObject({
      code: 'ITEM_REQUIREMENTS_EXIST',
      data: { ids: [held.id] },
    })
    expect(await orders.cancelOrder({ ...current, releaseRequirements: true })).toMatchObject({
      progress: 'canceled',
    })

    expect(await read(held)).toMatchObject({ status: 'canceled', reservedQty: 0 })
    expect(await balance()).toMatchObject({ quantity: 5000, reserved: 0 })
  })

  it('R04-54: what was delivered blocks the cancellation of its order', async () => {
    const { orders } = app.owner
    await receive(5000)
    const order = await orderWithPart()
    await orders.deliverRequirement({ ...ref(await require(order, 3000)), quantity: 1000 })

    await expect(
      orders.cancelOrder({
        ...refOf(await orders.getOrder({ orderId: order.id })),
        releaseRequirements: true,
      }),
    ).rejects.toMatchObject({ code: 'ITEM_REQUIREMENT_DELIVERED', defined: true })
  })

  it('04 §4: a line that waits is canceled once its requirement is', async () => {
    const { orders } = app.owner
    const order = await orderWithPart()
    const held = await require(order, 3000)
    const input = { ...refOf(await orders.getOrder({ orderId: order.id })), lineIds: [held.lineId] }
    await expect(orders.cancelLine(input)).rejects.toMatchObject({
      code: 'ITEM_REQUIREMENTS_EXIST',
      data: { ids: [held.lineId] },
    })

    const canceled = await orders.cancelRequirement(ref(held))

    expect(canceled).toMatchObject({ status: 'canceled' })
    await expect(orders.reserveRequirement(ref(canceled))).rejects.toMatchObject({
      code: 'REQUIREMENT_CANCELED',
    })
    expect(lineOf(await orders.cancelLine(input), 10)).toMatchObject({ status: 'canceled' })
  })

  it('R04-57: a requirement blocks deleting its order; a canceled one goes with it, a deleted one is gone', async () => {
    const { orders } = app.owner
    const order = await orderWithPart()
    const held = await require(order, 3000)
    const current = refOf(await orders.getOrder({ orderId: order.id }))
    await expect(orders.deleteOrder(current)).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { itemRequirement: 1 } },
    })
    await orders.deleteRequirement(ref(held))
    const next = await require(await orders.getOrder({ orderId: order.id }), 1000)
    await orders.cancelRequirement(ref(next))

    await orders.deleteOrder(current)

    expect((await orders.listRequirements({})).items).toEqual([])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
    expect(app.db.pragma('foreign_key_check')).toEqual([])
  })
})
