import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAbsenceValid, mergedTimes, wholeDays } from '../../electron/modules/dispatch/absenceTimes'
import { toBytes } from '../../electron/db/ids'
import { verifyChain } from '../../electron/db/changeLog'
import type { Activity } from '../../electron/shared/contract/dispatch'
import type { AbsenceDecision } from '../../electron/shared/contract/dispatchAbsences'
import type { Client } from '../../electron/shared/contract/index'
import type { WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { at } from '../support/dispatchAgendas'
import { dispatchBranch, type DispatchBranch } from '../support/dispatchBranch'
import { places } from '../support/dispatchPlaces'

const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'none',
    (error: unknown) => (error instanceof ORPCError ? String(error.code) : String(error)),
  )

describe('times of absences', () => {
  const hour = 3_600_000
  const day = 24 * hour

  it('07 §2.2: whole days begin and end at midnight of the worker, on clock change days too', () => {
    // Sunday 29 March 2026 has 23 hours in Oslo.
    const sunday = wholeDays('Europe/Oslo', {
      from: Date.UTC(2026, 2, 29, 10),
      to: Date.UTC(2026, 2, 29, 11),
    })
    expect(sunday).toEqual({ from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) })
    const untilMidnight = wholeDays('Europe/Oslo', { from: sunday.from, to: sunday.to })
    expect(untilMidnight).toEqual(sunday)
  })

  it('07 §2.2: an absence has a length, of 366 days by the clock at most', () => {
    const from = Date.UTC(2026, 0, 1)
    expect(isAbsenceValid('Europe/Oslo', { from, to: from })).toBe(false)
    expect(isAbsenceValid('Europe/Oslo', { from, to: from + 366 * day })).toBe(true)
    expect(isAbsenceValid('Europe/Oslo', { from, to: from + 366 * day + 60_000 })).toBe(false)
  })

  it('07 §2.2: overlapping and touching absences count once', () => {
    const [a, b, c] = [0, 4, 10].map((start) => ({ from: start * hour, to: (start + 5) * hour }))
    expect(mergedTimes([c, a, b].flatMap((time) => time ?? []))).toEqual([
      { from: 0, to: 9 * hour },
      { from: 10 * hour, to: 15 * hour },
    ])
  })
})

let app: TestApp
let branch: DispatchBranch
let owner: Client
let ola: WorkerId
let kari: WorkerId
let first: Activity
let second: Activity

beforeEach(async () => {
  app = setUp({ now: at('07:00') })
  branch = await dispatchBranch(app)
  ;({ owner } = app)
  ola = await branch.worker('W01', { base: places.oslo })
  kari = await branch.worker('W02', { base: places.oslo })
  first = await visit(ola, '09:00-10:00')
  second = await visit(ola, '13:00-14:00')
})
afterEach(() => {
  expect(verifyChain(app.db).ok).toBe(true)
  app.close()
})

const visit = async (workerId: WorkerId, times: string) =>
  get(await branch.visit(workerId, times, places.oslo, 'Oslo'))
const get = ({ id }: Pick<Activity, 'id'>) => owner.dispatch.getActivity({ activityId: id })
const sick = (fields: object = {}) => ({
  ...{
    id: newId<never>(),
    workerId: ola,
    from: at('08:00'),
    to: at('16:00'),
    kind: 'sick' as const,
    ...fields,
  },
})
const decide = (
  { id, version }: Activity,
  act: AbsenceDecision['act'],
  more: object = {},
): AbsenceDecision => ({
  ...{ activityId: id, expectedVersion: version, act, ...more },
})

