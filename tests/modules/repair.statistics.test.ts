import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { orderAbout, workshopOf, type Workshop } from '../support/repair'
import { pastRepairs, type PastRepair } from '../support/repairRows'

const day = 86_400_000
const hour = 3_600_000
const at = (text: string) => Date.parse(text)

let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp({ now: at('2026-12-01T09:00Z') })
  shop = await workshopOf(app)
})
afterEach(() => app.close())

const repaired = (reportedAt: number, fields: Partial<PastRepair> = {}): PastRepair => ({
  ...{ order: shop.order, reportedAt, finishedAt: reportedAt + 2 * hour, resolution: 'FIXED' },
  ...fields,
})

/** An order about another object. */
async function otherObject(fields: object = {}): Promise<Workshop['order']> {
  const { id } = await app.owner.objects.createObject({
    ...{ id: newId(), description: 'Printer', tangible: true, customerId: shop.customerId },
    ...{ siteId: shop.siteId, ...fields },
  })
  return orderAbout(app.owner, shop, [id])
}

async function itemOf(number: string, name: string) {
  const unit = await app.owner.catalog.createUnit({ id: newId(), code: number, name: 'Piece', decimals: 0 })
  return (await app.owner.catalog.createItem({ id: newId(), number, name, unitId: unit.id })).id
}

describe('first-time fix', () => {
  it('R-08.13: example 7 gives 60.00 % and lists exactly the four lines that failed', async () => {
    const start = at('2026-03-02T08:00Z')
    const fixed = Array.from({ length: 6 }, (_, n) => repaired(start + n * day, { attempts: n % 2 }))
    const [twice, again, partly, end] = await pastRepairs(app, [
      repaired(start, { attempts: 2 }),
      repaired(start + day, { attempts: 1 }),
      repaired(start, { resolution: 'REPAIRABLE' }),
      repaired(start, { resolution: 'END_OF_LIFE' }),
      ...fixed,
      repaired(start, { resolution: 'NO_FAULT' }),
      repaired(start, { resolution: 'NO_FAULT' }),
    ])
    await pastRepairs(app, [{ order: shop.order, reportedAt: start + 20 * day, previousId: again }])

    const { failedLineIds, total } = await app.owner.repair.getStatistics({ measure: 'firstTimeFix' })

    expect(total).toMatchObject({ count: 10, numerator: 6, denominator: 10, rate: 6000, provisional: 0 })
    expect(new Set(failedLineIds)).toEqual(new Set([twice, again, partly, end]))
    expect(failedLineIds).toHaveLength(4)
  })

  it('R08-13: lines whose window is not over are counted and said to be provisional', async () => {
    const today = at('2026-12-01T09:00Z')
    await pastRepairs(app, [
      repaired(today - 31 * day),
      repaired(today - 30 * day),
      repaired(today - 2 * day, { resolution: 'END_OF_LIFE' }),
    ])
    const { total } = await app.owner.repair.getStatistics({ measure: 'firstTimeFix' })
    expect(total).toMatchObject({ count: 3, numerator: 2, rate: 6667, provisional: 2 })
  })

  it('R08-13: an empty population has no rate, not 0 %', async () => {
    await pastRepairs(app, [repaired(at('2026-03-02T08:00Z'), { resolution: 'NO_FAULT' })])
    for (const measure of ['firstTimeFix', 'fixRate'] as const) {
      const { total } = await app.owner.repair.getStatistics({ measure })
      expect(total).not.toHaveProperty('rate')
      expect(total).toMatchObject({ numerator: 0, denominator: 0 })
    }
  })
})

