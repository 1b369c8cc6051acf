import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addMonths, nextTermEnd, termEnd } from '../../electron/modules/agreements/agreement.rules'
import { dueAlerts, increasedPrice } from '../../electron/modules/agreements/renewal.rules'
import {
  agreementBranchOf,
  agreementHours,
  agreementLine,
  agreementOf,
  agreementRef,
  type AgreementBranch,
  type AgreementFields,
} from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'
import { hours, lineOf, refOf } from '../support/orders'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2027, 0, 4, 8) })
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

const api = () => app.owner.agreements
async function intervalOf(range: 'day' | 'week' | 'month', frequency = 1) {
  const code = `${range}${String(frequency)}`
  return (await app.owner.generation.createInterval({ id: newId(), code, range, frequency })).id
}
async function activeOf(fields: AgreementFields = {}) {
  const code = newId<string>().slice(-12)
  const { id: groupId } = await api().createAgreementGroup({ id: newId(), code, description: 'G' })
  const draft = await agreementOf(app.owner, branch, {
    ...{ groupId, startDate: '2027-01-01', endDate: '2027-12-31', lines: [agreementHours(branch)] },
    ...fields,
  })
  return api().activate(agreementRef(draft))
}
const orderOn = (agreementId: string, date: string, lines: object[] = []) =>
  app.owner.orders.createOrder({
    ...{ id: newId(), customerId: branch.customerId, agreementId: agreementId as never },
    ...{ preferredServiceAt: Date.parse(`${date}T09:00:00Z`), lines: lines as never },
  })
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  )

describe('terms', () => {
  it('R-02.21: term ends are counted from the anchor, over leap years and short months', () => {
    expect([1, 2, 3, 4].map((k) => termEnd('2024-02-29', 12, k))).toEqual([
      ...['2025-02-27', '2026-02-27', '2027-02-27', '2028-02-28'],
    ])
    expect([1, 2].map((k) => termEnd('2027-08-31', 6, k))).toEqual(['2028-02-28', '2028-08-30'])
    expect(termEnd('2027-01-01', 12, 1)).toBe('2027-12-31')
    expect(addMonths('2024-02-29', 48)).toBe('2028-02-29')
    expect(nextTermEnd('2027-01-01', 12, '2027-12-31')).toBe('2028-12-31')
  })

  it('R02-24: an increase rounds half away to the minor unit', () => {
    expect(increasedPrice(8_500_000, 350, 'NOK')).toBe(8_797_500)
    expect(increasedPrice(999_900, 350, 'NOK')).toBe(1_034_900)
    expect(increasedPrice(122_500, -200, 'NOK')).toBe(120_100)
    expect(increasedPrice(12_505_000, 100, 'JPY')).toBe(12_630_000)
  })

  it('R02-28: of several days before the end that have come the smallest counts', () => {
    expect(dueAlerts('2027-06-30', [90, 30, 7], '2027-03-31')).toEqual([])
    expect(dueAlerts('2027-06-30', [90, 30, 7], '2027-04-01')).toEqual([90])
    expect(dueAlerts('2027-06-30', [90, 30, 7], '2027-06-02')).toEqual([30, 90])
    expect(dueAlerts('2027-06-30', [90, 30, 7], '2027-06-25')).toEqual([7, 30, 90])
  })
})

