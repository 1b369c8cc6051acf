import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { RepairLine } from '../../shared/contract/repairLines'
import { assertReaches, lineOf, openOrder } from './access'
import type { LineDeps, LinesInput } from './lines.deps'

/**
 * A manager gives another verdict with a reason; from then on it is not computed any more (08 §2.2).
 *
 * @throws ORDER_LOCKED, REASON_REQUIRED
 */
export function overrideVerdict(
  deps: LineDeps,
  act: Act,
  { expectedVersion, lineId, reason, verdict }: LinesInput<'overrideVerdict'>,
): Outcome<RepairLine> {
  const { lines } = deps.repository
  assertReaches(deps, act.caller, 'repair.manage', lineId)
  const before = lines.expect(lineId, expectedVersion, { warrantyVerdict: verdict, verdictReason: reason })
  openOrder(deps, act.caller, 'repair.manage', before.orderId)
  if (reason === '')
    throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason', fields: ['reason'] })
  const { changes } = lines.update(before, { ...before, warrantyVerdict: verdict, verdictReason: reason })
  return outcome(lineOf(deps, act.caller, lineId), changes)
}
