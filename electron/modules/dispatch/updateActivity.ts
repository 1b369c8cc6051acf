import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { dispatchErrors, type Activity } from '../../shared/contract/dispatch'
import type { SkillNeed } from '../../shared/contract/dispatchSetUp'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { ActivityDeps, ActivityInput } from './activity.deps'
import type { ActivityRow, StoredActivity } from './activities.repository'
import { inUse, skillFailures, typeFailures } from './createActivity'
import type { PlanEdit } from './edits.rules'
import { answered, loadActivity } from './workActivity'

type Input = ActivityInput<'updateActivity'>
type Patch = Input['patch']

const minuteMs = 60_000

/**
 * Changes an activity's fields. Worker, team, time, duration and priority go the way of the board's edits: checked, and
 * saved as one change set (R07-30, R07-32). A new priority may be the order's as well (R07-03).
 *
 * @throws ACTIVITY_CLOSED, PERIOD_INVALID, CHOICE_INACTIVE, SKILL_UNKNOWN; the codes of `saveEdits`
 */
export function updateActivity(deps: ActivityDeps, act: Act, input: Input): Outcome<Activity> {
  const { alsoOrder = false, patch } = input
  const held = loadActivity(deps, act, input, 'dispatch.plan', patch)
  if (held.status === 'closed') throw domainError(dispatchErrors, 'ACTIVITY_CLOSED', { ids: [held.id] })
  const { changes, record } = deps.activities.records.update(held, described(deps, held, patch))
  const edit = editOf(record, patch)
  const moved = edit ? deps.applyEdits(act, [{ ...edit, confirmed: input.confirmed ?? [] }]) : []
  const withOrder = alsoOrder ? orderPriority(deps, act, record, patch) : []
  return answered(deps, held.id, [...changes, ...moved, ...withOrder])
}

/** The activity with what is no matter of the plan. */
function described(deps: ActivityDeps, held: StoredActivity, patch: Patch): StoredActivity {
  const { earliest, latest, skills, subject, typeId } = patch
  const after = applyPatch(held, { subject, typeId, skills, ownEarliest: earliest, ownLatest: latest })
  const next = { ...after, skills: skills ?? skillsOfType(deps, held, after) }
  const newType =
    next.typeId === undefined || next.typeId === held.typeId ? undefined : deps.typeOf(next.typeId)
  const failures: Failure[] = [
    ...typeFailures(newType),
    ...skillFailures(deps.skillUse, next.skills, held.skills),
  ]
  const [row] = deps.activities.byIds([held.id])
  if (row && isTurned(row, next)) failures.push({ code: 'PERIOD_INVALID', field: 'latest' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  return next
}

/** Another type brings its skills where those of the old one were asked for. */
function skillsOfType(
  { skillUse, typeOf }: ActivityDeps,
  held: StoredActivity,
  { typeId }: StoredActivity,
): readonly SkillNeed[] {
  if (typeId === held.typeId) return held.skills
  const next = typeId === undefined ? [] : inUse(skillUse, typeOf(typeId).defaultSkills)
  const old = held.typeId === undefined ? [] : typeOf(held.typeId).defaultSkills
  const isAsOfType = [old, inUse(skillUse, old)].some(
    (one) => JSON.stringify(one) === JSON.stringify(held.skills),
  )
  return isAsOfType ? next : held.skills
}

/** Whether the window would end before it begins; what is not its own is its order's. */
function isTurned(row: ActivityRow, { ownEarliest, ownLatest }: StoredActivity): boolean {
  if (ownEarliest === row.ownEarliest && ownLatest === row.ownLatest) return false
  const earliest = ownEarliest ?? row.orderEarliest
  const latest = ownLatest ?? row.orderLatest
  return latest !== undefined && latest <= earliest
}

/** The part of a patch that is an edit of the plan. */
function editOf(
  { end, id, duration: held, start: heldStart, version }: StoredActivity,
  { duration, priority, start, teamId, workerId }: Patch,
): Omit<PlanEdit, 'confirmed'> | undefined {
  if ([duration, priority, start, teamId, workerId].every((value) => value === undefined)) return undefined
  const from = start === undefined ? heldStart : (start ?? undefined)
  const minutes = duration ?? held
  const isSlotKept = start === undefined && (duration === undefined || end === undefined)
  return {
    ...{ activityId: id, expectedVersion: version, workerId, teamId, duration, priority },
    ...(isSlotKept
      ? {}
      : { slot: from === undefined ? null : { start: from, end: from + minutes * minuteMs } }),
  }
}

function orderPriority(
  { orders }: ActivityDeps,
  act: Act,
  { orderId }: StoredActivity,
  { priority }: Patch,
): readonly EntityChange[] {
  return priority === undefined ? [] : orders.setPriority(act, orderId, priority)
}
