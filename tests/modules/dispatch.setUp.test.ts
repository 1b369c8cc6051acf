import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations } from '../../electron/db/migrate'
import type { TeamId, WorkerId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

const dispatch = () => app.owner.dispatch
const workerNamed = (displayName: string) => app.owner.people.createWorker({ id: newId(), displayName })
const teamOf = (code: string) => dispatch().createTeam({ id: newId(), code, description: `Team ${code}` })
const skillOf = (code: string) => dispatch().createSkill({ id: newId(), code, description: code })

const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'none',
    (error: unknown) => (error instanceof ORPCError ? String(error.code) : String(error)),
  )

function memberOf(teamId: TeamId, workerId: WorkerId, from: string, to?: string) {
  return dispatch().createMembership({ id: newId(), teamId, workerId, from, to })
}

describe('teams', () => {
  it('R-07.20: a vendor is no owner of a team, an employee is', async () => {
    const { id: ownerId } = await workerNamed('Ola')
    const vendor = await app.owner.customers.createCustomer({ id: newId(), name: 'Parts AS' })
    const fields = { code: 'north', description: 'North' }
    const entries = app.entries()

    const refused = dispatch().createTeam({ id: newId(), ...fields, ownerId: vendor.id })
    await expect(refused).rejects.toMatchObject({ code: 'OWNER_NOT_EMPLOYEE', data: { field: 'ownerId' } })
    expect(app.entries()).toBe(entries)

    const team = await dispatch().createTeam({ id: newId(), ...fields, ownerId })
    expect(team).toMatchObject({ code: 'NORTH', ownerId, ownerName: 'Ola', memberCount: 0, active: true })
    const change = dispatch().updateTeam({
      ...{ teamId: team.id, expectedVersion: team.version, patch: { ownerId: vendor.id } },
    })
    await expect(change).rejects.toMatchObject({ code: 'OWNER_NOT_EMPLOYEE' })
  })

  it('R-07.21: a worker is in one team at a time, and the date says in which', async () => {
    const worker = await workerNamed('Kari')
    const first = await teamOf('T1')
    const second = await teamOf('T2')
    await memberOf(first.id, worker.id, '2026-01-01', '2026-03-31')

    const refused = memberOf(second.id, worker.id, '2026-03-31')
    await expect(refused).rejects.toMatchObject({
      code: 'TEAM_OVERLAP',
      data: { teamCode: 'T1', field: 'from' },
    })
    await memberOf(second.id, worker.id, '2026-04-01')

    const counts = async () => (await dispatch().listTeams({})).items.map(({ memberCount }) => memberCount)
    expect(await counts()).toEqual([1, 0])
    app.clock.now = Date.UTC(2026, 3, 1, 8)
    expect(await counts()).toEqual([0, 1])
    const { items } = await dispatch().listMemberships({ filter: { workerId: [worker.id] } })
    expect(items.map(({ from, teamCode, to }) => [teamCode, from, to])).toEqual([
      ['T2', '2026-04-01', undefined],
      ['T1', '2026-01-01', '2026-03-31'],
    ])
  })

  it('07 §2.1: a membership ends after it begins, is of an active worker, and may be moved', async () => {
    const worker = await workerNamed('Per')
    const { id: teamId } = await teamOf('T1')
    await expect(memberOf(teamId, worker.id, '2026-03-02', '2026-03-01')).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
    const held = await memberOf(teamId, worker.id, '2026-03-02')
    const moved = await dispatch().updateMembership({
      ...{
        membershipId: held.id,
        expectedVersion: held.version,
        patch: { from: '2026-02-01', to: '2026-02-28' },
      },
    })
    expect(moved).toMatchObject({ from: '2026-02-01', to: '2026-02-28', version: 2, workerName: 'Per' })

    await app.owner.people.deactivateWorker({ workerId: worker.id, expectedVersion: worker.version })
    await expect(memberOf(teamId, worker.id, '2026-04-01')).rejects.toMatchObject({ code: 'WORKER_INACTIVE' })
  })

  it('07 §2.1: a team with members is not deleted, nor are its members by it', async () => {
    const worker = await workerNamed('Liv')
    const team = await teamOf('T1')
    const member = await memberOf(team.id, worker.id, '2026-01-01')
    const remove = () => dispatch().deleteTeam({ teamId: team.id, expectedVersion: team.version })

    await expect(remove()).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { membership: 1 } } })
    await dispatch().deleteMembership({ membershipId: member.id, expectedVersion: member.version })
    await expect(remove()).resolves.toEqual({ id: team.id })
  })

  it('conventions §4: codes are in capitals, each once; a place has both coordinates within bounds', async () => {
    await teamOf('T1')
    expect(await codeOf(teamOf('t1'))).toBe('CODE_TAKEN')
    const fields = { description: 'Away', latitude: 59_913_900 }
    expect(await codeOf(dispatch().createTeam({ id: newId(), code: 'A', ...fields }))).toBe(
      'COORDINATES_INVALID',
    )
    const far = { ...fields, longitude: 181_000_000 }
    expect(await codeOf(dispatch().createTeam({ id: newId(), code: 'B', ...far }))).toBe(
      'COORDINATES_INVALID',
    )
  })

  it('conventions §7: dispatchers see the teams of their offices only', async () => {
    const office = await app.owner.people.createOffice({
      id: newId(),
      code: 'BGO',
      name: 'Bergen',
      zone: 'Europe/Oslo',
    })
    const other = await dispatch().createTeam({
      ...{ id: newId(), code: 'B1', description: 'Bergen', officeId: office.id },
    })
    const dispatcher = await app.as('dispatcher')
    const { items: users } = await app.owner.people.listUsers({ filter: { login: 'test.dispatcher' } })
    const { items: offices } = await app.owner.people.listOffices({ filter: { code: 'MAIN' } })
    const [user] = users
    if (!user) throw new Error('the dispatcher was made')
    await app.owner.people.setRoles({
      ...{ userId: user.id, expectedVersion: user.version, roles: ['dispatcher'] },
      officeIds: offices.map(({ id }) => id),
    })

    expect((await dispatcher.dispatch.listTeams({})).items).toEqual([])
    expect(await codeOf(dispatcher.dispatch.getTeam({ teamId: other.id }))).toBe('FORBIDDEN')
    const change = { teamId: other.id, expectedVersion: other.version, patch: { description: 'X' } }
    expect(await codeOf(dispatcher.dispatch.updateTeam(change))).toBe('FORBIDDEN')
  })
})

