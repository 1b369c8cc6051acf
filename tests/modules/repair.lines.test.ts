import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monday, newId, setUp, type TestApp } from '../support/app'
import { hours, refOf } from '../support/orders'
import {
  finish,
  lineFor,
  orderAbout,
  resolutionOf,
  stageOf,
  toStage,
  workshopOf,
  type Workshop,
} from '../support/repair'

const hour = 3_600_000
let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp()
  shop = await workshopOf(app)
})
afterEach(() => app.close())

/** What the last log entry says of a record. */
async function loggedOf(id: string) {
  const { items } = await app.owner.history.listEntries({ recordId: id, limit: 1 })
  const [entry] = items
  return { ...entry, fields: entry?.changes.find((change) => change.id === id)?.fields }
}

describe('a new line', () => {
  it('R-08.01: of an object that is not on the order is refused with OBJECT_NOT_ON_ORDER', async () => {
    const other = await app.owner.objects.createObject({
      ...{ id: newId(), description: 'Printer', tangible: true, customerId: shop.customerId },
    })
    const elsewhere = await orderAbout(app.owner, shop, [other.id])
    const objectRelationId = elsewhere.objectRelations[0]?.id
    const entries = app.entries()
    const refused = lineFor(app.owner, shop, { objectRelationId })
    await expect(refused).rejects.toMatchObject({
      code: 'OBJECT_NOT_ON_ORDER',
      data: { field: 'objectRelationId' },
    })
    const nobodys = await orderAbout(app.owner, shop, [])
    await expect(lineFor(app.owner, { order: nobodys })).rejects.toMatchObject({
      code: 'OBJECT_NOT_ON_ORDER',
    })
    expect(app.entries()).toBe(entries + 1)
    expect((await app.owner.repair.listLines({})).items).toEqual([])
  })

  it('R-08.02: is created now, stands in the initial stage and is not finished', async () => {
    app.clock.now = Date.parse('2026-03-02T09:00:00Z')
    const line = await lineFor(app.owner, shop, { title: 'Blue screen', reportedAt: monday })
    expect(line).toMatchObject({
      ...{ createdAt: app.clock.now, reportedAt: monday, stageName: 'Received', isFinished: false },
      ...{ number: 'MAIN-RL-000001', lineNo: 1, serialNumber: 'SN-1', objectId: shop.objectId },
      ...{ isRepeat: false, attemptCount: 0, warrantyVerdict: 'none', orderId: shop.order.id },
    })
    expect(line.finishedAt).toBeUndefined()
    const again = await lineFor(app.owner, shop, { id: line.id, title: 'Blue screen', reportedAt: monday })
    expect(again).toEqual(line)
  })

  it('2.2: several objects on the order: the line has to say which', async () => {
    const other = await app.owner.objects.createObject({
      ...{ id: newId(), description: 'Printer', tangible: true, customerId: shop.customerId },
    })
    const order = await orderAbout(app.owner, shop, [shop.objectId, other.id])
    await expect(lineFor(app.owner, { order })).rejects.toMatchObject({
      ...{ code: 'REQUIRED', data: { field: 'objectRelationId' } },
    })
    const objectRelationId = order.objectRelations[1]?.id
    const line = await lineFor(app.owner, { order }, { objectRelationId })
    expect(line).toMatchObject({ objectId: other.id, objectDescription: 'Printer' })
    const moved = await app.owner.repair.updateLine({
      ...{ lineId: line.id, expectedVersion: 1 },
      patch: { objectRelationId: order.objectRelations[0]?.id },
    })
    expect(moved).toMatchObject({ objectId: shop.objectId, serialNumber: 'SN-1' })
  })

  it('R-08.06: a symptom code of another area is refused with CODE_AREA_MISMATCH naming the field', async () => {
    const symptomCodeId = shop.disk.code.id
    const refused = lineFor(app.owner, shop, { symptomAreaId: shop.screen.area.id, symptomCodeId })
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'CODE_AREA_MISMATCH', data: { field: 'symptomCodeId' } },
    })
    await expect(lineFor(app.owner, shop, { symptomCodeId })).rejects.toMatchObject({
      code: 'CODE_AREA_MISMATCH',
    })
    const diagnosisCodeId = shop.part.code.id
    await expect(lineFor(app.owner, shop, { diagnosisCodeId })).rejects.toMatchObject({
      ...{ code: 'CODE_AREA_MISMATCH', data: { field: 'diagnosisCodeId' } },
    })
    const line = await lineFor(app.owner, shop, { symptomAreaId: shop.disk.area.id, symptomCodeId })
    expect(line).toMatchObject({ symptomAreaName: 'DISK', symptomCodeName: 'BLUE' })
  })

  it('2.2: what is reported in the future, or with a barrier but no end of life, is refused', async () => {
    const { items: barriers } = await app.owner.repair.listBarriers({ limit: 1 })
    const { id: resolutionId } = await resolutionOf(app.owner, 'FIXED')
    const refused = lineFor(app.owner, shop, {
      ...{ reportedAt: app.clock.now + 1, resolutionId, barrierId: barriers[0]?.id },
    })
    await expect(refused).rejects.toMatchObject({
      data: {
        failures: [
          { code: 'DATE_IN_FUTURE', field: 'reportedAt' },
          { code: 'BARRIER_NOT_ALLOWED', field: 'barrierId' },
        ],
      },
    })
    const { id: endOfLife } = await resolutionOf(app.owner, 'END_OF_LIFE')
    const line = await lineFor(app.owner, shop, { resolutionId: endOfLife, barrierId: barriers[0]?.id })
    expect(line).toMatchObject({ outcome: 'endOfLife', barrierCode: 'NO_PARTS' })
    const changed = app.owner.repair.updateLine({
      ...{ lineId: line.id, expectedVersion: 1, patch: { resolutionId } },
    })
    await expect(changed).rejects.toMatchObject({ code: 'BARRIER_NOT_ALLOWED' })
  })

  it('2.2: has the preferred technician of its order; one who left only where a setting allows it', async () => {
    const order = await orderAbout(app.owner, shop, [shop.objectId], {
      preferredTechnicianId: shop.workerId,
    })
    expect(await lineFor(app.owner, { order })).toMatchObject({ technicianName: 'Kari' })
    expect((await lineFor(app.owner, { order }, { technicianId: null })).technicianId).toBeUndefined()
    const { version } = await app.owner.people.getWorker({ workerId: shop.workerId })
    await app.owner.people.deactivateWorker({ workerId: shop.workerId, expectedVersion: version })
    expect((await lineFor(app.owner, { order })).technicianId).toBeUndefined()
    const refused = lineFor(app.owner, { order }, { technicianId: shop.workerId })
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'WORKER_INACTIVE', data: { field: 'technicianId' } },
    })
  })
})

