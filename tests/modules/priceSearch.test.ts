import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createAgreementsRepository,
  createPriceSearch,
  type AgreementsRepository,
  type PriceRequest,
  type StoredPriceRule,
} from '../../electron/modules/agreements/index'
import type {
  AgreementId,
  BillingAccountId,
  CategoryId,
  ItemPriceId,
  WorkerId,
} from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
let repository: AgreementsRepository
beforeEach(() => {
  app = setUp()
  repository = createAgreementsRepository({
    db: app.db,
    entities: new Map<string, string>(),
    sortLanguage: () => 'en',
  })
})
afterEach(() => app.close())

const itemPriceId = newId<ItemPriceId>()
const listPrice = (_itemId: string, currency: string) =>
  currency === 'NOK' ? { id: itemPriceId, unitPrice: 77_000 } : undefined
const search = (request: Partial<PriceRequest>) =>
  createPriceSearch({
    rules: repository.ruleQueries,
    accounts: repository,
    itemPrice: listPrice,
    itemCost: () => ({ unitCost: 55_000 }),
  })({ type: 'hour', currency: 'NOK', date: '2026-03-10', ...request })

const rule = (fields: Partial<StoredPriceRule>): StoredPriceRule => ({
  id: newId(),
  version: 1,
  kind: 'sales',
  type: 'hour',
  currency: 'NOK',
  validFrom: '2026-01-01',
  model: 'fixed',
  value: 1,
  ...fields,
})
const store = (fields: Partial<StoredPriceRule>) => {
  const stored = rule(fields)
  repository.rules.insert(stored)
  return stored
}

/** A customer with one billing account, two workers, two hour categories. */
async function people() {
  const { owner } = app
  const customer = await owner.customers.createCustomer({ id: newId(), name: 'C', currency: 'NOK' })
  const account = await owner.agreements.createBillingAccount({
    id: newId(),
    name: 'Main',
    customerId: customer.id,
    type: 'timeAndMaterial',
  })
  const [kari, ola] = await Promise.all(
    ['Kari', 'Ola'].map((displayName) => owner.people.createWorker({ id: newId(), displayName })),
  )
  const [travel, inspect] = await Promise.all(
    ['TRAVEL', 'INSPECT'].map((code) =>
      owner.agreements.createCategory({ id: newId(), code, name: code, type: 'hour' }),
    ),
  )
  if (!kari || !ola || !travel || !inspect) throw new Error('made above')
  return { customer, account, kari, ola, travel, inspect }
}

