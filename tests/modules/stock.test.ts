import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revalue } from '../../electron/modules/stock/revalue.rules'
import type { ItemId, JobId, WarehouseId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
let itemId: ItemId
let warehouseId: WarehouseId
beforeEach(async () => {
  app = setUp()
  const { items } = await app.owner.stock.listWarehouses({})
  warehouseId = items[0]!.id
  itemId = (await createItem()).id
})
afterEach(() => app.close())

const date = '2026-03-02'

async function createItem(fields: object = {}) {
  const unitId = newId<Parameters<typeof app.owner.catalog.createUnit>[0]['id']>()
  await app.owner.catalog.createUnit({ id: unitId, code: unitId.slice(-6), name: 'Each', decimals: 0 })
  const id = newId<ItemId>()
  return app.owner.catalog.createItem({ id, number: id.slice(-12), name: 'Bearing', unitId, ...fields })
}

function receive(quantity: number, unitCost?: number, fields: object = {}) {
  return app.owner.stock.receiveStock({
    id: newId(),
    itemId,
    warehouseId,
    quantity,
    unitCost,
    date,
    ...fields,
  })
}
function issue(quantity: number, fields: object = {}) {
  return app.owner.stock.issueStock({ id: newId(), itemId, warehouseId, quantity, date, ...fields })
}
async function balances() {
  const { items } = await app.owner.stock.listBalances({ filter: { itemId: [itemId] } })
  return Object.fromEntries(
    items.map(({ amount, quantity, warehouseCode }) => [warehouseCode, [quantity, amount?.minor]]),
  )
}
async function finished(jobId: JobId) {
  for (;;) {
    const job = await app.owner.jobs.getJob({ jobId })
    if (job.state !== 'running' && job.state !== 'queued') return job
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('stock', () => {
  it('R01-30: a new store has one warehouse, at its office', async () => {
    const { items } = await app.owner.stock.listWarehouses({})

    expect(items).toMatchObject([{ code: 'MAIN', kind: 'office', officeCode: 'MAIN' }])
  })

  it('R10-22: an issue takes the running average, the last piece the rest of the value', async () => {
    await receive(10_000, 60_000)
    await receive(10_000, 80_000)

    expect(await issue(5000)).toMatchObject({ quantity: -5000, amount: { minor: -3500, currency: 'EUR' } })
    expect(await balances()).toEqual({ MAIN: [15_000, 10_500] })
    await issue(15_000)
    expect(await balances()).toEqual({ MAIN: [0, 0] })
  })

  it('R10-22: without stock the last purchase counts, then the item cost, then 0 with COST_ZERO', async () => {
    expect(await receive(1000)).toMatchObject({ amount: { minor: 0 }, warnings: ['COST_ZERO'] })
    await issue(1000)
    itemId = (await createItem()).id
    await app.owner.catalog.setItemCost({
      id: newId(),
      itemId,
      currency: 'EUR',
      validFrom: '2026-01-01',
      unitCost: 138_782,
    })
    expect(await receive(12_000)).toMatchObject({ amount: { minor: 16_654 }, warnings: [] })
    await issue(12_000)
    await receive(1000, 200_000)
    await issue(1000)
    expect(await receive(2000)).toMatchObject({ amount: { minor: 4000 } })
  })

  it('R10-24: more than there is is STOCK_SHORT and changes nothing', async () => {
    await receive(2000, 10_000)
    const entries = app.entries()

    await expect(issue(3000)).rejects.toMatchObject({
      code: 'STOCK_SHORT',
      defined: true,
      data: { available: 2000 },
    })
    expect(app.entries()).toBe(entries)
    expect(await balances()).toEqual({ MAIN: [2000, 200] })
  })

  it('R10-24: negative stock is possible where the setting allows it', async () => {
    await receive(1000, 10_000)
    await app.owner.settings.setSetting({ key: 'negativeStockAllowed', scope: 'company', value: true })

    await issue(3000)

    expect((await balances())['MAIN']?.[0]).toBe(-2000)
  })

  it('R10-24: a transfer keeps the value; to the same warehouse it is refused', async () => {
    const van = await app.owner.stock.createWarehouse({
      id: newId(),
      code: 'VAN1',
      name: 'Van 1',
      officeId: (await app.owner.stock.getWarehouse({ warehouseId })).officeId,
      kind: 'van',
    })
    await receive(3000, 33_333)
    const transfer = {
      id: newId<Parameters<typeof app.owner.stock.transferStock>[0]['id']>(),
      itemId,
      warehouseId,
      toWarehouseId: van.id,
      quantity: 1000,
      date,
    }
    const { transactions } = await app.owner.stock.transferStock(transfer)

    expect(transactions.map(({ amount, quantity }) => [quantity, amount?.minor])).toEqual([
      [-1000, -333],
      [1000, 333],
    ])
    expect(await balances()).toEqual({ MAIN: [2000, 667], VAN1: [1000, 333] })
    expect(await app.owner.stock.transferStock(transfer)).toEqual({ transactions })
    await expect(
      app.owner.stock.transferStock({ ...transfer, id: newId(), toWarehouseId: warehouseId }),
    ).rejects.toMatchObject({ code: 'SAME_WAREHOUSE' })
    await expect(
      app.owner.stock.deleteWarehouse({ warehouseId: van.id, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'IN_USE' })
  })

  it('01 §2.5: serials of a tracked item are counted, unique, and leave where they lie', async () => {
    itemId = (await createItem({ serialTracked: true })).id
    const serialNumbers = ['A', 'B']

    await expect(receive(3000, 1, { serialNumbers })).rejects.toMatchObject({ code: 'SERIAL_COUNT' })
    await expect(receive(2000, 1)).rejects.toMatchObject({ code: 'SERIAL_COUNT' })
    await expect(receive(2000, 1, { serialNumbers: ['A', 'A'] })).rejects.toMatchObject({
      code: 'SERIAL_DUPLICATE',
    })
    await receive(2000, 1, { serialNumbers })
    await expect(receive(1000, 1, { serialNumbers: ['B'] })).rejects.toMatchObject({
      code: 'SERIAL_DUPLICATE',
    })
    await expect(issue(1000, { serialNumbers: ['C'] })).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' })
    await issue(1000, { serialNumbers: ['A'] })

    const { items } = await app.owner.catalog.listSerials({ filter: { itemId: [itemId] } })
    expect(items.map(({ serialNumber, status }) => [serialNumber, status])).toEqual([
      ['A', 'issued'],
      ['B', 'inStock'],
    ])
  })

  it('R-01.12: half a piece, nothing, a service and a closed month are refused together', async () => {
    const service = await createItem({ kind: 'service' })
    await app.owner.billing.closePeriod({ month: '2026-03', reason: 'Closed' })

    await expect(receive(1500, 1)).rejects.toMatchObject({
      code: 'UNIT_DECIMALS',
      data: { failures: [{ code: 'UNIT_DECIMALS' }, { code: 'PERIOD_CLOSED', field: 'date' }] },
    })
    await expect(receive(0, 1, { date: '2026-04-01' })).rejects.toMatchObject({ code: 'QTY_INVALID' })
    await expect(receive(1000, 1, { date: '2026-04-01', itemId: service.id })).rejects.toMatchObject({
      code: 'ITEM_NOT_STOCKED',
    })
    await expect(receive(1000, -1, { date: '2026-04-01' })).rejects.toMatchObject({ code: 'NEGATIVE_PRICE' })
  })

  it('R-01.05: a dispatcher sees quantities without their value', async () => {
    await receive(1000, 10_000)
    const dispatcher = await app.as('dispatcher')

    const [balance] = (await dispatcher.stock.listBalances({})).items
    const [transaction] = (await dispatcher.stock.listTransactions({})).items

    expect(balance).toMatchObject({ quantity: 1000 })
    expect(balance?.amount).toBeUndefined()
    expect(transaction?.amount).toBeUndefined()
    await expect(
      dispatcher.stock.issueStock({ id: newId(), itemId, warehouseId, quantity: 1000, date }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R10-21: recalculation by FIFO writes what an issue differs as an adjustment, a repeat nothing', async () => {
    await receive(10_000, 60_000)
    await receive(10_000, 80_000)
    const sale = await issue(5000)
    const recalculate = async (method: 'fifo' | 'average') => {
      const { jobId } = await app.owner.stock.recalculateInventory({ toDate: '2026-03-31', method })
      return finished(jobId)
    }

    expect(await recalculate('fifo')).toMatchObject({
      state: 'done',
      result: { adjustments: [{ transactionId: sale.id, amount: { minor: 500, currency: 'EUR' } }] },
    })
    expect(await balances()).toEqual({ MAIN: [15_000, 11_000] })
    expect(await recalculate('fifo')).toMatchObject({ state: 'done', result: { adjustments: [] } })
    expect(await recalculate('average')).toMatchObject({
      result: { adjustments: [{ transactionId: sale.id, amount: { minor: -500 } }] },
    })
    expect(await balances()).toEqual({ MAIN: [15_000, 10_500] })
    await app.owner.billing.closePeriod({ month: '2026-03', reason: 'Closed' })
    await expect(
      app.owner.stock.recalculateInventory({ toDate: '2026-03-31', method: 'fifo' }),
    ).rejects.toMatchObject({ code: 'PERIOD_CLOSED' })
  })
})

describe('revaluation', () => {
  const at = (warehouse: string) => ({ warehouseId: warehouse })
  const receipt = (id: string, quantity: number, amount: number) => ({ id, ...at('w'), quantity, amount })

  it('R-10.04: a return with its lot follows the sale to the same cost, stock value stays', () => {
    const movements = [
      receipt('p1', 10_000, 6000),
      receipt('p2', 10_000, 8000),
      receipt('sale', -5000, -3500),
      { ...receipt('return', 5000, 3500), relatedId: 'sale' },
    ]

    const changed = revalue(movements, 'fifo')

    expect(Object.fromEntries(changed)).toEqual({ sale: -3000, return: 3000 })
    const after = movements.map(({ amount, id }) => changed.get(id) ?? amount)
    expect(after.reduce((sum, amount) => sum + amount, 0)).toBe(14_000)
  })

  it('R10-23: a scrap issue keeps the cost of its receipt', () => {
    const movements = [
      receipt('p1', 10_000, 6000),
      receipt('back', 2000, 1400),
      { ...receipt('scrap', -2000, -1400), relatedId: 'back' },
      receipt('sale', -10_000, -6500),
    ]

    for (const method of ['fifo', 'average'] as const)
      expect(Object.fromEntries(revalue(movements, method))).toEqual({ sale: -6000 })
  })

  it('R10-21: returns of a lot in parts share its cost, the last takes the remainder', () => {
    const part = (id: string) => ({ ...receipt(id, 1000, 0), relatedId: 'sale' })
    const movements = [
      receipt('p1', 3000, 1000),
      receipt('sale', -3000, -900),
      part('r1'),
      part('r2'),
      part('r3'),
    ]

    expect(Object.fromEntries(revalue(movements, 'fifo'))).toEqual({
      sale: -1000,
      r1: 333,
      r2: 333,
      r3: 334,
    })
  })

  it('R10-21: a transfer carries the value of its issue to the other warehouse', () => {
    const movements = [
      receipt('p1', 1000, 600),
      receipt('p2', 1000, 800),
      receipt('out', -1000, -700),
      { id: 'in', ...at('van'), quantity: 1000, amount: 700, relatedId: 'out' },
      { id: 'used', ...at('van'), quantity: -1000, amount: -700 },
    ]

    expect(Object.fromEntries(revalue(movements, 'fifo'))).toEqual({ out: -600, in: 600, used: -600 })
  })

  it('R10-21: what an issue took without stock keeps its value, the next receipt covers it', () => {
    const movements = [
      receipt('p1', 1000, 600),
      receipt('sale', -2000, -1300),
      receipt('p2', 3000, 2400),
      receipt('rest', -2000, -1500),
    ]

    expect(Object.fromEntries(revalue(movements, 'fifo'))).toEqual({ sale: -1250, rest: -1600 })
  })
})
