import type { Act, Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { assertInOffices, inOffices } from '../../db/inOffices'
import { deleteRecord, setActive } from '../../db/recordActs'
import { notFound } from '../../db/version'
import type { Team } from '../../shared/contract/dispatchSetUp'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import { type TeamId, WorkerId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { Permission } from '../../shared/contract/permission'
import { localDate } from '../calendars/index'
import { isPlaceValid, knownPlace } from '../customers/index'
import type { SetUpDeps, SetUpInput } from './setUp.deps'
import { membersOn, type StoredTeam } from './setUp.repository'

type Deps = Pick<SetUpDeps, 'setUp' | 'people'>
type Now = Pick<Act, 'at' | 'caller'>

/** The teams of the caller's offices, with their members of today. */
export function listTeams(deps: Deps, { at, caller }: Now, request: ListRequest): Page<Team> {
  return deps.setUp.teamList.page(request, inOffices('t.office_id', caller), today(deps, at, caller))
}

/** Throws NOT_FOUND, and FORBIDDEN for a team of another office. */
export function getTeam(deps: Deps, now: Now, teamId: TeamId): Team {
  teamFor(deps, now.caller, 'dispatch.read', teamId)
  return teamView(deps, now, teamId)
}

/** @throws CODE_TAKEN, COORDINATES_INVALID, OWNER_NOT_EMPLOYEE, WORKER_INACTIVE */
export function createTeam(
  deps: Deps,
  act: Act,
  { reason: _reason, ...input }: SetUpInput<'createTeam'>,
): Outcome<Team> {
  const { teams } = deps.setUp
  const given = knownPlace(input)
  const officeId = given.officeId ?? act.caller.officeId
  deps.people.offices.get(officeId)
  assertInOffices(act.caller, 'dispatch.setUp', officeId)
  if (teams.replayed(given.id, given)) return unchanged(teamView(deps, act, given.id))
  const team: StoredTeam = {
    ...{ ...given, officeId, version: 1, active: true },
    ...{ ownerId: given.ownerId === undefined ? undefined : WorkerId.parse(given.ownerId) },
  }
  assertTeam(deps, team, undefined)
  const change = teams.insert(team)
  return { result: teamView(deps, act, team.id), changes: [change] }
}

/** @throws CODE_TAKEN, COORDINATES_INVALID, OWNER_NOT_EMPLOYEE, WORKER_INACTIVE */
export function updateTeam(
  deps: Deps,
  act: Act,
  { teamId, expectedVersion, patch }: SetUpInput<'updateTeam'>,
): Outcome<Team> {
  teamFor(deps, act.caller, 'dispatch.setUp', teamId)
  const { before, after } = deps.setUp.teams.patched(teamId, expectedVersion, patch)
  // A team keeps an office: clearing it keeps the one there is.
  const next = knownPlace({ ...after, officeId: patch.officeId ?? before.officeId })
  deps.people.offices.get(next.officeId)
  assertInOffices(act.caller, 'dispatch.setUp', next.officeId)
  assertTeam(deps, next, before)
  const { changes } = deps.setUp.teams.update(before, next)
  return outcome(teamView(deps, act, teamId), changes)
}

/** Throws IN_USE for a team that has or had members, or has activities (07 §2.1). */
export function deleteTeam(
  deps: Deps,
  { caller }: Act,
  { teamId, expectedVersion }: SetUpInput<'deleteTeam'>,
): Outcome<{ id: TeamId }> {
  teamFor(deps, caller, 'dispatch.setUp', teamId)
  return deleteRecord(deps.setUp.teams, teamId, expectedVersion)
}

/** An inactive team is not chosen for new work. */
export function setTeamActive(
  deps: Deps,
  act: Act,
  { teamId, expectedVersion }: SetUpInput<'deactivateTeam'>,
  active: boolean,
): Outcome<Team> {
  teamFor(deps, act.caller, 'dispatch.setUp', teamId)
  return setActive(deps.setUp.teams, teamId, expectedVersion, active, () => teamView(deps, act, teamId))
}

/** A team of the caller's offices; throws NOT_FOUND and FORBIDDEN (conventions §8). */
export function teamFor(
  { setUp }: Pick<Deps, 'setUp'>,
  caller: Caller,
  permission: Permission,
  teamId: string,
): StoredTeam {
  const team = setUp.teams.get(teamId)
  assertInOffices(caller, permission, team.officeId)
  return team
}

function teamView(deps: Deps, { at, caller }: Now, teamId: string): Team {
  const team = deps.setUp.teamList.find(teamId, today(deps, at, caller))
  if (!team) throw notFound('team', teamId)
  return team
}

function today({ people }: Pick<Deps, 'people'>, at: number, { officeId }: Caller) {
  return membersOn(localDate(people.offices.get(officeId).zone, at))
}

function assertTeam({ people, setUp }: Deps, team: StoredTeam, before: StoredTeam | undefined): void {
  const failures: Failure[] = []
  if (setUp.teams.isTaken('code', team.code, team.id)) failures.push({ code: 'CODE_TAKEN', field: 'code' })
  if (!isPlaceValid(team)) failures.push({ code: 'COORDINATES_INVALID', field: 'latitude' })
  if (team.ownerId !== undefined && team.ownerId !== before?.ownerId) {
    const owner = people.workers.find(team.ownerId)
    // An id that no worker has may be anybody's, a vendor's too.
    if (!owner) failures.push({ code: 'OWNER_NOT_EMPLOYEE', field: 'ownerId', ids: [team.ownerId] })
    else if (!owner.active) failures.push({ code: 'WORKER_INACTIVE', field: 'ownerId', ids: [owner.id] })
  }
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}
