import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepairLine } from '../../electron/shared/contract/repairLines'
import { newId, setUp, type TestApp } from '../support/app'
import { refOf } from '../support/orders'
import { finish, lineFor, orderAbout, toStage, workshopOf, type Workshop } from '../support/repair'

let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 0, 2, 8) })
  shop = await workshopOf(app)
})
afterEach(() => app.close())

const at = (iso: string) => Date.parse(iso)

/** A line that is reported and signed off at these times, on the clock of the store. */
async function repaired(
  from: string,
  to: string,
  {
    order = shop.order,
    resolution = 'FIXED',
    ...fields
  }: Parameters<typeof lineFor>[2] & {
    order?: Workshop['order']
    resolution?: string
  } = {},
): Promise<RepairLine> {
  app.clock.now = at(from)
  const line = await lineFor(app.owner, { order }, fields)
  app.clock.now = at(to)
  return finish(app.owner, line, resolution)
}

/** An order about another object; of a zone it stands at a site of its own. */
async function elsewhere(
  fields: Partial<Parameters<typeof app.owner.objects.createObject>[0]> = {},
  zone?: string,
) {
  const siteId = zone
    ? (
        await app.owner.customers.createSite({
          ...{ id: newId(), customerId: shop.customerId, name: zone, country: 'NO', zone },
        })
      ).id
    : shop.siteId
  const { id } = await app.owner.objects.createObject({
    ...{ id: newId(), description: 'Laptop', customerId: shop.customerId, siteId, ...fields },
  })
  return { objectId: id, order: await orderAbout(app.owner, shop, [id]) }
}

