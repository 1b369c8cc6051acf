import type { Caller } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import { assertVersion, notFound } from '../../db/version'
import type { ConflictCode } from '../../shared/contract/dispatch'
import { boardErrors, type EditCheck } from '../../shared/contract/dispatchBoard'
import { domainError } from '../../shared/contract/domainError'
import type { ActivityId, WorkerId } from '../../shared/contract/id'
import { localDate } from '../calendars/index'
import { blocksOf, judge, type Subject } from './conflicts.rules'
import { assertReachesActivity } from './access'
import {
  durationAfter,
  followedBy,
  isHeldByLock,
  movesCrew,
  placedBy,
  sameWorkers,
  type PlanEdit,
  type Placing,
} from './edits.rules'
import { wayTo } from './getTravel'
import { createPlanFacts, planRulesOf, workOfRows, type PlanFactsDeps, type PlannedWorker } from './planFacts'
import type { PlanRow } from './planRow.repository'

/** One judged place, with the codes that the edit which led there has confirmed. */
export interface Judged extends EditCheck {
  readonly confirmed: readonly ConflictCode[]
}

/** What edits make of the plan, before anything is written. */
export interface EditedPlan {
  /** One an edit, and one for each of its crew that follows, in the order of the edits. */
  readonly checks: readonly Judged[]
  readonly before: ReadonlyMap<ActivityId, PlanRow>
  readonly after: ReadonlyMap<ActivityId, PlanRow>
}

const dayMs = 86_400_000

/**
 * Does edits in memory, one after the other, and judges each place that they lead to with everything before done (R07-20).
 *
 * @param isSaving - versions count only then
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT, DURATION_INVALID, CHOICE_INACTIVE, SAME_WORKER
 */
export function editPlan(
  deps: PlanFactsDeps,
  { at, caller }: { readonly at: number; readonly caller: Caller },
  edits: readonly PlanEdit[],
  isSaving: boolean,
): EditedPlan {
  const held = heldRows(deps, edits)
  for (const edit of edits) {
    const row = rowOf(held, edit.activityId)
    assertReachesActivity(caller, 'dispatch.plan', row)
    if (isSaving) assertVersion('activity', row, edit.expectedVersion, saidBy(edit))
  }
  const sketch = sketchOf(deps, { at, caller }, held, edits)
  const checks = edits.flatMap((edit) => sketch.apply(edit))
  assertDifferentWorkers(sketch.rows(), edits)
  return { checks, before: held, after: sketch.changed }
}

/** The activities of the edits, and the rest of their crews. */
function heldRows({ plan }: PlanFactsDeps, edits: readonly PlanEdit[]): Map<ActivityId, PlanRow> {
  const rows = plan.byIds([...new Set(edits.map(({ activityId }) => activityId))])
  const crewIds = [...new Set(rows.flatMap(({ crewId }) => (crewId === undefined ? [] : [crewId])))]
  const crews = crewIds.length > 0 ? plan.ofCrews(crewIds) : []
  return new Map([...rows, ...crews].map((row) => [row.id, row]))
}

function rowOf(rows: ReadonlyMap<ActivityId, PlanRow>, activityId: ActivityId): PlanRow {
  const row = rows.get(activityId)
  if (!row) throw notFound('activity', activityId)
  return row
}

