import { afterEach, beforeEach, expect, it } from 'vitest'
import { agreementHours, agreementOf, agreementRef } from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'
import {
  activeAgreement,
  bytes,
  generate,
  generationBranchOf,
  ordersOf,
  rhythmLine,
  type GenerationBranch,
} from '../support/generation'

let app: TestApp
let branch: GenerationBranch
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2027, 0, 4, 8) })
  branch = await generationBranchOf(app)
})
afterEach(() => app.close())

const api = () => app.owner.agreements
async function activeOf(fields: object = {}) {
  const { id: groupId } = await api().createAgreementGroup({
    ...{ id: newId(), code: newId<string>().slice(-12), description: 'G' },
  })
  const draft = await agreementOf(app.owner, branch, {
    ...{ groupId, startDate: '2027-01-01', endDate: '2027-12-31', lines: [agreementHours(branch)] },
    ...fields,
  })
  return api().activate(agreementRef(draft))
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'none', codes: [] }),
    (error: unknown) => {
      const { code, data } = error as { code: string; data: { failures?: { code: string }[] } }
      return { code, codes: (data.failures ?? []).map((failure) => failure.code) }
    },
  )

it('R02-01: a suspended agreement’s lines count as stopped and are not copied to another one', async () => {
  const source = await activeOf()
  const target = await agreementOf(app.owner, branch, { startDate: '2027-01-01' })
  const copy = (reason: string) =>
    api().copyLines({
      ...{ sourceId: source.id, lineIds: source.lines.map(({ id }) => id), reason },
      ...{ targetId: target.id, expectedVersion: target.version },
    })
  const suspended = await api().suspend({ ...agreementRef(source), reason: 'Not paid' })

  const entries = app.entries()
  await expect(copy('suspended')).rejects.toMatchObject({
    code: 'LINE_STOPPED',
    data: { field: 'lineIds', ids: [source.lines[0]?.id] },
  })
  expect(app.entries()).toBe(entries)
  await api().resume(agreementRef(suspended))
  expect((await copy('running')).copied).toHaveLength(1)
})

it('R02-27: an order that does the work of another agreement too is not canceled with one of them', async () => {
  const [first, second] = [0, 1].map(() =>
    activeAgreement(app, branch, { combine: 'customer', start_date: '2027-01-01' }),
  )
  if (!first || !second) throw new Error('two agreements')
  const monthly = { interval_id: bytes(branch.monthly) }
  for (const agreementId of [first, second]) rhythmLine(app, branch, agreementId, '2027-01-05', monthly)
  await generate(app.owner, { from: '2027-03-01', to: '2027-03-31' })
  const [shared] = await ordersOf(app.owner)
  if (!shared) throw new Error('one order')
  const ref = async () => agreementRef(await api().getAgreement({ agreementId: first }))
  const terminate = async () => api().terminate({ ...(await ref()), date: '2027-02-28', reason: 'Sold' })

  await expect(terminate()).rejects.toMatchObject({
    code: 'ORDERS_AFTER_TERMINATION',
    data: { ids: [shared.id], orders: [{ reasons: ['OTHER_AGREEMENT_LINES'] }] },
  })
  const { lines } = await api().getAgreement({ agreementId: first })
  const own = shared.lines.filter(({ agreementLineId }) => agreementLineId === lines[0]?.id)
  await app.owner.orders.cancelLine({
    ...{ orderId: shared.id, expectedVersion: shared.version, lineIds: own.map(({ id }) => id) },
  })

  expect((await terminate()).terminationDate).toBe('2027-02-28')
  const kept = await app.owner.orders.getOrder({ orderId: shared.id })
  expect(kept.progress).toBe('inProcess')
})

it('02 §4: what speaks against a renewal is said at once, in the order of the area', async () => {
  const draft = await agreementOf(app.owner, branch, { startDate: '2027-01-01' })

  expect(await refusal(api().renewAgreement({ ...agreementRef(draft), mode: 'extend' }))).toEqual({
    code: 'NO_END_DATE',
    codes: ['NO_END_DATE', 'INVALID_TRANSITION'],
  })
})

it('02 §4: a wrong period comes before the billing account, and that before a blocked customer', async () => {
  const { id: accountId } = await api().createBillingAccount({
    ...{ id: newId(), name: 'Time', customerId: branch.customerId, type: 'time' },
  })
  app.db.prepare("UPDATE customer SET status = 'blocked'").run()

  const wrong = { startDate: '2027-02-01', endDate: '2027-01-31', billingAccountId: accountId }
  expect((await refusal(agreementOf(app.owner, branch, wrong))).codes).toEqual([
    'PERIOD_INVALID',
    'BILLING_ACCOUNT_TYPE',
    'CUSTOMER_BLOCKED',
  ])
})