describe('the warranty', () => {
  it.each([
    ['2023-02-28', 12, '2024-02-27'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2023-03-30', 11, '2024-02-29'],
    ['2022-12-31', 14, '2024-02-29'],
    ['2024-01-01', 2, '2024-02-29'],
    ['2025-10-31', 1, '2025-11-30'],
  ])('R08-09: from %s, %i months cover until %s', async (warrantyStart, productWarrantyMonths, until) => {
    const { objectId } = await elsewhere({ warrantyStart, productWarrantyMonths })
    const noon = at(`${until}T11:00Z`)
    const last = await app.owner.repair.checkWarranty({ objectId, reportedAt: noon })
    expect([last.verdict, last.until]).toEqual(['product', until])
    const after = await app.owner.repair.checkWarranty({ objectId, reportedAt: noon + 86_400_000 })
    expect(after.verdict).toBe('none')
    const first = at(`${warrantyStart}T11:00Z`)
    expect((await app.owner.repair.checkWarranty({ objectId, reportedAt: first })).verdict).toBe('product')
    const before = await app.owner.repair.checkWarranty({ objectId, reportedAt: first - 86_400_000 })
    expect(before.verdict).toBe('none')
  })

  it.each([
    ['Pacific/Kiritimati', '2026-03-14T10:00:00Z'],
    ['America/St_Johns', '2026-03-15T02:30:00Z'],
    ['Pacific/Marquesas', '2026-03-15T09:30:00Z'],
  ])('R08-10: in %s the last day ends at %s', async (zone, end) => {
    const { objectId } = await elsewhere({ warrantyStart: '2024-03-15', productWarrantyMonths: 24 }, zone)
    const verdictAt = async (reportedAt: number) =>
      (await app.owner.repair.checkWarranty({ objectId, reportedAt })).verdict
    expect([await verdictAt(at(end) - 1), await verdictAt(at(end))]).toEqual(['product', 'none'])
  })

  it('R08-10: a repair’s own months count from its local finish, and what an office sets holds in it', async () => {
    const { objectId, order } = await elsewhere({ repairWarrantyMonths: 1 })
    const diagnosisAreaId = shop.part.area.id
    // 23:30 UTC is the next day in Oslo: 31 January + 1 month ends on 28 February.
    await repaired('2026-01-30T12:00Z', '2026-01-30T23:30Z', { order, diagnosisAreaId })
    const verdictAt = async (iso: string) =>
      (await app.owner.repair.checkWarranty({ objectId, diagnosisAreaId, reportedAt: at(iso) })).verdict
    expect(await verdictAt('2026-02-28T22:59Z')).toBe('repair')
    expect(await verdictAt('2026-02-28T23:00Z')).toBe('none')
    expect(await verdictAt('2026-01-30T13:00Z')).toBe('none')
  })
})

describe('repeats', () => {
  const symptom = () => ({ symptomAreaId: shop.disk.area.id })

  it('R08-12: the window is counted in days of the site, also over the change to summer time', async () => {
    const first = await repaired('2026-02-26T08:00Z', '2026-02-27T22:30Z', symptom())
    app.clock.now = at('2026-04-01T08:00Z')
    const reported = (iso: string) => lineFor(app.owner, shop, { ...symptom(), reportedAt: at(iso) })
    expect((await reported('2026-03-29T21:59:59Z')).previousLineId).toBe(first.id)
    expect((await reported('2026-03-29T22:00:00Z')).previousLineId).toBeUndefined()
  })

  it('R08-12: of two repairs at one instant only the later one repeats', async () => {
    const noon = '2026-02-02T11:00Z'
    const first = await repaired(noon, noon, symptom())
    const second = await repaired(noon, noon, symptom())
    expect(second.previousLineId).toBe(first.id)
    expect((await app.owner.repair.getLine({ lineId: first.id })).isRepeat).toBe(false)
    const { total } = await app.owner.repair.getStatistics({ measure: 'repeatRate' })
    expect(total).toMatchObject({ numerator: 1, denominator: 2, rate: 5000 })
  })

  it('R01-24: each office may have a window of its own', async () => {
    await app.owner.settings.setSetting({ key: 'repeatWindowDays', scope: 'office', value: 5 })
    const first = await repaired('2026-02-01T08:00Z', '2026-02-02T08:00Z', symptom())
    app.clock.now = at('2026-02-08T08:00Z')
    const reported = (iso: string) => lineFor(app.owner, shop, { ...symptom(), reportedAt: at(iso) })
    expect((await reported('2026-02-07T08:00Z')).previousLineId).toBe(first.id)
    expect((await reported('2026-02-08T07:00Z')).previousLineId).toBeUndefined()
    const { total } = await app.owner.repair.getStatistics({ measure: 'firstTimeFix' })
    expect(total).toMatchObject({ count: 1, numerator: 0, provisional: 0 })
  })
})

describe('statistics', () => {
  it('R08-13: canceled attempts, other classes and repeats: 3 of 6 were fixed the first time', async () => {
    const symptomAreaId = shop.disk.area.id
    const done = async (resolution: string) =>
      repaired('2026-02-03T08:00Z', '2026-02-03T10:00Z', {
        ...{ order: (await elsewhere()).order, symptomAreaId, resolution, technicianId: shop.workerId },
      })
    const good = [await done('FIXED'), await done('FIXED')]
    const repairable = await done('REPAIRABLE')
    for (const resolution of ['UNKNOWN', 'CANCELED', 'NO_FAULT']) await done(resolution)

    const { order } = await elsewhere()
    app.clock.now = at('2026-02-04T08:00Z')
    let twice = await lineFor(app.owner, { order }, { symptomAreaId, technicianId: shop.workerId })
    for (const outcome of ['noAccess', 'fixed'] as const) {
      const { id, version } = await app.owner.repair.startAttempt({ lineId: twice.id, expectedVersion: 1 })
      app.clock.now += 3_600_000
      await app.owner.repair.endAttempt({ attemptId: id, expectedVersion: version, outcome })
      twice = await app.owner.repair.getLine({ lineId: twice.id })
    }
    twice = await finish(app.owner, twice)

    const again = await elsewhere()
    const repeated = await repaired('2026-02-05T08:00Z', '2026-02-05T09:00Z', {
      order: again.order,
      symptomAreaId,
    })
    const last = await repaired('2026-02-06T08:00Z', '2026-02-06T09:00Z', {
      order: again.order,
      symptomAreaId,
    })
    app.clock.now = at('2026-06-01T08:00Z')

    const period = { from: '2026-02-01', to: '2026-02-28' }
    const found = await app.owner.repair.getStatistics({ measure: 'firstTimeFix', ...period })
    expect(found.total).toMatchObject({ numerator: 3, denominator: 6, rate: 5000, provisional: 0 })
    expect(new Set(found.failedLineIds)).toEqual(new Set([repairable.id, twice.id, repeated.id]))
    expect(found.failedLineIds).not.toContain(last.id)
    expect(good).toHaveLength(2)
    const fix = await app.owner.repair.getStatistics({ measure: 'fixRate', ...period })
    // 5 of 6, half away from zero.
    expect(fix.total).toMatchObject({ numerator: 5, denominator: 6, rate: 8333, count: 9 })
  })

  it('R08-16, R08-17: touching lines over a change of the clock, an open one and one without a fault', async () => {
    await repaired('2026-02-01T06:00Z', '2026-02-02T18:30Z')
    await repaired('2026-03-01T06:00Z', '2026-03-02T06:00Z', { resolution: 'NO_FAULT' })
    await repaired('2026-03-28T10:00Z', '2026-03-29T12:00Z')
    await repaired('2026-03-29T12:00Z', '2026-03-30T06:00Z')
    app.clock.now = at('2026-04-10T06:00Z')
    await lineFor(app.owner, shop)
    app.clock.now = at('2026-04-12T06:00Z')
    // Uptimes 77 250 and 15 840 min; repair times 2 190 and 2 640 min.
    const figures = { failures: 3, mtbf: 46_545, mttr: 2415, availability: 9507 }
    const { total } = await app.owner.repair.getStatistics({
      measure: 'mtbf',
      filter: { objectId: shop.objectId },
    })
    expect(total).toMatchObject(figures)
    const history = await app.owner.objects.getObjectHistory({ objectId: shop.objectId })
    expect(history).toMatchObject({ mtbf: 46_545, reliability: { failures: 3, mttrMinutes: 2415 } })
  })

  it('08 §2: days are those of the object’s site, wherever the order is worked on', async () => {
    const { order } = await elsewhere({}, 'Asia/Tokyo')
    await repaired('2026-02-27T08:00Z', '2026-02-28T16:00Z', { order })
    const inMonth = async (from: string, to: string) =>
      (await app.owner.repair.getStatistics({ measure: 'fixRate', from, to })).total.count
    expect(await inMonth('2026-02-01', '2026-02-28')).toBe(0)
    expect(await inMonth('2026-03-01', '2026-03-31')).toBe(1)
  })
})

describe('suggestions', () => {
  it('R08-21: what the same pair fixed again helped each time; what needed something else did not', async () => {
    const symptomAreaId = shop.disk.area.id
    const diagnosis = async (code: string) => {
      const diagnosisAreaId = shop.part.area.id
      const made = await app.owner.repair.createDiagnosisCode({
        id: newId(),
        diagnosisAreaId,
        code,
        name: code,
      })
      return { symptomAreaId, diagnosisAreaId, diagnosisCodeId: made.id }
    }
    const [belt, motor, switches] = [
      await diagnosis('BELT'),
      await diagnosis('MOTOR'),
      await diagnosis('SWITCH'),
    ]
    const on = (day: number, fields: object, order = shop.order) =>
      repaired(`2026-02-0${String(day)}T08:00Z`, `2026-02-0${String(day)}T09:00Z`, { ...fields, order })
    for (const day of [1, 2, 3]) await on(day, belt)
    const { order } = await elsewhere()
    await on(1, motor, order)
    await on(2, switches, order)

    const { items } = await app.owner.repair.listSuggestions({ objectId: shop.objectId, symptomAreaId })

    expect(
      items.map(({ count, diagnosisCode, fixed, score }) => [diagnosisCode, fixed, count, score]),
    ).toEqual([
      ['BELT', 3, 3, 8000],
      ['SWITCH', 1, 1, 6667],
      ['MOTOR', 0, 1, 3333],
    ])
  })
})

describe('attempts', () => {
  it('08 §2.3: attempts that touch do not overlap; another technician works beside', async () => {
    const { id: other } = await app.owner.people.createWorker({ id: newId(), displayName: 'Per' })
    const line = await lineFor(app.owner, shop, {
      technicianId: shop.workerId,
      reportedAt: at('2026-01-01T08:00Z'),
    })
    const ref = { lineId: line.id, expectedVersion: line.version }
    const attempt = async (technicianId: typeof other, from: string, to: string) => {
      const { id } = await app.owner.repair.startAttempt({ ...ref, technicianId, startedAt: at(from) })
      return app.owner.repair.endAttempt({
        ...{ attemptId: id, expectedVersion: 1, endedAt: at(to), outcome: 'notFixed' },
      })
    }
    app.clock.now = at('2026-01-03T08:00Z')
    const day = '2026-01-02T'
    await attempt(shop.workerId, `${day}10:00Z`, `${day}11:00Z`)
    await attempt(shop.workerId, `${day}11:00Z`, `${day}12:00Z`)
    await attempt(shop.workerId, `${day}09:00Z`, `${day}10:00Z`)
    await attempt(other, `${day}09:30Z`, `${day}11:30Z`)
    const inside = attempt(shop.workerId, `${day}08:30Z`, `${day}12:30Z`)
    await expect(inside).rejects.toMatchObject({ code: 'ATTEMPT_OVERLAP', data: { field: 'endedAt' } })
    const { items } = await app.owner.repair.listAttempts({ lineId: line.id })
    expect(items.map(({ attemptNo, endedAt }) => [attemptNo, endedAt === undefined])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ])
  })
})

