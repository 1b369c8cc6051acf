import type { Act, Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { AttemptId, type WorkerId } from '../../shared/contract/id'
import { attemptErrors, type Attempt } from '../../shared/contract/repairLines'
import { reachOf } from '../orders/index'
import { assertReaches, lineOf, openOrder } from './access'
import type { StoredAttempt } from './attempts.repository'
import { refuse } from './line.checks'
import type { LineDeps, LinesInput } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

/** The attempts at a line that the caller reads. */
export function listAttempts(deps: LineDeps, caller: Caller, lineId: string): { items: Attempt[] } {
  const { id } = lineOf(deps, caller, lineId)
  return { items: deps.repository.attemptsOf(id).map((attempt) => viewOf(deps, attempt)) }
}

function viewOf({ workerOf }: LineDeps, attempt: StoredAttempt): Attempt {
  return { ...attempt, technicianName: workerOf(attempt.technicianId).displayName }
}

/**
 * A technician sets to work on a line: the caller, else who is named, else the line's technician (08 §2.3).
 *
 * @throws ATTEMPT_RUNNING while he is at another one, ATTEMPT_OVERLAP, DATE_IN_FUTURE, WORKER_INACTIVE, ORDER_LOCKED;
 *   STAGE_NOT_ALLOWED on a line that is signed off; REQUIRED where nobody is known; FORBIDDEN for others' work
 */
export function startAttempt(
  deps: LineDeps,
  act: Act,
  { id = AttemptId.parse(mintId()), lineId, expectedVersion, ...input }: LinesInput<'startAttempt'>,
): Outcome<Attempt> {
  const { attempts, lastAttemptNo, lines } = deps.repository
  const { startedAt = act.at, technicianId: named } = input
  const given = { lineId, technicianId: named, startedAt: input.startedAt }
  const done = attempts.replayed(id, given)
  if (done) {
    lineOf(deps, act.caller, done.lineId)
    return unchanged(viewOf(deps, done))
  }
  assertReaches(deps, act.caller, 'repair.write', lineId)
  const line = lines.expect(lineId, expectedVersion)
  openOrder(deps, act.caller, 'repair.write', line.orderId)
  if (line.finishedAt !== undefined)
    throw domainError(attemptErrors, 'STAGE_NOT_ALLOWED', { field: 'lineId', ids: [line.id] })
  const technicianId = technicianOf(act.caller, named, line)
  const attempt: StoredAttempt = {
    ...{ id, version: 1, lineId, attemptNo: lastAttemptNo(lineId) + 1, technicianId, startedAt },
  }
  refuseStart(deps, act, attempt)
  return outcome(viewOf(deps, attempt), [attempts.insert(attempt)])
}

/** Who sets to work. @throws REQUIRED, FORBIDDEN for another where one reaches the own only */
function technicianOf(
  caller: Caller,
  named: WorkerId | undefined,
  { technicianId }: StoredRepairLine,
): WorkerId {
  const found = named ?? caller.workerId ?? technicianId
  if (found === undefined)
    throw domainError(commonErrors, 'REQUIRED', { field: 'technicianId', fields: ['technicianId'] })
  assertOwnWork(caller, found)
  return found
}

function assertOwnWork(caller: Caller, technicianId: WorkerId): void {
  if (reachOf(caller, 'repair.write') === 'own' && technicianId !== caller.workerId)
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.write' })
}

function refuseStart(
  { repository, settings, workerOf }: LineDeps,
  { at }: Act,
  { startedAt, technicianId }: StoredAttempt,
): void {
  const running = repository.runningOf(technicianId)
  const meeting = running === undefined ? repository.meeting({ technicianId, startedAt }) : []
  const isFit = workerOf(technicianId).active || settings.value('allowInactiveWorkers')
  refuse([
    ...(running === undefined ? [] : [{ code: 'ATTEMPT_RUNNING', field: 'technicianId', ids: [running] }]),
    ...(meeting.length === 0 ? [] : [{ code: 'ATTEMPT_OVERLAP', field: 'startedAt', ids: meeting }]),
    ...(startedAt > at ? [{ code: 'DATE_IN_FUTURE', field: 'startedAt' }] : []),
    ...(isFit ? [] : [{ code: 'WORKER_INACTIVE', field: 'technicianId', ids: [technicianId] }]),
  ])
}

/**
 * Ends an attempt with its outcome.
 *
 * @throws ATTEMPT_ENDED, PERIOD_INVALID, DATE_IN_FUTURE, ATTEMPT_OVERLAP, ORDER_LOCKED; FORBIDDEN for others' work
 */
export function endAttempt(
  deps: LineDeps,
  act: Act,
  { attemptId, expectedVersion, endedAt = act.at, outcome: result, remark }: LinesInput<'endAttempt'>,
): Outcome<Attempt> {
  const { attempts, lines, meeting } = deps.repository
  assertReaches(deps, act.caller, 'repair.write', attempts.get(attemptId).lineId)
  const before = attempts.expect(attemptId, expectedVersion, { endedAt, outcome: result, remark })
  openOrder(deps, act.caller, 'repair.write', lines.get(before.lineId).orderId)
  assertOwnWork(act.caller, before.technicianId)
  if (before.endedAt !== undefined) throw domainError(attemptErrors, 'ATTEMPT_ENDED', { ids: [attemptId] })
  const after: StoredAttempt = { ...before, endedAt, outcome: result, remark: remark || undefined }
  const met = endedAt > before.startedAt ? meeting(after, attemptId) : []
  refuse([
    ...(endedAt < before.startedAt ? [{ code: 'PERIOD_INVALID', field: 'endedAt' }] : []),
    ...(endedAt > act.at ? [{ code: 'DATE_IN_FUTURE', field: 'endedAt' }] : []),
    ...(met.length === 0 ? [] : [{ code: 'ATTEMPT_OVERLAP', field: 'endedAt', ids: met }]),
  ])
  const { changes, record } = attempts.update(before, after)
  return outcome(viewOf(deps, record), changes)
}