/** What an edit wants, by field, for a caller who has not seen the newest version. */
function saidBy({ duration, priority, slot, teamId, unassign, workerId }: PlanEdit): object {
  const said =
    unassign === true ? { workerId: null, start: null } : { workerId, start: slot?.start, end: slot?.end }
  const entries = Object.entries({ ...said, duration, priority, teamId })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** The plan with what was done to it so far. */
function sketchOf(
  deps: PlanFactsDeps,
  { at, caller }: { readonly at: number; readonly caller: Caller },
  held: ReadonlyMap<ActivityId, PlanRow>,
  edits: readonly PlanEdit[],
) {
  const rules = planRulesOf(deps.settings, caller.officeId, at)
  const changed = new Map<ActivityId, PlanRow>()
  const current = (id: ActivityId) => changed.get(id) ?? rowOf(held, id)
  const facts = createPlanFacts(deps)
  const subjects = facts.subjectsOf([...held.values()])
  const workers = plannedWorkers()

  function plannedWorkers(): Map<WorkerId, PlannedWorker> {
    const times = [
      ...[...held.values()].flatMap(({ end, start }) => (start === undefined ? [] : [start, end ?? start])),
      ...edits.flatMap(({ slot }) => (slot ? [slot.start, slot.end] : [])),
    ]
    const from = times.length > 0 ? Math.min(...times) : at
    const to = times.length > 0 ? Math.max(...times) : at
    const ids = [
      ...edits.map(({ workerId }) => workerId),
      ...[...held.values()].map(({ workerId }) => workerId),
    ]
    const named = ids.filter((id) => id !== undefined && id !== null)
    return facts.workersOn(named, from - 4 * dayMs, to + 4 * dayMs, (workerId, rows) => () => {
      const moved = [...changed.values()].filter((row) => row.workerId === workerId)
      return workOfRows([...rows.filter(({ id }) => !changed.has(id)), ...moved])
    })
  }

  /** The worker's team is the activity's where that has none (07 §2.4). */
  function withTeam(before: PlanRow, after: Placing, edit: PlanEdit): Placing {
    const { start, workerId } = after
    if (after.teamId !== undefined || edit.teamId !== undefined) return after
    if (workerId === undefined || workerId === before.workerId) return after
    const worker = workers.get(workerId)
    return worker
      ? { ...after, teamId: worker.facts.teamOn(localDate(worker.facts.zone, start ?? at)) }
      : after
  }

  function settle(before: PlanRow, placing: Placing, { confirmed }: PlanEdit): Judged {
    const after = { ...before, ...placing }
    changed.set(after.id, after)
    const user = {
      userId: caller.userId,
      isManager: caller.roles.includes('serviceManager'),
      movesIt: isHeldByLock(before, after),
    }
    const blocks = blocksOf({ ...before, isOrderCanceled: before.orderProgress === 'canceled' }, user)
    const { approach, conflicts } = judged(after)
    const travel = approach && after.start !== undefined ? wayTo(approach, after.start) : undefined
    return {
      ...{ activityId: after.id, conflicts: [...blocks, ...conflicts], confirmed },
      ...(travel ? { travel } : {}),
    }
  }

  function judged(row: PlanRow) {
    const subject = subjects.get(row.id)
    if (!subject) throw notFound('activity', row.id)
    const { end, start, teamId, workerId } = row
    const slot = start === undefined || end === undefined ? undefined : { start, end }
    const placed: Subject = { ...subject, slot, teamId }
    return judge(placed, workerId === undefined ? undefined : workers.get(workerId)?.facts, rules)
  }

  return {
    changed,
    rows: () => [...held.keys()].map(current),
    apply(edit: PlanEdit): Judged[] {
      if (edit.workerId !== undefined && edit.workerId !== null) assertWorker(caller, workers, edit.workerId)
      const before = current(edit.activityId)
      if (edit.teamId !== before.teamId) assertTeam(deps, caller, edit.teamId)
      const duration = durationAfter(before, edit)
      if (duration === undefined)
        throw domainError(boardErrors, 'DURATION_INVALID', { field: 'duration', ids: [before.id] })
      const after = withTeam(before, placedBy(before, edit, duration), edit)
      const own = settle(before, after, edit)
      if (before.crewId === undefined || !movesCrew(edit)) return [own]
      const crew = [...held.keys()].map(current).filter(({ crewId, id, status }) => {
        return crewId === before.crewId && id !== before.id && status !== 'closed'
      })
      return [own, ...crew.map((member) => settle(member, followedBy(member, after, edit), edit))]
    },
  }
}

function assertWorker(
  caller: Caller,
  workers: ReadonlyMap<WorkerId, PlannedWorker>,
  workerId: WorkerId,
): void {
  const known = workers.get(workerId)
  if (!known) throw notFound('worker', workerId)
  assertInOffices(caller, 'dispatch.plan', known.worker.officeId)
}

/** Throws NOT_FOUND, FORBIDDEN for a team of an office that the caller does not see, CHOICE_INACTIVE for one out of use. */
function assertTeam({ plan }: PlanFactsDeps, caller: Caller, teamId: PlanEdit['teamId']): void {
  if (teamId === undefined || teamId === null) return
  const team = plan.teams().find(({ id }) => id === teamId)
  if (!team) throw notFound('team', teamId)
  assertInOffices(caller, 'dispatch.plan', team.officeId)
  if (!team.active) throw domainError(boardErrors, 'CHOICE_INACTIVE', { field: 'teamId', ids: [team.id] })
}

/** A crew has as many people as members (3.6). */
function assertDifferentWorkers(rows: readonly PlanRow[], edits: readonly PlanEdit[]): void {
  const edited = new Set(edits.map(({ activityId }) => activityId))
  const crewIds = new Set(rows.filter(({ id }) => edited.has(id)).map(({ crewId }) => crewId))
  for (const crewId of crewIds) {
    if (crewId === undefined) continue
    const ids = sameWorkers(rows.filter((row) => row.crewId === crewId))
    if (ids.length > 0) throw domainError(boardErrors, 'SAME_WORKER', { field: 'workerId', ids })
  }
}