it('02 §4: of a line the object comes before the period, and that before the category', async () => {
  const agreement = await agreementOf(app.owner, branch, { startDate: '2027-02-01' })
  const { id: categoryId } = await api().createCategory({
    ...{ id: newId(), code: 'TOLL', name: 'Toll', type: 'expense' },
  })
  const { objectId } = branch
  const line = agreementHours(branch, { categoryId, objectId, startDate: '2027-01-31' })

  expect((await refusal(api().addLine({ ...agreementRef(agreement), ...line }))).codes).toEqual([
    'OBJECT_NOT_RELATED',
    'LINE_PERIOD_OUTSIDE_AGREEMENT',
    'CATEGORY_TYPE',
  ])
})

it('02 §3.1: a reason that is left out is REASON_REQUIRED', async () => {
  const agreement = await activeOf()
  const lineId = agreement.lines[0]?.id
  if (!lineId) throw new Error('a line')
  const { expectedVersion } = agreementRef(agreement)

  for (const work of [
    api().suspend(agreementRef(agreement)),
    api().stopLine({ lineId, expectedVersion, date: '2027-02-01' }),
    api().terminate({ ...agreementRef(agreement), date: '2027-02-01' }),
  ])
    expect((await refusal(work)).code).toBe('REASON_REQUIRED')
})

it('R02-23: a line that ends after a shortened agreement goes on, and prices set for the new term come along', async () => {
  const agreement = await activeOf({
    renewalIncrease: 1000,
    lines: [agreementHours(branch, { intervalId: branch.monthly, endDate: '2027-12-31' })],
  })
  const price = (validFrom: string, value: number, validTo?: string) =>
    api().createPriceRule({
      ...{ id: newId(), kind: 'sales', type: 'hour', agreementId: agreement.id, currency: 'NOK' },
      ...{ validFrom, validTo, value },
    })
  await price('2027-01-01', 1_000_000, '2027-11-30')
  await price('2027-12-01', 2_000_000)
  const shortened = await api().updateAgreement({
    ...agreementRef(agreement),
    patch: { endDate: '2027-10-31' },
  })

  const next = await api().renewAgreement({ ...agreementRef(shortened), mode: 'successor' })

  expect(next.lines).toMatchObject([{ startDate: '2027-11-01', endDate: next.endDate }])
  const { items } = await api().listPriceRules({ filter: { agreementId: [next.id] } })
  expect(items.map(({ validFrom, validTo, value }) => [validFrom, validTo, value]).sort()).toEqual([
    ['2027-11-01', '2027-11-30', 1_100_000],
    ['2027-12-01', undefined, 2_000_000],
  ])
})

it('conventions §4: codes of categories and line properties are stored in capitals', async () => {
  const category = await api().createCategory({
    ...{ id: newId(), code: 'toll', name: 'Toll', type: 'expense' },
  })
  const share = { chargeable: true, costPercent: 10_000, salesPercent: 5000 }
  const property = await api().createLineProperty({ id: newId(), code: 'half', name: 'Half', ...share })

  expect([category.code, property.code]).toEqual(['TOLL', 'HALF'])
  const again = api().createCategory({ id: newId(), code: 'Toll', name: 'Toll', type: 'expense' })
  expect((await refusal(again)).code).toBe('CODE_TAKEN')
})

it('02 §2.2: the minutes of an hour line are its quantity, said under either name; other lines have none', async () => {
  const { quantity: _quantity, ...hours } = agreementHours(branch)
  const draft = await agreementOf(app.owner, branch, {
    startDate: '2027-01-01', lines: [{ ...hours, minutes: 90 }],
  }) // prettier-ignore
  expect(draft.lines[0]).toMatchObject({ quantity: 90, minutes: 90 })
  const lineId = draft.lines[0]!.id
  const changed = await api().updateLine({ ...agreementRef(draft), lineId, patch: { minutes: 120 } })
  expect(changed.lines[0]).toMatchObject({ quantity: 120, minutes: 120 })
  const fee = { type: 'fee' as const, categoryId: branch.categoryId, minutes: 10 }
  expect(await refusal(api().addLine({ ...agreementRef(changed), ...fee }))).toMatchObject({
    code: 'INVALID_INPUT',
  })
})