describe('renewing', () => {
  it('R-02.22: a successor’s line starts on its next date, keeps its rhythm, and names its predecessor', async () => {
    const four = await intervalOf('week', 4)
    const agreement = await activeOf({
      objectRelations: [{ objectId: branch.objectId }],
      lines: [
        agreementHours(branch, { startDate: '2027-01-04', intervalId: four, objectId: branch.objectId }),
        agreementHours(branch),
      ],
    })

    const next = await api().renewAgreement({ ...agreementRef(agreement), mode: 'successor' })

    expect(next).toMatchObject({
      ...{ predecessorId: agreement.id, predecessorNumber: agreement.number, status: 'draft' },
      ...{ startDate: '2028-01-01', endDate: '2028-12-31', termAnchor: '2027-01-01' },
      objectRelations: [{ objectId: branch.objectId }],
    })
    expect(next.lines).toMatchObject([{ startDate: '2028-01-03', seriesAnchor: '2027-01-04' }])
    expect(await api().getAgreement({ agreementId: agreement.id })).toMatchObject({
      ...{ endDate: '2027-12-31', successorId: next.id, successorNumber: next.number },
    })
  })

  it('02 §6 E6: a clamped month end does not become the new day', async () => {
    const agreement = await activeOf({
      ...{ startDate: '2027-01-31', endDate: '2028-01-31', termMonths: 12 },
      lines: [agreementHours(branch, { startDate: '2027-01-31', intervalId: await intervalOf('month') })],
    })

    const next = await api().renewAgreement({ ...agreementRef(agreement), mode: 'successor' })

    expect(agreementLine(next, 10)).toMatchObject({ startDate: '2028-02-29', seriesAnchor: '2027-01-31' })
    expect(agreementLine(next, 10).nextDates).toEqual(['2028-02-29', '2028-03-31', '2028-04-30'])
  })

  it('R-02.23: one that has a successor is ALREADY_RENEWED; without an end NO_END_DATE', async () => {
    const agreement = await activeOf()
    await api().renewAgreement({ ...agreementRef(agreement), mode: 'successor' })

    for (const mode of ['extend', 'successor'] as const)
      expect(await failure(api().renewAgreement({ ...agreementRef(agreement), mode }))).toBe(
        'ALREADY_RENEWED',
      )
    const open = await activeOf({ endDate: undefined })
    expect(await failure(api().renewAgreement({ ...agreementRef(open), mode: 'extend' }))).toBe('NO_END_DATE')
    const draft = await agreementOf(app.owner, branch, { startDate: '2027-01-01', endDate: '2027-12-31' })
    expect(await failure(api().renewAgreement({ ...agreementRef(draft), mode: 'extend' }))).toBe(
      'INVALID_TRANSITION',
    )
  })

  it('R02-24: own prices and line prices rise with the term; 0 % writes no rows', async () => {
    const agreement = await activeOf({
      ...{ renewalIncrease: 350, lines: [agreementHours(branch, { priceOverride: 999_900 })] },
    })
    const rule = await api().createPriceRule({
      ...{ id: newId(), kind: 'sales', type: 'hour', agreementId: agreement.id, currency: 'NOK' },
      ...{ validFrom: '2027-01-01', value: 8_500_000 },
    })

    const longer = await api().renewAgreement({ ...agreementRef(agreement), mode: 'extend' })

    expect(longer).toMatchObject({ endDate: '2028-12-31', lines: [{ priceOverride: 1_034_900 }] })
    const rules = await api().listPriceRules({
      filter: { agreementId: [agreement.id] },
      sort: [{ field: 'validFrom', direction: 'asc' }],
    })
    expect(rules.items).toMatchObject([
      { id: rule.id, validTo: '2027-12-31', value: 8_500_000 },
      { validFrom: '2028-01-01', value: 8_797_500 },
    ])
    const flat = await activeOf({ lines: [agreementHours(branch, { priceOverride: 999_900 })] })
    await api().renewAgreement({ ...agreementRef(flat), mode: 'extend' })
    expect((await api().getAgreement({ agreementId: flat.id })).lines[0]?.priceOverride).toBe(999_900)
  })

  it('R-02.24: auto renews from thirty days before the end, once per term; suspended ones are reported', async () => {
    const auto = await activeOf({ renewal: 'auto' })
    const suspended = await api().suspend({
      ...agreementRef(await activeOf({ renewal: 'auto' })),
      reason: 'Unpaid',
    })
    await activeOf({ renewal: 'manual' })
    const endOf = async () => (await api().getAgreement({ agreementId: auto.id })).endDate

    app.clock.now = Date.UTC(2027, 10, 30, 8)
    expect(await api().runRenewals({})).toEqual({ renewed: [], reported: [] })
    expect(await endOf()).toBe('2027-12-31')
    app.clock.now = Date.UTC(2027, 11, 1, 8)
    const preview = await api().previewRenewals({})
    expect(preview).toMatchObject({
      renewed: [{ agreementId: auto.id, endDate: '2027-12-31', newEndDate: '2028-12-31' }],
      reported: [{ agreementId: suspended.id, code: 'AGREEMENT_SUSPENDED' }],
    })
    expect(await api().runRenewals({})).toEqual(preview)
    expect(await endOf()).toBe('2028-12-31')
    const entries = app.entries()
    expect((await api().runRenewals({})).renewed).toEqual([])
    expect(app.entries()).toBe(entries)
  })

  it('R01-24: the setting renewalDaysAhead says how long before the end', async () => {
    const auto = await activeOf({ renewal: 'auto' })
    await app.owner.settings.setSetting({ key: 'renewalDaysAhead', scope: 'company', value: 60 })

    expect((await api().previewRenewals({ date: '2027-10-31' })).renewed).toEqual([])
    expect((await api().previewRenewals({ date: '2027-11-01' })).renewed).toMatchObject([
      { agreementId: auto.id, newEndDate: '2028-12-31' },
    ])
  })
})