describe('an absence that hits visits (07 §3.9)', () => {
  it('R-07.23: without decisions for both visits it is not stored', async () => {
    const entries = app.entries()
    for (const decisions of [undefined, [decide(first, 'keep')]])
      await expect(owner.dispatch.createAbsence({ ...sick(), decisions })).rejects.toMatchObject({
        code: 'DECISION_REQUIRED',
        data: {
          activities: [
            {
              activityId: first.id,
              number: first.number,
              orderNumber: first.orderNumber,
              start: at('09:00'),
            },
            { activityId: second.id, end: at('14:00'), customerName: 'Løkke Verksted', locked: false },
          ],
        },
      })
    expect((await owner.dispatch.listAbsences({})).items).toEqual([])
    expect(app.entries()).toBe(entries)
    expect(await get(first)).toEqual(first)
  })

  it('conventions §7: only visits of the own offices are named and decided; the others stand in conflict', async () => {
    const { id: officeId } = await owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const login = { login: 'dag', password: 'a long enough password' }
    await owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Dag', roles: ['dispatcher'], officeIds: [first.officeId] },
    })
    const { token } = await app.stranger.session.signIn(login)
    const dag = app.application.clientFor(token)
    branch.set('UPDATE activity SET office_id = ? WHERE id = ?', toBytes(officeId), toBytes(second.id))
    await expect(dag.dispatch.createAbsence(sick())).rejects.toMatchObject({
      code: 'DECISION_REQUIRED',
      data: { activities: [{ activityId: first.id }] },
    })
    const stray = [decide(first, 'keep'), decide(second, 'unassign')]
    await expect(dag.dispatch.createAbsence({ ...sick(), decisions: stray })).rejects.toMatchObject({
      code: 'ABSENCE_INVALID',
    })
    await dag.dispatch.createAbsence({ ...sick(), decisions: [decide(first, 'unassign')] })
    const { items } = await owner.dispatch.listPlanConflicts({ from: at('00:00'), to: at('24:00') })
    expect(items).toMatchObject([{ activity: { id: second.id }, conflicts: [{ code: 'ABSENT' }] }])
  })

  it('07 §3.9: keep, unassign and reassign are done with it, as one entry and one change set', async () => {
    const third = await visit(ola, '15:00-16:00')
    const entries = app.entries()
    const absence = await owner.dispatch.createAbsence({
      ...sick(),
      decisions: [
        decide(first, 'keep'),
        decide(second, 'unassign'),
        decide(third, 'reassign', { workerId: kari, start: at('10:00') }),
      ],
    })

    expect(absence).toMatchObject({ workerName: 'Name W01', kind: 'sick', version: 1 })
    expect(app.entries()).toBe(entries + 1)
    expect(await get(first)).toMatchObject({ workerId: ola, status: 'dispatched' })
    const unassigned = await get(second)
    expect(unassigned).toMatchObject({ status: 'undispatched' })
    expect(unassigned.workerId).toBeUndefined()
    expect(await get(third)).toMatchObject({ workerId: kari, start: at('10:00'), end: at('11:00') })
    const [set] = (await owner.dispatch.listChangeSets({})).items
    expect(set?.edits.map(({ activityId }) => activityId).sort()).toEqual([second.id, third.id].sort())
  })

  it('conventions §6: undone as a whole, the visits are where they were', async () => {
    const absence = await owner.dispatch.createAbsence({
      ...sick(),
      decisions: [
        decide(first, 'unassign'),
        decide(second, 'reassign', { workerId: kari, start: at('13:00') }),
      ],
    })
    const [entry] = (await owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('the absence has an entry')
    await owner.history.undoEntry({ entryId: entry.id })

    expect(await codeOf(owner.dispatch.getAbsence({ absenceId: absence.id }))).toBe('NOT_FOUND')
    expect(await get(first)).toMatchObject({ workerId: ola, start: first.start, status: 'dispatched' })
    expect(await get(second)).toMatchObject({ workerId: ola, start: second.start, status: 'dispatched' })
    expect((await owner.dispatch.listChangeSets({})).items).toEqual([])
  })

  it('R07-20: another place with a warning has to be confirmed; nothing is stored before', async () => {
    await visit(kari, '09:30-10:30')
    const given = sick({ to: at('12:00') })
    const there = { workerId: kari, start: at('09:00') }
    const entries = app.entries()

    await expect(
      owner.dispatch.createAbsence({ ...given, decisions: [decide(first, 'reassign', there)] }),
    ).rejects.toMatchObject({
      code: 'CONFIRM_REQUIRED',
      data: { conflicts: [{ code: 'OVERLAP', ids: [first.id] }] },
    })
    expect(app.entries()).toBe(entries)
    expect((await owner.dispatch.listAbsences({})).items).toEqual([])

    const confirmed = decide(first, 'reassign', { ...there, confirmed: ['OVERLAP'] })
    await owner.dispatch.createAbsence({ ...given, decisions: [confirmed] })
    expect(await get(first)).toMatchObject({ workerId: kari, acknowledged: [{ code: 'OVERLAP' }] })
  })

  it('R-07.08: a visit moved within the day of its own worker must not lie in the absence', async () => {
    const given = sick({ from: at('12:00') })
    const later = decide(second, 'reassign', { workerId: ola, start: at('12:30') })
    await expect(owner.dispatch.createAbsence({ ...given, decisions: [later] })).rejects.toMatchObject({
      code: 'CONFIRM_REQUIRED',
      data: { conflicts: [{ code: 'ABSENT' }] },
    })
  })

  it('07 §3.5: a locked visit of somebody else is not taken away; stale and stray decisions are refused', async () => {
    const dispatcher = await app.as('dispatcher')
    const locked = await owner.dispatch.lockActivity({ activityId: first.id, expectedVersion: first.version })
    const given = sick({ to: at('12:00') })
    expect(
      await codeOf(dispatcher.dispatch.createAbsence({ ...given, decisions: [decide(locked, 'unassign')] })),
    ).toBe('LOCKED')
    expect(await codeOf(owner.dispatch.createAbsence({ ...given, decisions: [decide(first, 'keep')] }))).toBe(
      'CONFLICT',
    )
    const stray = [decide(locked, 'keep'), decide(second, 'keep')]
    await expect(owner.dispatch.createAbsence({ ...given, decisions: stray })).rejects.toMatchObject({
      code: 'ABSENCE_INVALID',
      data: { field: 'decisions', ids: [second.id] },
    })
    expect(
      await codeOf(owner.dispatch.createAbsence({ ...given, decisions: [decide(locked, 'reassign')] })),
    ).toBe('ABSENCE_INVALID')
    expect((await owner.dispatch.listAbsences({})).items).toEqual([])
  })

  it('07 §3.9: a change asks for what is hit now and was not before', async () => {
    const morning = sick({ to: at('12:00') })
    const held = await owner.dispatch.createAbsence({ ...morning, decisions: [decide(first, 'keep')] })
    const ref = { absenceId: held.id, expectedVersion: held.version }

    await expect(owner.dispatch.updateAbsence({ ...ref, patch: { to: at('16:00') } })).rejects.toMatchObject({
      code: 'DECISION_REQUIRED',
      data: { activities: [{ activityId: second.id }] },
    })
    const noted = await owner.dispatch.updateAbsence({ ...ref, patch: { note: 'Fever' } })
    expect(noted).toMatchObject({ note: 'Fever', version: 2 })
    const longer = await owner.dispatch.updateAbsence({
      ...{ absenceId: held.id, expectedVersion: 2, patch: { to: at('16:00') } },
      decisions: [decide(second, 'unassign')],
    })
    expect(longer).toMatchObject({ to: at('16:00'), version: 3 })
    expect(await get(second)).toMatchObject({ status: 'undispatched' })
  })

  it('07 §2.2: whole days reach over the day of the worker', async () => {
    const given = sick({ workerId: kari, from: at('10:00'), to: at('11:00'), allDay: true })
    const absence = await owner.dispatch.createAbsence(given)
    expect([absence.from, absence.to]).toEqual([at('00:00'), at('24:00')])
    expect(await owner.dispatch.createAbsence(given)).toEqual(absence)
    const wrong = { ...sick({ workerId: kari }), to: at('08:00') }
    expect(await codeOf(owner.dispatch.createAbsence(wrong))).toBe('ABSENCE_INVALID')
  })
})

