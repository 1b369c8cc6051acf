import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import { ConflictCode, type Activity } from '../../electron/shared/contract/dispatch'
import type { WorkerId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, type Branch } from '../support/orders'
import { textOfPdf } from '../support/pdfText'

let app: TestApp
let branch: Branch
/** Kari, whose user is a technician who reads German. */
let kari: Client
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  const [office] = (await app.owner.people.listOffices({})).items
  if (!office) throw new Error('a new store has an office')
  await app.owner.people.updateOffice({
    ...{ officeId: office.id, expectedVersion: office.version, patch: { zone: 'Europe/Oslo' } },
  })
  kari = await technicianOf('kari', branch.workerId)
})
afterEach(() => app.close())

const tuesday = '2026-03-10'
/** A time of Tuesday in Oslo. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 2, 10, hour - 1, minute)

async function technicianOf(login: string, workerId: WorkerId): Promise<Client> {
  const password = 'a long enough password'
  await app.owner.people.createUser({
    ...{ id: newId(), login, displayName: login, roles: ['technician'], password, workerId, language: 'de' },
  })
  const { token } = await app.stranger.session.signIn({ login, password })
  return app.application.clientFor(token)
}

type OrderFields = Parameters<typeof orderOf>[2]

/** The activity of a new order's hour line. */
async function activityOf(fields: OrderFields = {}, minutes = 90): Promise<Activity> {
  const { id: orderId } = await orderOf(app.owner, branch, {
    siteId: branch.siteId,
    lines: [hours(branch, { description: 'Inspection', estimatedQty: minutes, actualQty: undefined })],
    ...fields,
  })
  const [activity] = (await app.owner.dispatch.listActivities({ orderId })).items
  if (!activity) throw new Error('an hour line makes an activity')
  return activity
}

const confirmed = ConflictCode.options

/** An edit that puts an activity into a worker's plan, or takes it out. */
function editOf({ duration, id, version }: Activity, workerId: WorkerId | undefined, start: number) {
  const held = { activityId: id, expectedVersion: version, confirmed: [...confirmed] }
  if (workerId === undefined) return { ...held, unassign: true }
  return { ...held, workerId, slot: { start, end: start + duration * 60_000 } }
}

/** Writes it as the board does; answers the activity as it is then. */
async function plan(activity: Activity, workerId: WorkerId | undefined, start = 0): Promise<Activity> {
  const { activities } = await app.owner.dispatch.saveEdits({ edits: [editOf(activity, workerId, start)] })
  const saved = activities.find(({ id }) => id === activity.id)
  if (!saved) throw new Error('a saved edit answers its activity')
  return saved
}

async function visitAt(start: number, workerId: WorkerId = branch.workerId, fields: OrderFields = {}) {
  return plan(await activityOf(fields), workerId, start)
}

const otherWorker = async () => (await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })).id

/** Gives a worker's or site's position in micro-degrees. */
const lysaker = { latitude: 59_912_700, longitude: 10_640_800 }
const sandvika = { latitude: 59_890_600, longitude: 10_526_000 }
async function siteAt(place: typeof lysaker, city: string) {
  const { customerId } = branch
  const { id } = await app.owner.customers.createSite({
    ...{ id: newId(), customerId, name: city, city, country: 'NO', zone: 'Europe/Oslo', ...place },
  })
  return id
}

