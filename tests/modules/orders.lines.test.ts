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

async function itemOf(unitDecimals: number, fields: { serialTracked?: boolean } = {}) {
  const { id: unitId } = await app.owner.catalog.createUnit({
    id: newId(),
    code: `U${String(unitDecimals)}`,
    name: 'Unit',
    decimals: unitDecimals,
  })
  return app.owner.catalog.createItem({
    id: newId(),
    number: `I${String(unitDecimals)}`,
    name: 'Pump',
    unitId,
    ...fields,
  })
}
async function feeCategory() {
  return app.owner.agreements.createCategory({ id: newId(), code: 'START', name: 'Start', type: 'fee' })
}
const march10 = Date.UTC(2026, 2, 10, 9)

it('conventions §2: a line added again with the same content writes nothing, with other content is ID_TAKEN', async () => {
  const order = await orderOf(app.owner, branch)
  const line = { ...refOf(order), ...hours(branch) }
  const first = await app.owner.orders.addLine(line)
  const entries = app.entries()

  expect(await app.owner.orders.addLine(line)).toEqual(first)
  for (const other of [
    { ...line, actualQty: 60 },
    { ...line, ...refOf(await orderOf(app.owner, branch)) },
  ])
    await expect(app.owner.orders.addLine(other)).rejects.toMatchObject({
      code: 'ID_TAKEN',
      data: { entity: 'orderLine', id: line.id },
    })
  expect(app.entries()).toBe(entries + 1)
})

describe('amounts', () => {
  it('R-04.05: the amounts of X1 and their total', async () => {
    const { id: itemId } = await itemOf(3)
    const { id: feeId } = await feeCategory()
    const item = { type: 'item', itemId } as const
    const order = await orderOf(app.owner, branch, {
      lines: [
        hours(branch, { actualQty: 150, salesPrice: 11_950_000 }),
        { id: newId(), ...item, actualQty: 3000, salesPrice: 333_300, discount: 1250 },
        { id: newId(), ...item, actualQty: 500, salesPrice: 120_300 },
        { id: newId(), ...item, actualQty: 3000, salesPrice: 336_442 },
        hours(branch, { actualQty: 20, salesPrice: 11_950_000 }),
        { id: newId(), type: 'fee', categoryId: feeId, actualQty: 1000, salesPrice: 0 },
      ],
    })

    expect(order.lines.map(({ salesAmount }) => salesAmount.minor)).toEqual([
      298_750, 8749, 602, 10_093, 39_833, 0,
    ]) // prettier-ignore
    expect(order.salesAmount).toEqual({ minor: 358_027, currency: 'NOK' })
    expect(order.totals).toMatchObject({ sales: { minor: 358_027 }, actualSales: { minor: 358_027 } })
  })

  it('R04-33: the estimate counts until an actual is registered, canceled lines never', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined, estimatedQty: 60 }), hours(branch, { actualQty: 60 })],
    })
    expect(order.salesAmount).toMatchObject({ minor: 180_000 })

    const registered = await app.owner.orders.updateLine({
      ...refOf(order), lineId: lineOf(order, 10).id, patch: { actualQty: 0 },
    }) // prettier-ignore
    const canceled = await app.owner.orders.cancelLine({
      ...refOf(registered), lineIds: [lineOf(order, 20).id],
    }) // prettier-ignore

    expect(registered.salesAmount).toMatchObject({ minor: 90_000 })
    expect(registered.totals).toMatchObject({
      estimatedSales: { minor: 90_000 },
      actualSales: { minor: 90_000 },
    })
    expect(canceled.salesAmount).toMatchObject({ minor: 0 })
  })
})

