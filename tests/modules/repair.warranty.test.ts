import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agreementHours, agreementOf, agreementRef } from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'
import { finish, lineFor, orderAbout, stageOf, toStage, workshopOf, type Workshop } from '../support/repair'

let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp()
  shop = await workshopOf(app)
})
afterEach(() => app.close())

async function objectWith(fields: object) {
  return app.owner.objects.createObject({
    ...{ id: newId(), description: 'Laptop', tangible: true },
    ...{ customerId: shop.customerId, siteId: shop.siteId, ...fields },
  })
}

/** A repair of the workshop's object that was fixed at an instant: reported the day before. */
async function fixedAt(at: string, fields: object = {}) {
  app.clock.now = Date.parse(at)
  const line = await lineFor(app.owner, shop, { reportedAt: Date.parse(at) - 86_400_000, ...fields })
  return finish(app.owner, line)
}

describe('the verdict', () => {
  it('R-08.09: is read in the zone of the site: 23:30 is the last day, 00:30 the day after', async () => {
    app.clock.now = Date.parse('2026-04-01T08:00:00Z')
    const { id: objectId } = await objectWith({ warrantyStart: '2024-03-15', productWarrantyMonths: 24 })
    const order = await orderAbout(app.owner, shop, [objectId])
    const at = (time: string) => lineFor(app.owner, { order }, { reportedAt: Date.parse(time) })
    expect((await at('2026-03-14T22:30:00Z')).warrantyVerdict).toBe('product')
    expect((await at('2026-03-14T23:30:00Z')).warrantyVerdict).toBe('none')
    const check = await app.owner.repair.checkWarranty({
      ...{ objectId, reportedAt: Date.parse('2026-03-14T22:30:00Z') },
    })
    expect(check).toMatchObject({
      ...{ verdict: 'product', until: '2026-03-14', on: '2026-03-14', zone: 'Europe/Oslo' },
      steps: [
        { verdict: 'product', covers: true, from: '2024-03-15', until: '2026-03-14' },
        { verdict: 'part', covers: false },
        { verdict: 'repair', covers: false },
        { verdict: 'agreement', covers: false },
      ],
    })
  })

  it('R08-10: an earlier fixed repair of the same diagnosis area covers for the repair months', async () => {
    const diagnosisAreaId = shop.part.area.id
    const first = await fixedAt('2026-03-03T14:05:00Z', { diagnosisAreaId })
    app.clock.now = Date.parse('2026-07-01T08:00:00Z')
    const at = (date: string) =>
      app.owner.repair.checkWarranty({
        ...{ objectId: shop.objectId, diagnosisAreaId, reportedAt: Date.parse(`${date}T12:00:00Z`) },
      })
    expect(await at('2026-06-02')).toMatchObject({ verdict: 'repair', until: '2026-06-02' })
    expect((await at('2026-06-02')).steps[2]).toMatchObject({ source: first.number, sourceId: first.id })
    expect((await at('2026-06-03')).verdict).toBe('none')
    const other = await app.owner.repair.checkWarranty({ objectId: shop.objectId })
    expect(other.verdict).toBe('none')
    const line = await lineFor(app.owner, shop, {
      ...{ diagnosisAreaId, reportedAt: Date.parse('2026-06-02T12:00:00Z') },
    })
    expect(line.warrantyVerdict).toBe('repair')
    const asked = await app.owner.repair.checkWarranty({
      ...{ objectId: shop.objectId, lineId: first.id, diagnosisAreaId, reportedAt: first.reportedAt },
    })
    expect(asked.verdict).toBe('none')
  })

  it('R08-10: an active agreement line that covers the object on that date', async () => {
    const { owner } = app
    const { id: billingAccountId } = await owner.agreements.createBillingAccount({
      ...{ id: newId(), name: 'Service', customerId: shop.customerId, type: 'timeAndMaterial' },
    })
    const { id: groupId } = await owner.agreements.createAgreementGroup({
      ...{ id: newId(), code: 'CARE', description: 'Care' },
    })
    const draft = await agreementOf(owner, shop, {
      ...{ startDate: '2026-01-01', endDate: '2026-12-31', billingAccountId, groupId },
    })
    const related = await owner.agreements.addObjectRelation({
      ...{ ...agreementRef(draft), objectId: shop.objectId },
    })
    const agreement = await owner.agreements.addLine({
      ...agreementRef(related),
      ...agreementHours(shop, { objectId: shop.objectId }),
    })
    expect((await lineFor(owner, shop)).warrantyVerdict).toBe('none')
    await owner.agreements.activate(agreementRef(agreement))
    const line = await lineFor(owner, shop)
    expect(line.warrantyVerdict).toBe('agreement')
    const { steps } = await owner.repair.checkWarranty({ objectId: shop.objectId, lineId: line.id })
    expect(steps[3]).toMatchObject({
      ...{ covers: true, from: '2026-01-01', until: '2026-12-31', sourceId: agreement.id },
      source: `${agreement.number} / 10`,
    })
    const before = await owner.repair.checkWarranty({
      ...{ objectId: shop.objectId, reportedAt: Date.parse('2025-12-31T12:00:00Z') },
    })
    expect(before.verdict).toBe('none')
  })

  it('2.2: a manager gives another one with a reason; then it is not computed any more', async () => {
    const line = await lineFor(app.owner, shop)
    const backOffice = await app.as('backOffice')
    const given = { lineId: line.id, expectedVersion: 1, verdict: 'product', reason: 'Goodwill' } as const
    await expect(backOffice.repair.overrideVerdict(given)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const manager = await app.as('serviceManager')
    const { reason: _reason, ...without } = given
    for (const call of [without, { ...given, reason: ' ' }])
      await expect(manager.repair.overrideVerdict(call)).rejects.toMatchObject({
        ...{ code: 'REASON_REQUIRED', data: { field: 'reason' } },
      })
    expect(await manager.repair.overrideVerdict(given)).toMatchObject({
      ...{ warrantyVerdict: 'product', verdictReason: 'Goodwill', version: 2 },
    })
    const changed = await app.owner.repair.updateLine({
      ...{ lineId: line.id, expectedVersion: 2, patch: { title: 'New' } },
    })
    expect(changed.warrantyVerdict).toBe('product')
  })
})

describe('repeats', () => {
  /** Example 6: fixed on 31 January; the line is reported on a day of March. */
  async function reportedOn(date: string, fields: object = {}) {
    const symptomAreaId = shop.disk.area.id
    const first = await fixedAt('2026-01-31T12:00:00Z', { symptomAreaId })
    app.clock.now = Date.parse('2026-03-10T08:00:00Z')
    const reportedAt = Date.parse(`${date}T12:00:00Z`)
    return { first, line: await lineFor(app.owner, shop, { symptomAreaId, reportedAt, ...fields }) }
  }

  it('R-08.12: day 30 is a repeat and links the previous line', async () => {
    const { first, line } = await reportedOn('2026-03-02')
    expect(line).toMatchObject({
      ...{ isRepeat: true, previousLineId: first.id, previousNumber: first.number },
    })
  })

  it('R-08.12: day 31 is not', async () => {
    const { line } = await reportedOn('2026-03-03')
    expect(line.isRepeat).toBe(false)
    await app.owner.settings.setSetting({ key: 'repeatWindowDays', scope: 'company', value: 31 })
    const again = await app.owner.repair.updateLine({
      ...{ lineId: line.id, expectedVersion: 1, patch: { title: 'Again' } },
    })
    expect(again.isRepeat).toBe(true)
  })

  it('R08-12: another symptom area, or none, repeats nothing', async () => {
    const { line } = await reportedOn('2026-03-02', { symptomAreaId: shop.screen.area.id })
    expect(line.isRepeat).toBe(false)
    const none = await lineFor(app.owner, shop, { reportedAt: line.reportedAt })
    expect(none.isRepeat).toBe(false)
  })

  it('R08-12: the same item with the same serial counts as the same object', async () => {
    const { id: unitId } = await app.owner.catalog.createUnit({
      ...{ id: newId(), code: 'ONE', name: 'One', decimals: 0 },
    })
    const { id: itemId } = await app.owner.catalog.createItem({
      ...{ id: newId(), number: 'LAP', name: 'Laptop', unitId, serialTracked: true },
    })
    const old = await objectWith({ itemId, serialNumber: 'S-9' })
    const symptomAreaId = shop.disk.area.id
    shop = { ...shop, order: await orderAbout(app.owner, shop, [old.id]) }
    const first = await fixedAt('2026-02-20T12:00:00Z', { symptomAreaId })
    await app.owner.objects.updateObject({
      ...{ objectId: old.id, expectedVersion: old.version, patch: { status: 'scrapped' } },
    })
    const made = await objectWith({ itemId, serialNumber: 'S-9' })
    const order = await orderAbout(app.owner, shop, [made.id])
    app.clock.now = Date.parse('2026-03-02T08:00:00Z')
    const line = await lineFor(app.owner, { order }, { symptomAreaId })
    expect(line).toMatchObject({ previousLineId: first.id })
  })

  it('R08-12: a repair that is reopened, or deleted, is repeated no more', async () => {
    const { first, line } = await reportedOn('2026-03-02')
    const open = await toStage(app.owner, first, 'RECEIVED', { reason: 'Mistake' })
    expect((await app.owner.repair.getLine({ lineId: line.id })).isRepeat).toBe(false)
    const closed = await toStage(app.owner, open, 'REPAIRED')
    expect(closed.finishedAt).toBe(app.clock.now)
    expect((await app.owner.repair.getLine({ lineId: line.id })).isRepeat).toBe(false)
    const later = await lineFor(app.owner, shop, { symptomAreaId: shop.disk.area.id })
    expect(later.previousLineId).toBe(first.id)
    await app.owner.repair.deleteLine({ lineId: first.id, expectedVersion: closed.version })
    expect((await app.owner.repair.getLine({ lineId: later.id })).isRepeat).toBe(false)
  })

  it('R08-04: the stage that signs off is the one that the finished line stands in', async () => {
    const { first } = await reportedOn('2026-03-02')
    expect(first.repairStageId).toBe((await stageOf(app.owner, 'REPAIRED')).id)
  })
})