describe('rates', () => {
  it('R08-15: unknown, no fault found and canceled stand beside the fix rate', async () => {
    const outcomes = ['FIXED', 'FIXED', 'END_OF_LIFE', 'UNKNOWN', 'NO_FAULT', 'CANCELED']
    await pastRepairs(
      app,
      outcomes.map((resolution) => repaired(at('2026-03-02T08:00Z'), { resolution })),
    )
    const { total } = await app.owner.repair.getStatistics({ measure: 'fixRate' })
    expect(total).toMatchObject({ count: 6, numerator: 2, denominator: 3, rate: 6667 })
    expect(total.outcomes).toEqual({ fixed: 2, endOfLife: 1, unknown: 1, noFaultFound: 1, canceled: 1 })
  })

  it('R08-14: repeats among the lines reported in the period; days are those of the site', async () => {
    const [first] = await pastRepairs(app, [repaired(at('2026-03-10T08:00Z'))])
    // 23:30 UTC is the next day in Oslo.
    await pastRepairs(app, [
      { order: shop.order, reportedAt: at('2026-03-31T21:30Z'), previousId: first },
      { order: shop.order, reportedAt: at('2026-03-31T22:30Z') },
    ])
    const march = { measure: 'repeatRate', from: '2026-03-01', to: '2026-03-31' } as const
    const { total } = await app.owner.repair.getStatistics(march)
    expect(total).toMatchObject({ count: 2, numerator: 1, denominator: 2, rate: 5000 })
    const april = await app.owner.repair.getStatistics({ ...march, from: '2026-04-01', to: '2026-04-01' })
    expect(april.total).toMatchObject({ count: 1, numerator: 0, rate: 0 })
  })

  it('08 §5: the period of the same length before stands beside', async () => {
    await pastRepairs(app, [
      repaired(at('2026-03-20T08:00Z'), { resolution: 'END_OF_LIFE' }),
      repaired(at('2026-03-21T08:00Z')),
      repaired(at('2026-04-05T08:00Z')),
      repaired(at('2026-03-10T08:00Z')),
    ])
    const { rows, total } = await app.owner.repair.getStatistics({
      ...{ measure: 'fixRate', from: '2026-04-01', to: '2026-04-15', groupBy: 'month' },
    })
    expect(total).toMatchObject({ count: 1, rate: 10_000, previousCount: 2, previousRate: 5000 })
    expect(rows.map(({ key }) => key)).toEqual(['2026-04'])
    const open = await app.owner.repair.getStatistics({ measure: 'fixRate', from: '2026-04-01' })
    expect(open.total).not.toHaveProperty('previousCount')
  })

  it('08 §4: a period that ends before it begins is PERIOD_INVALID', async () => {
    const call = app.owner.repair.getStatistics({ measure: 'pareto', from: '2026-04-02', to: '2026-04-01' })
    await expect(call).rejects.toMatchObject({ code: 'PERIOD_INVALID', data: { field: 'to' } })
  })

  it('08 §1: a board reads no statistics, suggestions or similar repairs', async () => {
    const board = await app.as('board')
    const asked = { objectId: shop.objectId, symptomAreaId: shop.disk.area.id }
    for (const call of [
      board.repair.getStatistics({ measure: 'fixRate' }),
      board.repair.listSuggestions(asked),
      board.repair.listSimilar({ text: 'dead' }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'repair.read' } })
  })

  it('conventions §7: lines of other offices count nowhere', async () => {
    const asked = { objectId: shop.objectId, symptomAreaId: shop.disk.area.id }
    const codes = { symptomAreaId: shop.disk.area.id, diagnosisAreaId: shop.part.area.id }
    await pastRepairs(app, [
      repaired(at('2026-03-02T08:00Z'), { ...codes, diagnosisCodeId: shop.part.code.id, note: 'Dead fan' }),
    ])
    const [main] = (await app.owner.people.listOffices({})).items
    if (!main) throw new Error('no office')
    const login = { login: 'kari', password: 'a long enough password' }
    await app.owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Kari', roles: ['technician'], officeIds: [main.id] },
    })
    const { token } = await app.stranger.session.signIn(login)
    const { repair } = app.application.clientFor(token)
    expect((await repair.getStatistics({ measure: 'pareto' })).total.count).toBe(1)
    await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    app.db.prepare('UPDATE service_order SET office_id = (SELECT id FROM office WHERE code = ?)').run('BGO')
    await pastRepairs(app, [])

    expect((await repair.getStatistics({ measure: 'pareto' })).total.count).toBe(0)
    expect(await repair.listSuggestions(asked)).toEqual({ items: [] })
    expect((await repair.listSimilar({ text: 'Dead fan' })).items).toEqual([])
    expect((await app.owner.repair.getStatistics({ measure: 'pareto' })).total.count).toBe(1)
  })
})