describe('refusals', () => {
  it('R08-08: every table says how often a code is used', async () => {
    const { id: conditionId } = await app.owner.repair.createCondition({
      id: newId(),
      code: 'wet',
      name: 'Wet',
    })
    const line = await lineFor(app.owner, shop, {
      ...{ conditionId, symptomAreaId: shop.disk.area.id, symptomCodeId: shop.disk.code.id },
      ...{ diagnosisAreaId: shop.part.area.id, diagnosisCodeId: shop.part.code.id },
    })
    await finish(app.owner, line, 'FIXED')
    const { id: resolutionId } = (await app.owner.repair.listResolutions({ filter: { code: 'FIXED' } }))
      .items[0]!
    const once = { counts: { repairLine: 1 } }
    const refused = [
      [app.owner.repair.deleteCondition({ conditionId, expectedVersion: 1 }), once],
      [app.owner.repair.deleteSymptomCode({ symptomCodeId: shop.disk.code.id, expectedVersion: 1 }), once],
      [
        app.owner.repair.deleteDiagnosisCode({ diagnosisCodeId: shop.part.code.id, expectedVersion: 1 }),
        once,
      ],
      [app.owner.repair.deleteResolution({ resolutionId, expectedVersion: 1 }), once],
      [
        app.owner.repair.deleteSymptomArea({ symptomAreaId: shop.disk.area.id, expectedVersion: 1 }),
        { counts: { repairLine: 1, symptomCode: 1 } },
      ],
      [
        app.owner.repair.deleteDiagnosisArea({ diagnosisAreaId: shop.part.area.id, expectedVersion: 1 }),
        { counts: { repairLine: 1, diagnosisCode: 1 } },
      ],
    ] as const
    for (const [call, data] of refused) await expect(call).rejects.toMatchObject({ code: 'IN_USE', data })
  })

  it('08 §4: the codes of a line come all at once, the first in the order of the table', async () => {
    await app.owner.repair.deactivateSymptomArea({ symptomAreaId: shop.screen.area.id, expectedVersion: 1 })
    const call = lineFor(app.owner, shop, {
      ...{ symptomAreaId: shop.screen.area.id, symptomCodeId: shop.disk.code.id },
      reportedAt: app.clock.now + 1,
    })
    await expect(call).rejects.toMatchObject({
      code: 'CODE_INACTIVE',
      data: {
        failures: [
          { code: 'CODE_INACTIVE', field: 'symptomAreaId' },
          { code: 'CODE_AREA_MISMATCH', field: 'symptomCodeId' },
          { code: 'DATE_IN_FUTURE', field: 'reportedAt' },
        ],
      },
    })
  })

  it('R08-06: nothing is done on an order that is posted', async () => {
    const line = await lineFor(app.owner, shop)
    const { id: categoryId } = (await app.owner.agreements.listCategories({ filter: { code: 'FEE' } }))
      .items[0]!
    const order = await app.owner.orders.addLine({
      ...refOf(await app.owner.orders.getOrder({ orderId: shop.order.id })),
      ...{ id: newId(), type: 'fee', categoryId, actualQty: 1000, salesPrice: 10_000 },
    })
    await app.owner.orders.postOrder({ ...refOf(order), date: '2026-01-02' })
    const calls = [
      lineFor(app.owner, shop),
      app.owner.repair.updateLine({ lineId: line.id, expectedVersion: 1, patch: { title: 'x' } }),
      toStage(app.owner, line, 'DIAGNOSIS'),
      app.owner.repair.startAttempt({ lineId: line.id, expectedVersion: 1, technicianId: shop.workerId }),
      app.owner.repair.createEstimate({ lineId: line.id, lines: [] }),
      app.owner.repair.deleteLine({ lineId: line.id, expectedVersion: 1 }),
    ]
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: 'ORDER_LOCKED', defined: true })
  })
})
