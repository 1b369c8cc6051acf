import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../electron/shared/contract/dispatch'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import type { ActivityId, WorkerId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch, type LineInput } from '../support/orders'
import { clockOf, promise, slaOf } from '../support/sla'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const estimated = (minutes: number | undefined, fields: Partial<LineInput> = {}) =>
  hours(branch, { actualQty: undefined, estimatedQty: minutes, workerId: undefined, ...fields })

async function activitiesOf({ id }: Pick<Order, 'id'>): Promise<Activity[]> {
  return (await app.owner.dispatch.listActivities({ orderId: id })).items
}
async function onlyOf(order: Pick<Order, 'id'>): Promise<Activity> {
  const [activity, ...others] = await activitiesOf(order)
  if (!activity || others.length > 0) throw new Error('the order has not one activity')
  return activity
}
/** A technician's client with the worker behind it. */
async function technician({
  application,
  owner,
  stranger,
}: TestApp): Promise<{ client: Client; workerId: WorkerId }> {
  const { id: workerId } = await owner.people.createWorker({ id: newId(), displayName: 'Ola' })
  const password = 'a long enough password'
  const user = { login: 'ola', displayName: 'Ola', roles: ['technician' as const], password, workerId }
  await owner.people.createUser({ id: newId(), ...user })
  const { token } = await stranger.session.signIn({ login: 'ola', password })
  return { client: application.clientFor(token), workerId }
}
/** Writes worker and time as the board does. */
function dispatch({ id }: Pick<Activity, 'id'>, worker = branch.workerId): void {
  const bytes = (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex')
  app.db
    .prepare(
      `UPDATE activity SET status = 'dispatched', worker_id = ?, start_at = ?, end_at = ? + duration * 60000,
         version = version + 1 WHERE id = ?`,
    )
    .run(bytes(worker), app.clock.now, app.clock.now, bytes(id))
}

describe('made of lines', () => {
  it('R-07.01: an Hour line of 90 minutes has one Undispatched activity of 90, an Item line none', async () => {
    const unit = await app.owner.catalog.createUnit({ id: newId(), code: 'P', name: 'Piece', decimals: 0 })
    const item = await app.owner.catalog.createItem({
      id: newId(),
      number: 'I1',
      name: 'Pump',
      unitId: unit.id,
    })
    const order = await orderOf(app.owner, branch, {
      priority: 'high',
      lines: [estimated(90), { id: newId(), type: 'item', itemId: item.id, estimatedQty: 1000 }],
    })

    expect(await activitiesOf(order)).toEqual([
      expect.objectContaining({
        ...{
          number: 'MAIN-SA-000001',
          status: 'undispatched',
          duration: 90,
          priority: 'high',
          locked: false,
        },
        ...{ orderNumber: order.number, customerName: 'Løkke Verksted', lineIds: [lineOf(order, 10).id] },
        ...{ earliest: order.preferredServiceAt, siteZone: 'Europe/Oslo', skills: [] },
      }),
    ])
    expect(await app.owner.dispatch.listUndispatched({})).toMatchObject({ items: [{ duration: 90 }] })
  })

  it('B5: durations of 90, 3, 1,440 and no estimate; of 1,441 none, and the line says so', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [estimated(90), estimated(3), estimated(1440), estimated(1441), estimated(undefined)],
    })

    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([90, 5, 1440, 60])
    expect(order.lines.map(({ isTooLong }) => isTooLong)).toEqual([
      undefined,
      undefined,
      undefined,
      true,
      undefined,
    ])
    expect(
      await app.owner.orders.updateLine({
        ...refOf(order),
        ...{ lineId: lineOf(order, 40).id, patch: { estimatedQty: 600 } },
      }),
    ).toMatchObject({ lines: [{}, {}, {}, { estimatedQty: 600 }, {}] })
    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([90, 5, 1440, 60, 600])
  })

  it('07 §2.4: the worker is the line’s, the team the one he is in that day', async () => {
    const team = await app.owner.dispatch.createTeam({ id: newId(), code: 'T1', description: 'Oslo' })
    await app.owner.dispatch.createMembership({
      ...{ id: newId(), teamId: team.id, workerId: branch.workerId, from: '2026-01-01' },
    })
    const order = await orderOf(app.owner, branch, { lines: [estimated(60, { workerId: branch.workerId })] })

    expect(await onlyOf(order)).toMatchObject({
      workerId: branch.workerId,
      teamCode: 'T1',
      status: 'undispatched',
    })
  })

  it('04 §2.1: a request has an activity once it was taken over', async () => {
    const request = await app.owner.orders.registerRequest({
      ...{ id: newId(), customerId: branch.customerId, lines: [estimated(60)] },
    })
    expect(await activitiesOf(request)).toEqual([])

    await app.owner.orders.transferRequest(refOf(request))
    expect(await activitiesOf(request)).toMatchObject([{ duration: 60 }])
  })

  it('R07-02: another quantity changes the duration while Undispatched; afterwards a notice stands', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const change = async (held: Order, minutes: number) =>
      app.owner.orders.updateLine({
        ...refOf(held),
        ...{ lineId: lineOf(held, 10).id, patch: { estimatedQty: minutes } },
      })
    const longer = await change(order, 90)
    expect(await onlyOf(order)).toMatchObject({ duration: 90 })

    dispatch(await onlyOf(order))
    const again = await change(longer, 120)
    expect(await onlyOf(order)).toMatchObject({ duration: 90, changedEstimate: 120 })
    await change(again, 90)
    expect((await onlyOf(order)).changedEstimate).toBeUndefined()
  })

  it('07 §2.4: worker, text and the order’s priority lead it until it is dispatched', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60, { description: 'Inspect' })] })
    const named = await app.owner.orders.updateLine({
      ...refOf(order),
      ...{ lineId: lineOf(order, 10).id, patch: { workerId: branch.workerId, description: 'Repair' } },
    })
    await app.owner.orders.updateOrder({ ...refOf(named), patch: { priority: 'low' } })

    expect(await onlyOf(order)).toMatchObject({
      workerId: branch.workerId,
      subject: 'Repair',
      priority: 'low',
    })
  })
})

