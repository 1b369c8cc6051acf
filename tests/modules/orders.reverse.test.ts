import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const date = '2026-03-02'
async function stocked() {
  const { id: unitId } = await app.owner.catalog.createUnit({
    id: newId(),
    code: 'U',
    name: 'Unit',
    decimals: 3,
  })
  const { id: itemId } = await app.owner.catalog.createItem({
    id: newId(),
    number: 'I1',
    name: 'Pump',
    unitId,
  })
  const [warehouse] = (await app.owner.stock.listWarehouses({})).items
  if (!warehouse) throw new Error('a new store has a warehouse')
  await app.owner.stock.receiveStock({
    id: newId(), itemId, warehouseId: warehouse.id, quantity: 10_000, unitCost: 500_000, date,
  }) // prettier-ignore
  return { itemId, warehouseId: warehouse.id }
}
async function postedItem(actualQty: number, fields: object = {}) {
  const place = await stocked()
  const order = await orderOf(app.owner, branch, {
    lines: [{ id: newId(), type: 'item', ...place, actualQty, salesPrice: 120_300, ...fields }],
  })
  const posted = await app.owner.orders.postOrder({ ...refOf(order), date })
  return { order: posted.order, lineId: lineOf(order, 10).id, ...place }
}
const onHand = (itemId: string) =>
  app.db
    .prepare<[string], { quantity: number; value: number }>(
      `SELECT sum(quantity) AS quantity, sum(amount_minor) AS value FROM stock_transaction
       WHERE item_id = unhex(?, '-')`,
    )
    .get(itemId)

it('R-04.27: of a posted 3.000, 2.000 are reversed; 1.500 more are OVER_REVERSAL', async () => {
  const { order, lineId } = await postedItem(3000)

  const first = await app.owner.orders.reverseLine({ lineId, expectedVersion: order.version, quantity: 2000 })
  await expect(
    app.owner.orders.reverseLine({ lineId, expectedVersion: first.version, quantity: 1500 }),
  ).rejects.toMatchObject({ code: 'OVER_REVERSAL', defined: true, data: { remaining: 1000 } })
  const rest = await app.owner.orders.reverseLine({ lineId, expectedVersion: first.version, quantity: 1000 })

  expect(rest.lines).toMatchObject([
    { lineNo: 10, status: 'posted' },
    { lineNo: 20, status: 'created', actualQty: -2000, reversalOfId: lineId, salesPrice: 120_300 },
    { lineNo: 30, actualQty: -1000 },
  ])
})

it('04 X2: reversing the 0.500 line gives −6.02; the pair sums to 0', async () => {
  const { order, lineId } = await postedItem(500)

  const reversed = await app.owner.orders.reverseLine({
    lineId,
    expectedVersion: order.version,
    quantity: 500,
  })

  expect(reversed.lines.map(({ salesAmount }) => salesAmount.minor)).toEqual([602, -602])
  expect(reversed.totals?.sales.minor).toBe(0)
})

it('04 X5: an order with a reversal line is In process again, and Posted when that is posted', async () => {
  const { itemId, lineId, order } = await postedItem(3000)
  const before = onHand(itemId)

  const reversed = await app.owner.orders.reverseLine({
    lineId,
    expectedVersion: order.version,
    quantity: 3000,
  })
  const { order: done, transactions } = await app.owner.orders.postOrder({ ...refOf(reversed), date })
  const { items } = await app.owner.billing.listTransactions({})

  expect(order.progress).toBe('posted')
  expect(reversed.progress).toBe('inProcess')
  expect(done.progress).toBe('posted')
  expect(transactions).toMatchObject([{ quantity: -3000, salesAmount: { minor: -3609 } }])
  expect(items.map(({ net }) => net.minor).sort((a, b) => a - b)).toEqual([-3609, 3609])
  expect(before).toEqual({ quantity: 7000, value: 35_000 })
  expect(onHand(itemId)).toEqual({ quantity: 10_000, value: 50_000 })
})

it('3.2: a reversal line keeps what it has from its line; its text may change', async () => {
  const { order, lineId } = await postedItem(3000)
  const reversed = await app.owner.orders.reverseLine({
    lineId,
    expectedVersion: order.version,
    quantity: 1000,
  })
  const reversalId = lineOf(reversed, 20).id

  for (const patch of [{ actualQty: -2000 }, { salesPrice: 1 }, { discount: 100 }])
    await expect(
      app.owner.orders.updateLine({ ...refOf(reversed), lineId: reversalId, patch }),
    ).rejects.toMatchObject({ code: 'FIELD_FROZEN' })
  await expect(
    app.owner.orders.findPriceAgain({ lineId: reversalId, expectedVersion: reversed.version }),
  ).rejects.toMatchObject({ code: 'FIELD_FROZEN' })
  const named = await app.owner.orders.updateLine({
    ...refOf(reversed), lineId: reversalId, patch: { description: 'Not used' },
  }) // prettier-ignore

  expect(lineOf(named, 20)).toMatchObject({ description: 'Not used', actualQty: -1000, salesPrice: 120_300 })
})

