import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CategoryId, CustomerId, WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const category = (code: string, type: 'hour' | 'expense' | 'fee' = 'hour') =>
  app.owner.agreements.createCategory({ id: newId(), code, name: code, type })
const customer = (name = 'C') => app.owner.customers.createCustomer({ id: newId(), name, currency: 'NOK' })
const account = (customerId: CustomerId, name = 'Main account') =>
  app.owner.agreements.createBillingAccount({ id: newId(), name, customerId, type: 'timeAndMaterial' })
const worker = (displayName: string) => app.owner.people.createWorker({ id: newId(), displayName })
type RuleInput = Parameters<typeof app.owner.agreements.createPriceRule>[0]
const rule = (fields: Partial<RuleInput> & Pick<RuleInput, 'value'>) =>
  app.owner.agreements.createPriceRule({
    id: newId(),
    kind: 'sales',
    type: 'hour',
    currency: 'NOK',
    validFrom: '2026-01-01',
    ...fields,
  })

describe('reference data', () => {
  it('02 §2.3: a new store has the three line properties and a default category a type', async () => {
    const { items: properties } = await app.owner.agreements.listLineProperties({})
    const { items: categories } = await app.owner.agreements.listCategories({ filter: { isDefault: true } })

    expect(
      properties.map(({ code, chargeable, costPercent, salesPercent }) => [
        code, chargeable, costPercent, salesPercent,
      ]),
    ).toEqual([
      ['CHARGEABLE', true, 10_000, 10_000],
      ['GOODWILL', true, 10_000, 5_000],
      ['WARRANTY', false, 10_000, 0],
    ]) // prettier-ignore
    expect(categories.map(({ type }) => type).toSorted()).toEqual(['expense', 'fee', 'hour'])
  })

  it('R02-33: CHARGEABLE can be renamed, but neither deleted, deactivated nor given another code', async () => {
    const { items } = await app.owner.agreements.listLineProperties({ filter: { code: 'CHARGEABLE' } })
    const ref = { linePropertyId: items[0]?.id ?? newId(), expectedVersion: 1 }
    const { agreements } = app.owner
    const refused = { code: 'STANDARD_RECORD', defined: true }

    await expect(agreements.deleteLineProperty(ref)).rejects.toMatchObject(refused)
    await expect(agreements.deactivateLineProperty(ref)).rejects.toMatchObject(refused)
    await expect(agreements.updateLineProperty({ ...ref, patch: { code: 'X' } })).rejects.toMatchObject(
      refused,
    )
    expect(await agreements.updateLineProperty({ ...ref, patch: { name: 'Billed' } })).toMatchObject({
      name: 'Billed',
      version: 2,
    })
  })

  it('02 §2.3: a code is taken once, a new default takes the place of the old', async () => {
    await category('TRAVEL')

    await expect(category('TRAVEL')).rejects.toMatchObject({ code: 'CODE_TAKEN', data: { field: 'code' } })
    const fresh = await app.owner.agreements.createCategory({
      id: newId(), code: 'NIGHT', name: 'Night', type: 'hour', isDefault: true,
    }) // prettier-ignore
    const { items } = await app.owner.agreements.listCategories({
      filter: { isDefault: true, type: ['hour'] },
    })
    expect(items.map(({ id }) => id)).toEqual([fresh.id])
  })

  it('02 §2.3: the type of a category in use is frozen', async () => {
    const travel = await category('TRAVEL')
    const retype = (expectedVersion: number) =>
      app.owner.agreements.updateCategory({ categoryId: travel.id, expectedVersion, patch: { type: 'fee' } })
    await rule({ categoryId: travel.id, value: 1 })

    await expect(retype(1)).rejects.toMatchObject({ code: 'FIELD_FROZEN', data: { field: 'type' } })
    await expect(
      app.owner.agreements.deleteCategory({ categoryId: travel.id, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { priceRule: 1 } } })
  })

  it('02 §2.3: a billing account takes number and currency by default; both belong to one customer', async () => {
    const { id: customerId } = await customer()
    const opened = await account(customerId)

    expect(opened).toMatchObject({
      number: 'MAIN-BA-000001',
      currency: 'NOK',
      status: 'open',
      linePropertySearch: 'account',
      customerName: 'C',
    })
    await expect(
      app.owner.agreements.createBillingAccount({
        id: newId(), name: 'B', number: opened.number, customerId, type: 'internal',
      }),
    ).rejects.toMatchObject({ code: 'NUMBER_TAKEN' }) // prettier-ignore
  })

  it('02 §2.3: customer and currency of a billing account in use are frozen', async () => {
    const { id: customerId } = await customer()
    const { id: billingAccountId } = await account(customerId)
    await rule({ billingAccountId, value: 1 })

    const move = app.owner.agreements.updateBillingAccount({
      billingAccountId,
      expectedVersion: 1,
      patch: { currency: 'EUR' },
    })

    await expect(move).rejects.toMatchObject({ code: 'FIELD_FROZEN', data: { field: 'currency' } })
  })

  it('01 §4: merging customers moves the billing accounts', async () => {
    const source = await customer('Old')
    const target = await customer('New')
    const { id: billingAccountId } = await account(source.id)

    await app.owner.customers.mergeCustomers({ sourceId: source.id, targetId: target.id, expectedVersion: 1 })

    expect(await app.owner.agreements.getBillingAccount({ billingAccountId })).toMatchObject({
      customerId: target.id,
      version: 2,
    })
  })
})

