import type { Act, Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { inOffices } from '../../db/inOffices'
import { deleteRecord } from '../../db/recordActs'
import { notFound } from '../../db/version'
import { dispatchSetUpErrors, type Membership } from '../../shared/contract/dispatchSetUp'
import { domainError } from '../../shared/contract/domainError'
import type { MembershipId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import { teamFor } from './saveTeam'
import type { SetUpDeps, SetUpInput } from './setUp.deps'
import type { StoredMembership } from './setUp.repository'

type Deps = Pick<SetUpDeps, 'setUp' | 'people'>

/** The memberships of the teams of the caller's offices. */
export function listMemberships(
  { setUp }: Pick<Deps, 'setUp'>,
  caller: Caller,
  request: ListRequest,
): Page<Membership> {
  return setUp.membershipList.page(request, inOffices('m.office_id', caller))
}

/** Throws NOT_FOUND, and FORBIDDEN for a team of another office. */
export function getMembership(
  { setUp }: Pick<Deps, 'setUp'>,
  caller: Caller,
  membershipId: MembershipId,
): Membership {
  teamFor({ setUp }, caller, 'dispatch.read', setUp.memberships.get(membershipId).teamId)
  return membershipView({ setUp }, membershipId)
}

/** @throws CHOICE_INACTIVE, PERIOD_INVALID, WORKER_INACTIVE, TEAM_OVERLAP (07 §2.1) */
export function createMembership(
  deps: Deps,
  { caller }: Act,
  { reason: _reason, ...fields }: SetUpInput<'createMembership'>,
): Outcome<Membership> {
  const { memberships } = deps.setUp
  teamFor(deps, caller, 'dispatch.setUp', fields.teamId)
  if (memberships.replayed(fields.id, fields)) return unchanged(membershipView(deps, fields.id))
  const membership: StoredMembership = { ...fields, version: 1 }
  assertMembership(deps, membership, undefined)
  const change = memberships.insert(membership)
  return { result: membershipView(deps, membership.id), changes: [change] }
}

/** @throws CHOICE_INACTIVE, PERIOD_INVALID, WORKER_INACTIVE, TEAM_OVERLAP (07 §2.1) */
export function updateMembership(
  deps: Deps,
  { caller }: Act,
  { membershipId, expectedVersion, patch }: SetUpInput<'updateMembership'>,
): Outcome<Membership> {
  const { before, after } = deps.setUp.memberships.patched(membershipId, expectedVersion, patch)
  teamFor(deps, caller, 'dispatch.setUp', before.teamId)
  teamFor(deps, caller, 'dispatch.setUp', after.teamId)
  assertMembership(deps, after, before)
  const { changes } = deps.setUp.memberships.update(before, after)
  return outcome(membershipView(deps, membershipId), changes)
}

/** Takes a worker out of a team as if never in it; to end a membership its last day is set. */
export function deleteMembership(
  deps: Deps,
  { caller }: Act,
  { membershipId, expectedVersion }: SetUpInput<'deleteMembership'>,
): Outcome<{ id: MembershipId }> {
  const { memberships } = deps.setUp
  teamFor(deps, caller, 'dispatch.setUp', memberships.get(membershipId).teamId)
  return deleteRecord(memberships, membershipId, expectedVersion)
}

function membershipView({ setUp }: Pick<Deps, 'setUp'>, membershipId: string): Membership {
  const membership = setUp.membershipList.find(membershipId)
  if (!membership) throw notFound('membership', membershipId)
  return membership
}

function assertMembership(
  { people, setUp }: Deps,
  membership: StoredMembership,
  before: StoredMembership | undefined,
): void {
  const { from, id, teamId, to, workerId } = membership
  if (teamId !== before?.teamId && !setUp.teams.get(teamId).active)
    throw domainError(dispatchSetUpErrors, 'CHOICE_INACTIVE', { field: 'teamId', ids: [teamId] })
  if (to !== undefined && to < from) throw domainError(dispatchSetUpErrors, 'PERIOD_INVALID', { field: 'to' })
  const worker = people.workers.get(workerId)
  if (!worker.active && workerId !== before?.workerId)
    throw domainError(dispatchSetUpErrors, 'WORKER_INACTIVE', { field: 'workerId', ids: [workerId] })
  const other = setUp.memberships
    .where('workerId', workerId)
    .find((held) => held.id !== id && isMet(held, membership))
  if (!other) return
  throw domainError(dispatchSetUpErrors, 'TEAM_OVERLAP', {
    ...{ field: 'from', ids: [other.id] },
    ...{ teamCode: setUp.teams.get(other.teamId).code, from: other.from, to: other.to },
  })
}

type Period = Pick<StoredMembership, 'from' | 'to'>
/** Both dates belong to a membership. */
function isMet(a: Period, b: Period): boolean {
  return (b.to === undefined || a.from <= b.to) && (a.to === undefined || b.from <= a.to)
}
