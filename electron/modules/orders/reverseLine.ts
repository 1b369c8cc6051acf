import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { lastLineNo } from './copiedLine'
import type { RestructureInput } from './copyOrder'
import type { StoredLine } from './lines.repository'
import { loadOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { orderOf } from './orderView'
import { assertMayPost } from './postOrder'
import { withAmounts } from './priceLine'
import { remainingOf } from './reversal.rules'
import { saveOrder } from './saveOrder'

const lineStep = 10

/**
 * Adds a Created line against a posted one: negative quantity, same prices; the order is In process again (3.2, X5).
 *
 * @throws STAGE_FORBIDS_MODIFY, LINE_STATUS_INVALID, QTY_INVALID, OVER_REVERSAL
 */
export function reverseLine(
  deps: OrderDeps,
  act: Act,
  { lineId, expectedVersion, newLineId, quantity }: RestructureInput<'reverseLine'>,
): Outcome<Order> {
  assertMayPost(deps, act.caller)
  const line = deps.lines.find(lineId)
  if (!line) throw notFound('orderLine', lineId)
  const done = newLineId === undefined ? undefined : deps.lines.find(newLineId)
  if (done && (done.reversalOfId !== lineId || done.actualQty !== -quantity))
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'orderLine', id: done.id })
  const loaded = loadOrder(
    deps,
    act,
    { orderId: line.orderId, expectedVersion: done ? versionOf(deps, line) : expectedVersion },
    'orders.post',
  )
  if (done) return unchanged(orderOf(deps, act.caller, line.orderId))
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  if (line.status !== 'posted')
    throw domainError(restructureErrors, 'LINE_STATUS_INVALID', { ids: [lineId], status: line.status })
  if (quantity <= 0) throw domainError(restructureErrors, 'QTY_INVALID', { field: 'quantity' })
  const remaining = remainingOf(line, loaded.lines)
  if (quantity > remaining)
    throw domainError(restructureErrors, 'OVER_REVERSAL', { field: 'quantity', ids: [lineId], remaining })
  const lookup = createLookup(deps)
  const reversal = withAmounts(
    { lookup, order: loaded.order },
    {
      ...line,
      id: newLineId ?? OrderLineId.parse(mintId()),
      lineNo: lastLineNo(loaded.lines) + lineStep,
      status: 'created',
      estimatedQty: undefined,
      actualQty: -quantity,
      itemSetup: line.itemSetup && 'itemConsumption',
      startAt: undefined,
      endAt: undefined,
      reversalOfId: line.id,
      signOffId: undefined,
    },
  )
  const lines = [...loaded.lines, reversal]
  const changes = saveOrder(deps, act, lookup, loaded, { ...loaded, lines })
  return outcome(orderOf(deps, act.caller, line.orderId), changes)
}

function versionOf({ orders }: OrderDeps, { orderId }: StoredLine): number {
  return orders.records.get(orderId).version
}