it('3.2: a canceled reversal counts no more, and comes back only as far as there is something left', async () => {
  const { order, lineId } = await postedItem(3000)
  const reverse = (expectedVersion: number, quantity: number) =>
    app.owner.orders.reverseLine({ lineId, expectedVersion, quantity })
  const first = await reverse(order.version, 2000)
  const lineIds = [lineOf(first, 20).id]
  const canceled = await app.owner.orders.cancelLine({ ...refOf(first), lineIds })
  const second = await reverse(canceled.version, 2000)

  await expect(app.owner.orders.revokeLineCancel({ ...refOf(second), lineIds })).rejects.toMatchObject({
    code: 'OVER_REVERSAL',
    data: { ids: lineIds },
  })
})

it('3.2: only posted lines are reversed, by those who may post; nothing and less are QTY_INVALID', async () => {
  const open = await orderOf(app.owner, branch, { lines: [hours(branch)] })
  const input = { lineId: lineOf(open, 10).id, expectedVersion: open.version, quantity: 60 }
  await expect(app.owner.orders.reverseLine(input)).rejects.toMatchObject({ code: 'LINE_STATUS_INVALID' })
  const { order } = await app.owner.orders.postOrder({ ...refOf(open), date })
  for (const quantity of [0, -60])
    await expect(
      app.owner.orders.reverseLine({ ...input, expectedVersion: order.version, quantity }),
    ).rejects.toMatchObject({ code: 'QTY_INVALID' })
  const dispatcher = await app.as('dispatcher')
  await expect(dispatcher.orders.reverseLine(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('conventions §2: the same reversal again writes nothing', async () => {
  const { order, lineId } = await postedItem(3000)
  const input = { lineId, expectedVersion: order.version, newLineId: newId<typeof lineId>(), quantity: 1000 }
  const first = await app.owner.orders.reverseLine(input)
  const entries = app.entries()

  expect(await app.owner.orders.reverseLine(input)).toEqual(first)
  expect(app.entries()).toBe(entries)
})

it('R04-43: a line against a signed one is not signed, so it can be posted or canceled', async () => {
  const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
  const line = [
    { x: 10, y: 10 },
    { x: 100, y: 60 },
  ]
  const { signOff } = await app.owner.orders.signOff({
    ...refOf(order), lineIds: [lineOf(order, 10).id], signer: 'Ola Nordmann', strokes: [line, line],
  }) // prettier-ignore
  const { version } = await app.owner.orders.getOrder({ orderId: order.id })
  const posted = await app.owner.orders.postOrder({ orderId: order.id, expectedVersion: version, date })

  const reversed = await app.owner.orders.reverseLine({
    lineId: lineOf(order, 10).id, expectedVersion: posted.order.version, quantity: 60,
  }) // prettier-ignore

  expect(lineOf(reversed, 10).signOffId).toBe(signOff.id)
  expect(lineOf(reversed, 20).signOffId).toBeUndefined()
})

it('R-04.27: an undo takes no more back than was posted', async () => {
  const { order, lineId } = await postedItem(3000)
  const first = await app.owner.orders.reverseLine({
    lineId, expectedVersion: order.version, quantity: 2000,
  }) // prettier-ignore
  const canceled = await app.owner.orders.cancelLine({
    ...refOf(first), lineIds: first.lines.filter(({ reversalOfId }) => reversalOfId).map(({ id }) => id),
  }) // prettier-ignore
  const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
  const undo = { entryId: entry!.id }
  const second = await app.owner.orders.reverseLine({
    lineId, expectedVersion: canceled.version, quantity: 1500,
  }) // prettier-ignore

  await expect(app.owner.history.undoEntry(undo)).rejects.toMatchObject({ code: 'OVER_REVERSAL' })
  const open = second.lines.filter(({ reversalOfId, status }) => reversalOfId && status === 'created')
  await app.owner.orders.cancelLine({ ...refOf(second), lineIds: open.map(({ id }) => id) })
  await app.owner.history.undoEntry(undo)
  const { lines } = await app.owner.orders.getOrder({ orderId: order.id })
  expect(lines.map(({ actualQty, status }) => [actualQty, status])).toEqual([
    [3000, 'posted'],
    [-2000, 'created'],
    [-1500, 'canceled'],
  ])
})