describe('skills', () => {
  it('07 §2.2: a worker has skills that are set up, each once', async () => {
    const worker = await workerNamed('Ola')
    const ref = { workerId: worker.id, expectedVersion: worker.version }
    const elev = { skill: 'elev', level: 3, validTo: '2026-12-31' }
    expect(await codeOf(dispatch().setWorkerSkills({ ...ref, skills: [elev] }))).toBe('SKILL_UNKNOWN')
    expect(await codeOf(app.owner.people.updateWorker({ ...ref, patch: { skills: [elev] } }))).toBe(
      'SKILL_UNKNOWN',
    )

    await skillOf('Elev')
    expect(
      await codeOf(dispatch().setWorkerSkills({ ...ref, skills: [elev, { ...elev, skill: 'ELEV' }] })),
    ).toBe('INVALID_INPUT')
    const profile = await dispatch().setWorkerSkills({ ...ref, skills: [elev] })
    expect(profile.skills).toEqual([{ ...elev, skill: 'ELEV' }])
  })

  it('R01-05: a skill that a worker or a type names keeps its code and stays', async () => {
    const skill = await skillOf('ELEV')
    const worker = await app.owner.people.createWorker({
      ...{ id: newId(), displayName: 'Ola', skills: [{ skill: 'ELEV', level: 2 }] },
    })
    await dispatch().createActivityType({
      ...{
        id: newId(),
        code: 'inspect',
        description: 'Inspection',
        defaultSkills: [{ skill: 'ELEV', level: 2 }],
      },
    })
    const ref = { skillId: skill.id, expectedVersion: skill.version }
    await expect(dispatch().deleteSkill(ref)).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { worker: 1, activityType: 1 }, dependants: [{ entity: 'worker', id: worker.id }, {}] },
    })
    expect(await codeOf(dispatch().updateSkill({ ...ref, patch: { code: 'LIFT' } }))).toBe('IN_USE')
    const named = await dispatch().updateSkill({ ...ref, patch: { description: 'Elevators' } })
    expect(named).toMatchObject({ code: 'ELEV', description: 'Elevators' })
  })

  it('07 §2.2: a skill out of use is kept by who has it and given to nobody', async () => {
    const skill = await skillOf('ELEV')
    const held = { skill: 'ELEV', level: 2 }
    const worker = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola', skills: [held] })
    await dispatch().deactivateSkill({ skillId: skill.id, expectedVersion: skill.version })

    const ref = { workerId: worker.id, expectedVersion: worker.version }
    const better = await dispatch().setWorkerSkills({ ...ref, skills: [{ ...held, level: 4 }] })
    expect(better.skills).toEqual([{ ...held, level: 4 }])
    const other = app.owner.people.createWorker({ id: newId(), displayName: 'Per', skills: [held] })
    expect(await codeOf(other)).toBe('SKILL_UNKNOWN')
  })

  it('issue 6: skills that workers had before they were set up become skills, in capitals', async () => {
    await skillOf('A')
    const worker = await app.owner.people.createWorker({
      ...{ id: newId(), displayName: 'Ola', skills: [{ skill: 'A', level: 1 }] },
    })
    const old = [
      { skill: 'F-gas', level: 2, validTo: '2026-03-09' },
      { skill: 'f-GAS', level: 1 },
      { skill: 'Bremsenprüfung, groß und schwer', level: 3 },
      { skill: 'Bremsenprüfung, groß und leicht', level: 4 },
    ]
    app.db.prepare('UPDATE worker SET skills = ? WHERE display_name = ?').run(JSON.stringify(old), 'Ola')
    app.db.exec('DELETE FROM skill; DROP INDEX activity_with_skills')
    app.db.exec(migrations.find(({ version }) => version === 260)?.sql ?? '')

    const { skills } = await app.owner.people.getWorker({ workerId: worker.id })
    const { items } = await dispatch().listSkills({})
    expect(items.map(({ code }) => code)).toEqual(['BREMSENPRÜFUNG, GROS', 'BREMSENPRÜFUNG,~2', 'F-GAS'])
    expect(skills).toEqual([
      { skill: 'BREMSENPRÜFUNG, GROS', level: 4 },
      { skill: 'BREMSENPRÜFUNG,~2', level: 3 },
      { skill: 'F-GAS', level: 2, validTo: '2026-03-09' },
    ])
  })
})

