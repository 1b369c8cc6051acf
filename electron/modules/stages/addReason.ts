import type { z } from 'zod'
import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { assertVersion, notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { addReasonErrors, type StageHistoryEntry, type stagesContract } from '../../shared/contract/stages'
import { assertMayChange } from './access'
import type { MoveDeps } from './changeStage'
import { entryView, reasonFields } from './history'
import { isReasonAllowed } from './move.rules'

type Input = z.output<NonNullable<(typeof stagesContract)['addReason']['~orpc']['inputSchema']>>

/**
 * Gives the latest row of an order's history the reason it has not; a reason that is there stays (R05-51). A comment
 * follows the one that is there.
 *
 * @throws REASON_ALREADY_SET, REASON_NOT_ALLOWED, FORBIDDEN, CONFLICT
 */
export function addReason(
  deps: MoveDeps,
  { caller }: Act,
  { orderId, expectedVersion, reasonId, comment }: Input,
): Outcome<StageHistoryEntry> {
  const { orders, repository } = deps
  const order = orders.get(orderId)
  assertMayChange(orders, deps.techniciansMayChange, caller, order)
  assertVersion('order', order, expectedVersion)
  const last = repository.lastOf(orderId)
  if (!last) throw notFound('stageHistory', orderId)
  const reason = repository.reasons.get(reasonId)
  if (last.reasonId) throw domainError(addReasonErrors, 'REASON_ALREADY_SET', { field: 'reasonId' })
  if (!isReasonAllowed(reason, 'stageChange', last.toStageId))
    throw domainError(addReasonErrors, 'REASON_NOT_ALLOWED', { field: 'reasonId' })
  const { record, changes } = repository.history.update(last, {
    ...last,
    ...reasonFields(reason),
    comment: joined(last.comment, comment),
  })
  return outcome(entryView(record, caller.language, deps.userName), changes)
}

function joined(held: string | undefined, added: string | undefined): string | undefined {
  const text = [held, added].filter((part) => part).join('\n')
  if (text.length > 500)
    throw domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: ['comment'], message: 'max:500' }] })
  return text === '' ? undefined : text
}