describe('Pareto', () => {
  it('08 §5: most first, then by name; shares of all so far and where 80 % are reached', async () => {
    const category = async (name: string, externalId: number) => {
      const { id } = await app.owner.catalog.createProductCategory({ id: newId(), name, externalId })
      return otherObject({ productCategoryId: id, brand: 'ACME' })
    }
    const [kettle, lamp, toaster] = [
      await category('Kettle', 1),
      await category('Lamp', 2),
      await category('Toaster', 3),
    ]
    const start = at('2026-03-02T08:00Z')
    const of = (order: Workshop['order'], count: number) =>
      Array.from({ length: count }, () => repaired(start, { order }))
    await pastRepairs(app, [...of(toaster, 2), ...of(lamp, 2), ...of(kettle, 5), repaired(start)])

    const { eightyAt, rowCount, rows, total } = await app.owner.repair.getStatistics({
      ...({ measure: 'pareto', groupBy: 'productCategory' } as const),
    })
    expect(rows.map(({ count, cumulative, label, share }) => [label, count, share, cumulative])).toEqual([
      ['Kettle', 5, 5000, 5000],
      ['Lamp', 2, 2000, 7000],
      ['Toaster', 2, 2000, 9000],
      ['', 1, 1000, 10_000],
    ])
    expect([eightyAt, rowCount, total.count]).toEqual([3, 4, 10])
    const ofBrand = await app.owner.repair.getStatistics({
      ...({ measure: 'pareto', groupBy: 'brand', filter: { brand: 'acme' } } as const),
    })
    expect(ofBrand.rows.map(({ count, key }) => [key, count])).toEqual([['ACME', 9]])
  })

  it('R01-12: another name, category or office of a record moves its lines', async () => {
    const order = await otherObject({ brand: 'Bosch' })
    await pastRepairs(app, [repaired(at('2026-03-02T08:00Z'), { order })])
    const [relation] = order.objectRelations
    if (!relation) throw new Error('no object')
    const object = await app.owner.objects.getObject({ objectId: relation.objectId })
    const { objectId } = relation
    await app.owner.objects.updateObject({
      ...{ objectId, expectedVersion: object.version, patch: { brand: 'Makita' } },
    })
    const { rows } = await app.owner.repair.getStatistics({ measure: 'pareto', groupBy: 'brand' })
    expect(rows.map(({ label }) => label)).toEqual(['Makita'])
  })
})

describe('time between failures', () => {
  it('R-08.10: example 4 gives MTBF 110 505 min, MTTR 2 670 min, 97.64 % in the statistics too', async () => {
    const spans = [
      ['2026-01-10T08:00Z', '2026-01-12T16:00Z'],
      ['2026-03-01T10:00Z', '2026-03-01T15:30Z'],
      ['2026-06-15T09:00Z', '2026-06-18T09:00Z'],
    ]
    await pastRepairs(
      app,
      spans.map(([from = '', to = '']) => repaired(at(from), { finishedAt: at(to) })),
    )
    const { total } = await app.owner.repair.getStatistics({ measure: 'mtbf' })
    expect(total).toMatchObject({ failures: 3, mtbf: 110_505, mttr: 2670, availability: 9764 })
  })

  it('R-08.11: with one failure only there is no MTBF; all uptimes of an item are pooled', async () => {
    const itemId = await itemOf('PUMP', 'Pump')
    const [one, two] = [await otherObject({ itemId }), await otherObject({ itemId })]
    const start = at('2026-01-01T00:00Z')
    const failure = (order: Workshop['order'], from: number) =>
      repaired(start + from * hour, { order, finishedAt: start + (from + 1) * hour })
    await pastRepairs(app, [failure(one, 0)])
    const asked = { measure: 'mtbf', groupBy: 'item' } as const
    const [first] = (await app.owner.repair.getStatistics(asked)).rows
    expect(first).toMatchObject({ label: 'PUMP Pump', failures: 1, mttr: 60 })
    expect(first).not.toHaveProperty('mtbf')

    // Uptimes of 9 and 9 hours, and of 29: their mean, not the mean of 9 and 29.
    await pastRepairs(app, [failure(one, 10), failure(one, 20), failure(two, 0), failure(two, 30)])
    const [pooled] = (await app.owner.repair.getStatistics(asked)).rows
    expect(pooled).toMatchObject({ failures: 5, mtbf: ((9 + 9 + 29) * 60) / 3 })
  })
})