describe('activity types', () => {
  it('07 §2.3: has a length, skills that are set up, and a pattern', async () => {
    const fields = { id: newId(), code: 'repair', description: 'Repair' } as const
    const unknown = { ...fields, defaultSkills: [{ skill: 'ELEV', level: 2 }] }
    expect(await codeOf(dispatch().createActivityType({ ...unknown, id: newId() }))).toBe('SKILL_UNKNOWN')
    const type = await dispatch().createActivityType({ ...fields, id: newId() })
    expect(type).toMatchObject({
      ...{ code: 'REPAIR', defaultDuration: 60, splittable: false, pattern: 'plain', defaultSkills: [] },
    })
    expect(await codeOf(dispatch().createActivityType({ ...fields, id: newId() }))).toBe('CODE_TAKEN')
    const ref = { activityTypeId: type.id, expectedVersion: type.version }
    expect(await codeOf(dispatch().updateActivityType({ ...ref, patch: { defaultDuration: 4 } }))).toBe(
      'INVALID_INPUT',
    )
    const changed = await dispatch().updateActivityType({
      ...ref,
      patch: { splittable: true, pattern: 'dots' },
    })
    expect(changed).toMatchObject({ splittable: true, pattern: 'dots', version: 2 })
  })
})

describe('the dispatch profile', () => {
  it('07 §2.2: says where a worker starts, when he works and how much', async () => {
    const worker = await workerNamed('Ola')
    const { items: calendars } = await app.owner.calendars.listCalendars({})
    const [calendar] = calendars
    const ref = { workerId: worker.id, expectedVersion: worker.version }
    const place = { latitude: 59_913_900, longitude: 10_752_200 }
    const profile = await dispatch().setDispatchProfile({
      ...{ ...ref, ...place, maxMinutesPerDay: 420, iCalendar: true, calendarId: calendar?.id },
    })
    expect(profile).toMatchObject({
      ...place,
      maxMinutesPerDay: 420,
      iCalendar: true,
      calendarId: calendar?.id,
    })
    const held = await app.owner.people.getWorker({ workerId: worker.id })
    expect(held).toMatchObject({ ...place, maxMinutesPerDay: 420, iCalendar: true, version: 2 })

    const next = { workerId: worker.id, expectedVersion: 2 }
    expect(await codeOf(dispatch().setDispatchProfile({ ...next, latitude: 91_000_000 }))).toBe(
      'COORDINATES_INVALID',
    )
    const cleared = await dispatch().setDispatchProfile({ ...next, maxMinutesPerDay: null })
    expect(cleared.maxMinutesPerDay).toBeUndefined()
    expect(await codeOf(dispatch().setDispatchProfile({ ...ref, iCalendar: false }))).toBe('CONFLICT')
  })
})
