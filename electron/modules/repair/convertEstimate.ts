import type { Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import type { NewOrderLine } from '../../shared/contract/orders'
import { estimateErrors, type Estimate } from '../../shared/contract/repairEstimates'
import { loaded } from './answerEstimate'
import type { EstimateDeps, EstimatesInput } from './estimates.deps'
import type { EstimatedRepair, StoredEstimateLine } from './estimates.repository'
import { estimateView } from './estimateView'
import { wrongState } from './saveEstimate'

/**
 * Makes an order line of each line of an approved estimate, once: estimated at the agreed price and discount, not
 * chargeable where a promise covers the repair (R08-11).
 *
 * @throws ESTIMATE_STATE; ALREADY_CONVERTED while lines made from this or an earlier version stand on the order;
 *   ORDER_LOCKED and the codes of an order's line, all at once
 */
export function convertEstimate(
  deps: EstimateDeps,
  act: Act,
  input: EstimatesInput<'convertEstimate'>,
): Outcome<Estimate> {
  const { before, repair } = loaded(deps, act, input, 'repair.estimate')
  if (before.status !== 'approved' || before.currency !== repair.currency) throw wrongState(before)
  const standing = convertedLines(deps, repair)
  if (before.convertedAt !== undefined || standing.length > 0)
    throw domainError(estimateErrors, 'ALREADY_CONVERTED', {
      entity: 'estimate',
      id: before.id,
      ids: standing,
    })
  const { changes, ids } = deps.orders.addAgreedLines(
    act,
    repair.orderId,
    before.lines.map((line) => orderLineOf(repair, line)),
  )
  const lines = before.lines.map((line, index) => ({ ...line, orderLineId: ids[index] }))
  const converted = deps.repository.estimates.update(before, { ...before, lines, convertedAt: act.at })
  return outcome(estimateView(deps, repair, converted.record, act.at), [...changes, ...converted.changes])
}

/** The order lines that any version of the estimate has become and that were not canceled since. */
function convertedLines({ orders, repository }: EstimateDeps, { id, orderId }: EstimatedRepair): string[] {
  const made = new Set(
    repository.ofLine(id).flatMap(({ lines }) => lines.flatMap(({ orderLineId }) => orderLineId ?? [])),
  )
  return orders
    .linesOf(orderId)
    .filter((line) => made.has(line.id) && line.status !== 'canceled')
    .map((line) => line.id)
}

/** A part that is in no catalogue is bought for the order: an expense. */
function orderLineOf({ id, objectRelationId }: EstimatedRepair, line: StoredEstimateLine): NewOrderLine {
  const { categoryId, description, discount, itemId, kind, quantity, unit, unitPrice } = line
  const type = kind === 'item' && itemId === undefined ? 'expense' : kind
  return {
    ...{ id: OrderLineId.parse(mintId()), type, description, discount, repairLineId: id, objectRelationId },
    ...(type === 'item' ? { itemId } : {}),
    ...{ categoryId, unit, estimatedQty: quantity, salesPrice: unitPrice },
  }
}
