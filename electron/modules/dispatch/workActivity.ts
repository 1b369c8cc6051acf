import type { Act } from '../../db/act'
import { assertMay } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { dispatchErrors, type Activity } from '../../shared/contract/dispatch'
import { domainError } from '../../shared/contract/domainError'
import type { Permission } from '../../shared/contract/permission'
import { assertReachesActivity } from './access'
import type { ActivityDeps, ActivityInput } from './activity.deps'
import type { StoredActivity } from './activities.repository'
import { stateOfLines } from './activity.rules'
import { activitiesOf } from './activityView'
import { statusInvalid } from './createActivity'

interface Ref {
  readonly activityId: string
  readonly expectedVersion: number
}

/** An activity to be changed; throws NOT_FOUND, FORBIDDEN and CONFLICT. */
export function loadActivity(
  { activities }: Pick<ActivityDeps, 'activities'>,
  { caller }: Act,
  { activityId, expectedVersion }: Ref,
  permission: Permission,
  mine: object = {},
): StoredActivity {
  assertReachesActivity(caller, permission, activities.records.get(activityId))
  return activities.records.expect(activityId, expectedVersion, mine)
}

/** Writes the activity, or nothing; the answer shows it as it is then. */
export function savedActivity(
  deps: ActivityDeps,
  before: StoredActivity,
  after: StoredActivity,
  more: readonly EntityChange[] = [],
): Outcome<Activity> {
  const { changes } = deps.activities.records.update(before, after)
  return answered(deps, before.id, [...changes, ...more])
}

export function answered(
  deps: ActivityDeps,
  id: string,
  changes: readonly EntityChange[],
): Outcome<Activity> {
  const [activity] = activitiesOf(deps, [id])
  if (!activity) throw new Error(`activity ${id}: written and not found`)
  return changes.length > 0 ? outcome(activity, [...changes]) : unchanged(activity)
}

/** Keeps an activity where it is: only who locked it and managers move it (3.5). @throws ACTIVITY_CLOSED, LOCKED */
export function lockActivity(
  deps: ActivityDeps,
  act: Act,
  input: ActivityInput<'lockActivity'>,
): Outcome<Activity> {
  const held = loadActivity(deps, act, input, 'dispatch.plan')
  if (held.status === 'closed') throw domainError(dispatchErrors, 'ACTIVITY_CLOSED', { ids: [held.id] })
  if (held.locked) assertMayUnlock(act, held)
  const { reason } = input
  return savedActivity(deps, held, {
    ...held,
    ...{ locked: true, lockedById: act.caller.userId, lockReason: reason === '' ? undefined : reason },
  })
}

/** @throws LOCKED for who has not locked it and is no manager */
export function unlockActivity(
  deps: ActivityDeps,
  act: Act,
  input: ActivityInput<'unlockActivity'>,
): Outcome<Activity> {
  const held = loadActivity(deps, act, input, 'dispatch.plan')
  if (!held.locked) return answered(deps, held.id, [])
  assertMayUnlock(act, held)
  return savedActivity(deps, held, { ...held, locked: false, lockedById: undefined, lockReason: undefined })
}

function assertMayUnlock({ caller }: Act, { id, lockedById }: StoredActivity): void {
  if (lockedById === caller.userId || caller.roles.includes('serviceManager')) return
  throw domainError(dispatchErrors, 'LOCKED', { ids: [id], lockedById })
}

/** The technician begins. @throws ACTIVITY_STATUS_INVALID unless Dispatched; PERIOD_INVALID for a time ahead */
export function startActivity(
  deps: ActivityDeps,
  act: Act,
  input: ActivityInput<'startActivity'>,
): Outcome<Activity> {
  const held = loadActivity(deps, act, input, 'dispatch.work')
  if (held.status !== 'dispatched') throw statusInvalid(held)
  const actualStart = input.actualStart ?? act.at
  assertPeriod(act, { actualStart })
  return savedActivity(deps, held, { ...held, actualStart })
}

/**
 * Done by who was sent, or by a dispatcher; canceled by a dispatcher only (07 §3.1).
 *
 * @throws ACTIVITY_STATUS_INVALID; PERIOD_INVALID for actual times that are ahead or in the wrong order
 */
export function closeActivity(
  deps: ActivityDeps,
  act: Act,
  input: ActivityInput<'closeActivity'>,
): Outcome<Activity> {
  const held = loadActivity(deps, act, input, 'dispatch.work')
  const { outcome: closedOutcome } = input
  if (closedOutcome === 'canceled') assertMay(act.caller, 'dispatch.plan')
  const isOpen = closedOutcome === 'canceled' ? held.status !== 'closed' : held.status === 'dispatched'
  if (!isOpen) throw statusInvalid(held)
  const actualStart = input.actualStart ?? held.actualStart
  const actualEnd = input.actualEnd ?? held.actualEnd ?? (closedOutcome === 'done' ? act.at : undefined)
  assertPeriod(act, { actualStart, actualEnd })
  return savedActivity(deps, held, { ...held, status: 'closed', closedOutcome, actualStart, actualEnd })
}

function assertPeriod(
  { at }: Act,
  { actualEnd, actualStart }: Pick<StoredActivity, 'actualStart' | 'actualEnd'>,
): void {
  const isAhead = (time: number | undefined) => time !== undefined && time > at
  const isWrong = actualStart !== undefined && actualEnd !== undefined && actualEnd < actualStart
  if (!isAhead(actualStart) && !isAhead(actualEnd) && !isWrong) return
  throw domainError(dispatchErrors, 'PERIOD_INVALID', {
    field: isAhead(actualStart) ? 'actualStart' : 'actualEnd',
  })
}

/**
 * Opens a done activity again: as it stood before (07 §3.1).
 *
 * @throws ACTIVITY_STATUS_INVALID unless done (a canceled one comes back by undo or by the order's revoke), and for a
 *   posted line
 */
export function reopenActivity(
  deps: ActivityDeps,
  act: Act,
  input: ActivityInput<'reopenActivity'>,
): Outcome<Activity> {
  const held = loadActivity(deps, act, input, 'dispatch.work')
  const lines = deps.orders.linesOf(held.orderId, held.lineIds)
  const isPosted = lines.some(({ status }) => status === 'posted')
  if (held.closedOutcome !== 'done' || isPosted || stateOfLines(lines) !== 'open') throw statusInvalid(held)
  const isPlaced = held.workerId !== undefined && held.start !== undefined
  const open = { ...held, closedOutcome: undefined, actualEnd: undefined }
  return savedActivity(
    deps,
    held,
    isPlaced
      ? { ...open, status: 'dispatched' }
      : { ...open, status: 'undispatched', start: undefined, end: undefined, acknowledged: [] },
    isPlaced ? deps.dispatched(act, [held.orderId]) : [],
  )
}
