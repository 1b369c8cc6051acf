import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { dispatchSetUpErrors, type ActivityType, type Skill } from '../../shared/contract/dispatchSetUp'
import { domainError } from '../../shared/contract/domainError'
import type { SkillId } from '../../shared/contract/id'
import type { SetUpDeps, SetUpInput } from './setUp.deps'

type Deps = Pick<SetUpDeps, 'setUp' | 'skillUse'>

/** @throws CODE_TAKEN */
export function createSkill(
  { setUp: { skills } }: Deps,
  { reason: _reason, ...fields }: SetUpInput<'createSkill'>,
): Outcome<Skill> {
  const replayed = skills.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  const skill: Skill = { ...fields, version: 1, active: true }
  assertCodeFree(skills, skill)
  return { result: skill, changes: [skills.insert(skill)] }
}

/** A skill that somebody has or needs keeps its code, by which they name it. @throws CODE_TAKEN, IN_USE */
export function updateSkill(
  { setUp: { skills }, skillUse }: Deps,
  { skillId, expectedVersion, patch }: SetUpInput<'updateSkill'>,
): Outcome<Skill> {
  const { before, after } = skills.patched(skillId, expectedVersion, patch)
  if (after.code !== before.code) {
    assertCodeFree(skills, after)
    skillUse.assertUnused(before)
  }
  const { record, changes } = skills.update(before, after)
  return outcome(record, changes)
}

/** @throws IN_USE for a skill that workers, activity types or activities name */
export function deleteSkill(
  { setUp: { skills }, skillUse }: Deps,
  { skillId, expectedVersion }: SetUpInput<'deleteSkill'>,
): Outcome<{ id: SkillId }> {
  const skill = skills.expect(skillId, expectedVersion)
  skillUse.assertUnused(skill)
  return { result: { id: skillId }, changes: [skills.remove(skill)] }
}

/** @throws CODE_TAKEN, SKILL_UNKNOWN */
export function createActivityType(
  deps: Deps,
  { reason: _reason, ...fields }: SetUpInput<'createActivityType'>,
): Outcome<ActivityType> {
  const { types } = deps.setUp
  const replayed = types.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  const type: ActivityType = { ...fields, version: 1, active: true }
  assertCodeFree(types, type)
  assertSkillsKnown(deps, 'defaultSkills', type.defaultSkills, [])
  return { result: type, changes: [types.insert(type)] }
}

/** @throws CODE_TAKEN, SKILL_UNKNOWN */
export function updateActivityType(
  deps: Deps,
  { activityTypeId, expectedVersion, patch }: SetUpInput<'updateActivityType'>,
): Outcome<ActivityType> {
  const { types } = deps.setUp
  const { before, after } = types.patched(activityTypeId, expectedVersion, patch)
  assertCodeFree(types, after)
  assertSkillsKnown(deps, 'defaultSkills', after.defaultSkills, before.defaultSkills)
  const { record, changes } = types.update(before, after)
  return outcome(record, changes)
}

type Named = readonly { readonly skill: string }[]

/**
 * Skills are set up before anybody has or needs them: one typed wrongly would be missing in every plan. What a record
 * has already stays, also when the skill is out of use by now. @throws SKILL_UNKNOWN
 */
export function assertSkillsKnown(
  { skillUse }: Pick<SetUpDeps, 'skillUse'>,
  field: string,
  skills: Named,
  held: Named,
): void {
  const added = skills.map(({ skill }) => skill).filter((code) => !held.some(({ skill }) => skill === code))
  const unknown = skillUse.unknown(added)
  if (unknown.length > 0)
    throw domainError(dispatchSetUpErrors, 'SKILL_UNKNOWN', { field, skill: unknown[0], skills: unknown })
}

interface Coded {
  readonly id: string
  readonly code: string
}
function assertCodeFree(
  records: { isTaken(field: 'code', value: unknown, exceptId?: string): boolean },
  { code, id }: Coded,
): void {
  if (records.isTaken('code', code, id))
    throw domainError(dispatchSetUpErrors, 'CODE_TAKEN', { field: 'code' })
}