describe('what happens to orders', () => {
  it('R-07.18: an order canceled closes its activities; after revoke they are Undispatched', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const [first] = await activitiesOf(order)
    if (first) dispatch(first)
    const canceled = await app.owner.orders.cancelOrder({ ...refOf(order), reason: 'Away' })

    expect(await activitiesOf(order)).toMatchObject([
      { status: 'closed', closedOutcome: 'canceled' },
      { status: 'closed', closedOutcome: 'canceled' },
    ])
    expect((await app.owner.dispatch.listUndispatched({})).items).toEqual([])
    await app.owner.orders.revokeCancel(refOf(canceled))
    const [again, other] = await activitiesOf(order)
    expect([again?.status, again?.start, again?.closedOutcome]).toEqual([
      'undispatched',
      undefined,
      undefined,
    ])
    expect(other).toMatchObject({ status: 'undispatched', duration: 30 })
  })

  it('3.5: a canceled order closes locked activities as well, and says so', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const { id, version } = await onlyOf(order)
    await app.owner.dispatch.lockActivity({ activityId: id, expectedVersion: version })
    const canceled = await app.owner.orders.cancelOrder({ ...refOf(order), reason: 'Away' })

    expect(canceled.warnings).toEqual(['LOCKED_CLOSED'])
    expect(await onlyOf(order)).toMatchObject({ status: 'closed', closedOutcome: 'canceled' })
  })

  it('3.1: canceled lines take theirs off the board, a revoke brings it back', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const lineIds = [lineOf(order, 20).id]
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds })
    expect(await activitiesOf(order)).toMatchObject([
      { status: 'undispatched' },
      { closedOutcome: 'canceled' },
    ])

    await app.owner.orders.revokeLineCancel({ ...refOf(canceled), lineIds })
    expect(await activitiesOf(order)).toMatchObject([{ status: 'undispatched' }, { status: 'undispatched' }])
  })

  it('R04-51: posting a line closes its activity as done, its times kept; a reversal makes none', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined, startAt: 1_772_000_000_000, endAt: 1_772_003_600_000 })],
    })
    const posted = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
    expect(await activitiesOf(order)).toMatchObject([
      {
        status: 'closed',
        closedOutcome: 'done',
        actualStart: 1_772_000_000_000,
        actualEnd: 1_772_003_600_000,
      },
    ])

    await app.owner.orders.reverseLine({
      ...{ lineId: lineOf(order, 10).id, expectedVersion: posted.order.version, quantity: 60 },
    })
    expect(await activitiesOf(order)).toHaveLength(1)
  })

  it('R04-71: lines split off take their activity along; a divided line has one for each part', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const split = await app.owner.orders.splitOrder({
      ...{ ...refOf(order), lineIds: [lineOf(order, 20).id], date: '2026-03-09' },
    })
    expect(await onlyOf({ id: split.newOrderId })).toMatchObject({ number: 'MAIN-SA-000002', duration: 30 })

    await app.owner.orders.splitLine({
      ...{ ...refOf(split), lineId: lineOf(order, 10).id, quantity: 20 },
    })
    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([40, 20])
  })

  it('R04-70: a copied order has activities of its own', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    const copy = await app.owner.orders.copyOrder({
      ...{ orderId: order.id, newOrderId: newId() },
      date: '2026-03-09',
    })

    expect(await onlyOf(copy)).toMatchObject({ number: 'MAIN-SA-000002', duration: 45 })
  })

  it('R04-57: an order with a Dispatched activity stays, Undispatched ones go with it', async () => {
    const free = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    const bound = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    dispatch(await onlyOf(bound))

    await app.owner.orders.deleteOrder(refOf(free))
    await expect(app.owner.orders.deleteOrder(refOf(bound))).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { activity: 1 }, dependants: [{ entity: 'activity', number: 'MAIN-SA-000002' }] },
    })
    expect(await activitiesOf(free)).toEqual([])
  })

  it('conventions §6: undoing an added line takes its activity back', async () => {
    const order = await orderOf(app.owner, branch)
    await app.owner.orders.addLine({ ...refOf(order), ...estimated(60) })
    expect(await activitiesOf(order)).toHaveLength(1)
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('no entry')

    await app.owner.history.undoEntry({ entryId: entry.id })
    expect(await activitiesOf(order)).toEqual([])
  })
})

