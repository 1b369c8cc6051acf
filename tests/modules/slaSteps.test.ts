import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { Order } from '../../electron/shared/contract/orders'
import type { SlaStep } from '../../electron/shared/contract/sla'
import { said, wall } from '../support/clocks'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'
import { clockOf, clockRef, promise, slaOf } from '../support/sla'

vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp({ now: wall('2026-03-06 14:00') })
  branch = await branchOf(app)
})
afterEach(() => {
  expect(verifyChain(app.db).ok).toBe(true)
  app.close()
})

const at = (text: string) => {
  app.clock.now = wall(text)
}
const clock = (order: Pick<Order, 'id'>) => clockOf(app.owner, order)

/** Lets the writer look at the clocks, as it does every minute. */
async function look(): Promise<void> {
  app.application.lookAtClocks()
  for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
const firedOf = async (order: Pick<Order, 'id'>) =>
  (await clock(order)).fired.map(({ crossedAt, detectedAt, kind }) => [
    kind,
    said(crossedAt).slice(0, 3) + said(crossedAt).slice(14),
    said(detectedAt).slice(0, 3) + said(detectedAt).slice(14),
  ])

/** E1: an order whose clock runs since Friday 14:00. */
async function e1(steps?: SlaStep[], fields: object = {}): Promise<Order> {
  const sla = await slaOf(app.owner, { ...(steps ? { steps } : {}), ...fields })
  await promise(app.owner, branch.customerId, sla.id)
  at('2026-03-06 14:00')
  return orderOf(app.owner, branch, { siteId: branch.siteId })
}
const step: SlaStep = {
  ...{
    kind: 'warning',
    threshold: 7500,
    roles: [],
    workerIds: [],
    toResponsible: false,
    toTeamOwner: false,
    raisesPriority: false,
  },
}

describe('steps of a service level', () => {
  it('R-06.21: what was passed while the program was closed fires once, with its own instants', async () => {
    const order = await e1()
    at('2026-03-10 08:00')
    await look()
    await look()

    expect(await firedOf(order)).toEqual([
      ['warning', 'Mon 12:00', 'Tue 08:00'],
      ['breach', 'Mon 14:00', 'Tue 08:00'],
    ])
    const { items } = await app.owner.alerts.listAlerts({})
    expect(items).toHaveLength(2)
    expect(items.map(({ dueAt, field, ruleName }) => [field, said(dueAt), ruleName]).sort()).toEqual([
      ['slaBreach', 'Mon 2026-03-09 14:00', 'S8'],
      ['slaWarning', 'Mon 2026-03-09 12:00', 'S8'],
    ])
    expect(items[0]).toMatchObject({ entity: 'order', recordId: order.id, number: order.number })
  })

  it('R-06.22: nothing fires in the pause of E1; 75 % fires at 15:00', async () => {
    const order = await e1()
    at('2026-03-09 10:00')
    await app.owner.sla.stopClock(clockRef(await clock(order)))
    at('2026-03-09 12:30')
    await look()
    expect(await firedOf(order)).toEqual([])
    at('2026-03-09 13:00')
    await app.owner.sla.startClock(clockRef(await clock(order)))
    at('2026-03-09 14:59')
    await look()
    expect(await firedOf(order)).toEqual([])
    at('2026-03-09 15:01')
    await look()

    expect(await firedOf(order)).toEqual([['warning', 'Mon 15:00', 'Mon 15:01']])
  })

  it('R06-50: a step fires after a change as well, without waiting for the minute', async () => {
    const order = await e1()
    at('2026-03-09 12:30')
    await app.owner.orders.updateOrder({ ...refOf(order), patch: { customerReference: 'PO 1' } })
    for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve))

    expect(await firedOf(order)).toEqual([['warning', 'Mon 12:00', 'Mon 12:30']])
  })

  it('R06-51: thresholds that a higher priority lets pass fire at its instant, ascending; none is withdrawn', async () => {
    const order = await e1(undefined, { allowanceHigh: 120 })
    at('2026-03-09 09:00')
    const high = await app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'high' } })
    at('2026-03-09 09:30')
    await look()
    await app.owner.orders.updateOrder({ ...refOf(high), patch: { priority: 'normal' } })
    at('2026-03-09 13:00')
    await look()

    expect(await firedOf(order)).toEqual([
      ['warning', 'Mon 09:00', 'Mon 09:30'],
      ['breach', 'Mon 09:00', 'Mon 09:30'],
    ])
  })

  it('06 §2.5: a step raises the priority by one level, and its allowance holds', async () => {
    const order = await e1([{ ...step, raisesPriority: true }], { allowanceHigh: 420 })
    at('2026-03-09 12:00')
    await look()
    const sla = await clock(order)

    expect(sla).toMatchObject({ priority: 'high', allowance: 420 * 60 })
    expect(said(sla.latestCompletion)).toBe('Mon 2026-03-09 13:00')
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    expect(entry).toMatchObject({ command: 'sla.fireSteps' })
  })

  it('06 §2.5: the owner of the team that does the work is told', async () => {
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Dag' })
    const login = { login: 'dag', displayName: 'Dag', password: 'a long enough password' }
    await app.owner.people.createUser({ id: newId(), ...login, roles: ['dispatcher'], workerId: worker.id })
    const team = await app.owner.dispatch.createTeam({
      ...{ id: newId(), code: 'NORTH', description: 'North', ownerId: worker.id },
    })
    await app.owner.dispatch.createMembership({
      ...{ id: newId(), teamId: team.id, workerId: branch.workerId, from: '2026-01-01' },
    })
    const order = await e1([{ ...step, toTeamOwner: true }])
    await app.owner.orders.addLine({
      ...refOf(order),
      ...hours(branch, { actualQty: undefined, estimatedQty: 60 }),
    })

    at('2026-03-09 12:00')
    await look()

    const { token } = await app.stranger.session.signIn({ login: 'dag', password: login.password })
    const { items } = await app.application.clientFor(token).alerts.listAlerts({})
    expect(items).toMatchObject([{ recordId: order.id, field: 'slaWarning' }])
    expect((await app.owner.alerts.listAlerts({})).items).toEqual([])
  })

  it('06 §2.5: those whom a step names are told, if they may read the order', async () => {
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Dag' })
    const login = { login: 'dag', displayName: 'Dag', password: 'a long enough password' }
    await app.owner.people.createUser({ id: newId(), ...login, roles: ['dispatcher'], workerId: worker.id })
    await app.as('board')
    const order = await e1([
      { ...step, roles: ['board'] },
      { ...step, kind: 'breach', threshold: 10_000, workerIds: [worker.id] },
    ])
    at('2026-03-09 15:00')
    await look()
    const { token } = await app.stranger.session.signIn({ login: 'dag', password: login.password })
    const dag = app.application.clientFor(token)

    expect((await dag.alerts.listAlerts({})).items).toMatchObject([
      { recordId: order.id, field: 'slaBreach' },
    ])
    expect((await app.owner.alerts.listAlerts({})).items).toEqual([])
  })

  it('R06-50: a canceled clock fires nothing; a finished one fires what it passed', async () => {
    const order = await e1()
    at('2026-03-06 15:00')
    await app.owner.sla.cancelClock(clockRef(await clock(order)))
    at('2026-03-10 15:00')
    await look()

    expect(await firedOf(order)).toEqual([])
  })

  it('R06-26: a holiday that moves the thresholds moves the steps', async () => {
    const order = await e1()
    const [calendar] = (await app.owner.calendars.listCalendars({ filter: { code: 'STD' } })).items
    if (!calendar) throw new Error('a store has a calendar')
    await app.owner.calendars.updateCalendar({
      ...{ calendarId: calendar.id, expectedVersion: calendar.version },
      patch: { exceptions: [{ date: '2026-03-09', kind: 'closed' }] },
    })
    at('2026-03-09 15:00')
    await look()
    expect(await firedOf(order)).toEqual([])
    at('2026-03-10 12:00')
    await look()

    expect(await firedOf(order)).toEqual([['warning', 'Tue 12:00', 'Tue 12:00']])
  })
})