describe('a technician’s day', () => {
  it('07 §5: lists the own visits in order, with the way to each and what to know', async () => {
    const other = await otherWorker()
    const near = await siteAt(lysaker, 'Lysaker')
    const far = await siteAt(sandvika, 'Sandvika')
    const second = await visitAt(at(13), undefined, { siteId: far, internalNote: 'Mind the dog' })
    const first = await visitAt(at(9), undefined, { siteId: near })
    await visitAt(at(10), other)
    const tomorrow = await visitAt(at(9) + 86_400_000)

    const day = await kari.dispatch.listMyDay({ date: tuesday })

    expect(day.visits.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(day.visits[1]).toMatchObject({ travelMinutes: 11, kilometres: 6.9, isAssumed: false })
    expect(day.visits[1]).toMatchObject({ internalNotes: ['Mind the dog'], siteCity: 'Sandvika' })
    expect(day).toMatchObject({ workMinutes: 180, zone: 'Europe/Oslo', workerId: branch.workerId })
    // Nobody knows where Kari's days begin: 30 minutes there and back are assumed.
    expect(day.visits[0]).toMatchObject({ travelMinutes: 30, isAssumed: true })
    expect(day.travelMinutes).toBe(30 + 11 + 30)
    expect(day.next?.id).toBe(tomorrow.id)
  })

  it('07 §2.1: the day begins at the own base, else at that of the team', async () => {
    const near = await siteAt(sandvika, 'Sandvika')
    await visitAt(at(9), undefined, { siteId: near })
    const team = await app.owner.dispatch.createTeam({
      id: newId(),
      code: 'T1',
      description: 'Lysaker',
      ...lysaker,
    })
    await app.owner.dispatch.createMembership({
      ...{ id: newId(), teamId: team.id, workerId: branch.workerId, from: '2026-03-01' },
    })

    const { travelMinutes, visits } = await kari.dispatch.listMyDay({ date: tuesday })

    expect(visits[0]).toMatchObject({ travelMinutes: 11, isAssumed: false })
    expect(travelMinutes).toBe(22)
  })

  it('07 §5: a user who is no worker has no visits; done ones stay, canceled ones do not', async () => {
    const { visits, workerId } = await app.owner.dispatch.listMyDay({ date: tuesday })
    expect([visits, workerId]).toEqual([[], undefined])

    const close = app.db.prepare("UPDATE activity SET status = 'closed', closed_outcome = ? WHERE id = ?")
    const done = await visitAt(at(9))
    close.run('done', toBytes(done.id))
    close.run('canceled', toBytes((await visitAt(at(11))).id))
    expect((await kari.dispatch.listMyDay({ date: tuesday })).visits.map(({ id }) => id)).toEqual([done.id])
  })

  it('R07-10: a day is one of the office, also when the clocks change in it', async () => {
    const early = await visitAt(Date.UTC(2026, 2, 28, 23, 30))
    const late = await visitAt(Date.UTC(2026, 2, 29, 21, 59))
    await visitAt(Date.UTC(2026, 2, 29, 22))
    const { visits } = await kari.dispatch.listMyDay({ date: '2026-03-29' })
    expect(visits.map(({ id }) => id)).toEqual([early.id, late.id])
  })
})

describe('the map of a day', () => {
  it('07 §3.12: numbers the stops of each technician in the order of the day', async () => {
    const ola = await otherWorker()
    const near = await siteAt(lysaker, 'Lysaker')
    const far = await siteAt(sandvika, 'Sandvika')
    const last = await visitAt(at(14), undefined, { siteId: far })
    const first = await visitAt(at(9), undefined, { siteId: near })
    const unknown = await visitAt(at(8), ola)

    const map = await app.owner.dispatch.getMap({ date: tuesday })

    expect(map.workers.map(({ displayName }) => displayName)).toEqual(['Kari', 'Ola'])
    expect(map.stops).toMatchObject([
      { activityId: first.id, position: 1, ...lysaker },
      { activityId: last.id, position: 2, ...sandvika, travelMinutes: 11, kilometres: 6.9 },
      { activityId: unknown.id, position: 1, travelMinutes: 30, isAssumed: true },
    ])
    expect(map.stops[2]?.latitude).toBeUndefined()
    const asked = await app.owner.dispatch.getMap({ date: tuesday, workerIds: [ola] })
    expect(asked.stops.map(({ activityId }) => activityId)).toEqual([unknown.id])
  })

  it('conventions §8: technicians see their own stops, a wall board no bases', async () => {
    const ola = await otherWorker()
    const { version } = await app.owner.people.getWorker({ workerId: branch.workerId })
    await app.owner.people.updateWorker({
      ...{ workerId: branch.workerId, expectedVersion: version, patch: lysaker },
    })
    const own = await visitAt(at(9))
    await visitAt(at(9), ola)

    const seen = await kari.dispatch.getMap({ date: tuesday })
    expect(seen.stops.map(({ activityId }) => activityId)).toEqual([own.id])
    expect((await kari.dispatch.getMap({ date: tuesday, workerIds: [ola] })).stops).toEqual([])
    const board = await app.as('board')
    const shown = await board.dispatch.getMap({ date: tuesday })
    expect(shown.stops).toHaveLength(2)
    expect(shown.workers.every(({ latitude }) => latitude === undefined)).toBe(true)
    expect(seen.workers[0]).toMatchObject(lysaker)
  })
})

describe('a calendar file', () => {
  const range = { from: tuesday, to: tuesday }
  const exported = (fields: Partial<{ from: string; to: string }> = {}) =>
    app.owner.dispatch.exportCalendar({ workerId: branch.workerId, ...range, ...fields })

  it('R-07.27: holds each dispatched visit of the days, escaped, folded, with CRLF', async () => {
    await visitAt(at(9), undefined, {
      lines: [hours(branch, { description: 'Bolt; nut, 5 \\ 8', estimatedQty: 90, actualQty: undefined })],
    })
    await visitAt(at(9) + 86_400_000)

    const { count, fileName, ics } = await exported()

    expect(count).toBe(1)
    expect(fileName).toMatch(/ 2026-03-10 2026-03-10\.ics$/)
    for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(ics.replaceAll('\r\n ', '')).toMatch(
      /SUMMARY:[A-Z]+-SO-000001 Bolt\\; nut\\, 5 \\\\ 8 – Løkke Verksted\r\n/,
    )
  })

  it('R-07.28: what was exported and then unassigned is said once as canceled, with a higher sequence', async () => {
    const visit = await visitAt(at(9))
    const before = await exported()
    const said = Number(/SEQUENCE:(\d+)/.exec(before.ics)?.[1])
    await plan(visit, undefined)

    const entries = app.entries()
    const { ics, count } = await exported()
    expect(count).toBe(1)
    expect(ics).toContain(`UID:${visit.id}@aftercare`)
    expect(ics).toContain('STATUS:CANCELLED')
    expect(Number(/SEQUENCE:(\d+)/.exec(ics)?.[1])).toBeGreaterThan(said)
    expect(app.entries()).toBe(entries + 1)

    const after = await exported()
    expect(after.count).toBe(0)
    expect(after.ics).not.toContain('VEVENT')
  })

  it('R-07.29: a visit in the night of the change of clocks has its times in UTC', async () => {
    const activity = await activityOf({}, 180)
    await plan(activity, branch.workerId, Date.UTC(2026, 2, 28, 23, 30))
    const { ics } = await exported({ from: '2026-03-29', to: '2026-03-29' })
    expect(ics).toContain('DTSTART:20260328T233000Z\r\nDTEND:20260329T023000Z\r\n')
  })

  it('07 §4: refuses days that end before they begin, and more than 366', async () => {
    const entries = app.entries()
    await expect(exported({ to: '2026-03-09' })).rejects.toMatchObject({ code: 'RANGE_INVALID' })
    await expect(exported({ from: '2026-01-01', to: '2027-01-02' })).rejects.toMatchObject({
      code: 'RANGE_INVALID',
    })
    expect(app.entries()).toBe(entries)
    await expect(exported({ from: '2026-01-01', to: '2027-01-01' })).resolves.toMatchObject({ count: 0 })
  })

  it('07 §2.2: technicians take their own where it is given out; nobody else’s, and boards none', async () => {
    const other = await otherWorker()
    const board = await app.as('board')
    const own = { workerId: branch.workerId, ...range }
    await expect(kari.dispatch.exportCalendar(own)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { version } = await app.owner.people.getWorker({ workerId: branch.workerId })
    await app.owner.dispatch.setDispatchProfile({
      ...{ workerId: branch.workerId, expectedVersion: version, iCalendar: true },
    })
    expect((await kari.dispatch.listMyDay({ date: tuesday })).hasCalendar).toBe(true)
    await expect(kari.dispatch.exportCalendar(own)).resolves.toMatchObject({ count: 0 })
    const others = { workerId: other, ...range }
    await expect(kari.dispatch.exportCalendar(others)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.dispatch.exportCalendar(own)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const backOffice = await app.as('backOffice')
    await expect(backOffice.dispatch.exportCalendar(own)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(backOffice.dispatch.getDaySheet({ workerId: other, date: tuesday })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'dispatch.work' },
    })
    await expect(board.dispatch.getDaySheet({ workerId: other, date: tuesday })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

it('conventions §7: people of offices out of sight are on no map, sheet or calendar', async () => {
  const { id: officeId } = await app.owner.people.createOffice({
    ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
  })
  const [home] = (await app.owner.people.listOffices({ filter: { code: 'MAIN' } })).items
  const { id: workerId } = await app.owner.people.createWorker({
    ...{ id: newId(), displayName: 'Berit', officeId, ...lysaker },
  })
  const login = { login: 'dag', password: 'a long enough password' }
  await app.owner.people.createUser({
    ...{ ...login, id: newId(), displayName: 'Dag', roles: ['dispatcher'] },
    officeIds: home ? [home.id] : [],
  })
  const { token } = await app.stranger.session.signIn(login)
  const { dispatch } = app.application.clientFor(token)

  expect(
    (await dispatch.getMap({ date: tuesday, workerIds: [workerId, branch.workerId] })).workers,
  ).toMatchObject([{ id: branch.workerId }])
  const forbidden = { code: 'FORBIDDEN', data: { permission: 'dispatch.work' } }
  await expect(dispatch.getDaySheet({ workerId, date: tuesday })).rejects.toMatchObject(forbidden)
  await expect(dispatch.exportCalendar({ workerId, from: tuesday, to: tuesday })).rejects.toMatchObject(
    forbidden,
  )
})

describe('a day sheet', () => {
  const sheetOf = async (client = app.owner) => {
    const { fileName, pdf } = await client.dispatch.getDaySheet({ workerId: branch.workerId, date: tuesday })
    return { fileName, pages: textOfPdf(Buffer.from(pdf, 'base64')) }
  }

  it('07 §3.13: numbers the stops, in the technician’s language, with what is needed there', async () => {
    const activity = await visitAt(at(9), undefined, { internalNote: 'Key under the mat' })
    const { orderId } = activity
    const { id: taskId } = await app.owner.agreements.createServiceTask({
      ...{ id: newId(), code: 'CHECK', description: { en: 'Yearly check', de: 'Jahresprüfung' } },
    })
    const order = await app.owner.orders.getOrder({ orderId })
    const tasked = await app.owner.orders.addTaskRelation({
      ...{ orderId, expectedVersion: order.version, taskId, internalNote: 'Oil the hinge' },
    })
    const { id: objectId } = await app.owner.objects.createObject({
      ...{ id: newId(), customerId: branch.customerId, description: 'Pump 7', serialNumber: 'SN-99' },
    })
    await app.owner.orders.addObjectRelation({ orderId, expectedVersion: tasked.version, objectId })

    const { fileName, pages } = await sheetOf(kari)

    const [page = ''] = pages
    expect(fileName).toContain('Tagesblatt 2026-03-10.pdf')
    for (const text of [
      '09:00–10:30',
      'Løkke Verksted',
      'Storgata 1',
      activity.orderNumber,
      'Key under the mat',
      'Jahresprüfung – Oil the hinge',
      'Pump 7',
      'SN-99',
      'angenommen',
      'Begonnen',
    ])
      expect(page).toContain(text)
  })

  it('R-07.30: unsaved edits are not on it: the sheet shows the stored plan', async () => {
    const stored = await visitAt(at(9))
    // What is tried out on the board is checked, and stays in its window until it is saved.
    const { checks } = await app.owner.dispatch.checkEdits({
      edits: [editOf(stored, branch.workerId, at(13))],
    })
    expect(checks.map(({ activityId }) => activityId)).toEqual([stored.id])
    const { pages } = await sheetOf()
    expect(pages.join('')).toContain('09:00–10:30')
  })

  it('07 §3.13: the sheets of several technicians are one file, each from a page of its own', async () => {
    await visitAt(at(9))
    const workerIds = [branch.workerId, await otherWorker()]
    const { fileName, pdf } = await app.owner.dispatch.getDaySheets({ workerIds, date: tuesday })
    const pages = textOfPdf(Buffer.from(pdf, 'base64'))
    expect(pages).toHaveLength(2)
    expect(pages[1]).toContain('No visits are planned')
    expect(fileName).toContain(' +1 ')
  })
})