describe('resolutions', () => {
  const asked = { measure: 'resolutions' } as const
  const line = (resolution: string, fields: Partial<PastRepair> = {}) =>
    repaired(at('2026-03-02T08:00Z'), {
      ...{ resolution, symptomAreaId: shop.disk.area.id, symptomCodeId: shop.disk.code.id },
      ...fields,
    })

  it('R-08.26: by symptom 50.00, 25.00 and 25.00 %; by technician each one’s lines only', async () => {
    await app.owner.repair.createResolution({
      ...{ id: newId(), code: 'REPLACED', name: 'Replaced', outcome: 'fixed' },
    })
    await app.owner.repair.createResolution({
      ...{ id: newId(), code: 'REPAIRED', name: 'Repaired', outcome: 'fixed' },
    })
    const kari = { technicianId: shop.workerId }
    const { id: other } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    await pastRepairs(app, [
      line('REPLACED', kari),
      line('REPLACED', { technicianId: other }),
      line('REPAIRED', kari),
      line('CANCELED', kari),
      { order: shop.order, reportedAt: at('2026-03-02T08:00Z'), symptomAreaId: shop.disk.area.id },
    ])

    const bySymptom = await app.owner.repair.getStatistics({ ...asked, groupBy: 'symptom' })
    const key = `${shop.disk.area.id}/${shop.disk.code.id}`
    expect(bySymptom.rows.map(({ group, label, share }) => [group?.key, label, share])).toEqual([
      [key, 'Replaced', 5000],
      [key, 'Canceled', 2500],
      [key, 'Repaired', 2500],
    ])
    const byTechnician = await app.owner.repair.getStatistics({ ...asked, groupBy: 'technician' })
    expect(
      byTechnician.rows.map(({ count, group, label, share }) => [group?.label, label, count, share]),
    ).toEqual([
      ['Kari', 'Canceled', 1, 3333],
      ['Kari', 'Repaired', 1, 3333],
      ['Kari', 'Replaced', 1, 3333],
      ['Ola', 'Replaced', 1, 10_000],
    ])
  })

  it('R08-22: lines without the code form a group of their own', async () => {
    await pastRepairs(app, [line('FIXED'), line('FIXED', { diagnosisAreaId: shop.part.area.id })])
    const { rows } = await app.owner.repair.getStatistics({ ...asked, groupBy: 'diagnosis' })
    expect(rows.map(({ count, group, share }) => [group, count, share])).toEqual([
      [{ key: '', label: '' }, 1, 10_000],
      [{ key: shop.part.area.id, label: 'Defective part' }, 1, 10_000],
    ])
  })
})

