import type { Act } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import type { RepairLineId } from '../../shared/contract/id'
import { assertReaches, openOrder } from './access'
import { reassessLater } from './assess'
import type { LineDeps, LinesInput } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

/**
 * Deletes a line to which nothing happened yet: drafts of estimates go with it, later repairs look for another earlier one.
 *
 * @throws IN_USE naming attempts, estimates that were sent, changes of parts and order lines; ORDER_LOCKED
 */
export function deleteLine(
  deps: LineDeps,
  act: Act,
  { lineId, expectedVersion }: LinesInput<'deleteLine'>,
): Outcome<{ id: RepairLineId }> {
  assertReaches(deps, act.caller, 'repair.delete', lineId)
  const line = deps.repository.lines.expect(lineId, expectedVersion)
  openOrder(deps, act.caller, 'repair.delete', line.orderId)
  return outcome({ id: lineId }, removeLine(deps, line))
}

/** @throws IN_USE */
export function removeLine(deps: LineDeps, line: StoredRepairLine): EntityChange[] {
  const { lines } = deps.repository
  const drafts = deps.dropDrafts(line.id)
  const later = reassessLater(deps, line, undefined)
  lines.assertUnused(line.id)
  return [...drafts, ...later, lines.remove(line)]
}
