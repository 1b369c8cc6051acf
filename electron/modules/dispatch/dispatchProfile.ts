import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { assertInOffices } from '../../db/inOffices'
import { dispatchSetUpErrors, type DispatchProfile } from '../../shared/contract/dispatchSetUp'
import { domainError } from '../../shared/contract/domainError'
import type { Worker } from '../../shared/contract/people'
import { isPlaceValid, knownPlace } from '../customers/index'
import { assertSkillsKnown } from './saveSkill'
import type { SetUpDeps, SetUpInput } from './setUp.deps'

type Deps = Pick<SetUpDeps, 'people' | 'skillUse' | 'assertCalendar'>

/** What a worker can do, with levels and how long (07 §2.2). @throws SKILL_UNKNOWN */
export function setWorkerSkills(
  deps: Deps,
  { caller }: Act,
  { workerId, expectedVersion, skills }: SetUpInput<'setWorkerSkills'>,
): Outcome<DispatchProfile> {
  const { workers } = deps.people
  assertInOffices(caller, 'dispatch.setUp', workers.get(workerId).officeId)
  const before = workers.expect(workerId, expectedVersion, { skills })
  assertSkillsKnown(deps, 'skills', skills, before.skills)
  const { record, changes } = workers.update(before, { ...before, skills })
  return outcome(profileOf(record), changes)
}

/** Where a worker starts, when he works, and how much a day (07 §2.2). @throws COORDINATES_INVALID */
export function setDispatchProfile(
  deps: Deps,
  { caller }: Act,
  { workerId, expectedVersion, reason: _reason, ...patch }: SetUpInput<'setDispatchProfile'>,
): Outcome<DispatchProfile> {
  const { workers } = deps.people
  assertInOffices(caller, 'dispatch.setUp', workers.get(workerId).officeId)
  const before = workers.expect(workerId, expectedVersion, patch)
  const after = knownPlace(applyPatch(before, patch))
  if (!isPlaceValid(after))
    throw domainError(dispatchSetUpErrors, 'COORDINATES_INVALID', { fields: ['latitude', 'longitude'] })
  if (after.calendarId !== undefined && after.calendarId !== before.calendarId)
    deps.assertCalendar(after.calendarId)
  const { record, changes } = workers.update(before, after)
  return outcome(profileOf(record), changes)
}

function profileOf(worker: Worker): DispatchProfile {
  const {
    calendarId,
    displayName,
    iCalendar,
    id,
    latitude,
    longitude,
    maxMinutesPerDay,
    number,
    skills,
    version,
  } = worker
  return {
    id,
    version,
    number,
    displayName,
    skills,
    calendarId,
    latitude,
    longitude,
    maxMinutesPerDay,
    iCalendar,
  }
}