describe('prices', () => {
  async function rule(fields: { workerId?: Branch['workerId']; value: number; validFrom: string }) {
    await app.owner.agreements.createPriceRule({
      id: newId(), kind: 'sales', type: 'hour', categoryId: branch.categoryId, currency: 'NOK', ...fields,
    }) // prettier-ignore
  }

  it('R-04.06: the prices of X3 without an agreement, each with its source', async () => {
    await rule({ workerId: branch.workerId, value: 10_500_000, validFrom: '2026-02-01' })
    const { id: accountId } = await app.owner.agreements.createBillingAccount({
      id: newId(),
      name: 'Service',
      customerId: branch.customerId,
      type: 'timeAndMaterial',
    })
    const customerRule = await app.owner.agreements.createPriceRule({
      id: newId(), kind: 'sales', type: 'hour', categoryId: branch.categoryId, currency: 'NOK', value: 9_800_000,
      validFrom: '2026-01-01', validTo: '2026-03-09', billingAccountId: accountId,
    }) // prettier-ignore
    const fields = { billingAccountId: accountId, preferredServiceAt: march10, lines: [hours(branch)] }
    const tenth = await orderOf(app.owner, branch, fields)
    const ninth = await app.owner.orders.updateOrder({
      ...refOf(tenth), patch: { preferredServiceAt: march10 - 86_400_000 },
    }) // prettier-ignore

    expect(tenth.lines[0]).toMatchObject({ salesPrice: 10_500_000, salesPriceSource: 'base', priceStep: 1 })
    expect(ninth.lines[0]).toMatchObject({
      salesPrice: 9_800_000,
      salesPriceSource: 'customer',
      priceRuleId: customerRule.id,
    })
  })

  it('R04-34: a manual price is kept until the price is searched again', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { salesPrice: 1_000_000 })] })
    const { id: lineId } = lineOf(order, 10)

    const changed = await app.owner.orders.updateLine({ ...refOf(order), lineId, patch: { actualQty: 60 } })
    const found = await app.owner.orders.findPriceAgain({ lineId, expectedVersion: changed.version })

    expect(changed.lines[0]).toMatchObject({ salesPrice: 1_000_000, salesPriceSource: 'manual' })
    expect(found.lines[0]).toMatchObject({
      salesPrice: 9_000_000,
      salesPriceSource: 'base',
      salesAmount: { minor: 90_000 },
    })
  })

  it('R04-34: a price that is taken away is searched again, whoever set it', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { salesPrice: 5 }), hours(branch)],
    })

    const first = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 10).id,
      patch: { salesPrice: null },
    })
    const second = await app.owner.orders.updateLine({
      ...refOf(first),
      lineId: lineOf(order, 20).id,
      patch: { salesPrice: null },
    })

    for (const line of second.lines)
      expect(line).toMatchObject({ salesPrice: 9_000_000, salesPriceSource: 'base', priceStep: 3 })
  })

  it('R04-34: another worker is priced again', async () => {
    await rule({ workerId: branch.workerId, value: 10_500_000, validFrom: '2020-01-01' })
    const { id: workerId } = await app.owner.people.createWorker({ id: newId(), displayName: 'Per' })
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })

    const changed = await app.owner.orders.updateLine({
      ...refOf(order), lineId: lineOf(order, 10).id, patch: { workerId },
    }) // prettier-ignore

    expect([order, changed].map(({ lines }) => lines[0]?.salesPrice)).toEqual([10_500_000, 9_000_000])
  })

  it('R04-30: without any price it is missing, and 0 is a price', async () => {
    const { id: categoryId } = await feeCategory()
    const order = await orderOf(app.owner, branch, {
      lines: [
        { id: newId(), type: 'fee', categoryId, actualQty: 1000 },
        { id: newId(), type: 'fee', categoryId, actualQty: 1000, salesPrice: 0 },
      ],
    })

    expect(order.lines.map(({ salesPrice, salesPriceSource }) => [salesPrice, salesPriceSource])).toEqual([
      [undefined, 'missing'],
      [0, 'manual'],
    ])
  })

  it('conventions §8: prices are set with orders.setPrice only, costs shown with catalog.readCost only', async () => {
    const dispatcher = await app.as('dispatcher')
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { costPrice: 4_000_000 })] })
    const lineId = lineOf(order, 10).id

    for (const patch of [{ salesPrice: 1 }, { costPrice: 1 }, { discount: 100 }, { salesPrice: null }])
      await expect(dispatcher.orders.updateLine({ ...refOf(order), lineId, patch })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        data: { permission: 'orders.setPrice' },
      })
    const seen = await dispatcher.orders.getOrder({ orderId: order.id })

    expect(order.lines[0]).toMatchObject({ costPrice: 4_000_000, costAmount: { minor: 80_000 } })
    expect(order.totals).toMatchObject({ cost: { minor: 80_000 } })
    expect(JSON.stringify(seen)).not.toMatch(/cost/i)
  })

  it('conventions §8: a discount is neither taken away nor a price put back by undo without orders.setPrice', async () => {
    const dispatcher = await app.as('dispatcher')
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { discount: 1000 })] })
    const lineId = lineOf(order, 10).id
    const forbidden = { code: 'FORBIDDEN', data: { permission: 'orders.setPrice' } }
    for (const discount of [0, null])
      await expect(
        dispatcher.orders.updateLine({ ...refOf(order), lineId, patch: { discount } }),
      ).rejects.toMatchObject(forbidden)
    const patch = { discount: 1000, estimatedQty: 60 }
    const same = await dispatcher.orders.updateLine({ ...refOf(order), lineId, patch })
    expect(same.lines).toMatchObject([{ discount: 1000, estimatedQty: 60 }])

    await app.owner.orders.updateLine({ ...refOf(same), lineId, patch: { salesPrice: 1 } })
    const [priced] = (await app.owner.history.listEntries({ limit: 1 })).items
    const undo = { entryId: priced!.id }
    await expect(dispatcher.history.undoEntry(undo)).rejects.toMatchObject(forbidden)
    await app.owner.history.undoEntry(undo)
    const { lines } = await app.owner.orders.getOrder({ orderId: order.id })
    expect(lines).toMatchObject([{ salesPrice: 9_000_000, salesPriceSource: 'base' }])
  })

  it('R-02.37: a line property set by hand stays, another one follows the category', async () => {
    const make = (code: string, chargeable: boolean) =>
      app.owner.agreements.createLineProperty({
        id: newId(), code, name: code, chargeable, costPercent: 10_000, salesPercent: 10_000,
      }) // prettier-ignore
    const warranty = await make('WARRANTY1', false)
    const { id: categoryId } = await app.owner.agreements.createCategory({
      id: newId(), code: 'FREE', name: 'Free', type: 'hour', linePropertyId: warranty.id,
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { id: lineId, linePropertyId } = lineOf(order, 10)

    const free = await app.owner.orders.updateLine({ ...refOf(order), lineId, patch: { categoryId } })
    const byHand = await app.owner.orders.updateLine({ ...refOf(free), lineId, patch: { linePropertyId } })
    const kept = await app.owner.orders.updateLine({
      ...refOf(byHand), lineId, patch: { categoryId: branch.categoryId },
    }) // prettier-ignore

    expect(free.lines[0]).toMatchObject({ linePropertyId: warranty.id, salesAmount: { minor: 0 } })
    expect([byHand, kept].map(({ lines }) => lines[0]?.linePropertyId)).toEqual([
      linePropertyId,
      linePropertyId,
    ])
  })
})

