import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import type { Activity, ConflictCode } from '../../electron/shared/contract/dispatch'
import type { Edit } from '../../electron/shared/contract/dispatchBoard'
import type { Client } from '../../electron/shared/contract/index'
import type { TeamId, WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { at, date, span } from '../support/dispatchAgendas'
import { dispatchBranch, type DispatchBranch } from '../support/dispatchBranch'
import { places } from '../support/dispatchPlaces'

let app: TestApp
let branch: DispatchBranch
let owner: Client
beforeEach(async () => {
  app = setUp({ now: at('07:00') })
  branch = await dispatchBranch(app)
  ;({ owner } = app)
})
afterEach(() => app.close())

type EditInput = Omit<Partial<Edit>, 'activityId' | 'expectedVersion'>
const refTo = ({ id, version }: Activity) => ({ activityId: id, expectedVersion: version })
const edit = (activity: Activity, fields: EditInput): Edit => ({
  ...refTo(activity),
  confirmed: [],
  ...fields,
})
const get = ({ id }: Pick<Activity, 'id'>) => owner.dispatch.getActivity({ activityId: id })

async function codesOf(activity: Activity, workerId: WorkerId, times: string): Promise<ConflictCode[]> {
  const { checks } = await owner.dispatch.checkEdits({
    edits: [edit(activity, { workerId, slot: span(times) })],
  })
  return checks.flatMap(({ conflicts }) => conflicts.map(({ code }) => code))
}

async function save(edits: Edit[], client = owner): Promise<Activity[]> {
  return (await client.dispatch.saveEdits({ edits })).activities
}

async function move(
  activity: Activity,
  workerId: WorkerId,
  times: string,
  client = owner,
): Promise<Activity> {
  const [moved] = await save([edit(activity, { workerId, slot: span(times) })], client)
  if (!moved) throw new Error('a move answers its activity')
  return moved
}

describe('conflicts (07 §3.3)', () => {
  it('R-07.07: TRAVEL and OVERLAP of B4, and OUTSIDE_HOURS at the end of the day', async () => {
    const ola = await branch.worker('W01', { base: places.oslo })
    await branch.visit(ola, '08:00-09:30', places.lysaker, 'Lysaker')
    const sandvika = await branch.one({ minutes: 60, place: places.sandvika, earliest: '08:00' })
    expect(await codesOf(sandvika, ola, '09:30-10:30')).toEqual(['TRAVEL'])
    expect(await codesOf(sandvika, ola, '09:41-10:41')).toEqual([])
    expect(await codesOf(sandvika, ola, '09:15-10:15')).toEqual(['OVERLAP'])
    const edits = [edit(sandvika, { workerId: ola, slot: span('09:15-10:15') })]
    expect((await owner.dispatch.checkEdits({ edits })).conflicts).toMatchObject([
      { code: 'OVERLAP', level: 'warn', minutes: 15, ids: [sandvika.id] },
    ])
    expect(await codesOf(sandvika, ola, '15:30-16:30')).toEqual(['OUTSIDE_HOURS'])
    const { checks } = await owner.dispatch.checkEdits({
      edits: [edit(sandvika, { workerId: ola, slot: span('09:30-10:30') })],
    })
    expect(checks[0]?.conflicts[0]).toMatchObject({ level: 'warn', minutes: 0, neededMinutes: 11 })
  })

  it('R-07.08: an absence is met by what intersects it, not by what ends as it begins', async () => {
    const liv = await branch.worker('W04')
    branch.absent(liv, '12:00-16:00')
    const visit = await branch.one({ minutes: 60, earliest: '08:00' })
    expect(await codesOf(visit, liv, '11:30-12:30')).toEqual(['ABSENT'])
    expect(await codesOf(visit, liv, '11:00-12:00')).toEqual([])
  })

  it('R-07.09: a skill counts up to its last day', async () => {
    const per = await branch.worker('W03')
    branch.set(
      'UPDATE worker SET skills = ? WHERE id = ?',
      JSON.stringify([{ skill: 'ELEV', level: 3, validTo: '2026-03-09' }]),
      toBytes(per),
    )
    const visit = await branch.one({ minutes: 60, skills: { ELEV: 2 } })
    branch.set('UPDATE service_order SET preferred_service_at = ?', at('00:00', '2026-03-09'))
    const codesOn = async (onDate: string) => {
      const { checks } = await owner.dispatch.checkEdits({
        edits: [edit(visit, { workerId: per, slot: span('09:00-10:00', onDate) })],
      })
      return checks.flatMap(({ conflicts }) => conflicts.map(({ code }) => code))
    }
    expect(await codesOn('2026-03-10')).toEqual(['SKILL_EXPIRED'])
    expect(await codesOn('2026-03-09')).toEqual([])
  })

  it('R07-12: with the setting the way from and to the base needs free time', async () => {
    const ola = await branch.worker('W01', { base: places.oslo })
    const visit = await branch.one({ minutes: 60, place: places.lillestrom, earliest: '08:00' })
    expect(await codesOf(visit, ola, '08:00-09:00')).toEqual([])
    await owner.settings.setSetting({ key: 'commuteCounts', scope: 'company', value: true })
    expect(await codesOf(visit, ola, '08:00-09:00')).toEqual(['TRAVEL'])
    expect(await codesOf(visit, ola, '08:27-09:27')).toEqual([])
    expect(await codesOf(visit, ola, '14:34-15:34')).toEqual(['TRAVEL'])
  })

  it('B7: the duration of an activity over a clock change is real time', async () => {
    const ola = await branch.worker('W01', { shifts: ['00:00-24:00'] })
    const visit = await branch.one({ minutes: 180 })
    const start = Date.UTC(2026, 2, 28, 23, 30)
    const [moved] = await save([
      edit(visit, {
        workerId: ola,
        slot: { start, end: Date.UTC(2026, 2, 29, 2, 30) },
        confirmed: ['OUTSIDE_HOURS'],
      }),
    ])
    expect(moved).toMatchObject({ duration: 180, start, end: Date.UTC(2026, 2, 29, 2, 30) })
  })
})

describe('saving (R07-20, R07-30)', () => {
  it('R-07.10: a warning is to be confirmed; confirmed codes are stored', async () => {
    const ola = await branch.worker('W01')
    await branch.visit(ola, '08:00-09:30', places.lysaker, 'Lysaker')
    const visit = await branch.one({ minutes: 60, place: places.sandvika, earliest: '08:00' })
    const entries = app.entries()
    const unsure = edit(visit, { workerId: ola, slot: span('09:15-10:15') })
    await expect(owner.dispatch.saveEdits({ edits: [unsure] })).rejects.toMatchObject({
      code: 'CONFIRM_REQUIRED',
      data: {
        checks: [{ activityId: visit.id, conflicts: [{ code: 'OVERLAP', minutes: 15 }] }],
        conflicts: [{ code: 'OVERLAP', ids: [visit.id] }],
      },
    })
    expect(app.entries()).toBe(entries)
    expect(await get(visit)).toEqual(visit)
    const [saved] = await save([{ ...unsure, confirmed: ['OVERLAP'] }])
    expect(saved).toMatchObject({
      status: 'dispatched',
      workerId: ola,
      acknowledged: [{ code: 'OVERLAP' }],
    })
    expect(app.entries()).toBe(entries + 1)
    // What stands is no longer asked about as long as the place is the same.
    const [raised] = await save([edit(await get(visit), { priority: 'high' })])
    expect(raised).toMatchObject({ priority: 'high', acknowledged: [{ code: 'OVERLAP' }] })
  })

  it('R-07.11: a locked activity is moved by its locker or a manager alone', async () => {
    const ola = await branch.worker('W01')
    const other = await app.as('dispatcher')
    const visit = await branch.visit(ola, '08:00-09:00', places.oslo, 'Oslo')
    const lockerId = (await owner.people.listUsers({ filter: { login: 'owner' } })).items[0]?.id
    branch.set(
      'UPDATE activity SET is_locked = 1, locked_by_id = ? WHERE id = ?',
      toBytes(lockerId ?? ''),
      toBytes(visit.id),
    )
    const held = await get(visit)
    const act = edit(held, { workerId: ola, slot: span('10:00-11:00') })
    await expect(other.dispatch.saveEdits({ edits: [act] })).rejects.toMatchObject({ code: 'LOCKED' })
    await expect(other.dispatch.saveEdits({ edits: [edit(held, { unassign: true })] })).rejects.toMatchObject(
      { code: 'LOCKED' },
    )
    expect(await get(visit)).toEqual(held)
    expect((await save([act]))[0]?.start).toBe(at('10:00'))
  })

  it('R-07.14: two edits, one of them stale: neither is stored', async () => {
    const ola = await branch.worker('W01')
    const [first, second] = [await branch.one({ minutes: 60 }), await branch.one({ minutes: 60 })]
    await move(second, ola, '12:00-13:00')
    const entries = app.entries()
    const edits = [
      edit(first, { workerId: ola, slot: span('08:00-09:00') }),
      edit(second, { workerId: ola, slot: span('10:00-11:00') }),
    ]
    await expect(owner.dispatch.saveEdits({ edits })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: {
        entity: 'activity',
        id: second.id,
        fields: { start: { theirs: at('12:00'), mine: at('10:00') } },
      },
    })
    expect(await get(first)).toEqual(first)
    expect(app.entries()).toBe(entries)
  })

  it('R-07.17: a crew moves as one, has different people, and comes back as one', async () => {
    const [ola, kari] = [await branch.worker('W01'), await branch.worker('W02')]
    const [one, two] = await branch.work({ minutes: 60, crewSize: 2, earliest: '08:00' })
    if (!one || !two) throw new Error('a crew of two')
    const both = (first: WorkerId, second: WorkerId) => [
      edit(one, { workerId: first, slot: span('08:00-09:00') }),
      edit(two, { workerId: second }),
    ]
    await expect(save(both(ola, ola))).rejects.toMatchObject({ code: 'SAME_WORKER' })
    const [placed] = await save(both(ola, kari))
    if (!placed) throw new Error('placed')
    expect(await get(two)).toMatchObject({ status: 'dispatched', start: at('08:00'), workerId: kari })
    const moved = await owner.dispatch.rescheduleActivity({
      ...refTo(placed),
      ...{ workerId: ola, slot: span('09:00-10:00') },
    })
    expect(moved.activities.map(({ start }) => start)).toEqual([at('09:00'), at('09:00')])
    await owner.dispatch.undoSaved({})
    expect(await get(one)).toMatchObject({ start: at('08:00'), workerId: ola })
    expect(await get(two)).toMatchObject({ start: at('08:00'), workerId: kari })
  })

  it('R-07.26: the read-only board role saves nothing', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.one({ minutes: 60 })
    const board = await app.as('board')
    await expect(move(visit, ola, '08:00-09:00', board)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R-07.31: a worker of another team is told of, and allowed', async () => {
    const [t1, t2] = [await branch.team('T1'), await branch.team('T2')]
    await branch.worker('W01', { team: t1 })
    const kari = await branch.worker('W02', { team: t2 })
    const visit = await branch.one({ minutes: 60, team: t1 })
    expect(await codesOf(visit, kari, '08:00-09:00')).toEqual(['OTHER_TEAM'])
    expect(await move(visit, kari, '08:00-09:00')).toMatchObject({ workerId: kari, teamId: t1 })
  })

  it('R-07.33: a drop without warnings is in the store at once, and others hear of it', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.one({ minutes: 60 })
    const entries = app.entries()
    const moved = await move(visit, ola, '08:00-09:00')
    expect(await get(visit)).toEqual(moved)
    expect(app.entries()).toBe(entries + 1)
  })

  it('3.1: unassigning takes worker and start away; a team alone may be set', async () => {
    const ola = await branch.worker('W01', { team: await branch.team('T1') })
    const t2 = await branch.team('T2')
    const visit = await move(await branch.one({ minutes: 60 }), ola, '08:00-09:00')
    const [teamed] = await save([edit(visit, { teamId: t2 })])
    expect(teamed).toMatchObject({ status: 'dispatched', teamId: t2, workerId: ola })
    const [freed] = await save([edit(teamed ?? visit, { unassign: true })])
    expect(freed).toMatchObject({ status: 'undispatched', teamId: t2 })
    expect(freed?.workerId).toBeUndefined()
    expect(freed?.start).toBeUndefined()
  })

  it('conventions §8: an activity is given no team that is not there, or of an office out of sight', async () => {
    const { id: officeId } = await owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const far = await owner.dispatch.createTeam({ id: newId(), code: 'T9', description: 'Bergen', officeId })
    const visit = await branch.one({ minutes: 60 })
    const login = { login: 'dag', password: 'a long enough password' }
    await owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Dag', roles: ['dispatcher'], officeIds: [visit.officeId] },
    })
    const { token } = await app.stranger.session.signIn(login)
    const dag = app.application.clientFor(token)
    const entries = app.entries()
    const given = (teamId: TeamId) => dag.dispatch.saveEdits({ edits: [edit(visit, { teamId })] })
    await expect(given(far.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(given(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(app.entries()).toBe(entries)
    await expect(given(await branch.team('T1'))).resolves.toBeDefined()
  })

  it('3.3: a terminated worker, a closed activity and a canceled order block', async () => {
    const ola = await branch.worker('W01')
    const [first, second, third] = [
      await branch.one({ minutes: 60 }),
      await branch.one({ minutes: 60 }),
      await branch.one({ minutes: 60 }),
    ]
    branch.set('UPDATE worker SET end_date = ? WHERE id = ?', '2026-03-09', toBytes(ola))
    await expect(move(first, ola, '08:00-09:00')).rejects.toMatchObject({ code: 'WORKER_INACTIVE' })
    branch.set('UPDATE worker SET end_date = ? WHERE id = ?', date, toBytes(ola))
    await move(first, ola, '08:00-09:00')
    branch.set(
      "UPDATE activity SET status = 'closed', closed_outcome = 'done' WHERE id = ?",
      toBytes(second.id),
    )
    await expect(move(second, ola, '10:00-11:00')).rejects.toMatchObject({ code: 'ACTIVITY_CLOSED' })
    branch.set("UPDATE service_order SET progress = 'canceled' WHERE id = ?", toBytes(third.orderId))
    await expect(move(third, ola, '10:00-11:00')).rejects.toMatchObject({ code: 'ORDER_CANCELED' })
  })

  it('issue 6: somebody terminated while dragged: what fitted is refused at the drop, and nothing is changed', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.one({ minutes: 60, earliest: '08:00' })
    expect(await codesOf(visit, ola, '08:00-09:00')).toEqual([])
    const { version } = await owner.people.getWorker({ workerId: ola })
    await owner.people.updateWorker({
      workerId: ola,
      expectedVersion: version,
      patch: { endDate: '2026-03-09' },
    })
    const entries = app.entries()
    expect(await codesOf(visit, ola, '08:00-09:00')).toEqual(['WORKER_INACTIVE'])
    await expect(move(visit, ola, '08:00-09:00')).rejects.toMatchObject({
      code: 'WORKER_INACTIVE',
      data: { field: 'workerId', ids: [visit.id] },
    })
    expect(app.entries()).toBe(entries)
    expect(await get(visit)).toEqual(visit)
  })

  it('3.3: an activity of somebody who left since keeps its word and priority; another place is refused', async () => {
    const ola = await branch.worker('W01')
    const visit = await move(await branch.one({ minutes: 60 }), ola, '08:00-09:00')
    branch.set('UPDATE worker SET is_active = 0, end_date = ? WHERE id = ?', '2026-03-09', toBytes(ola))
    const [urgent] = await save([edit(visit, { priority: 'high' })])
    const named = await owner.dispatch.updateActivity({
      ...refTo(urgent ?? visit),
      patch: { subject: 'Told by phone', priority: 'low' },
    })
    expect(named).toMatchObject({ subject: 'Told by phone', priority: 'low', workerId: ola })
    await expect(move(named, ola, '10:00-11:00')).rejects.toMatchObject({ code: 'WORKER_INACTIVE' })
    await expect(save([edit(named, { duration: 90 })])).rejects.toMatchObject({ code: 'WORKER_INACTIVE' })
    expect(await save([edit(named, { unassign: true })])).toMatchObject([{ status: 'undispatched' }])
  })

  it('07 §2.1: a team out of use is given to no activity and no member; what has it keeps it', async () => {
    const team = await branch.team('T1')
    const visit = await branch.one({ minutes: 60, team })
    const other = await branch.one({ minutes: 60 })
    const { version } = await owner.dispatch.getTeam({ teamId: team })
    await owner.dispatch.deactivateTeam({ teamId: team, expectedVersion: version })
    const refused = { code: 'CHOICE_INACTIVE', data: { field: 'teamId', ids: [team] } }
    await expect(save([edit(other, { teamId: team })])).rejects.toMatchObject(refused)
    await expect(
      owner.dispatch.updateActivity({ ...refTo(other), patch: { teamId: team } }),
    ).rejects.toMatchObject(refused)
    await expect(
      owner.dispatch.createMembership({
        ...{ id: newId(), teamId: team, workerId: await branch.worker('W01'), from: date },
      }),
    ).rejects.toMatchObject(refused)
    expect(await save([edit(visit, { teamId: team, priority: 'high' })])).toMatchObject([{ teamId: team }])
  })

  it('DURATION_INVALID: a slot of no whole minutes, too short, too long, or of another duration', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.one({ minutes: 60 })
    const start = at('08:00')
    for (const length of [0, -60, 4, 1441, 30.5]) {
      const slot = { start, end: start + length * 60_000 }
      await expect(save([edit(visit, { workerId: ola, slot })])).rejects.toMatchObject({
        code: 'DURATION_INVALID',
      })
    }
    await expect(
      save([edit(visit, { workerId: ola, slot: span('08:00-09:00'), duration: 30 })]),
    ).rejects.toMatchObject({ code: 'DURATION_INVALID' })
    expect(await get(visit)).toEqual(visit)
  })

  it('issue 6: two boards move the same activity; the second is told of the first', async () => {
    const [ola, kari] = [await branch.worker('W01'), await branch.worker('W02')]
    const other = await app.as('dispatcher')
    const visit = await branch.one({ minutes: 60 })
    await move(visit, ola, '08:00-09:00')
    await expect(move(visit, kari, '08:00-09:00', other)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await get(visit)).toMatchObject({ workerId: ola })
  })
})

