import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { finish, lineFor, orderAbout, toStage, workshopOf, type Workshop } from '../support/repair'

const hour = 3_600_000
let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp()
  shop = await workshopOf(app)
})
afterEach(() => app.close())

type Line = Awaited<ReturnType<Client['repair']['getLine']>>
const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`)
type Start = Parameters<Client['repair']['startAttempt']>[0]
function started(line: Pick<Line, 'id' | 'version'>, fields: Partial<Start> = {}): Start {
  return { id: newId(), lineId: line.id, expectedVersion: line.version, ...fields }
}

/** A technician who is the branch's worker. */
async function technicianOf(workerId: Workshop['workerId']): Promise<Client> {
  const technician = await app.as('technician')
  const { items } = await app.owner.people.listUsers({ filter: { login: 'test.technician' } })
  const [user] = items
  if (!user) throw new Error('no technician')
  await app.owner.people.updateUser({
    ...{ userId: user.id, expectedVersion: user.version, patch: { workerId } },
  })
  return technician
}

describe('attempts', () => {
  it('R-08.14: of one technician 10:00–11:00 and 10:30–10:45: the second is ATTEMPT_OVERLAP', async () => {
    app.clock.now = at('12:00')
    const line = await lineFor(app.owner, shop, { technicianId: shop.workerId, reportedAt: at('09:00') })
    const { id: attemptId } = await app.owner.repair.startAttempt(started(line, { startedAt: at('10:00') }))
    await app.owner.repair.endAttempt({
      ...{ attemptId, expectedVersion: 1, endedAt: at('11:00'), outcome: 'notFixed' },
    })
    const entries = app.entries()
    const second = app.owner.repair.startAttempt(started(line, { startedAt: at('10:30') }))
    await expect(second).rejects.toMatchObject({
      ...{ code: 'ATTEMPT_OVERLAP', data: { field: 'startedAt', ids: [attemptId] } },
    })
    expect(app.entries()).toBe(entries)
    const earlier = await app.owner.repair.startAttempt(started(line, { startedAt: at('09:30') }))
    const into = { attemptId: earlier.id, expectedVersion: 1, outcome: 'fixed' } as const
    await expect(app.owner.repair.endAttempt({ ...into, endedAt: at('10:45') })).rejects.toMatchObject({
      code: 'ATTEMPT_OVERLAP',
      data: { field: 'endedAt' },
    })
    const ended = await app.owner.repair.endAttempt({ ...into, endedAt: at('10:00') })
    expect(ended).toMatchObject({ attemptNo: 2, outcome: 'fixed', technicianName: 'Kari' })
    const again = app.owner.repair.endAttempt({ ...into, expectedVersion: 2 })
    await expect(again).rejects.toMatchObject({ code: 'ATTEMPT_ENDED' })
    expect((await app.owner.repair.getLine({ lineId: line.id })).attemptCount).toBe(2)
    const { items } = await app.owner.repair.listAttempts({ lineId: line.id })
    expect(items.map(({ attemptNo, endedAt }) => [attemptNo, endedAt])).toEqual([
      [1, at('11:00')],
      [2, at('10:00')],
    ])
  })

  it('R08-03: one that runs keeps the line from being signed off, and its technician from another one', async () => {
    const line = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    const attempt = await app.owner.repair.startAttempt(started(line))
    await expect(finish(app.owner, line)).rejects.toMatchObject({
      ...{ code: 'ATTEMPT_RUNNING', data: { ids: [attempt.id] } },
    })
    const other = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    await expect(app.owner.repair.startAttempt(started(other))).rejects.toMatchObject({
      ...{ code: 'ATTEMPT_RUNNING', data: { ids: [attempt.id] } },
    })
    const end = { attemptId: attempt.id, expectedVersion: 1, outcome: 'fixed' } as const
    await expect(app.owner.repair.endAttempt({ ...end, endedAt: app.clock.now - 1 })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
    await expect(
      app.owner.repair.endAttempt({ ...end, endedAt: app.clock.now + hour }),
    ).rejects.toMatchObject({ code: 'DATE_IN_FUTURE' })
    await app.owner.repair.endAttempt(end)
    const done = await finish(app.owner, line)
    await expect(app.owner.repair.startAttempt(started(done))).rejects.toMatchObject({
      code: 'STAGE_NOT_ALLOWED',
    })
  })

  it('2.3: somebody makes it, who is there, and not before its time', async () => {
    const line = await lineFor(app.owner, shop)
    await expect(app.owner.repair.startAttempt(started(line))).rejects.toMatchObject({
      ...{ code: 'REQUIRED', data: { field: 'technicianId' } },
    })
    const technicianId = shop.workerId
    const future = started(line, { technicianId, startedAt: app.clock.now + 1 })
    await expect(app.owner.repair.startAttempt(future)).rejects.toMatchObject({ code: 'DATE_IN_FUTURE' })
    const worker = await app.owner.people.getWorker({ workerId: technicianId })
    await app.owner.people.deactivateWorker({ workerId: technicianId, expectedVersion: worker.version })
    const gone = app.owner.repair.startAttempt(started(line, { technicianId }))
    await expect(gone).rejects.toMatchObject({ code: 'WORKER_INACTIVE' })
  })

  it('conventions §8: a technician works on own orders only, as himself', async () => {
    const technician = await technicianOf(shop.workerId)
    const others = await lineFor(app.owner, shop)
    await expect(technician.repair.startAttempt(started(others))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(
      technician.repair.updateLine({ lineId: others.id, expectedVersion: 1, patch: { title: 'X' } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(lineFor(technician, shop)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const order = await orderAbout(app.owner, shop, [shop.objectId], {
      preferredTechnicianId: shop.workerId,
    })
    const line = await lineFor(technician, { order })
    const { id: colleague } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    const forOla = technician.repair.startAttempt(started(line, { technicianId: colleague }))
    await expect(forOla).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const attempt = await technician.repair.startAttempt(started(line))
    expect(attempt.technicianId).toBe(shop.workerId)
    expect(await technician.repair.startAttempt(started(line, { id: attempt.id }))).toEqual(attempt)
    await expect(technician.repair.deleteLine({ lineId: line.id, expectedVersion: 1 })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    )
  })
})

describe('intake', () => {
  const numbers = () => app.db.prepare('SELECT count(*) FROM number_use').pluck().get()

  it('2.2: an order about what is taken in, with a line for each, in one entry', async () => {
    const other = await app.owner.objects.createObject({
      ...{ id: newId(), description: 'Printer', tangible: true, customerId: shop.customerId },
    })
    const entries = app.entries()
    const input = {
      order: { id: newId<Workshop['order']['id']>(), description: 'Taken in' },
      lines: [
        { id: newId<Line['id']>(), objectId: shop.objectId, title: 'Blue screen' },
        { id: newId<Line['id']>(), objectId: other.id, reportedAt: app.clock.now - hour },
      ],
    }
    const made = await app.owner.repair.createIntake(input)
    expect(made.lines.map(({ lineNo, number, objectId }) => [lineNo, number, objectId])).toEqual([
      [1, 'MAIN-RL-000001', shop.objectId],
      [2, 'MAIN-RL-000002', other.id],
    ])
    const order = await app.owner.orders.getOrder({ orderId: made.orderId })
    expect(order).toMatchObject({
      ...{ origin: 'repair', customerId: shop.customerId, siteId: shop.siteId, description: 'Taken in' },
    })
    expect(order.objectRelations.map(({ objectId }) => objectId)).toEqual([shop.objectId, other.id])
    expect(app.entries()).toBe(entries + 1)
    expect(await app.owner.repair.createIntake(input)).toEqual(made)
    expect(app.entries()).toBe(entries + 1)
    const more = { orderId: made.orderId, lines: [{ id: newId<Line['id']>(), objectId: shop.objectId }] }
    const added = await app.owner.repair.createIntake(more)
    expect(added.lines).toMatchObject([{ lineNo: 3, objectId: shop.objectId }])
    expect(await app.owner.repair.createIntake(more)).toEqual(added)
  })

  it('R-08.24: with a bad second line neither order nor lines are saved, and no number is taken', async () => {
    const before = [app.entries(), numbers()]
    const id = newId<Workshop['order']['id']>()
    const refused = app.owner.repair.createIntake({
      order: { id },
      lines: [
        { objectId: shop.objectId, title: 'Good' },
        { objectId: shop.objectId, symptomAreaId: shop.screen.area.id, symptomCodeId: shop.disk.code.id },
      ],
    })
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'CODE_AREA_MISMATCH', data: { field: 'symptomCodeId', line: 1 } },
    })
    expect([app.entries(), numbers()]).toEqual(before)
    await expect(app.owner.orders.getOrder({ orderId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const made = await app.owner.repair.createIntake({ order: { id }, lines: [{ objectId: shop.objectId }] })
    expect(made).toMatchObject({ orderNumber: 'MAIN-SO-000002', lines: [{ number: 'MAIN-RL-000001' }] })
  })

  it('2.2: a scrapped object is not taken in; an order is new or is there', async () => {
    const { version } = await app.owner.objects.getObject({ objectId: shop.objectId })
    await app.owner.objects.updateObject({
      ...{ objectId: shop.objectId, expectedVersion: version, patch: { status: 'scrapped' } },
    })
    const lines = [{ objectId: shop.objectId }]
    await expect(app.owner.repair.createIntake({ order: { id: newId() }, lines })).rejects.toMatchObject({
      code: 'OBJECT_SCRAPPED',
      data: { ids: [shop.objectId] },
    })
    await expect(app.owner.repair.createIntake({ lines })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('the end of a line', () => {
  it('R-08.23: with one attempt it is IN_USE, naming the attempt', async () => {
    const line = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    const attempt = await app.owner.repair.startAttempt(started(line))
    const remove = app.owner.repair.deleteLine({ lineId: line.id, expectedVersion: 1 })
    await expect(remove).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { attempt: 1 }, dependants: [{ entity: 'attempt', id: attempt.id }] },
    })
  })

  it('2.2: its number in the order is never used again; a draft of an estimate goes with it', async () => {
    const first = await lineFor(app.owner, shop)
    const second = await lineFor(app.owner, shop)
    await app.owner.repair.createEstimate({
      ...{ id: newId(), lineId: second.id, lines: [] },
    })
    await app.owner.repair.deleteLine({ lineId: second.id, expectedVersion: 1 })
    const third = await lineFor(app.owner, shop)
    expect([first.lineNo, third.lineNo, third.number]).toEqual([1, 3, 'MAIN-RL-000003'])
    await expect(app.owner.repair.getLine({ lineId: second.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('R08-06: nothing is done any more to lines of an order that is canceled', async () => {
    const line = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    const attempt = await app.owner.repair.startAttempt(started(line))
    await app.owner.orders.cancelOrder({
      ...{ orderId: shop.order.id, expectedVersion: shop.order.version, reason: 'No' },
    })
    const ref = { lineId: line.id, expectedVersion: 1 }
    const locked = { code: 'ORDER_LOCKED' }
    await expect(app.owner.repair.deleteLine(ref)).rejects.toMatchObject(locked)
    await expect(
      app.owner.repair.overrideVerdict({ ...ref, verdict: 'product', reason: 'x' }),
    ).rejects.toMatchObject(locked)
    await expect(app.owner.repair.startAttempt({ ...ref, id: newId() })).rejects.toMatchObject(locked)
    await expect(
      app.owner.repair.endAttempt({ attemptId: attempt.id, expectedVersion: 1, outcome: 'fixed' }),
    ).rejects.toMatchObject(locked)
    await expect(
      app.owner.repair.createIntake({ orderId: shop.order.id, lines: [{ objectId: shop.objectId }] }),
    ).rejects.toMatchObject(locked)
  })
})

describe('the module', () => {
  it('R-01.40: switched off it answers MODULE_OFF; on again, its lines are there unchanged', async () => {
    const line = await lineFor(app.owner, shop)
    const set = (value: string[]) =>
      app.owner.settings.setSetting({ key: 'modules', scope: 'company', value })
    await set(['bom'])
    const off = { code: 'MODULE_OFF', data: { module: 'repair' } }
    await expect(lineFor(app.owner, shop)).rejects.toMatchObject(off)
    await expect(toStage(app.owner, line, 'WAITING')).rejects.toMatchObject(off)
    await expect(app.owner.repair.createBarrier({ id: newId(), code: 'X', name: 'X' })).rejects.toMatchObject(
      off,
    )
    await expect(
      app.owner.repair.createIntake({ orderId: shop.order.id, lines: [{ objectId: shop.objectId }] }),
    ).rejects.toMatchObject(off)
    await set(['repair', 'bom'])
    expect(await app.owner.repair.getLine({ lineId: line.id })).toEqual(line)
  })
})

describe('undo', () => {
  it('conventions §6, R08-02: a change of stage is not undone; the way back is a change of stage', async () => {
    const line = await lineFor(app.owner, shop)
    const done = await finish(app.owner, line)
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    await expect(app.owner.history.undoEntry({ entryId: entry?.id ?? newId() })).rejects.toMatchObject({
      ...{ code: 'NOT_UNDOABLE', data: { reversal: 'moveRepairStage' } },
    })
    expect(await app.owner.repair.getLine({ lineId: line.id })).toEqual(done)
    const back = await toStage(app.owner, done, 'RECEIVED', { reason: 'It howls again' })
    expect(back).toMatchObject({ isFinished: false, stageName: 'Received' })
  })

  it('R12-26: a new line and an attempt are taken back', async () => {
    const open = await lineFor(app.owner, shop, { technicianId: shop.workerId })
    const undo = async () => {
      const { items } = await app.owner.history.listEntries({ limit: 1 })
      await app.owner.history.undoEntry({ entryId: items[0]?.id ?? newId() })
    }
    await app.owner.repair.startAttempt(started(open))
    await undo()
    expect((await app.owner.repair.listAttempts({ lineId: open.id })).items).toEqual([])
    const second = await lineFor(app.owner, shop)
    await undo()
    await expect(app.owner.repair.getLine({ lineId: second.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
