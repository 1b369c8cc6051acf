import type { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Activity, Conflict, ConflictCode } from '../../shared/contract/dispatch'
import {
  boardErrors,
  type dispatchBoardContract,
  type ChangeSet,
  type EditCheck,
  type SetEdit,
} from '../../shared/contract/dispatchBoard'
import { domainError, refuseAll } from '../../shared/contract/domainError'
import { ChangeSetId, type ActivityId, type OrderId } from '../../shared/contract/id'
import type { ActivitiesRepository, StoredActivity } from './activities.repository'
import { activitiesOf, type ActivityViewDeps } from './activityView'
import type { ChangeSetsRepository, StoredChangeSet, StoredEdit } from './changeSets.repository'
import { editPlan, type EditedPlan, type Judged } from './editPlan'
import { isMoved, type PlanEdit } from './edits.rules'
import type { PlanFactsDeps } from './planFacts'
import type { PlanRow } from './planRow.repository'

export type BoardInput<Name extends keyof typeof dispatchBoardContract> = z.output<
  NonNullable<(typeof dispatchBoardContract)[Name]['~orpc']['inputSchema']>
>

export interface BoardDeps extends PlanFactsDeps {
  readonly activities: Pick<ActivitiesRepository, 'records'>
  readonly changeSets: ChangeSetsRepository
  readonly view: ActivityViewDeps
  /** Orders whose activities were dispatched by this act: their clocks may hear of a first response (R06-45). */
  readonly dispatched: (act: Act, orderIds: readonly OrderId[]) => readonly EntityChange[]
}

/** What a saved act answers. */
export interface Saved {
  changeSetId?: ChangeSetId
  activities: Activity[]
}

/** The conflicts of edits that are not done yet, with the ways there (R07-20). @throws DURATION_INVALID, SAME_WORKER */
export function checkEdits(
  deps: PlanFactsDeps,
  act: { readonly at: number; readonly caller: Caller },
  edits: readonly PlanEdit[],
): { checks: EditCheck[]; conflicts: ConcerningConflict[] } {
  const { checks } = editPlan(deps, act, edits, false)
  return {
    checks: checks.map(checkOf),
    conflicts: checks.flatMap(({ activityId, conflicts }) =>
      conflicts.map((conflict) => concerning(activityId, conflict)),
    ),
  }
}

type ConcerningConflict = Conflict & { ids: ActivityId[] }

/** A conflict as refusals list it: with the activity whose place it is about (conventions §4). */
function concerning(activityId: ActivityId, conflict: Conflict): ConcerningConflict {
  return { ...conflict, ids: [activityId] }
}

/**
 * Saves edits of the board: all or nothing, one change set (R07-30).
 *
 * @throws CONFLICT, CONFIRM_REQUIRED with every conflict of every edit, the block codes, SAME_WORKER, DURATION_INVALID
 */
export function saveEdits(deps: BoardDeps, act: Act, edits: readonly PlanEdit[]): Outcome<Saved> {
  const { changes, ids, set } = applyEdits(deps, act, edits)
  return outcome(
    { ...(set ? { changeSetId: set.id } : {}), activities: activitiesOf(deps.view, ids) },
    changes,
  )
}

export interface AppliedEdits {
  readonly changes: EntityChange[]
  /** The activities that were edited, and those of their crews that followed. */
  readonly ids: readonly ActivityId[]
  readonly set?: StoredChangeSet | undefined
}

/** Checked edits as a part of an act: one change set, and the lines of its log entry (R07-30). @throws as `saveEdits` */
export function applyEdits(deps: BoardDeps, act: Act, edits: readonly PlanEdit[]): AppliedEdits {
  const plan = editPlan(deps, act, edits, true)
  refuseBlocked(plan)
  refuseUnconfirmed(plan)
  const ids = [...plan.after.keys()]
  const stored = new Map(deps.activities.records.findMany(ids).map((activity) => [activity.id, activity]))
  const after = ids.flatMap((id) => {
    const [held, row, was] = [stored.get(id), plan.after.get(id), plan.before.get(id)]
    return held && row && was
      ? [{ held, row, next: nextOf(held, was, row, acknowledgedBy(act, plan, id)) }]
      : []
  })
  return { ids, ...written(deps, act, { kind: 'edit', after }) }
}

/** An activity as it is, with what its answers name, and as it is to be. */
export interface Rewriting {
  readonly held: StoredActivity
  readonly row: Pick<PlanRow, 'orderNumber' | 'orderId'>
  readonly next: StoredActivity
  /** Of an undo: the version whose state comes back. */
  readonly standsFor?: number | undefined
}

