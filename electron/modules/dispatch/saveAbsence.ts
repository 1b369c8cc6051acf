import { assertMay, type Act, type Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { toBytes } from '../../db/ids'
import { assertInOffices, inOffices } from '../../db/inOffices'
import type { Condition } from '../../db/listQuery'
import { assertVersion, notFound } from '../../db/version'
import {
  absenceErrors,
  type Absence,
  type AbsenceDecision,
  type AbsenceHit,
} from '../../shared/contract/dispatchAbsences'
import type { Edit } from '../../shared/contract/dispatchBoard'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { AbsenceId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { Permission } from '../../shared/contract/permission'
import { reachesActivity } from './access'
import { isAbsenceValid, meets, wholeDays } from './absenceTimes'
import type { AbsenceDeps as Deps, SetUpInput } from './setUp.deps'
import type { StoredAbsence } from './setUp.repository'

/** The absences of the workers in reach; technicians see their own. */
export function listAbsences(deps: Deps, caller: Caller, request: ListRequest): Page<Absence> {
  const scope = [inOffices('w.office_id', caller)]
  if (caller.permissions.get('dispatch.read') === 'own') scope.push(ownOf(caller))
  const { items, ...page } = deps.setUp.absenceList.page(request, ...scope)
  return { ...page, items: items.map((absence) => shown(caller, absence)) }
}

/** Throws NOT_FOUND, and FORBIDDEN for somebody out of reach. */
export function getAbsence(deps: Deps, caller: Caller, absenceId: AbsenceId): Absence {
  const { workerId } = deps.setUp.absences.get(absenceId)
  const isOwn = caller.workerId === workerId
  if (!isOwn && caller.permissions.get('dispatch.read') === 'own') throw forbidden('dispatch.read')
  assertInOffices(caller, 'dispatch.read', deps.people.workers.get(workerId).officeId)
  return absenceView(deps, caller, absenceId)
}

/**
 * Enters an absence, and with it what becomes of the dispatched activities it hits: one act (07 §3.9).
 *
 * @throws ABSENCE_INVALID, DECISION_REQUIRED with the activities, and the codes of edits of the board
 */
export function createAbsence(
  deps: Deps,
  act: Act,
  { decisions, reason: _reason, ...fields }: SetUpInput<'createAbsence'>,
): Outcome<Absence> {
  const { absences } = deps.setUp
  assertMayKeep(deps, act.caller, fields.workerId)
  const absence = placed(deps, { ...fields, version: 1 })
  if (absences.replayed(absence.id, absence)) return unchanged(absenceView(deps, act.caller, absence.id))
  const edits = editsFor(deps, act.caller, absence, undefined, decisions)
  // The absence stands before the edits are checked, so that nobody is moved into it.
  const change = absences.insert(absence)
  const moved = edits.length > 0 ? deps.applyEdits(act, edits) : []
  return { result: absenceView(deps, act.caller, absence.id), changes: [change, ...moved] }
}

/**
 * Changes an absence; decisions are asked for what it hits now and did not before (07 §3.9).
 *
 * @throws ABSENCE_INVALID, DECISION_REQUIRED with the activities, and the codes of edits of the board
 */
export function updateAbsence(
  deps: Deps,
  act: Act,
  { absenceId, decisions, expectedVersion, patch }: SetUpInput<'updateAbsence'>,
): Outcome<Absence> {
  const { absences } = deps.setUp
  assertMayKeep(deps, act.caller, absences.get(absenceId).workerId)
  const { after, before } = absences.patched(absenceId, expectedVersion, patch)
  assertMayKeep(deps, act.caller, after.workerId)
  const absence = placed(deps, after)
  const edits = editsFor(deps, act.caller, absence, before, decisions)
  const { changes } = absences.update(before, absence)
  const moved = edits.length > 0 ? deps.applyEdits(act, edits) : []
  return outcome(absenceView(deps, act.caller, absenceId), [...changes, ...moved])
}

/** Activities that were moved for an absence stay where they are. */
export function deleteAbsence(
  deps: Deps,
  { caller }: Act,
  { absenceId, expectedVersion }: SetUpInput<'deleteAbsence'>,
): Outcome<{ id: AbsenceId }> {
  const { absences } = deps.setUp
  assertMayKeep(deps, caller, absences.get(absenceId).workerId)
  const absence = absences.expect(absenceId, expectedVersion)
  return { result: { id: absenceId }, changes: [absences.remove(absence)] }
}

/** Technicians keep their own absences; those of others need the right to plan (00-procedures). */
function assertMayKeep({ people }: Pick<Deps, 'people'>, caller: Caller, workerId: string): void {
  const worker = people.workers.get(workerId)
  if (caller.workerId !== workerId) assertMay(caller, 'dispatch.plan')
  assertInOffices(caller, 'dispatch.plan', worker.officeId)
}

/** The absence with whole days where it has such; throws ABSENCE_INVALID. */
function placed({ people }: Pick<Deps, 'people'>, absence: StoredAbsence): StoredAbsence {
  const { officeId } = people.workers.get(absence.workerId)
  const zone = officeId === undefined ? people.company().zone : people.offices.get(officeId).zone
  const isOrdered = absence.to > absence.from
  const times = isOrdered && absence.allDay ? wholeDays(zone, absence) : absence
  if (!isAbsenceValid(zone, times)) throw domainError(absenceErrors, 'ABSENCE_INVALID', { field: 'to' })
  return { ...absence, from: times.from, to: times.to }
}

/**
 * The dispatched activities that an absence meets and, when it is changed, did not meet before. Only those the caller
 * sees are his to decide about; those of other offices stand in conflict on their boards (R07-21).
 */
function hitsOf(
  { activities }: Pick<Deps, 'activities'>,
  caller: Caller,
  absence: StoredAbsence,
  before: StoredAbsence | undefined,
): AbsenceHit[] {
  const { from, to, workerId } = absence
  const held = before?.workerId === workerId ? before : undefined
  return activities.ofWorkers([workerId], from, to).flatMap((row) => {
    const { customerName, end, id, locked, number, orderNumber, start, status, subject, version } = row
    if (status !== 'dispatched' || start === undefined || end === undefined) return []
    if (!reachesActivity(caller, 'dispatch.read', row)) return []
    if (held && meets(held, { from: start, to: end })) return []
    return [{ activityId: id, version, number, orderNumber, subject, customerName, start, end, locked }]
  })
}

/** What the decisions do to the board; each activity that is hit needs one. */
function editsFor(
  deps: Deps,
  caller: Caller,
  absence: StoredAbsence,
  before: StoredAbsence | undefined,
  decisions: readonly AbsenceDecision[] = [],
): Edit[] {
  const hits = hitsOf(deps, caller, absence, before)
  const byActivity = new Map(decisions.map((decision) => [decision.activityId, decision]))
  const stray = decisions.filter(({ activityId }) => hits.every((hit) => hit.activityId !== activityId))
  if (stray.length > 0 || byActivity.size < decisions.length)
    throw domainError(absenceErrors, 'ABSENCE_INVALID', {
      ...{ field: 'decisions', ids: stray.map(({ activityId }) => activityId) },
    })
  if (hits.some(({ activityId }) => !byActivity.has(activityId)))
    throw domainError(absenceErrors, 'DECISION_REQUIRED', { activities: hits })
  return hits.flatMap((hit) => {
    const decision = byActivity.get(hit.activityId)
    return decision ? editOf(caller, hit, decision) : []
  })
}

/** Only dispatchers take work from a day; a technician's own request leaves it there, in conflict. */
function editOf(caller: Caller, hit: AbsenceHit, decision: AbsenceDecision): Edit[] {
  const { act, activityId, confirmed = [], expectedVersion, start, workerId } = decision
  assertVersion('activity', { id: hit.activityId, version: hit.version }, expectedVersion)
  if (act === 'keep') return []
  assertMay(caller, 'dispatch.plan')
  const edit = { activityId, expectedVersion, confirmed }
  if (act === 'unassign') return [{ ...edit, unassign: true }]
  if (workerId === undefined || start === undefined)
    throw domainError(absenceErrors, 'ABSENCE_INVALID', { field: 'decisions', ids: [activityId] })
  return [{ ...edit, workerId, slot: { start, end: start + (hit.end - hit.start) } }]
}

function absenceView({ setUp }: Pick<Deps, 'setUp'>, caller: Caller, absenceId: string): Absence {
  const absence = setUp.absenceList.find(absenceId)
  if (!absence) throw notFound('absence', absenceId)
  return shown(caller, absence)
}

/** A note may say why somebody is ill: it is for who plans, and for the worker. */
function shown(caller: Caller, absence: Absence): Absence {
  if (caller.permissions.has('dispatch.plan') || caller.workerId === absence.workerId) return absence
  const { note: _note, ...rest } = absence
  return rest
}

function ownOf({ workerId }: Caller): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return { sql: 't.worker_id = :own_worker', params: { own_worker: toBytes(workerId) } }
}

function forbidden(permission: Permission): Error {
  return domainError(commonErrors, 'FORBIDDEN', { permission })
}