describe('work on activities', () => {
  const ref = ({ id, version }: Pick<Activity, 'id' | 'version'>) => ({
    activityId: id,
    expectedVersion: version,
  })
  const slotAt = (hour: number) => Date.UTC(2026, 2, 3, hour)
  async function one(minutes = 60): Promise<Activity> {
    return onlyOf(await orderOf(app.owner, branch, { lines: [estimated(minutes)] }))
  }
  /** Worker and start as a field edit, with whatever it warns of. */
  async function dispatched(activity: Activity, start = slotAt(9)): Promise<Activity> {
    return app.owner.dispatch.updateActivity({
      ...ref(activity),
      ...{
        patch: { workerId: branch.workerId, start },
        confirmed: ['OUTSIDE_HOURS', 'HOLIDAY', 'WINDOW', 'SLA_LATE', 'TRAVEL'],
      },
    })
  }

  it('R-07.02: with a worker and no start it stays Undispatched, with both it is Dispatched', async () => {
    const activity = await one()
    const named = await app.owner.dispatch.updateActivity({
      ...{ ...ref(activity), patch: { workerId: branch.workerId } },
    })
    expect(named).toMatchObject({ status: 'undispatched', workerId: branch.workerId })

    const both = await dispatched(named)
    expect(both).toMatchObject({ status: 'dispatched', start: slotAt(9), end: slotAt(10) })
    const { status, end } = await app.owner.dispatch.updateActivity({ ...ref(both), patch: { start: null } })
    expect([status, end]).toEqual(['undispatched', undefined])
  })

  it('R-07.19: a posted line keeps its activity closed, ACTIVITY_STATUS_INVALID', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
    const activity = await onlyOf(order)

    await expect(app.owner.dispatch.reopenActivity(ref(activity))).rejects.toMatchObject({
      code: 'ACTIVITY_STATUS_INVALID',
    })
    expect(await onlyOf(order)).toEqual(activity)
  })

  it('3.1: Dispatched work is started, finished and opened again; nothing else is', async () => {
    const activity = await one()
    const refused = { code: 'ACTIVITY_STATUS_INVALID' }
    await expect(app.owner.dispatch.startActivity(ref(activity))).rejects.toMatchObject(refused)
    await expect(
      app.owner.dispatch.closeActivity({ ...ref(activity), outcome: 'done' }),
    ).rejects.toMatchObject(refused)
    await expect(app.owner.dispatch.reopenActivity(ref(activity))).rejects.toMatchObject(refused)

    const begun = await app.owner.dispatch.startActivity(ref(await dispatched(activity)))
    expect(begun.actualStart).toBe(app.clock.now)
    await expect(
      app.owner.dispatch.closeActivity({ ...ref(begun), outcome: 'done', actualEnd: app.clock.now - 1 }),
    ).rejects.toMatchObject({ code: 'PERIOD_INVALID', data: { field: 'actualEnd' } })
    app.clock.now += 600_000
    const done = await app.owner.dispatch.closeActivity({ ...ref(begun), outcome: 'done' })
    expect(done).toMatchObject({ status: 'closed', closedOutcome: 'done', actualEnd: app.clock.now })
    await expect(
      app.owner.dispatch.updateActivity({ ...ref(done), patch: { subject: 'Else' } }),
    ).rejects.toMatchObject({ code: 'ACTIVITY_CLOSED' })

    const again = await app.owner.dispatch.reopenActivity(ref(done))
    expect(again).toMatchObject({ status: 'dispatched', start: slotAt(9), actualStart: begun.actualStart })
    expect(again.actualEnd).toBeUndefined()

    const canceled = await app.owner.dispatch.closeActivity({ ...ref(again), outcome: 'canceled' })
    await expect(app.owner.dispatch.reopenActivity(ref(canceled))).rejects.toMatchObject(refused)
  })

  it('07 §4: a technician works on own activities only and cancels none', async () => {
    const { client, workerId } = await technician(app)
    const mine = await one()
    const other = await one()
    dispatch(mine, workerId)
    dispatch(other)
    const version = mine.version + 1

    expect((await client.dispatch.listActivities({})).items.map(({ id }) => id)).toEqual([mine.id])
    await expect(client.dispatch.getActivity({ activityId: other.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(
      client.dispatch.startActivity({ activityId: other.id, expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const begun = await client.dispatch.startActivity({ activityId: mine.id, expectedVersion: version })
    await expect(client.dispatch.closeActivity({ ...ref(begun), outcome: 'canceled' })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    )
    expect(await client.dispatch.closeActivity({ ...ref(begun), outcome: 'done' })).toMatchObject({
      status: 'closed',
    })
  })

  it('conventions §8: a canceled activity makes no order the technician’s own any more', async () => {
    const { client, workerId } = await technician(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const activity = await onlyOf(order)
    dispatch(activity, workerId)
    expect((await client.orders.listOrders({})).items.map(({ id }) => id)).toEqual([order.id])

    const held = await app.owner.dispatch.getActivity({ activityId: activity.id })
    await app.owner.dispatch.closeActivity({ ...ref(held), outcome: 'canceled' })
    expect((await client.orders.listOrders({})).items).toEqual([])
    await expect(client.orders.getOrder({ orderId: order.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('3.5: who locked it and managers unlock it, others are LOCKED', async () => {
    const activity = await one()
    const locked = await app.owner.dispatch.lockActivity({ ...ref(activity), reason: 'Promised' })
    expect(locked).toMatchObject({ locked: true, lockReason: 'Promised' })
    const dispatcher = await app.as('dispatcher')

    await expect(dispatcher.dispatch.unlockActivity(ref(locked))).rejects.toMatchObject({ code: 'LOCKED' })
    await expect(dispatcher.dispatch.lockActivity(ref(locked))).rejects.toMatchObject({ code: 'LOCKED' })
    const manager = await app.as('serviceManager')
    const { locked: isLocked, lockReason } = await manager.dispatch.unlockActivity(ref(locked))
    expect([isLocked, lockReason]).toEqual([false, undefined])
  })

  it('R07-03: a priority of the board is the activity’s alone; asked for, it is the order’s too', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const high = await app.owner.dispatch.updateActivity({
      ...{ ...ref(await onlyOf(order)), patch: { priority: 'high' } },
    })
    expect([high.priority, (await app.owner.orders.getOrder({ orderId: order.id })).priority]).toEqual([
      'high',
      'normal',
    ])

    await app.owner.dispatch.updateActivity({ ...ref(high), patch: { priority: 'low' }, alsoOrder: true })
    expect((await onlyOf(order)).priority).toBe('low')
    expect((await app.owner.orders.getOrder({ orderId: order.id })).priority).toBe('low')
  })

  it('07 §2.4: a window of its own, skills that are known, and a turned window PERIOD_INVALID', async () => {
    const activity = await one()
    const update = (patch: object) => app.owner.dispatch.updateActivity({ ...ref(activity), patch })
    await expect(update({ skills: [{ skill: 'ELEV', level: 2 }] })).rejects.toMatchObject({
      code: 'SKILL_UNKNOWN',
    })
    await expect(update({ earliest: slotAt(9), latest: slotAt(9) })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
    await app.owner.dispatch.createSkill({ id: newId(), code: 'ELEV', description: 'Elevators' })
    const changed = await update({
      skills: [{ skill: 'ELEV', level: 2 }],
      earliest: slotAt(9),
      latest: slotAt(12),
    })

    expect(changed).toMatchObject({
      skills: [{ skill: 'ELEV', level: 2 }],
      earliest: slotAt(9),
      latest: slotAt(12),
    })
    const { earliest, version } = await app.owner.dispatch.updateActivity({
      ...{ ...ref(changed), patch: { earliest: null, subject: 'Check' } },
    })
    expect([earliest, version]).toEqual([activity.earliest, changed.version + 1])
  })

  it('07 §4: by hand for an open order whose stage permits it; 5 to 1,440 minutes', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(2000)] })
    const given = { orderId: order.id, lineIds: [lineOf(order, 10).id] }
    const create = (fields: object) => app.owner.dispatch.createActivity({ id: newId(), ...given, ...fields })
    await expect(create({})).rejects.toMatchObject({ code: 'DURATION_INVALID' })
    await expect(create({ duration: 4 })).rejects.toMatchObject({ code: 'DURATION_INVALID' })
    await expect(create({ duration: 60, lineIds: [newId()] })).rejects.toMatchObject({ code: 'NOT_FOUND' })

    const id = newId<ActivityId>()
    const made = await app.owner.dispatch.createActivity({ id, ...given, duration: 240, subject: 'Day 1' })
    expect(made.activities).toMatchObject([{ id, duration: 240, subject: 'Day 1', status: 'undispatched' }])
    expect(await app.owner.dispatch.createActivity({ id, ...given, duration: 240 })).toEqual(made)
    const held = await app.owner.orders.getOrder({ orderId: order.id })
    await app.owner.orders.cancelOrder({ ...refOf(held), reason: 'Away' })
    await expect(create({ duration: 60 })).rejects.toMatchObject({ code: 'ORDER_CANCELED' })
  })

  it('conventions §7: a repeated create answers nothing of offices out of sight', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const input = { id: newId<ActivityId>(), orderId: order.id, lineIds: [lineOf(order, 10).id] }
    await app.owner.dispatch.createActivity(input)
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const login = { login: 'dag', password: 'a long enough password' }
    await app.owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Dag', roles: ['dispatcher'], officeIds: [officeId] },
    })
    const { token } = await app.stranger.session.signIn(login)
    await expect(app.application.clientFor(token).dispatch.createActivity(input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('3.6: a crew of three takes in the line’s own activity; a type brings skills and duration', async () => {
    await app.owner.dispatch.createSkill({ id: newId(), code: 'ELEV', description: 'Elevators' })
    const type = await app.owner.dispatch.createActivityType({
      ...{ id: newId(), code: 'LIFT', description: 'Lift', defaultDuration: 45 },
      defaultSkills: [{ skill: 'ELEV', level: 1 }],
    })
    const order = await orderOf(app.owner, branch, { lines: [estimated(undefined)] })
    const { activities } = await app.owner.dispatch.createActivity({
      ...{ id: newId(), orderId: order.id, lineIds: [lineOf(order, 10).id], typeId: type.id, crewSize: 3 },
    })

    const [crewId] = activities.map((activity) => activity.crewId)
    expect(activities).toHaveLength(3)
    for (const activity of activities)
      expect(activity).toMatchObject({
        crewId,
        crewSize: 3,
        duration: 45,
        skills: [{ skill: 'ELEV', level: 1 }],
      })
    expect(await activitiesOf(order)).toHaveLength(3)
  })

  it('07 §2.3: a type out of use is chosen for nothing new, and gives no skill that is out of use', async () => {
    const { owner } = app
    for (const code of ['ELEV', 'DOOR'])
      await owner.dispatch.createSkill({ id: newId(), code, description: code })
    const type = await owner.dispatch.createActivityType({
      ...{ id: newId(), code: 'LIFT', description: 'Lift' },
      defaultSkills: ['ELEV', 'DOOR'].map((skill) => ({ skill, level: 2 })),
    })
    const [elev] = (await owner.dispatch.listSkills({ filter: { code: 'ELEV' } })).items
    if (elev) await owner.dispatch.deactivateSkill({ skillId: elev.id, expectedVersion: elev.version })
    const order = await orderOf(owner, branch, { lines: [estimated(60)] })
    const made = { orderId: order.id, lineIds: order.lines.map(({ id }) => id), typeId: type.id }
    const { activities } = await owner.dispatch.createActivity({ id: newId(), ...made })
    expect(activities[0]?.skills).toEqual([{ skill: 'DOOR', level: 2 }])

    await owner.dispatch.deactivateActivityType({ activityTypeId: type.id, expectedVersion: type.version })
    const refused = { code: 'CHOICE_INACTIVE', data: { field: 'typeId', ids: [type.id] } }
    await expect(owner.dispatch.createActivity({ id: newId(), ...made })).rejects.toMatchObject(refused)
    const [plain] = await activitiesOf(order)
    if (!plain || !activities[0]) throw new Error('the line has an activity')
    const patch = { typeId: type.id }
    await expect(
      owner.dispatch.updateActivity({ activityId: plain.id, expectedVersion: plain.version, patch }),
    ).rejects.toMatchObject(refused)
    const kept = await owner.dispatch.updateActivity({
      ...{ activityId: activities[0].id, expectedVersion: activities[0].version },
      patch: { ...patch, subject: 'Lift 2' },
    })
    expect(kept).toMatchObject({ typeId: type.id, subject: 'Lift 2', skills: activities[0].skills })
  })

  it('3.6: a crew keeps one duration: once somebody was sent, another estimate is a notice for all', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const lineId = lineOf(order, 10).id
    const { activities } = await app.owner.dispatch.createActivity({
      ...{ id: newId(), orderId: order.id, lineIds: [lineId], crewSize: 2 },
    })
    const change = async (minutes: number) => {
      const held = await app.owner.orders.getOrder({ orderId: order.id })
      await app.owner.orders.updateLine({ ...refOf(held), lineId, patch: { estimatedQty: minutes } })
      return (await activitiesOf(order)).map(({ changedEstimate, duration }) => [duration, changedEstimate])
    }
    expect(await change(90)).toEqual([
      [90, undefined],
      [90, undefined],
    ])
    const [first] = activities
    if (first) dispatch(first)
    expect(await change(120)).toEqual([
      [90, 120],
      [90, 120],
    ])
  })

  it('R06-45: the first activity that is Dispatched is the first response', async () => {
    const sla = await slaOf(app.owner, { responseAllowance: 150 })
    await promise(app.owner, branch.customerId, sla.id)
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    app.clock.now += 600_000
    const [first, second] = await activitiesOf(order)
    const responded = app.clock.now
    if (first) await dispatched(first)
    app.clock.now += 600_000
    if (second) await dispatched(second, slotAt(12))

    expect((await clockOf(app.owner, order)).firstResponse).toBe(responded)
  })

  it('R-04.26: an activity makes an order the technician’s own', async () => {
    const { client, workerId } = await technician(app)
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const patch = { ...{ lineId: lineOf(order, 10).id, patch: { actualQty: 60 } }, ...refOf(order) }
    await expect(client.orders.updateLine(patch)).rejects.toMatchObject({ code: 'FORBIDDEN' })

    dispatch(await onlyOf(order), workerId)
    expect((await client.orders.listOrders({})).items.map(({ id }) => id)).toEqual([order.id])
    expect(await client.orders.updateLine(patch)).toMatchObject({ lines: [{ actualQty: 60 }] })
  })
})

it('R02-21: a preferred technician in no team is a warning of orders, and none once in one', async () => {
  const { workerId } = branch
  const order = await orderOf(app.owner, branch, { preferredTechnicianId: workerId })
  expect(order.warnings).toEqual(['TECHNICIAN_NOT_IN_TEAM'])

  const team = await app.owner.dispatch.createTeam({ id: newId(), code: 'T1', description: 'Oslo' })
  await app.owner.dispatch.createMembership({
    ...{ id: newId(), teamId: team.id, workerId, from: '2026-01-01', to: '2026-12-31' },
  })
  expect((await app.owner.orders.getOrder({ orderId: order.id })).warnings).toBeUndefined()
})

it('R01-12: an order is found by the number of its activity, also once the line went to another order', async () => {
  const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
  const found = async (text: string) =>
    (await app.owner.search.listRecords({ text, types: ['order'] })).items.map(({ id }) => id)
  expect(await found('MAIN-SA-000002')).toEqual([order.id])

  const { newOrderId } = await app.owner.orders.splitOrder({
    ...{ ...refOf(order), lineIds: [lineOf(order, 20).id], date: '2026-03-09' },
  })
  expect(await found('SA-000002')).toEqual([newOrderId])
})
