import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, lineOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
let itemId: Awaited<ReturnType<Client['catalog']['createItem']>>['id']
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  const unit = await app.owner.catalog.createUnit({ id: newId(), code: 'EA', name: 'Each', decimals: 0 })
  const item = await app.owner.catalog.createItem({
    id: newId(),
    number: 'P-1',
    name: 'Pump',
    unitId: unit.id,
  })
  itemId = item.id
  await app.owner.catalog.setItemPrice({
    id: newId(),
    itemId,
    currency: 'NOK',
    validFrom: '2020-01-01',
    unitPrice: 1_000_000,
  })
})
afterEach(() => app.close())

type Asked = Parameters<Client['orders']['createFromSalesOrder']>[0]
const asked = (fields: Partial<Asked> = {}): Asked => ({
  id: newId(),
  customerId: branch.customerId,
  salesOrderNumber: '=S-1',
  items: [
    { id: newId(), itemId, quantity: 2000 },
    { id: newId(), itemId, quantity: 1000, description: 'Spare' },
  ],
  ...fields,
})

describe('createFromSalesOrder', () => {
  it('R04-26: items are estimated Item lines with prices, the number is the reference', async () => {
    const order = await app.owner.orders.createFromSalesOrder(asked())
    expect(order).toMatchObject({ origin: 'salesOrder', customerReference: '=S-1', description: 'Pump' })
    expect(lineOf(order, 10)).toMatchObject({
      type: 'item',
      itemId,
      estimatedQty: 2000,
      salesPrice: 1_000_000,
      salesPriceSource: 'base',
    })
    expect(lineOf(order, 20)).toMatchObject({ description: 'Spare', estimatedQty: 1000 })
    expect(order.totals?.estimatedSales).toEqual({ minor: 30_000, currency: 'NOK' })
  })

  it('R04-26: the billing account brings its customer; step two says when, what and who', async () => {
    const account = await app.owner.agreements.createBillingAccount({
      id: newId(),
      customerId: branch.customerId,
      name: 'Work',
      type: 'timeAndMaterial',
    })
    const preferredServiceAt = Date.parse('2026-12-01T08:00:00Z')
    const order = await app.owner.orders.createFromSalesOrder({
      ...asked({ customerId: undefined }),
      ...{ billingAccountId: account.id, preferredServiceAt, description: 'Deliver pumps' },
      ...{ responsibleId: branch.workerId, contactId: null },
    })
    expect(order).toMatchObject({
      ...{ customerId: branch.customerId, billingAccountId: account.id, preferredServiceAt },
      ...{ description: 'Deliver pumps', responsibleId: branch.workerId },
    })
  })

  it('R04-26: a repeat makes no second order', async () => {
    const input = asked()
    const first = await app.owner.orders.createFromSalesOrder(input)
    const entries = app.entries()
    expect(await app.owner.orders.createFromSalesOrder(input)).toEqual(first)
    expect(app.entries()).toBe(entries)
  })

  it('R04-26: what a new order is refused for, it is refused for; nothing is written', async () => {
    const entries = app.entries()
    const refused = (fields: Partial<Asked>) => app.owner.orders.createFromSalesOrder(asked(fields))
    await expect(refused({ customerId: undefined })).rejects.toMatchObject({ code: 'CUSTOMER_REQUIRED' })
    await expect(refused({ items: [{ itemId, quantity: -1000 }] })).rejects.toMatchObject({
      code: 'QTY_INVALID',
    })
    await expect(refused({ items: [{ itemId, quantity: 1500 }] })).rejects.toMatchObject({
      code: 'UNIT_DECIMALS',
    })
    await expect(refused({ items: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(refused({ salesOrderNumber: ' ' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(app.entries()).toBe(entries)
  })
})