describe('price rules', () => {
  it('R-02.16: rules with the same criteria that share a day are PRICE_OVERLAP', async () => {
    const first = await rule({ value: 8_500_000, validFrom: '2027-01-01', validTo: '2027-06-30' })

    await expect(rule({ value: 8_750_000, validFrom: '2027-06-30' })).rejects.toMatchObject({
      code: 'PRICE_OVERLAP',
      defined: true,
      data: { field: 'validFrom', ids: [first.id] },
    })
    await rule({ value: 8_750_000, validFrom: '2027-07-01' })
    await rule({ value: 8_750_000, validFrom: '2027-06-30', currency: 'EUR' })
    await rule({ value: 8_750_000, validFrom: '2027-06-30', kind: 'cost' })
  })

  it('R-02.17, R-04.07: a contribution of 100 % is CONTRIBUTION_RANGE, a price below 0 NEGATIVE_PRICE', async () => {
    await expect(rule({ model: 'contribution', value: 10_000 })).rejects.toMatchObject({
      code: 'CONTRIBUTION_RANGE',
      data: { field: 'value' },
    })
    await expect(rule({ value: -1 })).rejects.toMatchObject({ code: 'NEGATIVE_PRICE' })
    await expect(rule({ model: 'chargePercent', value: -10_001 })).rejects.toMatchObject({
      code: 'NEGATIVE_PRICE',
    })
    expect((await app.owner.agreements.listPriceRules({})).items).toEqual([])
  })

  it('R02-14: a fee has no cost, a cost rule no model, a sales price a currency', async () => {
    await expect(rule({ kind: 'cost', type: 'fee', value: 1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: ['type'] }] },
    })
    await expect(rule({ kind: 'cost', model: 'chargeAmount', value: 1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect(rule({ currency: undefined, value: 1 })).rejects.toMatchObject({
      code: 'REQUIRED',
      data: { fields: ['currency'] },
    })
  })

  it('02 §3.3: a category of another type is CATEGORY_TYPE, an end before the start PERIOD_INVALID', async () => {
    const fee = await category('CALLOUT', 'fee')

    const call = rule({ categoryId: fee.id, validTo: '2025-12-31', value: 1 })

    await expect(call).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
      data: { failures: [{ code: 'PERIOD_INVALID' }, { code: 'CATEGORY_TYPE' }] },
    })
  })

  it('02 §4: only a manager sets prices; cost rules are not shown to a dispatcher', async () => {
    const cost = await rule({ kind: 'cost', value: 5_000_000 })
    const sales = await rule({ value: 9_000_000 })
    const dispatcher = await app.as('dispatcher')

    const { items } = await dispatcher.agreements.listPriceRules({})

    expect(items.map(({ id }) => id)).toEqual([sales.id])
    await expect(dispatcher.agreements.getPriceRule({ priceRuleId: cost.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(
      (await app.as('backOffice')).agreements.createPriceRule({
        id: newId(), kind: 'sales', type: 'fee', currency: 'NOK', validFrom: '2026-01-01', value: 1,
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
  })
})

describe('previewPrice', () => {
  const preview = (
    criteria: { workerId?: WorkerId; categoryId?: CategoryId; customerId?: CustomerId },
    date = '2026-03-10',
  ) => app.owner.agreements.previewPrice({ type: 'hour', currency: 'NOK', date, ...criteria })

  it('R-04.06: the prices of X3, each with its source row', async () => {
    const inspect = await category('INSPECT')
    const kari = await worker('Kari')
    const { id: customerId } = await customer()
    const { id: billingAccountId } = await account(customerId)
    await rule({ categoryId: inspect.id, value: 9_000_000 })
    const own = await rule({
      workerId: kari.id, categoryId: inspect.id, validFrom: '2026-02-01', value: 10_500_000,
    }) // prettier-ignore
    const customers = await rule({
      billingAccountId, categoryId: inspect.id, validTo: '2026-03-09', value: 9_800_000,
    }) // prettier-ignore
    const line = { workerId: kari.id, categoryId: inspect.id, customerId, billingAccountId }

    expect(await preview(line)).toMatchObject({
      unitPrice: 10_500_000, source: 'base', level: 4, step: 1, ruleId: own.id,
    }) // prettier-ignore
    expect(await preview(line, '2026-03-09')).toMatchObject({
      unitPrice: 9_800_000, source: 'customer', level: 3, step: 3, ruleId: customers.id,
    }) // prettier-ignore
    // The customer's only account is found without being named.
    expect(
      await preview({ workerId: kari.id, categoryId: inspect.id, customerId }, '2026-03-09'),
    ).toMatchObject({ unitPrice: 9_800_000 })
  })

  it('R-02.15: E3 finds the customer price 800 and the cost 950 of step 3', async () => {
    const travel = await category('TRAVEL', 'expense')
    const kari = await worker('Kari')
    const { id: customerId } = await customer()
    const { id: billingAccountId } = await account(customerId)
    for (const kind of ['sales', 'cost'] as const) {
      const type = 'expense'
      await rule({ kind, type, billingAccountId, value: 8_000_000 })
      await rule({ kind, type, workerId: kari.id, categoryId: travel.id, value: 9_500_000 })
      await rule({ kind, type, categoryId: travel.id, value: 7_000_000 })
    }

    const found = await app.owner.agreements.previewPrice({
      type: 'expense', billingAccountId, workerId: kari.id, categoryId: travel.id, currency: 'NOK', date: '2026-03-10',
    }) // prettier-ignore

    expect(found).toMatchObject({
      unitPrice: 8_000_000, source: 'customer', step: 4, unitCost: 9_500_000, costStep: 3,
    }) // prettier-ignore
  })

  it('R-02.18: no rule gives no price and the source missing; there is no conversion', async () => {
    await rule({ value: 9_000_000, currency: 'EUR' })

    expect(await preview({})).toEqual({ source: 'missing', level: 5, step: 1 })
  })

  it('R04-32: a model prices the cost of the search, and without one it gives no price', async () => {
    await rule({ model: 'contribution', value: 1000 })

    expect(await preview({})).toMatchObject({ source: 'missing' })
    await rule({ kind: 'cost', currency: undefined, value: 500_000 })
    expect(await preview({})).toMatchObject({ unitPrice: 555_556, unitCost: 500_000, costStep: 8 })
  })

  it('R04-30: an item has its list price and cost of the date', async () => {
    const { catalog } = app.owner
    const unit = await catalog.createUnit({ id: newId(), code: 'PCS', name: 'Pieces', decimals: 0 })
    const item = await catalog.createItem({ id: newId(), number: 'F-1', name: 'Filter', unitId: unit.id })
    const row = { itemId: item.id, currency: 'NOK', validFrom: '2026-01-01' }
    const price = await catalog.setItemPrice({ id: newId(), ...row, unitPrice: 336_442 })
    await catalog.setItemCost({ id: newId(), ...row, unitCost: 200_000 })

    const found = await app.owner.agreements.previewPrice({
      type: 'item', itemId: item.id, currency: 'NOK', date: '2026-03-10',
    }) // prettier-ignore

    expect(found).toEqual({
      unitPrice: 336_442, source: 'base', level: 4, step: 1, itemPriceId: price.id, unitCost: 200_000,
    }) // prettier-ignore
  })

  it('R-01.05: a dispatcher gets the price without the cost', async () => {
    await rule({ kind: 'cost', value: 500_000 })
    await rule({ value: 900_000 })
    const dispatcher = await app.as('dispatcher')

    const found = await dispatcher.agreements.previewPrice({
      type: 'hour',
      currency: 'NOK',
      date: '2026-03-10',
    })

    expect(found).toMatchObject({ unitPrice: 900_000, source: 'base' })
    expect(Object.keys(found).filter((name) => name.startsWith('cost') || name === 'unitCost')).toEqual([])
  })
})
