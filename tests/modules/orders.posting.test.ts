import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import {
  branchOf,
  hours,
  lineOf,
  orderOf,
  refOf,
  resultOf,
  type Branch,
  type LineInput,
} from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const date = '2026-03-02'
const post = (order: Order, fields: object = {}) =>
  app.owner.orders.postOrder({ ...refOf(order), date, ...fields })
const transactions = async () => (await app.owner.billing.listTransactions({})).items

async function stockedItem(fields: { serialTracked?: boolean } = {}) {
  const { id: unitId } = await app.owner.catalog.createUnit({
    id: newId(),
    code: 'PCE',
    name: 'Piece',
    decimals: 0,
  })
  const item = await app.owner.catalog.createItem({
    id: newId(),
    number: 'P1',
    name: 'Pump',
    unitId,
    ...fields,
  })
  const [warehouse] = (await app.owner.stock.listWarehouses({})).items
  if (!warehouse) throw new Error('a new store has a warehouse')
  return { itemId: item.id, warehouseId: warehouse.id }
}
const part = (fields: Partial<LineInput>): LineInput => ({
  id: newId(),
  type: 'item',
  actualQty: 2000,
  salesPrice: 100,
  ...fields,
})

describe('posting', () => {
  it('R04-51: each line becomes one transaction, the order Posted, all in one entry', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { costPrice: 4_000_000 }), hours(branch, { actualQty: 0 })],
    })
    const entries = app.entries()

    const result = await post(order)

    expect(app.entries()).toBe(entries + 1)
    expect(result.order).toMatchObject({ progress: 'posted', version: 2, isReadyForPosting: false })
    expect(result.transactions).toMatchObject([
      {
        lineNo: 10,
        status: 'posted',
        quantity: 120,
        salesAmount: { minor: 180_000 },
        costAmount: { minor: 80_000 },
      },
      { lineNo: 20, status: 'costOnly', quantity: 0, salesAmount: { minor: 0 } },
    ])
    expect(await transactions()).toHaveLength(2)
    expect((await transactions()).map(({ net }) => net.minor).sort()).toEqual([0, 180_000])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R-04.08: a chargeable line without a price is PRICE_MISSING, with price 0 it posts', async () => {
    const { id: categoryId } = await app.owner.agreements.createCategory({
      id: newId(), code: 'START', name: 'Start', type: 'fee',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, {
      lines: [{ id: newId(), type: 'fee', categoryId, actualQty: 1000 }],
    })
    const lineId = lineOf(order, 10).id

    await expect(post(order)).rejects.toMatchObject({
      code: 'PRICE_MISSING',
      defined: true,
      data: { failures: [{ code: 'PRICE_MISSING', ids: [lineId] }] },
    })
    const priced = await app.owner.orders.updateLine({ ...refOf(order), lineId, patch: { salesPrice: 0 } })

    expect((await post(priced)).order.progress).toBe('posted')
  })

  it('R04-50: all that speaks against posting is said at once, in order; nothing is written', async () => {
    const { itemId, warehouseId } = await stockedItem({ serialTracked: true })
    const order = await orderOf(app.owner, branch, {
      signOffRequired: true,
      lines: [
        hours(branch, { actualQty: undefined, workerId: null }),
        part({ itemId, warehouseId, salesPrice: undefined }),
      ],
    })
    await app.owner.settings.setSetting({ key: 'allowWithoutAgreement', scope: 'company', value: false })
    await app.owner.billing.closePeriod({ month: '2026-03', reason: 'Closed' })
    const entries = app.entries()
    const codes = [
      'ACTUAL_MISSING', 'SIGN_OFF_REQUIRED', 'WORKER_REQUIRED', 'PRICE_MISSING', 'AGREEMENT_REQUIRED', 'PERIOD_CLOSED',
      'STOCK_SHORT', 'SERIAL_REQUIRED',
    ] // prettier-ignore

    for (const call of [post(order), app.owner.orders.checkPosting({ ...refOf(order), date })])
      await expect(call).rejects.toMatchObject({
        code: 'ACTUAL_MISSING',
        data: { failures: codes.map((code) => ({ code })) },
      })
    expect(app.entries()).toBe(entries)
    expect(await app.owner.orders.getOrder({ orderId: order.id })).toEqual(order)
  })

  it('R04-50: estimates count as actuals when the caller chooses so', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined, estimatedQty: 30 })],
    })

    await expect(post(order)).rejects.toMatchObject({ code: 'ACTUAL_MISSING' })
    const result = await post(order, { useEstimates: true })

    expect(result.order.lines[0]).toMatchObject({ status: 'posted', actualQty: 30 })
  })

  it('R04-51: items leave their warehouse; short stock is STOCK_SHORT over all lines together', async () => {
    const { itemId, warehouseId } = await stockedItem()
    await app.owner.stock.receiveStock({
      id: newId(),
      itemId,
      warehouseId,
      quantity: 3000,
      date,
      unitCost: 100,
    })
    const order = await orderOf(app.owner, branch, { lines: [part({ itemId }), part({ itemId })] })

    await expect(post(order)).rejects.toMatchObject({
      code: 'STOCK_SHORT',
      data: { failures: [{ ids: order.lines.map(({ id }) => id) }] },
    })
    const { order: half, leftOut } = await post(order, { lineIds: [lineOf(order, 10).id] })

    expect(order.lines[0]).toMatchObject({ warehouseId, unit: 'PCE' })
    expect(leftOut).toEqual([])
    expect(half.progress).toBe('inProcess')
    expect((await app.owner.stock.listBalances({})).items).toMatchObject([{ quantity: 1000 }])
    await app.owner.settings.setSetting({ key: 'negativeStockAllowed', scope: 'company', value: true })
    expect((await post(half)).order.progress).toBe('posted')
    expect((await app.owner.stock.listBalances({})).items).toMatchObject([{ quantity: -1000 }])
  })

  it('R12-02: posted and canceled lines are left out and named; with no Created line there is nothing to post', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch), hours(branch), hours(branch)] })
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineOf(order, 10).id] })
    const { order: half } = await post(canceled, { lineIds: [lineOf(order, 20).id] })

    const { leftOut, order: whole } = await post(half)

    expect(leftOut.map(({ lineNo, status }) => [lineNo, status])).toEqual([
      [10, 'canceled'],
      [20, 'posted'],
    ])
    await expect(post(whole)).rejects.toMatchObject({ code: 'LINE_STATUS_INVALID' })
  })

  it('checkPosting answers what posting would do and writes nothing', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const entries = app.entries()

    const result = await app.owner.orders.checkPosting({ ...refOf(order), date })

    expect(result).toMatchObject({
      transactions: [{ lineNo: 10, status: 'posted', quantity: 120 }],
      leftOut: [],
    })
    expect(app.entries()).toBe(entries)
    expect(await transactions()).toEqual([])
  })

  it('R-04.35: a blocked account takes no new order but posts; a closed one does neither', async () => {
    const account = await app.owner.agreements.createBillingAccount({
      id: newId(), name: 'Service', customerId: branch.customerId, type: 'timeAndMaterial',
    }) // prettier-ignore
    const make = () => orderOf(app.owner, branch, { billingAccountId: account.id, lines: [hours(branch)] })
    const [first, second] = [await make(), await make()]
    const setStatus = (expectedVersion: number, status: 'blocked' | 'closed') =>
      app.owner.agreements.updateBillingAccount({
        billingAccountId: account.id,
        expectedVersion,
        patch: { status },
      })

    await setStatus(1, 'blocked')
    await expect(make()).rejects.toMatchObject({
      code: 'BILLING_ACCOUNT_CLOSED',
      data: { status: 'blocked', account: account.id },
    })
    expect((await post(first)).order.progress).toBe('posted')
    await setStatus(2, 'closed')
    const entries = app.entries()

    await expect(post(second)).rejects.toMatchObject({
      code: 'BILLING_ACCOUNT_CLOSED',
      data: { failures: [{ status: 'closed' }] },
    })
    expect(app.entries()).toBe(entries)
    expect(await transactions()).toHaveLength(1)
  })

  it('R12-28: on a fixed-price account every line is cost only', async () => {
    const account = await app.owner.agreements.createBillingAccount({
      id: newId(), name: 'Fixed', customerId: branch.customerId, type: 'fixedPrice',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, { billingAccountId: account.id, lines: [hours(branch)] })
    const check = await app.owner.orders.checkPosting({ ...refOf(order), date })

    expect(check.transactions).toMatchObject([{ status: 'costOnly' }])
    expect((await post(order)).transactions).toMatchObject([{ status: 'costOnly' }])
  })

  it('R-04.20: five orders are posted, the failing one is unchanged with all its codes', async () => {
    const good: Order[] = []
    for (let count = 0; count < 5; count += 1)
      good.push(await orderOf(app.owner, branch, { lines: [hours(branch)] }))
    const bad = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined, workerId: null })],
    })
    const entries = app.entries()

    const { jobId } = await app.owner.orders.postOrders({
      orderIds: [bad, ...good].map(({ id }) => id),
      date,
    })
    const result = await resultOf(app.owner, jobId)

    expect(result).toEqual({
      results: [
        { id: bad.id, ok: false, codes: ['ACTUAL_MISSING', 'WORKER_REQUIRED'] },
        ...good.map(({ id }) => ({ id, ok: true })),
      ],
    })
    expect(app.entries()).toBe(entries + 5)
    expect(await app.owner.orders.getOrder({ orderId: bad.id })).toEqual(bad)
    expect((await app.owner.orders.listOrders({ filter: { progress: ['posted'] } })).items).toHaveLength(5)
  })

  it('R04-52: bulk posting takes a filter too', async () => {
    const ready = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await orderOf(app.owner, branch, { lines: [hours(branch, { actualQty: undefined })] })

    const { jobId } = await app.owner.orders.postOrders({ filter: { isReadyForPosting: true }, date })

    expect(await resultOf(app.owner, jobId)).toEqual({ results: [{ id: ready.id, ok: true }] })
  })

  it('R-04.34: the technical line of an imported order makes no transaction', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch, { actualQty: 0 })] })
    app.db.exec("UPDATE service_order SET origin = 'import'")

    const { order: posted, transactions: made } = await post(order)

    expect(posted.progress).toBe('posted')
    expect(made).toEqual([])
    expect(await transactions()).toEqual([])
  })

  it('conventions §8: the back office posts unless the company forbids it', async () => {
    const backOffice = await app.as('backOffice')
    const [first, second] = [
      await orderOf(app.owner, branch, { lines: [hours(branch)] }),
      await orderOf(app.owner, branch, { lines: [hours(branch)] }),
    ]
    expect((await backOffice.orders.postOrder({ ...refOf(first), date })).order.progress).toBe('posted')
    await app.owner.settings.setSetting({ key: 'backOfficeMayPost', scope: 'company', value: false })

    await expect(backOffice.orders.postOrder({ ...refOf(second), date })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(backOffice.orders.postOrders({ orderIds: [second.id], date })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('views', () => {
  it('04 §5: Active, Ready for posting, Incoming requests and All are filters; requests wait outside All', async () => {
    const open = await orderOf(app.owner, branch)
    const ready = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { order: posted } = await post(await orderOf(app.owner, branch, { lines: [hours(branch)] }))
    const request = await orderOf(app.owner, branch)
    app.db.prepare("UPDATE service_order SET intake = 'awaiting' WHERE number = ?").run(request.number)
    const list = async (filter: Parameters<typeof app.owner.orders.listOrders>[0]['filter']) =>
      (
        await app.owner.orders.listOrders({ filter, sort: [{ field: 'number', direction: 'asc' }] })
      ).items.map(({ id }) => id)

    expect(await list({})).toEqual([open.id, ready.id, posted.id])
    expect(await list({ progress: ['inProcess'] })).toEqual([open.id, ready.id])
    expect(await list({ isReadyForPosting: true })).toEqual([ready.id])
    expect(await list({ intake: ['awaiting'] })).toEqual([request.id])
  })

  it('04 §2.1: a filter finds orders without a responsible', async () => {
    const alone = await orderOf(app.owner, branch)
    const led = await orderOf(app.owner, branch, { responsibleId: branch.workerId })
    const list = async (hasResponsible: boolean) =>
      (await app.owner.orders.listOrders({ filter: { hasResponsible } })).items.map(({ id }) => id)

    expect(await list(false)).toEqual([alone.id])
    expect(await list(true)).toEqual([led.id])
  })

  it('05 §3: readiness follows the stage’s right to post', async () => {
    const stage = await app.owner.stages.createStage({
      id: newId(), code: 'PLAN', description: { en: 'Planning' }, allowPost: true,
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const isReady = async () => (await app.owner.orders.getOrder({ orderId: order.id })).isReadyForPosting
    const setRight = (expectedVersion: number, allowPost: boolean) =>
      app.owner.stages.updateStage({ stageId: stage.id, expectedVersion, patch: { allowPost } })

    expect(order).toMatchObject({ stageCode: 'PLAN', stageName: 'Planning', isReadyForPosting: true })
    await setRight(1, false)
    expect(await isReady()).toBe(false)
    await expect(post(order)).rejects.toMatchObject({ code: 'STAGE_FORBIDS_POST' })
    await setRight(2, true)
    expect(await isReady()).toBe(true)
  })

  it('conventions §7: every field of the list sorts both ways and pages by key', async () => {
    for (let count = 0; count < 5; count += 1)
      await orderOf(app.owner, branch, { lines: [hours(branch, { actualQty: count })] })
    const fields = [
      'number', 'customerName', 'customerNumber', 'siteCity', 'description', 'serviceDate', 'preferredServiceAt',
      'stageCode', 'progress', 'priority', 'preferredTechnicianName', 'responsibleName', 'officeCode', 'origin',
      'salesAmount',
    ] as const // prettier-ignore
    for (const field of fields)
      for (const direction of ['asc', 'desc'] as const) {
        const sort = [{ field, direction }]
        const first = await app.owner.orders.listOrders({ sort, limit: 3, withCount: true })
        const second = await app.owner.orders.listOrders({ sort, limit: 3, after: first.next })
        expect([...first.items, ...second.items].map(({ id }) => id)).toHaveLength(5)
        expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5)
        expect(first.count).toBe(5)
      }
    const byAmount = await app.owner.orders.listOrders({
      sort: [{ field: 'salesAmount', direction: 'desc' }],
      filter: { salesAmount: { from: 3000 } },
    })
    expect(byAmount.items.map(({ salesAmount }) => salesAmount?.minor)).toEqual([6000, 4500, 3000])
  })
})
