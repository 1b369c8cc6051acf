import type { Edit } from '../../shared/contract/dispatchBoard'
import type { ActivityStatus } from '../../shared/contract/dispatch'
import type { TeamId, WorkerId } from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import { isDuration } from './activity.rules'

/** Whose an activity is and when, and what else the board changes of it. */
export interface Placing {
  readonly status: ActivityStatus
  readonly workerId?: WorkerId | undefined
  readonly teamId?: TeamId | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
  /** Real minutes. */
  readonly duration: number
  readonly priority: OrderPriority
  /** The estimate of its line changed after it was dispatched (R07-02); a new duration answers it. */
  readonly changedEstimate?: number | undefined
}

/** An edit as the plan does it: `null` takes worker or time away alone. */
export type PlanEdit = Omit<Edit, 'workerId' | 'slot'> & {
  readonly workerId?: WorkerId | null | undefined
  readonly slot?: { readonly start: number; readonly end: number } | null | undefined
}
export type EditFields = Omit<PlanEdit, 'activityId' | 'expectedVersion' | 'confirmed'>

const minuteMs = 60_000

/** Dispatched with a worker and a start, else Undispatched (07 §3.1). */
export function statusOf({
  start,
  workerId,
}: Pick<Placing, 'start' | 'workerId'>): Exclude<ActivityStatus, 'closed'> {
  return workerId !== undefined && start !== undefined ? 'dispatched' : 'undispatched'
}

/** The real minutes that an edit gives; undefined: none that an activity may have. */
export function durationAfter(row: Placing, { duration, slot }: EditFields): number | undefined {
  const minutes = slot ? (slot.end - slot.start) / minuteMs : (duration ?? row.duration)
  const isOne = duration === undefined || duration === minutes
  return isOne && Number.isInteger(minutes) && isDuration(minutes) ? minutes : undefined
}

/**
 * The activity as an edit leaves it (R07-32); an unassigned one has neither worker nor start.
 *
 * @param duration - as `durationAfter` says
 */
export function placedBy(row: Placing, edit: EditFields, duration: number): Placing {
  const teamId = edit.teamId === undefined ? row.teamId : (edit.teamId ?? undefined)
  const priority = edit.priority ?? row.priority
  const changedEstimate = duration === row.duration ? row.changedEstimate : undefined
  const kept = { teamId, priority, duration, changedEstimate }
  if (edit.unassign === true)
    return { ...kept, workerId: undefined, start: undefined, end: undefined, status: 'undispatched' }
  const workerId = edit.workerId === undefined ? row.workerId : (edit.workerId ?? undefined)
  const start = edit.slot === undefined ? row.start : edit.slot?.start
  const end = start === undefined ? undefined : start + duration * minuteMs
  return { ...kept, workerId, start, end, status: statusOf({ workerId, start }) }
}

/** Another one of the crew after a move of one of them: the same start and duration (3.6). */
export function followedBy(member: Placing, moved: Placing, edit: EditFields): Placing {
  const { duration } = moved
  const start = edit.slot ? moved.start : member.start
  const end = start === undefined ? undefined : start + duration * minuteMs
  const changedEstimate = duration === member.duration ? member.changedEstimate : undefined
  return { ...member, start, end, duration, changedEstimate, status: statusOf({ ...member, start }) }
}

/** Whether an edit says when, so that the rest of a crew follows. */
export function movesCrew({ duration, slot, unassign }: EditFields): boolean {
  return unassign !== true && slot !== null && (slot !== undefined || duration !== undefined)
}

/** Whether the place differs: who, when, how long. Then warnings are to be confirmed anew (R07-20). */
export function isMoved(before: Placing, after: Placing): boolean {
  return before.workerId !== after.workerId || before.start !== after.start || before.end !== after.end
}

/** What a lock forbids: moving, reassigning, resizing and unassigning (3.5). */
export function isHeldByLock(before: Placing, after: Placing): boolean {
  return isMoved(before, after) || before.duration !== after.duration || before.teamId !== after.teamId
}

/** Who is given twice among the open ones of a crew (`SAME_WORKER`). */
export function sameWorkers(
  crew: readonly { readonly workerId?: WorkerId | undefined; readonly status: ActivityStatus }[],
): WorkerId[] {
  const seen = new Set<WorkerId>()
  const twice = new Set<WorkerId>()
  for (const { status, workerId } of crew) {
    if (workerId === undefined || status === 'closed') continue
    if (seen.has(workerId)) twice.add(workerId)
    seen.add(workerId)
  }
  return [...twice]
}