describe('lines', () => {
  it('X10: both times give the real elapsed minutes, across a clock change too', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [
        hours(branch, {
          actualQty: undefined,
          startAt: Date.UTC(2026, 2, 10, 8, 10),
          endAt: Date.UTC(2026, 2, 10, 9, 50),
        }),
        hours(branch, {
          actualQty: undefined,
          startAt: Date.parse('2026-03-29T01:30:00+01:00'),
          endAt: Date.parse('2026-03-29T03:30:59+02:00'),
        }),
        hours(branch, { actualQty: 5, startAt: march10, endAt: march10 + 3_600_000 }),
      ],
    })

    expect(order.lines.map(({ actualQty }) => actualQty)).toEqual([100, 60, 5])
  })

  it('04 §4: what is wrong with a line is said at once, and nothing is written', async () => {
    const { id: feeId } = await feeCategory()
    const order = await orderOf(app.owner, branch)
    const entries = app.entries()

    const call = app.owner.orders.addLine({
      ...refOf(order),
      ...hours(branch, {
        categoryId: feeId,
        actualQty: -1,
        unit: 'PCS',
        startAt: march10,
        endAt: march10,
        objectRelationId: newId(),
      }),
    })

    await expect(call).rejects.toMatchObject({
      code: 'QTY_INVALID',
      defined: true,
      data: {
        failures: [
          { code: 'QTY_INVALID', field: 'actualQty' },
          { code: 'UNIT_NOT_CONVERTIBLE', field: 'unit' },
          { code: 'TIME_RANGE_INVALID', field: 'endAt' },
          { code: 'CATEGORY_TYPE', field: 'categoryId' },
          { code: 'OBJECT_NOT_RELATED', field: 'objectRelationId' },
        ],
      },
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-01.12: a quantity has no more decimals than its unit', async () => {
    const { id: itemId } = await itemOf(0)

    const call = orderOf(app.owner, branch, {
      lines: [{ id: newId(), type: 'item', itemId, actualQty: 1500 }],
    })

    await expect(call).rejects.toMatchObject({ code: 'UNIT_DECIMALS', data: { field: 'actualQty' } })
  })

  it('04 §2.2: each type has its own fields', async () => {
    const { id: itemId } = await itemOf(0)
    const order = await orderOf(app.owner, branch)

    const wrong = app.owner.orders.addLine({ ...refOf(order), ...hours(branch), itemId })
    const missing = app.owner.orders.addLine({ ...refOf(order), type: 'item' })

    await expect(wrong).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: ['itemId'] }] },
    })
    await expect(missing).rejects.toMatchObject({ code: 'REQUIRED', data: { fields: ['itemId'] } })
  })

  it('R04-26, R04-32: an inactive worker or category is for lines that have it only', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await app.owner.people.deactivateWorker({ workerId: branch.workerId, expectedVersion: 1 })
    await app.owner.agreements.deactivateCategory({ categoryId: branch.categoryId, expectedVersion: 1 })

    const changed = await app.owner.orders.updateLine({
      ...refOf(order), lineId: lineOf(order, 10).id, patch: { actualQty: 30 },
    }) // prettier-ignore
    const added = app.owner.orders.addLine({ ...refOf(changed), ...hours(branch) })

    expect(changed.lines[0]?.actualQty).toBe(30)
    await expect(added).rejects.toMatchObject({
      data: { failures: [{ code: 'CATEGORY_INACTIVE' }, { code: 'WORKER_INACTIVE', field: 'workerId' }] },
    })
  })

  it('04 §2.2: line numbers go on from the highest and are never given again', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })

    const added = await app.owner.orders.addLine({ ...refOf(order), ...hours(branch) })

    expect(added.lines.map(({ lineNo }) => lineNo)).toEqual([10, 20, 30])
  })

  it('3.2: only Created lines are changed', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch)] })
    const lineId = lineOf(order, 10).id
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineId] })

    const call = app.owner.orders.updateLine({ ...refOf(canceled), lineId, patch: { actualQty: 1 } })

    await expect(call).rejects.toMatchObject({ code: 'LINE_STATUS_INVALID', defined: true })
  })

  it('R04-10: a line added to a canceled or posted order makes it In process again', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { order: posted } = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })

    const added = await app.owner.orders.addLine({ ...refOf(posted), ...hours(branch) })

    expect([posted, added].map(({ progress }) => progress)).toEqual(['posted', 'inProcess'])
  })
})