describe('undo after saving (R07-31)', () => {
  async function three() {
    const [w1, w2] = [await branch.worker('W01'), await branch.worker('W02')]
    const [a, b] = [await branch.one({ minutes: 60 }), await branch.one({ minutes: 60 })]
    return { w1, w2, a, b }
  }

  it('R-07.12: saved at once, each act is a change set and an entry; undo goes back step by step', async () => {
    const { a, b, w1, w2 } = await three()
    const entries = app.entries()
    const first = await move(a, w1, '08:00-09:00')
    await move(first, w2, '08:00-09:00')
    await move(b, w1, '08:00-09:00')
    expect(app.entries()).toBe(entries + 3)
    expect((await owner.dispatch.listChangeSets({})).items.map(({ kind }) => kind)).toEqual([
      'edit',
      'edit',
      'edit',
    ])
    await owner.dispatch.undoSaved({})
    await owner.dispatch.undoSaved({})
    expect((await get(b)).workerId).toBeUndefined()
    expect((await get(a)).workerId).toBe(w1)
    await owner.dispatch.undoSaved({})
    expect(await get(a)).toMatchObject({ status: 'undispatched' })
    await expect(owner.dispatch.undoSaved({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    await owner.dispatch.redoSaved({})
    await owner.dispatch.redoSaved({})
    await owner.dispatch.redoSaved({})
    expect(await get(a)).toMatchObject({ workerId: w2 })
    expect(await get(b)).toMatchObject({ workerId: w1 })
    await expect(owner.dispatch.redoSaved({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    await owner.dispatch.undoSaved({})
    expect((await get(b)).workerId).toBeUndefined()
  })

  it('R-07.12: draft mode saves its edits as one change set and one entry', async () => {
    const { a, w1 } = await three()
    const entries = app.entries()
    await save([edit(a, { workerId: w1, slot: span('08:00-09:00') })])
    expect(app.entries()).toBe(entries + 1)
    expect((await owner.dispatch.listChangeSets({ withCount: true })).count).toBe(1)
    await owner.dispatch.undoSaved({})
    expect(await get(a)).toMatchObject({ status: 'undispatched' })
  })

  it('R-07.12: edits of one activity after another are one change of it, checked with those before done', async () => {
    const { a, b, w1, w2 } = await three()
    const entries = app.entries()
    const at8 = span('08:00-09:00')
    await save([
      edit(a, { workerId: w1, slot: at8 }),
      edit(a, { workerId: w2 }),
      // Where A was at first: it is free again.
      edit(b, { workerId: w1, slot: at8 }),
    ])
    expect(app.entries()).toBe(entries + 1)
    expect(await get(a)).toMatchObject({ workerId: w2, version: a.version + 1 })
    expect(await get(b)).toMatchObject({ workerId: w1, version: b.version + 1 })
    const [set] = (await owner.dispatch.listChangeSets({})).items
    expect(set).toMatchObject({ kind: 'edit', edits: [{ activityId: a.id }, { activityId: b.id }] })
    await owner.dispatch.undoSaved({})
    expect((await get(a)).workerId).toBeUndefined()
    expect((await get(b)).workerId).toBeUndefined()
  })

  it('R-07.13: after somebody else it is declined with who, when and what; the others may be taken back', async () => {
    const { a, b, w1, w2 } = await three()
    const edits = [a, b].map((activity, at_) =>
      edit(activity, { workerId: w1, slot: span(at_ === 0 ? '08:00-09:00' : '10:00-11:00') }),
    )
    const [movedA] = await save(edits)
    const other = await app.as('dispatcher')
    app.clock.now += 60_000
    await move(movedA ?? a, w2, '08:00-09:00', other)
    const entries = app.entries()
    await expect(owner.dispatch.undoSaved({})).rejects.toMatchObject({
      code: 'UNDO_CONFLICT',
      data: {
        activities: [
          {
            ...{ activityId: a.id, number: a.number, userName: 'test.dispatcher', at: app.clock.now },
            fields: ['workerId'],
          },
        ],
      },
    })
    expect(app.entries()).toBe(entries)
    expect(await get(b)).toMatchObject({ workerId: w1 })
    await owner.dispatch.undoSaved({ skipConflicting: true })
    expect(await get(a)).toMatchObject({ workerId: w2 })
    expect(await get(b)).toMatchObject({ status: 'undispatched' })
  })

  it('R07-31: a closed activity, and what is older than a day, stay', async () => {
    const { a, w1 } = await three()
    await move(a, w1, '08:00-09:00')
    app.clock.now += 24 * 3_600_000 + 1
    await expect(owner.dispatch.undoSaved({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    app.clock.now -= 2
    branch.set("UPDATE activity SET status = 'closed', closed_outcome = 'done' WHERE id = ?", toBytes(a.id))
    await expect(owner.dispatch.undoSaved({})).rejects.toMatchObject({
      code: 'UNDO_CONFLICT',
      data: { activities: [{ activityId: a.id, isClosed: true }] },
    })
  })

  it('R07-31: a redo is over once something else is saved, and undo goes back fifty acts', async () => {
    const { a, b, w1 } = await three()
    let held = await move(a, w1, '08:00-09:00')
    await owner.dispatch.undoSaved({})
    await move(b, w1, '12:00-13:00')
    await expect(owner.dispatch.redoSaved({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
    held = await get(a)
    for (let step = 0; step < 50; step += 1)
      [held] = (await save([edit(held, { priority: step % 2 === 0 ? 'high' : 'low' })])) as [Activity]
    for (let step = 0; step < 50; step += 1) await owner.dispatch.undoSaved({})
    expect(await get(a)).toMatchObject({ priority: 'normal', status: 'undispatched' })
    await expect(owner.dispatch.undoSaved({})).rejects.toMatchObject({ code: 'NOTHING_TO_UNDO' })
  })
})

describe('the board (3.10, R07-21)', () => {
  const day = { from: at('00:00'), to: at('00:00', '2026-03-11') }

  it('3.10: rows, bars, working time, absences and loads of a range', async () => {
    const t1 = await branch.team('T1')
    const ola = await branch.worker('W01', { team: t1, skills: { ELEV: 3 } })
    branch.absent(ola, '14:00-15:00')
    const visit = await branch.visit(ola, '08:00-09:30', places.lysaker, 'Lysaker')
    await branch.one({ minutes: 60 })
    const board = await owner.dispatch.getBoard(day)
    expect(board.zone).toBe('Europe/Oslo')
    expect(board.teams).toMatchObject([{ id: t1, code: 'T1' }])
    expect(board.workers).toMatchObject([{ id: ola, memberships: [{ teamId: t1 }] }])
    expect(board.calendars[board.workers[0]?.calendar ?? 0]?.working).toEqual([span('08:00-16:00')])
    expect(board.absences).toMatchObject([{ workerId: ola, kind: 'training' }])
    expect(board.activities).toMatchObject([{ id: visit.id, workerId: ola, siteCity: 'Lysaker' }])
    expect(board.loads).toEqual([{ workerId: ola, date, planned: 90, capacity: 420 }])
    expect(board.counts).toEqual({ open: 1, risk: 0, late: 0 })
  })

  it('3.10: filters by team, type of closed ones, priority, skill and text', async () => {
    const [t1, t2] = [await branch.team('T1'), await branch.team('T2')]
    const [ola, kari] = [await branch.worker('W01', { team: t1 }), await branch.worker('W02', { team: t2 })]
    const first = await branch.visit(ola, '08:00-09:00', places.oslo, 'Lysaker')
    const second = await branch.visit(kari, '08:00-09:00', places.oslo, 'Asker')
    const idsOf = async (filter: object) =>
      (await owner.dispatch.getBoard({ ...day, filter })).activities.map(({ id }) => id)
    expect(await idsOf({ teamIds: [t2] })).toEqual([second.id])
    expect(await idsOf({ text: 'lys' })).toEqual([first.id])
    expect(await idsOf({ workerIds: [kari] })).toEqual([second.id])
    expect(await idsOf({ priorities: ['high'] })).toEqual([])
    expect(await idsOf({ ownTeams: true })).toEqual([])
    branch.set(
      'UPDATE activity SET skills = ? WHERE id = ?',
      '[{"skill":"ELEV","level":1}]',
      toBytes(first.id),
    )
    expect(await idsOf({ skill: 'elev' })).toEqual([first.id])
    branch.set(
      "UPDATE activity SET status = 'closed', closed_outcome = 'done' WHERE id = ?",
      toBytes(first.id),
    )
    expect(await idsOf({})).toEqual([second.id])
    expect(await idsOf({ showClosed: true })).toHaveLength(2)
  })

  it('R06-40: a deadline stands on the board until its clock was measured', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.one({ minutes: 60, sla: '08:30' })
    branch.place(visit.id, ola, '08:00-09:00')
    const shown = async () => (await owner.dispatch.getBoard(day)).activities[0]
    expect(await shown()).toMatchObject({ slaDeadline: at('08:30'), conflicts: ['SLA_LATE'] })
    for (const outcome of ['met', 'breached']) {
      branch.set('UPDATE order_sla SET outcome = ?', outcome)
      const bar = await shown()
      expect([bar?.slaDeadline, bar?.warnsAt, bar?.conflicts]).toEqual([undefined, undefined, []])
    }
    expect((await get(visit)).slaDeadline).toBe(at('08:30'))
  })

  it('RANGE_INVALID: an empty range and one above 92 days', async () => {
    const dayMs = 86_400_000
    await owner.dispatch.getBoard({ from: 0, to: 92 * dayMs })
    for (const to of [0, -1, 93 * dayMs])
      await expect(owner.dispatch.getBoard({ from: 0, to })).rejects.toMatchObject({ code: 'RANGE_INVALID' })
  })

  it('R07-21: an absence over planned work puts it in conflict, without a word of anyone', async () => {
    const ola = await branch.worker('W01')
    const visit = await branch.visit(ola, '08:00-09:30', places.lysaker, 'Lysaker')
    expect((await owner.dispatch.listPlanConflicts(day)).items).toEqual([])
    branch.absent(ola, '09:00-12:00')
    const { items } = await owner.dispatch.listPlanConflicts(day)
    expect(items).toMatchObject([
      { activity: { id: visit.id }, conflicts: [{ code: 'ABSENT', minutes: 30 }] },
    ])
    expect((await owner.dispatch.getBoard(day)).activities[0]?.conflicts).toEqual(['ABSENT'])
    branch.set(
      'UPDATE activity SET acknowledged = ? WHERE id = ?',
      JSON.stringify([{ code: 'ABSENT', byId: newId(), at: 1 }]),
      toBytes(visit.id),
    )
    expect((await owner.dispatch.listPlanConflicts(day)).items).toEqual([])
  })

  it('conventions §8: technicians see their own row alone, and a board no more of people than it shows', async () => {
    const [ola, kari] = [await branch.worker('W01', { skills: { ELEV: 3 } }), await branch.worker('W02')]
    const mine = await branch.visit(ola, '08:00-09:00', places.oslo, 'Oslo')
    await branch.visit(kari, '08:00-09:00', places.oslo, 'Oslo')
    branch.absent(ola, '12:00-13:00')
    const login = { login: 'ola', password: 'a long enough password' }
    await owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Ola', roles: ['technician'], workerId: ola },
    })
    const { token } = await app.stranger.session.signIn(login)
    const own = await app.application.clientFor(token).dispatch.getBoard(day)
    expect(own.activities.map(({ id }) => id)).toEqual([mine.id])
    expect(own.workers.map(({ id }) => id)).toEqual([ola])
    const shown = await (await app.as('board')).dispatch.getBoard(day)
    expect(shown.workers.find(({ id }) => id === ola)?.skills).toEqual([])
    expect(shown.absences.map(({ kind }) => kind)).toEqual(['other'])
  })
})