describe('terminating', () => {
  it('R02-27: an order after the date that somebody is dispatched to stops it all', async () => {
    const agreement = await activeOf()
    const later = await orderOn(agreement.id, '2027-06-10', [
      hours(branch, { actualQty: undefined, estimatedQty: 60 }),
    ])
    const [activity] = (await app.owner.dispatch.listActivities({ orderId: later.id })).items
    if (!activity) throw new Error('an hour line has an activity')
    await app.owner.dispatch.updateActivity({
      ...{ activityId: activity.id, expectedVersion: activity.version },
      patch: { workerId: branch.workerId, start: later.preferredServiceAt },
      confirmed: ['OUTSIDE_HOURS', 'HOLIDAY', 'WINDOW'],
    })

    await expect(
      api().terminate({ ...agreementRef(agreement), date: '2027-05-31', reason: 'Sold' }),
    ).rejects.toMatchObject({
      code: 'ORDERS_AFTER_TERMINATION',
      data: { ids: [later.id], orders: [{ reasons: ['ACTIVITY_DISPATCHED'] }] },
    })
  })

  it('R-02.25: an untouched order after the date is canceled; one with recorded time stops it all', async () => {
    const agreement = await activeOf()
    const later = await orderOn(agreement.id, '2027-06-10', [
      hours(branch, { actualQty: undefined, estimatedQty: 60 }),
    ])
    const before = await orderOn(agreement.id, '2027-05-31')
    const ref = { ...agreementRef(agreement), date: '2027-05-31', reason: 'Sold' }

    const worked = await app.owner.orders.updateLine({
      ...refOf(later),
      lineId: lineOf(later, 10).id,
      patch: { actualQty: 60 },
    })
    const entries = app.entries()
    await expect(api().terminate(ref)).rejects.toMatchObject({
      code: 'ORDERS_AFTER_TERMINATION',
      data: { ids: [later.id], orders: [{ number: later.number, reasons: ['TIME_RECORDED'] }] },
    })
    expect(app.entries()).toBe(entries)

    await app.owner.orders.updateLine({
      ...refOf(worked),
      lineId: lineOf(later, 10).id,
      patch: { actualQty: null },
    })
    const ended = await api().terminate(ref)
    expect(ended).toMatchObject({
      terminationDate: '2027-05-31',
      terminationReason: 'Sold',
      endsOn: '2027-05-31',
    })
    const progress = async (orderId: typeof later.id) =>
      (await app.owner.orders.getOrder({ orderId })).progress
    expect([await progress(later.id), await progress(before.id)]).toEqual(['canceled', 'inProcess'])
    expect(app.entries()).toBe(entries + 2)
  })

  it('R-02.26: a termination withdrawn before its date puts its orders back in process', async () => {
    const agreement = await activeOf()
    const order = await orderOn(agreement.id, '2027-06-10')
    const ended = await api().terminate({ ...agreementRef(agreement), date: '2027-05-31', reason: 'Sold' })

    app.clock.now = Date.UTC(2027, 5, 1, 8)
    expect(await failure(api().withdrawTermination(agreementRef(ended)))).toBe('DATE_OUTSIDE_TERM')
    app.clock.now = Date.UTC(2027, 4, 31, 8)
    const back = await api().withdrawTermination(agreementRef(ended))

    expect(back.terminationDate).toBeUndefined()
    expect((await app.owner.orders.getOrder({ orderId: order.id })).progress).toBe('inProcess')
    expect(await failure(api().withdrawTermination(agreementRef(back)))).toBe('INVALID_TRANSITION')
  })

  it('R02-26: late notice of an agreement that renews itself has to be accepted; dates stay in the term', async () => {
    const agreement = await activeOf({ renewal: 'auto', noticeDays: 90 })
    const end = (date: string, more: object = {}) =>
      api().terminate({ ...agreementRef(agreement), date, reason: 'Sold', ...more })

    expect(await failure(end('2028-01-01'))).toBe('DATE_OUTSIDE_TERM')
    expect(await failure(end('2027-05-31', { reason: '' }))).toBe('REASON_REQUIRED')
    app.clock.now = Date.UTC(2027, 9, 3, 8)
    expect(await failure(end('2027-12-31'))).toBe('LATE_NOTICE')
    expect(await end('2027-12-31', { acceptLateNotice: true })).toMatchObject({
      terminationDate: '2027-12-31',
    })
  })
})

