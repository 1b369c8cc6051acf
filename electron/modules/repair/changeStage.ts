import { assertMay, type Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import type { RepairStage } from '../../shared/contract/repairCodes'
import { repairStageErrors, type RepairLine } from '../../shared/contract/repairLines'
import { assertReaches, lineOf, openOrder } from './access'
import { assessed, reassessLater } from './assess'
import { lineFailures, refuse } from './line.checks'
import type { LineDeps, LinesInput } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

/**
 * Moves a line to another stage. A finished one signs it off; between finished stages the first instant stays; leaving
 * them is the manager's, with a reason (R08-01…R08-04).
 *
 * @throws STAGE_NOT_ALLOWED, RESOLUTION_REQUIRED, ATTEMPT_RUNNING, BARRIER_NOT_ALLOWED, CODE_INACTIVE, ORDER_LOCKED;
 *   FORBIDDEN and REASON_REQUIRED for a reopen
 */
export function changeStage(deps: LineDeps, act: Act, input: LinesInput<'changeStage'>): Outcome<RepairLine> {
  const { codes, lines } = deps.repository
  const { barrierId, expectedVersion, lineId, repairStageId, resolutionId } = input
  assertReaches(deps, act.caller, 'repair.write', lineId)
  const before = lines.expect(lineId, expectedVersion, { repairStageId, resolutionId, barrierId })
  const order = openOrder(deps, act.caller, 'repair.write', before.orderId)
  const from = codes.stages.records.get(before.repairStageId)
  const to = codes.stages.records.get(repairStageId)
  const reopens = from.finished && !to.finished
  if (reopens) assertMay(act.caller, 'repair.manage')
  assertLeads(from, to)
  if (reopens) assertReason(input.reason)
  const after: StoredRepairLine = {
    ...before,
    repairStageId,
    resolutionId: resolutionId ?? before.resolutionId,
    barrierId: barrierId ?? before.barrierId,
    finishedAt: to.finished ? (before.finishedAt ?? act.at) : undefined,
  }
  refuse([...lineFailures(deps, act.at, after, before), ...runningFailures(deps, to, before)])
  const { changes, record } = lines.update(before, assessed(deps, order, after))
  const others = reassessLater(deps, before, record)
  return outcome(lineOf(deps, act.caller, lineId), [...changes, ...others])
}

/** A stage without next stages leads anywhere (R08-02). */
function assertLeads({ id, nextStageIds }: RepairStage, to: RepairStage): void {
  if (to.id !== id && nextStageIds.length > 0 && !nextStageIds.includes(to.id))
    throw domainError(repairStageErrors, 'STAGE_NOT_ALLOWED', { field: 'repairStageId', ids: nextStageIds })
}

function assertReason(reason: string | undefined): void {
  if (!reason?.trim()) throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
}

/** Nobody works any more on what is signed off (R08-03). */
function runningFailures(
  { repository }: LineDeps,
  { finished }: RepairStage,
  { id }: StoredRepairLine,
): Failure[] {
  const running = finished ? repository.runningAttempts(id) : []
  return running.length === 0 ? [] : [{ code: 'ATTEMPT_RUNNING', ids: running }]
}