describe('the price search', () => {
  it('R04-30: agreement line before agreement before customer before base; a price of 0 is a price', async () => {
    const { account, inspect } = await people()
    const agreementId = newId<AgreementId>()
    const criteria = { agreementId, billingAccountId: account.id, categoryId: inspect.id }
    expect(search(criteria)).toMatchObject({ source: 'missing', level: 5 })

    store({ categoryId: inspect.id, value: 9_000_000 })
    expect(search(criteria)).toMatchObject({ unitPrice: 9_000_000, source: 'base', level: 4, step: 3 })
    store({ billingAccountId: account.id, value: 9_800_000 })
    expect(search(criteria)).toMatchObject({ unitPrice: 9_800_000, source: 'customer', level: 3, step: 4 })
    store({ agreementId, categoryId: inspect.id, value: 9_600_000 })
    expect(search(criteria)).toMatchObject({ unitPrice: 9_600_000, source: 'agreement', level: 2 })
    expect(search({ ...criteria, agreementLine: { priceOverride: 0 } })).toEqual({
      unitPrice: 0,
      source: 'agreementLine',
      level: 1,
      step: 1,
    })
  })

  it('R02-16: an item costs its list price unless a rule of the scope names it; a base rule never does', async () => {
    const { account } = await people()
    const unit = await app.owner.catalog.createUnit({ id: newId(), code: 'PCS', name: 'Pieces', decimals: 0 })
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(),
      number: 'F-1',
      name: 'Filter',
      unitId: unit.id,
      kind: 'stock',
    })
    const item = { type: 'item', itemId } as const
    const listed = { unitPrice: 77_000, source: 'base', level: 4, itemPriceId, unitCost: 55_000 }

    store({ ...item, value: 1 })
    expect(search({ ...item, billingAccountId: account.id })).toMatchObject(listed)
    store({ ...item, billingAccountId: account.id, value: 70_000 })
    expect(search({ ...item, billingAccountId: account.id })).toMatchObject({
      unitPrice: 70_000,
      source: 'customer',
    })
    expect(search(item)).toMatchObject(listed)
    expect(search({ ...item, currency: 'EUR' })).toMatchObject({ source: 'missing' })
  })

  it('R02-14: a fee has no cost, whatever the rules say', () => {
    store({ kind: 'cost', type: 'fee', value: 5 })
    store({ type: 'fee', value: 9 })

    expect(search({ type: 'fee' })).toMatchObject({ unitPrice: 9 })
    expect(search({ type: 'fee' })).not.toHaveProperty('unitCost')
  })

  it('R04-31: the cost table has eight steps, the agreement’s rows first', async () => {
    const { account, kari, travel } = await people()
    const agreementId = newId<AgreementId>()
    const line = { workerId: kari.id, categoryId: travel.id }
    const ofAccount = { billingAccountId: account.id }
    const worst = [
      [8, {}],
      [7, { categoryId: travel.id }],
      [6, { workerId: kari.id }],
      [5, ofAccount],
      [4, { ...ofAccount, categoryId: travel.id }],
      [3, line],
      [2, { ...ofAccount, workerId: kari.id }],
      [1, { ...ofAccount, ...line }],
    ] as const

    for (const [costStep, criteria] of worst) {
      const { id } = store({ kind: 'cost', ...criteria, value: 100 + costStep })
      expect(search({ ...line, ...ofAccount, agreementId })).toMatchObject({
        unitCost: 100 + costStep,
        costStep,
        costRuleId: id,
      })
    }
    store({ kind: 'cost', agreementId, value: 99 })
    expect(search({ ...line, ...ofAccount, agreementId })).toMatchObject({ unitCost: 99, costStep: 5 })
    expect(search({ ...line, ...ofAccount, agreementLine: { costOverride: 0 } })).toMatchObject({
      unitCost: 0,
    })
  })

  it('R04-31: agrees with the slow reading of the table for any rules', async () => {
    const { account, kari, ola, travel, inspect } = await people()
    const agreementIds = [undefined, newId<AgreementId>()]
    const accountIds = [undefined, account.id]
    const workerIds = [undefined, kari.id, ola.id]
    const categoryIds = [undefined, travel.id, inspect.id]
    const anyCriteria = fc.record({
      agreementId: fc.constantFrom(...agreementIds),
      billingAccountId: fc.constantFrom(...accountIds),
      workerId: fc.constantFrom(...workerIds),
      categoryId: fc.constantFrom(...categoryIds),
      currency: fc.constantFrom('NOK', 'EUR'),
    })
    const day = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10)
    const anyRule = fc.record({
      criteria: anyCriteria,
      days: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    })

    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 25 }), anyCriteria, (drafts, asked) => {
        app.db.exec('DELETE FROM price_rule')
        const rules = drafts.map(({ criteria, days }, index) => {
          const { agreementId, billingAccountId, ...rest } = criteria
          const scope = agreementId === undefined ? { billingAccountId } : { agreementId }
          return store({
            ...rest,
            ...scope,
            value: index,
            // Every rule starts on a day of its own, so that ties have one answer.
            validFrom: day(index * 3),
            validTo: days === undefined ? undefined : day(index * 3 + days),
          })
        })
        const date = day(40)

        const found = search({ ...asked, date })

        expect(found.ruleId).toBe(slowRule(rules, { ...asked, date })?.id)
      }),
      { numRuns: 200 },
    )
  })
})

interface Asked {
  readonly agreementId: AgreementId | undefined
  readonly billingAccountId: BillingAccountId | undefined
  readonly workerId: WorkerId | undefined
  readonly categoryId: CategoryId | undefined
  readonly currency: string
  readonly date: string
}

/** Every rule that matches, sorted by level, step and latest start. */
function slowRule(rules: readonly StoredPriceRule[], asked: Asked): StoredPriceRule | undefined {
  const level = (rule: StoredPriceRule) => {
    if (rule.agreementId !== undefined) return 2
    return rule.billingAccountId === undefined ? 4 : 3
  }
  const step = (rule: StoredPriceRule) =>
    (rule.workerId === undefined ? 2 : 0) + (rule.categoryId === undefined ? 1 : 0)
  const matches = (
    name: 'agreementId' | 'billingAccountId' | 'workerId' | 'categoryId',
    rule: StoredPriceRule,
  ) => rule[name] === undefined || rule[name] === asked[name]
  return rules
    .filter(
      (rule) =>
        (['agreementId', 'billingAccountId', 'workerId', 'categoryId'] as const).every((name) =>
          matches(name, rule),
        ) &&
        rule.currency === asked.currency &&
        rule.validFrom <= asked.date &&
        asked.date <= (rule.validTo ?? '9999-12-31'),
    )
    .toSorted((a, b) => level(a) - level(b) || step(a) - step(b) || b.validFrom.localeCompare(a.validFrom))[0]
}
