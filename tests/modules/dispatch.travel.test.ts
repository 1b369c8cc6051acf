import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import type { Activity } from '../../electron/shared/contract/dispatch'
import type { Client } from '../../electron/shared/contract/index'
import type { WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { at, span } from '../support/dispatchAgendas'
import { dispatchBranch, type DispatchBranch } from '../support/dispatchBranch'
import { places } from '../support/dispatchPlaces'

let app: TestApp
let branch: DispatchBranch
let owner: Client
let ola: WorkerId
beforeEach(async () => {
  app = setUp({ now: at('07:00') })
  branch = await dispatchBranch(app)
  ;({ owner } = app)
  ola = await branch.worker('W01', { base: places.oslo })
})
afterEach(() => app.close())

const day = { from: at('00:00'), to: at('24:00') }
const travelOf = async ({ id }: Activity, client = owner, filter = {}) => {
  const { activities } = await client.dispatch.getBoard({ ...day, filter })
  const bar = activities.find((one) => one.id === id)
  return bar && [bar.travelMinutes, bar.isTravelAssumed]
}
const wayTo = async ({ id }: Activity, client = owner) => client.dispatch.getTravel({ activityId: id })

describe('the way to the activities of a board (R07-11, R07-12)', () => {
  it('07 B1: from the base to the first, then from each to the next of the day', async () => {
    const first = await branch.visit(ola, '08:00-09:00', places.lillestrom, 'Lillestrøm')
    const second = await branch.visit(ola, '10:00-11:00', places.drammen, 'Drammen')
    const third = await branch.visit(ola, '12:00-13:00', places.sandvika, 'Sandvika')
    expect(await travelOf(first)).toEqual([27, undefined])
    expect(await travelOf(second)).toEqual([83, undefined])
    expect(await travelOf(third)).toEqual([38, undefined])
    expect(await wayTo(third)).toEqual({
      travel: {
        ...{ minutes: 38, isAssumed: false, kilometres: 24.264, isFromBase: false, freeMinutes: 60 },
        from: { activityId: second.id, orderNumber: second.orderNumber, place: 'Drammen' },
      },
      ...{ detour: 130, speed: 50 },
    })
    expect((await wayTo(first)).travel).toEqual({
      ...{ minutes: 27, isAssumed: false, kilometres: 17.259, isFromBase: true },
    })
  })

  it('R-07.03: none at the same site; 30 where a position is unknown, and said to be assumed', async () => {
    const first = await branch.visit(ola, '08:00-09:00', places.asker, 'Asker')
    const same = await branch.visit(ola, '09:00-10:00', places.asker, 'Asker')
    const unknown = await branch.one({ minutes: 60 })
    branch.place(unknown.id, ola, '11:00-12:00')
    expect(await travelOf(first)).toEqual([expect.any(Number), undefined])
    expect(await travelOf(same)).toEqual([0, undefined])
    expect(await travelOf(unknown)).toEqual([30, true])
    expect((await wayTo(unknown)).travel).toMatchObject({ minutes: 30, isAssumed: true, freeMinutes: 60 })
  })

  it('R07-11: what a filter hides, or is done, is come from all the same; into what overlaps nobody travels', async () => {
    const done = await branch.visit(ola, '08:00-09:00', places.lysaker, 'Lysaker')
    const next = await branch.visit(ola, '10:00-11:00', places.sandvika, 'Sandvika')
    branch.set(
      "UPDATE activity SET status = 'closed', closed_outcome = 'done' WHERE id = ?",
      toBytes(done.id),
    )
    expect(await travelOf(next, owner, { text: 'Sandvika' })).toEqual([11, undefined])
    expect((await wayTo(next)).travel?.from?.activityId).toBe(done.id)
    expect((await wayTo(done)).travel).toBeUndefined()

    const kari = await branch.worker('W02', { base: places.oslo })
    await branch.visit(kari, '08:00-12:00', places.lysaker, 'Lysaker')
    const within = await branch.visit(kari, '09:00-10:00', places.asker, 'Asker')
    expect(await travelOf(within)).toEqual([undefined, undefined])
  })

  it('07 §2.1: the day begins at the base of the team that the worker is in then', async () => {
    const [east, west] = [await branch.team('EAST'), await branch.team('WEST')]
    const kari = await branch.worker('W02')
    const set = 'UPDATE dispatch_team SET latitude = ?, longitude = ? WHERE id = ?'
    branch.set(set, places.lillestrom.latitude, places.lillestrom.longitude, toBytes(east))
    branch.set(set, places.drammen.latitude, places.drammen.longitude, toBytes(west))
    const member = { workerId: kari, id: newId<never>() }
    await owner.dispatch.createMembership({ ...member, teamId: east, from: '2026-01-01', to: '2026-03-09' })
    await owner.dispatch.createMembership({ ...member, id: newId(), teamId: west, from: '2026-03-10' })
    const visit = await branch.visit(kari, '08:00-09:00', places.sandvika, 'Sandvika')
    expect(await travelOf(visit)).toEqual([38, undefined])
    await owner.settings.setSetting({ key: 'commuteCounts', scope: 'company', value: true })
    const { checks } = await owner.dispatch.checkEdits({
      edits: [
        {
          activityId: visit.id,
          expectedVersion: visit.version + 1,
          slot: span('08:37-09:37'),
          confirmed: [],
        },
      ],
    })
    expect(checks[0]?.conflicts).toMatchObject([{ code: 'TRAVEL', minutes: 37, neededMinutes: 38 }])
  })

  it('R07-20: a check tells the way to the place that is aimed at', async () => {
    const first = await branch.visit(ola, '08:00-09:00', places.lysaker, 'Lysaker')
    const { checks } = await owner.dispatch.checkEdits({
      edits: [await aimed(places.sandvika, '09:15-10:15')],
    })
    expect(checks[0]).toMatchObject({
      conflicts: [],
      travel: { minutes: 11, freeMinutes: 15, from: { activityId: first.id } },
    })
  })

  it('conventions §8: a board is told no ways, a technician those of his own activities', async () => {
    const visit = await branch.visit(ola, '08:00-09:00', places.lysaker, 'Lysaker')
    const board = await app.as('board')
    expect(await travelOf(visit, board)).toEqual([undefined, undefined])
    expect((await wayTo(visit, board)).travel).toBeUndefined()
    const kari = await branch.worker('W02')
    const login = { login: 'kari', password: 'a long enough password' }
    await owner.people.createUser({
      ...{ ...login, id: newId(), displayName: 'Kari', roles: ['technician'], workerId: kari },
    })
    const { token } = await app.stranger.session.signIn(login)
    await expect(wayTo(visit, app.application.clientFor(token))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  async function aimed(place: (typeof places)['oslo'], times: string) {
    const { id, version } = await branch.one({ minutes: 60, place, earliest: '08:00' })
    return { activityId: id, expectedVersion: version, workerId: ola, slot: span(times), confirmed: [] }
  }
})
