import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import {
  approvedEstimate,
  estimateRef,
  repairOf,
  sentEstimate,
  type EstimateLineInput,
  type RepairPlace,
} from '../support/estimates'
import { branchOf, refOf } from '../support/orders'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

/** A repair for a customer who pays in this currency. */
async function repairIn(currency: string): Promise<RepairPlace> {
  const branch = await branchOf(app)
  const { id: customerId } = await app.owner.customers.createCustomer({
    id: newId(),
    name: 'Abroad',
    currency,
  })
  return repairOf(app, { ...branch, customerId })
}
const yen: EstimateLineInput[] = [
  { kind: 'hour', description: 'Work', quantity: 50, unitPrice: 43_215_000 },
  { kind: 'item', description: 'Parts', quantity: 3000, unitPrice: 3_333_333, discount: 1250 },
]

describe('amounts', () => {
  it('08 §2.4: lines in yen have no decimals: 3 601 and 875 are 4 476, with 12.5 % 5 036', async () => {
    const { line } = await repairIn('JPY')
    const made = await app.owner.repair.createEstimate({ lineId: line.id, lines: yen, tolerance: 1250 })
    expect(made.lines.map(({ amount }) => amount)).toEqual([
      { minor: 3601, currency: 'JPY' },
      { minor: 875, currency: 'JPY' },
    ])
    expect([made.total, made.limit]).toEqual([
      { minor: 4476, currency: 'JPY' },
      { minor: 5036, currency: 'JPY' },
    ])
  })

  it('08 §2.4: dinars have three decimals: 12.341, with 3.33 % 12.752', async () => {
    const { line } = await repairIn('KWD')
    const lines: EstimateLineInput[] = [
      { kind: 'item', description: 'Wire', quantity: 1234, unitPrice: 100_005 },
    ]
    const made = await app.owner.repair.createEstimate({ lineId: line.id, lines, tolerance: 333 })
    expect([made.total.minor, made.limit.minor]).toEqual([12_341, 12_752])
  })

  it('R08-19: 5 036 yen post, 5 037 are refused with limit and actual', async () => {
    const place = await repairIn('JPY')
    await approvedEstimate(app, place, { lines: yen, tolerance: 1250 })
    const { id: categoryId } = (await app.owner.agreements.listCategories({ filter: { code: 'FEE' } }))
      .items[0]!
    const order = await app.owner.orders.addLine({
      ...refOf(await app.owner.orders.getOrder({ orderId: place.order.id })),
      ...{ id: newId(), type: 'fee', categoryId, actualQty: 1000, salesPrice: 50_370_000 },
      repairLineId: place.line.id,
    })
    await expect(app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })).rejects.toMatchObject({
      ...{ code: 'ESTIMATE_EXCEEDED', data: { limit: 5036, actual: 5037, currency: 'JPY' } },
    })
    const lower = await app.owner.orders.updateLine({
      ...{ ...refOf(order), lineId: order.lines[0]!.id, patch: { salesPrice: 50_360_000 } },
    })
    const posted = await app.owner.orders.postOrder({ ...refOf(lower), date: '2026-03-02' })
    expect(posted.order.progress).toBe('posted')
  })

  it('R08-20: the share of the price from which a new one is advised is a setting', async () => {
    const place = await repairIn('JPY')
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'PCE',
      name: 'P',
      decimals: 0,
    })
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(),
      number: 'C1',
      name: 'C',
      unitId,
    })
    await app.owner.catalog.setItemPrice({
      ...{ id: newId(), itemId, currency: 'JPY', unitPrice: 89_520_000, validFrom: '2026-01-01' },
    })
    const { objectId } = place.line
    const { version } = await app.owner.objects.getObject({ objectId })
    await app.owner.objects.updateObject({ objectId, expectedVersion: version, patch: { itemId } })
    const { id: estimateId } = await app.owner.repair.createEstimate({ lineId: place.line.id, lines: yen })
    const isAdvised = async () => (await app.owner.repair.getEstimate({ estimateId })).isReplacementAdvised
    expect(await isAdvised()).toBe(false)
    // 4 476 of 8 952 are exactly half.
    await app.owner.settings.setSetting({ key: 'economicRepairShare', scope: 'company', value: 5001 })
    expect(await isAdvised()).toBe(false)
    await app.owner.settings.setSetting({ key: 'economicRepairShare', scope: 'office', value: 5000 })
    expect(await isAdvised()).toBe(true)
  })
})