describe('what an agreement is worth and does', () => {
  it('R-02.19: the forecast prices each date at its own price; a stopped line counts nothing', async () => {
    const agreement = await activeOf({
      lines: [agreementHours(branch, { startDate: '2027-01-15', intervalId: await intervalOf('month') })],
    })
    for (const [value, validFrom, validTo] of [
      [8_500_000, '2027-01-01', '2027-06-30'],
      [8_750_000, '2027-07-01', undefined],
    ] as const)
      await api().createPriceRule({
        ...{ id: newId(), kind: 'sales', type: 'hour', agreementId: agreement.id, currency: 'NOK' },
        ...{ validFrom, validTo, value },
      })
    const ask = { agreementId: agreement.id, from: '2027-01-01', to: '2027-12-31' }

    const forecast = await api().getForecast(ask)

    expect(forecast.amount).toEqual({ minor: 2_070_000, currency: 'NOK' })
    expect(forecast.dates).toHaveLength(12)
    expect(forecast.dates[6]).toMatchObject({ date: '2027-07-15', unitPrice: 8_750_000, source: 'agreement' })
    const { id: lineId } = agreementLine(agreement, 10)
    await api().stopLine({ lineId, expectedVersion: agreement.version, date: '2027-01-04', reason: 'Away' })
    expect((await api().getForecast(ask)).amount.minor).toBe(0)
    expect(await failure(api().getForecast({ ...ask, to: '2026-12-31' }))).toBe('PERIOD_INVALID')
    expect(await failure(api().getForecast({ ...ask, to: '2033-12-31' }))).toBe('PERIOD_TOO_LONG')
  })

  it('R02-08: a changed line reaches open orders only when it is applied, as the preview shows it', async () => {
    const agreement = await activeOf({ lines: [agreementHours(branch, { priceOverride: 5_000_000 })] })
    const { id: agreementLineId } = agreementLine(agreement, 10)
    const order = await orderOn(agreement.id, '2027-06-10', [
      { id: newId(), type: 'hour', agreementLineId, categoryId: branch.categoryId },
    ])
    const changed = await api().updateLine({
      ...{ ...agreementRef(agreement), lineId: agreementLineId },
      patch: { priceOverride: 6_000_000, description: 'Longer check', quantity: 180 },
    })
    const kept = lineOf(await app.owner.orders.getOrder({ orderId: order.id }), 10)
    expect(kept).toMatchObject({ salesPrice: 5_000_000, estimatedQty: 120 })

    const { fingerprint, lines } = await api().previewApply({ agreementId: agreement.id })
    expect(lines).toMatchObject([
      {
        ...{ orderNumber: order.number, lineNo: 10, agreementLineId },
        fields: [
          { field: 'description', after: 'Longer check' },
          { field: 'estimatedQty', before: 120, after: 180 },
          { field: 'salesPrice', before: 5_000_000, after: 6_000_000 },
        ],
      },
    ])
    expect(await failure(api().applyToOpenOrders({ ...agreementRef(changed), fingerprint: 'other' }))).toBe(
      'PREVIEW_STALE',
    )
    await api().applyToOpenOrders({ ...agreementRef(changed), fingerprint })
    expect(lineOf(await app.owner.orders.getOrder({ orderId: order.id }), 10)).toMatchObject({
      ...{
        salesPrice: 6_000_000,
        estimatedQty: 180,
        description: 'Longer check',
        salesPriceSource: 'agreementLine',
      },
    })
  })

  it('R-02.39: the responsible of a group’s agreements, and of their open orders only when ticked', async () => {
    const { workerId } = branch
    const { id: gold } = await api().createAgreementGroup({ id: newId(), code: 'GOLD', description: 'Gold' })
    const five = await Promise.all(
      [1, 2, 3, 4, 5].map(() => activeOf({ groupId: gold, responsibleId: null })),
    )
    const silver = await activeOf({ responsibleId: null })
    const order = await orderOn(five[0]!.id, '2027-06-10')
    const responsible = async () => (await app.owner.orders.getOrder({ orderId: order.id })).responsibleId
    const before = await responsible()

    const { results } = await api().setResponsible({ filter: { groupId: [gold] }, workerId })

    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true])
    expect(await responsible()).toBe(before)
    const { items } = await api().listAgreements({ filter: { responsibleId: [workerId] } })
    expect(items).toHaveLength(5)
    expect((await api().getAgreement({ agreementId: silver.id })).responsibleId).toBeUndefined()
    await api().setResponsible({ agreementIds: [five[0]!.id], workerId, openOrders: true })
    expect(await responsible()).toBe(workerId)
    expect(await failure(api().setResponsible({ agreementIds: [], workerId }))).toBe('NO_SELECTION')
    await app.owner.people.deactivateWorker({ workerId, expectedVersion: 1 })
    expect(await failure(api().setResponsible({ agreementIds: [silver.id], workerId }))).toBe(
      'WORKER_INACTIVE',
    )
  })

  it('R02-29: lists by the calendar: expiring, notice this month, expired with open orders', async () => {
    app.clock.now = Date.UTC(2027, 0, 4, 8)
    const soon = await activeOf({ endDate: '2027-01-31', noticeDays: 10 })
    const spring = await activeOf({ endDate: '2027-03-20', noticeDays: 10 })
    const order = await orderOn(soon.id, '2027-01-20')
    const listed = async (filter: object) =>
      (await api().listAgreements({ filter, withCount: true })).items.map(({ id }) => id).sort()

    expect(await listed({ set: ['expiring30'] })).toEqual([soon.id])
    expect(await listed({ set: ['expiring90'] })).toEqual([soon.id, spring.id].sort())
    expect(await listed({ set: ['noticeThisMonth'] })).toEqual([soon.id])
    expect(await listed({ phase: ['running'] })).toEqual([soon.id, spring.id].sort())
    expect(await listed({ set: ['expiredWithOpenOrders'] })).toEqual([])
    app.clock.now = Date.UTC(2027, 1, 2, 8)
    expect(await listed({ set: ['expiredWithOpenOrders'] })).toEqual([soon.id])
    expect(await listed({ phase: ['expired'] })).toEqual([soon.id])
    expect(order.agreementId).toBe(soon.id)
  })
})