/** Writes activities and the change set that remembers what they were. */
export function written(
  deps: BoardDeps,
  act: Act,
  {
    after,
    kind,
    reversesId,
  }: {
    readonly kind: ChangeSet['kind']
    readonly after: readonly Rewriting[]
    readonly reversesId?: ChangeSetId
  },
): { changes: EntityChange[]; set: StoredChangeSet | undefined } {
  const changes: EntityChange[] = []
  const edits: StoredEdit[] = []
  const dispatched: OrderId[] = []
  for (const { held, next, row, standsFor } of after) {
    const { changes: lines, record } = deps.activities.records.update(held, next)
    if (lines.length === 0) continue
    changes.push(...lines)
    const { id, number, subject, version } = record
    const state = { activityId: id, number, orderNumber: row.orderNumber, subject, ...sidesOf(held, record) }
    edits.push({ ...state, from: held.version, version, ...(standsFor === undefined ? {} : { standsFor }) })
    if (held.status !== 'dispatched' && record.status === 'dispatched') dispatched.push(row.orderId)
  }
  if (changes.length === 0 && kind === 'edit') return { changes, set: undefined }
  if (dispatched.length > 0) changes.push(...deps.dispatched(act, [...new Set(dispatched)]))
  const { officeId, userId } = act.caller
  const set: StoredChangeSet = {
    ...{ id: ChangeSetId.parse(mintId()), version: 1, officeId, userId, savedAt: act.at },
    ...{ kind, edits, reversesId },
  }
  changes.push(deps.changeSets.records.insert(set))
  return { changes, set }
}

/** What the board changes of an activity. */
export const boardFields = [
  'workerId',
  'teamId',
  'start',
  'end',
  'duration',
  'status',
  'priority',
  'acknowledged',
  'changedEstimate',
] as const satisfies readonly (keyof StoredActivity)[]

/** The board's fields that differ, as they were and as they are; `null`: none. */
function sidesOf(held: StoredActivity, record: StoredActivity): Pick<SetEdit, 'before' | 'after'> {
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  for (const name of boardFields) {
    if (JSON.stringify(held[name]) === JSON.stringify(record[name])) continue
    before[name] = held[name] ?? null
    after[name] = record[name] ?? null
  }
  return { before, after }
}

function nextOf(
  held: StoredActivity,
  was: PlanRow,
  { changedEstimate, duration, end, priority, start, status, teamId, workerId }: PlanRow,
  acknowledged: StoredActivity['acknowledged'],
): StoredActivity {
  const placing = { workerId, teamId, start, end, duration, status, priority, changedEstimate }
  const isElsewhere = isMoved(was, { ...placing })
  return { ...held, ...placing, acknowledged: isElsewhere ? acknowledged : held.acknowledged }
}

/** The last judgement of each activity: an earlier place in the same list is none any more. */
function lastChecks({ checks }: EditedPlan): Map<ActivityId, Judged> {
  return new Map(checks.map((check) => [check.activityId, check]))
}

/** The warnings that hold at the new place; saving them took their confirmation. */
function acknowledgedBy(act: Act, plan: EditedPlan, id: ActivityId): StoredActivity['acknowledged'] {
  const conflicts = lastChecks(plan).get(id)?.conflicts ?? []
  const codes = new Set(conflicts.filter(({ level }) => level === 'warn').map(({ code }) => code))
  return [...codes].map((code) => ({ code, byId: act.caller.userId, at: act.at }))
}

/** Who left since keeps what stands in the plan: only a new place is refused, not a word or a priority (07 §3.3). */
function refuseBlocked({ after, before, checks }: EditedPlan): void {
  const isLeft = (id: ActivityId) => {
    const [was, now] = [before.get(id), after.get(id)]
    return was !== undefined && now !== undefined && !isMoved(was, now)
  }
  const [first, ...rest] = checks.flatMap(({ activityId, conflicts }) =>
    conflicts
      .filter(({ code, level }) => level === 'block' && !(code === 'WORKER_INACTIVE' && isLeft(activityId)))
      .map(({ code }) => ({ code, field: fieldOf(code), ids: [activityId] })),
  )
  if (first) throw refuseAll([first, ...rest])
}

function fieldOf(code: ConflictCode): string {
  return code === 'WORKER_INACTIVE' ? 'workerId' : 'activityId'
}

/** CONFIRM_REQUIRED when a warning at a new place was not confirmed; edits that leave the place ask for nothing. */
function refuseUnconfirmed(plan: EditedPlan): void {
  const open = [...lastChecks(plan).values()].flatMap(({ activityId, confirmed, conflicts }) => {
    const [was, now] = [plan.before.get(activityId), plan.after.get(activityId)]
    if (!was || !now || !isMoved(was, now)) return []
    return conflicts
      .filter(({ code, level }) => level === 'warn' && !confirmed.includes(code))
      .map((conflict) => concerning(activityId, conflict))
  })
  if (open.length > 0)
    throw domainError(boardErrors, 'CONFIRM_REQUIRED', {
      field: 'confirmed',
      conflicts: open,
      checks: plan.checks.map(checkOf),
    })
}

function checkOf({ confirmed: _confirmed, ...check }: Judged): EditCheck {
  return check
}