describe('versions', () => {
  it('R08-18: what has run out stays so; the approved version holds until another one is approved', async () => {
    const place = await repairIn('NOK')
    const lines = yen
    const versions = async () =>
      (await app.owner.repair.listEstimates({ lineId: place.line.id })).items
        .map(({ status }) => status)
        .reverse()
    await approvedEstimate(app, place, { lines })
    const second = await sentEstimate(app, place, { lines, validUntil: '2026-03-03' })
    app.clock.now += 2 * 86_400_000
    await expect(app.owner.repair.approveEstimate(estimateRef(second))).rejects.toMatchObject({
      ...{ code: 'ESTIMATE_EXPIRED', data: { field: 'validUntil' } },
    })
    const third = await sentEstimate(app, place, { lines })
    expect(await versions()).toEqual(['approved', 'expired', 'sent'])
    await app.owner.repair.approveEstimate(estimateRef(third))
    expect(await versions()).toEqual(['superseded', 'expired', 'approved'])
    for (const call of [
      app.owner.repair.approveEstimate(estimateRef({ ...third, version: third.version + 1 })),
      app.owner.repair.sendEstimate(estimateRef({ ...third, version: third.version + 1 })),
      app.owner.repair.rejectEstimate(estimateRef({ ...third, version: third.version + 1 })),
    ])
      await expect(call).rejects.toMatchObject({ code: 'ESTIMATE_STATE' })
  })

  it('R01-24: the tolerance of an office holds where an estimate says nothing else', async () => {
    await app.owner.settings.setSetting({ key: 'estimateTolerance', scope: 'office', value: 250 })
    const { line } = await repairIn('NOK')
    const made = await app.owner.repair.createEstimate({ lineId: line.id, lines: yen })
    expect(made.tolerance).toBe(250)
    const ten = await app.owner.repair.updateEstimate({ ...estimateRef(made), patch: { tolerance: 1000 } })
    expect(ten.tolerance).toBe(1000)
    const standard = await app.owner.repair.updateEstimate({
      ...estimateRef(ten),
      patch: { tolerance: null },
    })
    expect(standard.tolerance).toBe(250)
  })

  it('00-procedures: an estimate is changed by the fields of its making', async () => {
    const { line } = await repairIn('NOK')
    const made = await app.owner.repair.createEstimate({ lineId: line.id, lines: yen })
    const [work] = yen
    const changed = await app.owner.repair.updateEstimate({
      ...{ ...estimateRef(made), lines: [work!], validUntil: '2026-05-01' },
    })
    expect(changed).toMatchObject({ validUntil: '2026-05-01', tolerance: 1000, lines: [{ kind: 'hour' }] })
  })

  it('08 §4: an estimate of the fields of 2.4 becomes lines with the categories of their kinds, once', async () => {
    const place = await repairIn('NOK')
    const more: EstimateLineInput[] = [
      ...yen,
      { kind: 'expense', description: 'Freight', quantity: 1000, unitPrice: 1_000_000 },
      { kind: 'fee', description: 'Call-out', quantity: 1000, unitPrice: 5_000_000 },
    ]
    const approved = await approvedEstimate(app, place, { lines: more })
    const converted = await app.owner.repair.convertEstimate(estimateRef(approved))
    const { lines } = await app.owner.orders.getOrder({ orderId: place.order.id })
    expect(lines.map(({ type, salesAmount }) => [type, salesAmount.minor])).toEqual([
      ['hour', 360_125],
      ['expense', 87_500],
      ['expense', 10_000],
      ['fee', 50_000],
    ])
    await expect(app.owner.repair.convertEstimate(estimateRef(converted))).rejects.toMatchObject({
      code: 'ALREADY_CONVERTED',
    })
  })
})