describe('suggestions', () => {
  /** Finished lines of one diagnosis; of the `repeated` a later line says that it did not hold. */
  async function pair(code: string, count: number, repeated: number, order = shop.order): Promise<void> {
    const diagnosisAreaId = shop.part.area.id
    const known = (await app.owner.repair.listDiagnosisCodes({ filter: { code } })).items[0]
    const { id: diagnosisCodeId } =
      known ??
      (await app.owner.repair.createDiagnosisCode({ id: newId(), diagnosisAreaId, code, name: `Is ${code}` }))
    const codes = { symptomAreaId: shop.disk.area.id, symptomCodeId: shop.disk.code.id }
    const ids = await pastRepairs(
      app,
      Array.from({ length: count }, (_, n) =>
        repaired(at('2026-01-02T08:00Z') + n * day, { ...codes, order, diagnosisAreaId, diagnosisCodeId }),
      ),
    )
    await pastRepairs(
      app,
      ids.slice(0, repeated).map((previousId) => ({
        ...{ order, previousId, reportedAt: at('2026-06-01T08:00Z'), symptomAreaId: codes.symptomAreaId },
      })),
    )
  }
  const asked = () => ({ objectId: shop.objectId, symptomAreaId: shop.disk.area.id })

  it('R-08.18: example 9 lists C, A, B', async () => {
    await pair('A', 10, 1)
    await pair('B', 2, 0)
    await pair('C', 34, 4)

    const { items, tier } = await app.owner.repair.listSuggestions(asked())

    expect(tier).toBe(3)
    expect(
      items.map(({ count, diagnosisCode, fixed, score }) => [diagnosisCode, fixed, count, score]),
    ).toEqual([
      ['C', 30, 34, 8611],
      ['A', 9, 10, 8333],
      ['B', 2, 2, 7500],
    ])
    expect(items[0]).toMatchObject({
      diagnosisName: 'Is C',
      resolutionCode: 'FIXED',
      resolutionName: 'Fixed',
    })
    const ofCode = { ...asked(), symptomCodeId: shop.disk.code.id }
    expect((await app.owner.repair.listSuggestions(ofCode)).items).toHaveLength(3)
    const elsewhere = { ...asked(), symptomAreaId: shop.screen.area.id }
    expect(await app.owner.repair.listSuggestions(elsewhere)).toEqual({ items: [] })
  })

  it('R08-21: the same item first, then its category, then all; five at most, never mixed', async () => {
    const [pump, valve] = [await itemOf('PUMP', 'Pump'), await itemOf('VALVE', 'Valve')]
    const { id: categoryId } = await app.owner.catalog.createItemCategory({
      id: newId(),
      code: 'H',
      name: 'H',
    })
    for (const itemId of [pump, valve]) {
      const { version } = await app.owner.catalog.getItem({ itemId })
      await app.owner.catalog.updateItem({ itemId, expectedVersion: version, patch: { categoryId } })
    }
    const [ofPump, ofValve] = [await otherObject({ itemId: pump }), await otherObject({ itemId: valve })]
    const [relation] = ofPump.objectRelations
    if (!relation) throw new Error('no object')
    const tierOf = async () => {
      const { items, tier } = await app.owner.repair.listSuggestions({
        ...asked(),
        objectId: relation.objectId,
      })
      return [tier, items.map(({ diagnosisCode }) => diagnosisCode)]
    }
    for (const code of ['D1', 'D2', 'D3', 'D4', 'D5', 'D6']) await pair(code, 1, 0)
    expect(await tierOf()).toEqual([3, ['D1', 'D2', 'D3', 'D4', 'D5']])
    await pair('B', 1, 0, ofValve)
    expect(await tierOf()).toEqual([2, ['B']])
    await pair('A', 1, 0, ofPump)
    expect(await tierOf()).toEqual([1, ['A']])
  })

  it('conventions §7: an object that is not there is NOT_FOUND', async () => {
    const call = app.owner.repair.listSuggestions({ ...asked(), objectId: newId() })
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('repeats', () => {
  it('R-08.12: a line that repeats another counts in the rate and takes its first-time fix', async () => {
    const finishedAt = at('2026-01-31T12:00Z')
    const [first] = await pastRepairs(app, [
      repaired(finishedAt - day, { finishedAt, symptomAreaId: shop.disk.area.id }),
    ])
    const client = app.owner.repair
    const symptomAreaId = shop.disk.area.id
    const reported = [at('2026-03-02T09:00Z'), at('2026-03-03T09:00Z')]
    const lines = []
    for (const reportedAt of reported)
      lines.push(await client.createLine({ id: newId(), orderId: shop.order.id, symptomAreaId, reportedAt }))
    expect(lines.map(({ previousLineId }) => previousLineId)).toEqual([first, undefined])

    const repeats = await client.getStatistics({
      measure: 'repeatRate',
      from: '2026-03-01',
      to: '2026-03-31',
    })
    expect(repeats.total).toMatchObject({ numerator: 1, denominator: 2 })
    const fixes = await client.getStatistics({ measure: 'firstTimeFix' })
    expect(fixes).toMatchObject({ total: { numerator: 0, denominator: 1 }, failedLineIds: [first] })
  })
})
