import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { outcome, unchanged } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { dispatchErrors, type Activity } from '../../shared/contract/dispatch'
import type { ActivityType, SkillNeed } from '../../shared/contract/dispatchSetUp'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { ActivityId, CrewId } from '../../shared/contract/id'
import type { StoredLine, StoredOrder } from '../orders/index'
import { assertReachesActivity } from './access'
import type { ActivityDeps, ActivityInput } from './activity.deps'
import { activitiesOf } from './activityView'
import type { StoredActivity } from './activities.repository'
import { durationOf, estimateOf, isDuration } from './activity.rules'
import { insertActivity, newActivity, type NewActivity } from './orderActivities'

type Input = ActivityInput<'createActivity'>
type Made = { activities: Activity[] }

/**
 * Makes an activity by hand, or a crew: n of the same start and duration for different people (3.6). A crew takes in the
 * activities that nobody has planned yet and that do the same lines, so that its line has n in all.
 *
 * @throws STAGE_FORBIDS_MODIFY, ORDER_CANCELED, ACTIVITY_STATUS_INVALID without an open line, DURATION_INVALID,
 *   CHOICE_INACTIVE, SKILL_UNKNOWN
 */
export function createActivity(deps: ActivityDeps, act: Act, input: Input): Outcome<Made> {
  const stored = deps.activities.records.replayed(input.id, contentOf(input))
  const permission = 'dispatch.createActivity'
  if (stored) {
    assertReachesActivity(act.caller, permission, stored)
    return unchanged({ activities: activitiesOf(deps, idsOf(deps, stored)) })
  }
  const { order } = deps.orders.forNewActivity(act.caller, permission, input.orderId)
  const lines = deps.orders.linesOf(order.id, input.lineIds)
  const type = input.typeId === undefined ? undefined : deps.typeOf(input.typeId)
  const skills = input.skills ?? inUse(deps.skillUse, type?.defaultSkills ?? [])
  const duration = input.duration ?? durationOf(estimateOf(lines), type?.defaultDuration)
  refuse([...lineFailures(order, lines), ...typeFailures(type), ...fieldFailures(deps, duration, skills)])
  const made: NewActivity = {
    ...{ id: input.id, lineIds: input.lineIds, typeId: input.typeId, skills },
    duration: duration ?? 0,
    subject: input.subject || (lines[0]?.description ?? '') || order.description,
    workerId: input.crewSize === undefined ? lines[0]?.workerId : undefined,
  }
  return input.crewSize === undefined
    ? done(deps, [insertActivity(deps, act, newActivity(deps, act, order, made))])
    : done(deps, crewOf(deps, act, order, { made, size: input.crewSize }))
}

/** What of the input an activity holds. */
function contentOf({ lineIds, orderId, typeId }: Input) {
  return { orderId, lineIds, typeId }
}

function idsOf({ activities }: ActivityDeps, { crewId, id }: StoredActivity): readonly string[] {
  return crewId === undefined ? [id] : activities.ofCrew(crewId).map((member) => member.id)
}

function done(deps: ActivityDeps, changes: readonly EntityChange[]): Outcome<Made> {
  return outcome(
    {
      activities: activitiesOf(
        deps,
        changes.map(({ id }) => id),
      ),
    },
    [...changes],
  )
}

/** The members of a crew, those that were there before first. */
function crewOf(
  deps: ActivityDeps,
  act: Act,
  order: StoredOrder,
  { made, size }: { readonly made: NewActivity; readonly size: number },
): EntityChange[] {
  const { records } = deps.activities
  const crew = { crewId: CrewId.parse(mintId()), crewSize: size }
  const { duration, subject, typeId } = made
  const waiting = records
    .where('orderId', order.id)
    .filter((held) => isUnplanned(held) && held.lineIds.join() === made.lineIds.join())
    .slice(0, size - 1)
  const joined = waiting.flatMap(
    (held) =>
      records.update(held, {
        ...{ ...held, ...crew, duration, subject, workerId: undefined },
        ...{ typeId: typeId ?? held.typeId, skills: made.skills ?? held.skills, changedEstimate: undefined },
      }).changes,
  )
  const added = Array.from({ length: size - waiting.length }, (_, index) =>
    insertActivity(
      deps,
      act,
      newActivity(deps, act, order, {
        ...made,
        crew,
        id: index === 0 ? made.id : ActivityId.parse(mintId()),
      }),
    ),
  )
  return [...joined, ...added]
}

function isUnplanned({ crewId, locked, start, status }: StoredActivity): boolean {
  return status === 'undispatched' && start === undefined && crewId === undefined && !locked
}

function lineFailures({ canceledAt, id }: StoredOrder, lines: readonly StoredLine[]): Failure[] {
  if (canceledAt !== undefined) return [{ code: 'ORDER_CANCELED', ids: [id] }]
  return lines.some(({ status }) => status === 'created')
    ? []
    : [{ code: 'ACTIVITY_STATUS_INVALID', field: 'lineIds', ids: lines.map((line) => line.id) }]
}

function fieldFailures(
  { skillUse }: Pick<ActivityDeps, 'skillUse'>,
  duration: number | undefined,
  skills: readonly SkillNeed[],
): Failure[] {
  return [
    ...(duration === undefined || !isDuration(duration)
      ? [{ code: 'DURATION_INVALID', field: 'duration' }]
      : []),
    ...skillFailures(skillUse, skills),
  ]
}

/** A type out of use is chosen for nothing new (07 §2.3). */
export function typeFailures(type: ActivityType | undefined): Failure[] {
  return type?.active === false ? [{ code: 'CHOICE_INACTIVE', field: 'typeId', ids: [type.id] }] : []
}

/** Of the skills that a type brings those that are in use; the others are given to nobody any more. */
export function inUse(skillUse: ActivityDeps['skillUse'], skills: readonly SkillNeed[]): SkillNeed[] {
  const unknown = new Set(skillUse.unknown(skills.map(({ skill }) => skill)))
  return skills.filter(({ skill }) => !unknown.has(skill))
}

/** Skills are named by codes that are in use. */
export function skillFailures(
  skillUse: ActivityDeps['skillUse'],
  skills: readonly SkillNeed[],
  held: readonly SkillNeed[] = [],
): Failure[] {
  const known = new Set(held.map(({ skill }) => skill))
  const unknown = skillUse.unknown(skills.map(({ skill }) => skill).filter((code) => !known.has(code)))
  return unknown.length > 0 ? [{ code: 'SKILL_UNKNOWN', field: 'skills', codes: unknown }] : []
}

function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}

/** Throws ACTIVITY_STATUS_INVALID: the status does not permit the act (07 §3.1). */
export function statusInvalid({ closedOutcome, id, status }: StoredActivity) {
  return domainError(dispatchErrors, 'ACTIVITY_STATUS_INVALID', { ids: [id], status, closedOutcome })
}