describe('reach', () => {
  async function technician() {
    const password = 'a long enough password'
    await app.owner.people.createUser({
      id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], workerId: branch.workerId, password,
    }) // prettier-ignore
    const { token } = await app.stranger.session.signIn({ login: 'kari', password })
    return app.application.clientFor(token)
  }

  it('R-04.26: a technician changes own orders only', async () => {
    const kari = await technician()
    const foreign = await orderOf(app.owner, branch, { lines: [hours(branch, { workerId: null })] })
    const preferred = await orderOf(app.owner, branch, {
      preferredTechnicianId: branch.workerId,
      lines: [hours(branch, { workerId: null })],
    })
    const worker = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const change = (order: typeof foreign) =>
      kari.orders.updateLine({ ...refOf(order), lineId: lineOf(order, 10).id, patch: { actualQty: 5 } })

    await expect(change(foreign)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(kari.orders.getOrder({ orderId: foreign.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await change(preferred)).lines[0]).toMatchObject({ actualQty: 5 })
    expect((await change(worker)).lines[0]).toMatchObject({ actualQty: 5 })
    const { items } = await kari.orders.listOrders({ sort: [{ field: 'number', direction: 'asc' }] })
    expect(items.map(({ id }) => id)).toEqual([preferred.id, worker.id])
  })

  it('R-04.26: a technician makes own orders only and posts none', async () => {
    const kari = await technician()

    await expect(orderOf(kari, branch)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const own = await orderOf(kari, branch, { preferredTechnicianId: branch.workerId })

    expect(own.responsibleId).toBe(branch.workerId)
    await expect(kari.orders.postOrder({ ...refOf(own), date: '2026-03-02' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('R-01.06: a board gets no phone, note, price or contact', async () => {
    await app.owner.customers.createContact({
      id: newId(), customerId: branch.customerId, name: 'Ola Nordmann', phone: '5551234', email: 'ola@example.org',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, {
      internalNote: 'Secret gate', externalNote: 'Printed', customerReference: 'PO 9', description: 'Boiler', lines: [hours(branch)],
    }) // prettier-ignore
    const board = await app.as('board')

    const seen = await board.orders.getOrder({ orderId: order.id })
    const { items } = await board.orders.listOrders({})

    expect(seen).toMatchObject({ number: order.number, customerName: 'Løkke Verksted', siteCity: 'Oslo' })
    for (const answer of [seen, items])
      expect(JSON.stringify(answer)).not.toMatch(
        /5551234|Nordmann|example|Secret|Printed|PO 9|Boiler|Storgata|"minor"|rice|urrency/,
      )
    await expect(
      board.orders.listOrders({ sort: [{ field: 'salesAmount', direction: 'asc' }] }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §7: orders of other offices are neither listed nor read', async () => {
    const { id: officeId } = await app.owner.people.createOffice({
      id: newId(), code: 'OSL', name: 'Oslo', zone: 'Europe/Oslo',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch)
    const password = 'a long enough password'
    await app.owner.people.createUser({
      id: newId(), login: 'osl', displayName: 'O', roles: ['dispatcher'], officeIds: [officeId], password,
    }) // prettier-ignore
    const { token } = await app.stranger.session.signIn({ login: 'osl', password })
    const oslo = app.application.clientFor(token)

    expect((await oslo.orders.listOrders({ withCount: true })).count).toBe(0)
    await expect(oslo.orders.getOrder({ orderId: order.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
