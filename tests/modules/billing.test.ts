import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createBillingRepository,
  createIsPeriodClosed,
  createPostLine,
  type BillingRepository,
  type PostedLine,
} from '../../electron/modules/billing/index'
import { statusOfPosted } from '../../electron/modules/billing/posting.rules'
import type { CustomerId, OrderLineId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
let repository: BillingRepository
beforeEach(() => {
  app = setUp()
  repository = createBillingRepository({
    db: app.db,
    entities: new Map<string, string>(),
    sortLanguage: () => 'en',
  })
})
afterEach(() => app.close())

describe('ledger months', () => {
  const march = { month: '2026-03', reason: 'Books are closed' }

  it('R04-50: a closed month takes nothing until it is opened again', async () => {
    const isClosed = createIsPeriodClosed(repository)
    const closed = await app.owner.billing.closePeriod(march)

    expect(closed).toMatchObject({ month: '2026-03', isClosed: true, version: 1 })
    expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map(isClosed)).toEqual([
      false, true, true, false,
    ]) // prettier-ignore
    expect(await app.owner.billing.openPeriod(march)).toMatchObject({ isClosed: false, version: 2 })
    expect(isClosed('2026-03-31')).toBe(false)
  })

  it('12 §4: a month that is closed already stays as it is and leaves no entry', async () => {
    await app.owner.billing.closePeriod(march)
    const entries = app.entries()

    await app.owner.billing.closePeriod(march)

    expect(app.entries()).toBe(entries)
  })

  it('00-procedures: closing needs a reason, a real month and the right to set up billing', async () => {
    const { billing } = app.owner

    await expect(billing.closePeriod({ month: '2026-03' })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      defined: true,
    })
    await expect(billing.closePeriod({ ...march, month: '2026-13' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect((await app.as('backOffice')).billing.closePeriod(march)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('statusOfPosted', () => {
  it('R12-28: chargeable work is billed without account, on timeAndMaterial and on subscription only', () => {
    const status = (accountType?: Parameters<typeof statusOfPosted>[0]['accountType']) =>
      statusOfPosted({ chargeable: true, quantity: 1, accountType })

    expect(status()).toBe('posted')
    expect(status('timeAndMaterial')).toBe('posted')
    expect(status('subscription')).toBe('posted')
    expect(status('fixedPrice')).toBe('costOnly')
    expect(status('internal')).toBe('costOnly')
  })

  it('R12-02: not chargeable or a quantity of 0 is costOnly, a reversal is posted', () => {
    expect(statusOfPosted({ chargeable: false, quantity: 1 })).toBe('costOnly')
    expect(statusOfPosted({ chargeable: true, quantity: 0 })).toBe('costOnly')
    expect(statusOfPosted({ chargeable: true, quantity: -1 })).toBe('posted')
  })
})

describe('transactions', () => {
  const property = { chargeable: true, costPercent: 10_000, salesPercent: 10_000 }
  const line = (customerId: CustomerId, fields: Partial<PostedLine> = {}): PostedLine => ({
    officeId: newId(),
    orderId: newId(),
    orderNumber: 'MAIN-SO-000001',
    orderLineId: newId(),
    lineNo: 10,
    customerId,
    type: 'hour',
    description: 'Inspection',
    date: '2026-03-02',
    quantity: 90,
    unit: 'MIN',
    salesPrice: 8_500_000,
    discount: 0,
    costPrice: 4_100_000,
    currency: 'NOK',
    property,
    ...fields,
  })
  const post = createPostOf()

  /** Posts lines of orders that only these tests know of. */
  function createPostOf() {
    return (posted: PostedLine) => {
      app.db.pragma('foreign_keys = OFF')
      return createPostLine({ repository, invoiceCustomerOf: (id) => id })(posted).transaction
    }
  }

  it('R-12.30: on a fixedPrice account a line of 1,275.00 with cost 615.00 is costOnly with both amounts', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'C' })
    const account = { id: newId<NonNullable<PostedLine['account']>['id']>(), type: 'fixedPrice' } as const

    expect(post(line(customerId, { account }))).toMatchObject({
      number: 'MAIN-SO-000001/10',
      status: 'costOnly',
      netMinor: 127_500,
      costAmountMinor: 61_500,
    })
  })

  it('R04-33: what is not chargeable has net 0 and keeps its cost', () => {
    const warranty = { chargeable: false, costPercent: 10_000, salesPercent: 0 }

    expect(post(line(newId(), { property: warranty }))).toMatchObject({
      status: 'costOnly',
      chargeable: false,
      netMinor: 0,
      costAmountMinor: 61_500,
    })
  })

  it('R12-28: an expense carries the account’s expense account text, an hour does not', () => {
    const account = {
      id: newId<NonNullable<PostedLine['account']>['id']>(),
      type: 'timeAndMaterial',
      expenseAccount: '7140',
    } as const

    expect(post(line(newId(), { account, type: 'expense', quantity: 1000 }))).toMatchObject({
      kind: 'expense',
      expenseAccount: '7140',
      status: 'posted',
    })
    expect(post(line(newId(), { account })).expenseAccount).toBeUndefined()
  })

  it('R12-05: a reversal is a negative posted transaction that names what it reverses', () => {
    const orderLineId = newId<OrderLineId>()
    const item = { type: 'item', unit: 'PCS', salesPrice: 120_300 } as const
    const original = post(line(newId(), { ...item, quantity: 500, orderLineId }))
    const reversal = post(
      line(newId(), { ...item, quantity: -500, lineNo: 20, reversalOfLineId: orderLineId }),
    )

    expect(original.netMinor + reversal.netMinor).toBe(0)
    expect(reversal).toMatchObject({ netMinor: -602, status: 'posted', reversalOfId: original.id })
  })

  it('conventions §7: the list shows amounts of the user’s offices, with filters', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Løkke' })
    const { officeId } = await app.owner.session.getSession()
    const own = post(line(customerId, { officeId }))
    post(line(customerId))

    const { items, count } = await app.owner.billing.listTransactions({
      filter: { status: ['posted'], customerId: [customerId] },
      withCount: true,
    })

    expect(count).toBe(1)
    expect(items).toMatchObject([
      {
        id: own.id,
        customerName: 'Løkke',
        net: { minor: 127_500, currency: 'NOK' },
        costAmount: { minor: 61_500, currency: 'NOK' },
      },
    ])
    await expect((await app.as('technician')).billing.listTransactions({})).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