describe('stages', () => {
  it('R-08.03: a finished stage without a resolution is refused with RESOLUTION_REQUIRED', async () => {
    const line = await lineFor(app.owner, shop)
    await expect(toStage(app.owner, line, 'REPAIRED')).rejects.toMatchObject({
      ...{ code: 'RESOLUTION_REQUIRED', data: { field: 'resolutionId' } },
    })
    expect(await app.owner.repair.getLine({ lineId: line.id })).toEqual(line)
  })

  it('R-08.04: a finished stage stamps the clock; the log shows stage, before, after and user', async () => {
    app.clock.now = Date.parse('2026-03-02T07:40:00Z')
    const line = await lineFor(app.owner, shop)
    app.clock.now = Date.parse('2026-03-03T14:05:00Z')
    const done = await finish(app.owner, line)
    expect(done).toMatchObject({ finishedAt: app.clock.now, isFinished: true, stageName: 'Repaired' })
    const { actorName, command, fields } = await loggedOf(line.id)
    const [before, after] = [await stageOf(app.owner, 'RECEIVED'), await stageOf(app.owner, 'REPAIRED')]
    expect(command).toBe('repair.changeStage')
    expect(actorName).toBeTruthy()
    expect(fields).toMatchObject({
      repairStageId: { before: before.id, after: after.id },
      finishedAt: { before: null, after: app.clock.now },
    })
  })

  it('R08-03: between two finished stages the first instant stays; R08-04: the order stays open', async () => {
    const line = await lineFor(app.owner, shop)
    const { finishedAt } = await finish(app.owner, line)
    app.clock.now += hour
    const moved = await toStage(app.owner, { id: line.id, version: 2 }, 'NOT_REPAIRED')
    expect(moved.finishedAt).toBe(finishedAt)
    const order = await app.owner.orders.getOrder({ orderId: shop.order.id })
    expect(order).toMatchObject({ progress: 'inProcess', version: shop.order.version })
  })

  it('R-08.05: reopening is FORBIDDEN to a technician; the manager needs a reason, which is logged', async () => {
    const technician = await app.as('technician')
    const { items } = await app.owner.people.listUsers({ filter: { login: 'test.technician' } })
    await app.owner.people.updateUser({
      ...{ userId: items[0]?.id ?? newId(), expectedVersion: items[0]?.version ?? 0 },
      patch: { workerId: shop.workerId },
    })
    const order = await orderAbout(app.owner, shop, [shop.objectId], {
      preferredTechnicianId: shop.workerId,
    })
    const line = await lineFor(technician, { order })
    const done = await finish(technician, line)
    await expect(toStage(technician, done, 'RECEIVED', { reason: 'again' })).rejects.toMatchObject({
      ...{ code: 'FORBIDDEN', data: { permission: 'repair.manage' } },
    })
    const finished = await stageOf(app.owner, 'REPAIRED')
    const notRepaired = await stageOf(app.owner, 'NOT_REPAIRED')
    const nextStages = { repairStageId: finished.id, patch: { nextStageIds: [notRepaired.id] } }
    const held = await app.owner.repair.updateRepairStage({
      ...nextStages,
      expectedVersion: finished.version,
    })
    await expect(toStage(technician, done, 'RECEIVED')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const manager = await app.as('serviceManager')
    await expect(toStage(manager, done, 'RECEIVED')).rejects.toMatchObject({ code: 'STAGE_NOT_ALLOWED' })
    const anyStage = { repairStageId: finished.id, patch: { nextStageIds: [] } }
    await app.owner.repair.updateRepairStage({ ...anyStage, expectedVersion: held.version })
    await expect(toStage(manager, done, 'RECEIVED')).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    const open = await toStage(manager, done, 'RECEIVED', { reason: 'Came back at once' })
    expect(open.finishedAt).toBeUndefined()
    expect(open.isFinished).toBe(false)
    const { fields, reason } = await loggedOf(line.id)
    expect(reason).toBe('Came back at once')
    expect(fields?.['finishedAt']).toEqual({ before: done.finishedAt, after: null })
  })

  it('R08-02: a stage that lists the next ones leads nowhere else', async () => {
    const [received, diagnosis] = [
      await stageOf(app.owner, 'RECEIVED'),
      await stageOf(app.owner, 'DIAGNOSIS'),
    ]
    await app.owner.repair.updateRepairStage({
      ...{ repairStageId: received.id, expectedVersion: 1, patch: { nextStageIds: [diagnosis.id] } },
    })
    const line = await lineFor(app.owner, shop)
    await expect(toStage(app.owner, line, 'WAITING')).rejects.toMatchObject({ code: 'STAGE_NOT_ALLOWED' })
    expect(await toStage(app.owner, line, 'DIAGNOSIS')).toMatchObject({ stageName: 'Diagnosis' })
  })
})

describe('a line that is there', () => {
  it('R-08.22: the later save with the old version gets CONFLICT; the first is kept', async () => {
    const line = await lineFor(app.owner, shop)
    const save = (title: string) =>
      app.owner.repair.updateLine({ lineId: line.id, expectedVersion: line.version, patch: { title } })
    await save('First')
    await expect(save('Second')).rejects.toMatchObject({
      ...{ code: 'CONFLICT', data: { fields: { title: { theirs: 'First', mine: 'Second' } } } },
    })
    expect((await app.owner.repair.getLine({ lineId: line.id })).title).toBe('First')
  })

  it('R08-06: of a canceled order is read-only (ORDER_LOCKED)', async () => {
    const line = await lineFor(app.owner, shop)
    await app.owner.orders.cancelOrder({
      ...{ orderId: shop.order.id, expectedVersion: shop.order.version, reason: 'No' },
    })
    const locked = { code: 'ORDER_LOCKED' }
    await expect(lineFor(app.owner, shop)).rejects.toMatchObject(locked)
    await expect(toStage(app.owner, line, 'WAITING')).rejects.toMatchObject(locked)
    const changed = app.owner.repair.updateLine({
      ...{ lineId: line.id, expectedVersion: 1, patch: { title: 'X' } },
    })
    await expect(changed).rejects.toMatchObject(locked)
  })

  it('R08-06: says why nothing can be changed: its order is canceled or posted, or it is another one’s', async () => {
    const { owner } = app
    const why = async (client: typeof owner, lineId: Awaited<ReturnType<typeof lineFor>>['id']) => [
      (await client.repair.getLine({ lineId })).readOnly,
      (await client.repair.listLines({ filter: { id: [lineId] } })).items[0]?.readOnly,
    ]
    const line = await lineFor(owner, shop)
    expect(line.readOnly).toBeUndefined()
    expect(await why(owner, line.id)).toEqual([undefined, undefined])
    const technician = await app.as('technician')
    expect(await why(technician, line.id)).toEqual(['notOwn', 'notOwn'])
    const order = await owner.orders.getOrder({ orderId: shop.order.id })
    await owner.orders.cancelOrder({ ...refOf(order), reason: 'No' })
    expect(await why(owner, line.id)).toEqual(['canceled', 'canceled'])
    expect(await why(technician, line.id)).toEqual(['canceled', 'canceled'])

    const other = await orderAbout(owner, shop, [shop.objectId])
    const posted = await lineFor(owner, { order: other })
    const worked = await owner.orders.addLine({ ...refOf(other), ...hours(shop, { actualQty: 60 }) })
    await owner.orders.postOrder({ ...refOf(worked), date: '2026-03-02' })
    expect((await owner.orders.getOrder({ orderId: other.id })).progress).toBe('posted')
    expect(await why(owner, posted.id)).toEqual(['posted', 'posted'])
  })

  it('R-08.03: a finished line keeps a resolution', async () => {
    const done = await finish(app.owner, await lineFor(app.owner, shop))
    const cleared = app.owner.repair.updateLine({
      ...{ lineId: done.id, expectedVersion: done.version, patch: { resolutionId: null } },
    })
    await expect(cleared).rejects.toMatchObject({ code: 'RESOLUTION_REQUIRED' })
    app.clock.now += hour
    const later = app.owner.repair.updateLine({
      ...{ lineId: done.id, expectedVersion: done.version, patch: { reportedAt: app.clock.now } },
    })
    await expect(later).rejects.toMatchObject({ code: 'PERIOD_INVALID' })
  })
})

describe('the list', () => {
  it('R01-12: finds lines by number, serial, title, note, object and customer, also from the palette', async () => {
    const line = await lineFor(app.owner, shop, { title: 'Blue screen', note: 'Fell from a ladder' })
    await lineFor(app.owner, shop, { title: 'Dark' })
    const listed = async (text: string) =>
      (await app.owner.repair.listLines({ text, withCount: true })).items.map(({ title }) => title)
    expect(await listed('ladder')).toEqual(['Blue screen'])
    expect(await listed('blue scr')).toEqual(['Blue screen'])
    expect(await listed('"RL-000001"')).toEqual(['Blue screen'])
    expect((await listed('SN-1')).sort()).toEqual(['Blue screen', 'Dark'])
    expect((await listed('verksted')).sort()).toEqual(['Blue screen', 'Dark'])
    const { items } = await app.owner.search.listRecords({ text: 'ladder', types: ['repairLine'] })
    expect(items).toMatchObject([{ type: 'repairLine', id: line.id, number: line.number }])
    const { version } = await app.owner.objects.getObject({ objectId: shop.objectId })
    await app.owner.objects.updateObject({
      ...{ objectId: shop.objectId, expectedVersion: version, patch: { description: 'Notebook' } },
    })
    expect(await listed('notebook dark')).toEqual(['Dark'])
    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['bom'] })
    expect((await app.owner.search.listRecords({ text: 'ladder', types: ['repairLine'] })).items).toEqual([])
  })

  it('08 §5: is filtered by stage, finish, technician, symptom area, verdict, repeat and time', async () => {
    const symptomAreaId = shop.disk.area.id
    const done = await finish(
      app.owner,
      await lineFor(app.owner, shop, { symptomAreaId, technicianId: shop.workerId }),
    )
    app.clock.now += hour
    const open = await lineFor(app.owner, shop, { symptomAreaId })
    const { repairStageId } = open
    const ids = async (filter: NonNullable<Parameters<typeof app.owner.repair.listLines>[0]['filter']>) =>
      (await app.owner.repair.listLines({ filter })).items.map(({ id }) => id)
    expect(await ids({})).toEqual([open.id, done.id])
    expect(await ids({ repairStageId: [repairStageId] })).toEqual([open.id])
    expect(await ids({ isFinished: true })).toEqual([done.id])
    expect(await ids({ isFinished: false })).toEqual([open.id])
    expect(await ids({ technicianId: [shop.workerId] })).toEqual([done.id])
    expect(await ids({ symptomAreaId: [symptomAreaId], isRepeat: true })).toEqual([open.id])
    expect(await ids({ warrantyVerdict: ['none'], reportedAt: { from: app.clock.now } })).toEqual([open.id])
    expect(await ids({ outcome: ['fixed'] })).toEqual([done.id])
    expect(await ids({ customerId: [shop.customerId] })).toEqual([open.id, done.id])
  })

  it('conventions §7: shows lines of the own offices only', async () => {
    const line = await lineFor(app.owner, shop)
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
    })
    const manager = await app.as('serviceManager')
    const { items } = await app.owner.people.listUsers({ filter: { login: 'test.serviceManager' } })
    const [user] = items
    await app.owner.people.setRoles({
      ...{ userId: user?.id ?? newId(), expectedVersion: user?.version ?? 0 },
      ...{ roles: ['serviceManager'], officeIds: [officeId] },
    })
    expect((await manager.repair.listLines({})).items).toEqual([])
    await expect(manager.repair.getLine({ lineId: line.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(manager.repair.listAttempts({ lineId: line.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(lineFor(manager, shop)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const stale = { lineId: line.id, expectedVersion: 7 }
    const { repairStageId } = line
    for (const call of [
      manager.repair.updateLine({ ...stale, patch: { note: 'x' } }),
      manager.repair.changeStage({ ...stale, repairStageId }),
      manager.repair.overrideVerdict({ ...stale, verdict: 'none', reason: 'x' }),
      manager.repair.startAttempt({ ...stale, technicianId: shop.workerId }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await manager.search.listRecords({ text: line.number, types: ['repairLine'] })).items).toEqual([])
  })
})