describe('whose absences', () => {
  async function technician(workerId: WorkerId): Promise<Client> {
    const password = 'a long enough password'
    const user = { login: 'tech', displayName: 'Tech', roles: ['technician' as const], password, workerId }
    await owner.people.createUser({ id: newId(), ...user })
    const { token } = await app.stranger.session.signIn({ login: 'tech', password })
    return app.application.clientFor(token)
  }

  it('07 §4: a technician asks for the own absence, may keep visits in it, and sees no other', async () => {
    const client = await technician(ola)
    const other = await owner.dispatch.createAbsence(sick({ workerId: kari, note: 'Knee' }))
    expect(await codeOf(client.dispatch.createAbsence(sick({ workerId: kari })))).toBe('FORBIDDEN')
    expect(await codeOf(client.dispatch.getAbsence({ absenceId: other.id }))).toBe('FORBIDDEN')
    const ref = { absenceId: other.id, expectedVersion: other.version }
    expect(await codeOf(client.dispatch.deleteAbsence(ref))).toBe('FORBIDDEN')
    const moving = [decide(first, 'unassign'), decide(second, 'unassign')]
    expect(await codeOf(client.dispatch.createAbsence({ ...sick(), decisions: moving }))).toBe('FORBIDDEN')

    const keeping = [decide(first, 'keep'), decide(second, 'keep')]
    const own = await client.dispatch.createAbsence({ ...sick({ note: 'Flu' }), decisions: keeping })
    expect((await client.dispatch.listAbsences({})).items).toEqual([own])
    const { items } = await owner.dispatch.listPlanConflicts({ from: at('00:00'), to: at('24:00') })
    expect(items.map(({ activity }) => activity.id)).toEqual([first.id, second.id])
    await client.dispatch.deleteAbsence({ absenceId: own.id, expectedVersion: own.version })
  })

  it('07 §2.2: the note is for who plans and for the worker', async () => {
    await owner.dispatch.createAbsence(sick({ workerId: kari, note: 'Knee' }))
    const office = await app.as('backOffice')
    const [seen] = (await office.dispatch.listAbsences({})).items
    expect(seen).toMatchObject({ kind: 'sick', workerName: 'Name W02' })
    expect(seen?.note).toBeUndefined()
    expect((await office.dispatch.listAbsences({ text: 'Knee' })).items).toEqual([])
  })
})
