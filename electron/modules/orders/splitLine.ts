import type { Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { lastLineNo } from './copiedLine'
import type { RestructureInput } from './copyOrder'
import { checkLine } from './line.rules'
import { loadOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { orderOf } from './orderView'
import { withAmounts } from './priceLine'
import { saveOrder } from './saveOrder'
import { isMovable, splitQuantities } from './split.rules'

const lineStep = 10

/**
 * Divides a line: it keeps Q − q, a new line has q, each with amounts of its own; prices stay (R04-71, R-04.31).
 *
 * @throws QUANTITY_OUT_OF_RANGE unless 0 < q < Q, LINE_NOT_MOVABLE
 */
export function splitLine(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, lineId, newLineId, quantity }: RestructureInput<'splitLine'>,
): Outcome<Order> {
  const done = newLineId === undefined ? undefined : deps.lines.find(newLineId)
  if (done && done.orderId !== orderId)
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'orderLine', id: done.id })
  if (done) return unchanged(orderOf(deps, act.caller, orderId))
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.restructure')
  const line = loaded.lines.find(({ id }) => id === lineId)
  if (!line) throw notFound('orderLine', lineId)
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  if (!isMovable(line))
    throw domainError(restructureErrors, 'LINE_NOT_MOVABLE', { field: 'lineId', ids: [lineId] })
  const parts = splitQuantities(line, quantity)
  if (!parts) throw domainError(restructureErrors, 'QUANTITY_OUT_OF_RANGE', { field: 'quantity' })
  const lookup = createLookup(deps)
  const item = line.itemId === undefined ? undefined : lookup.item(line.itemId)
  const [first, ...rest] = checkLine({ ...line, ...parts.split }, item)
  if (first) throw refuseAll([{ ...first, field: 'quantity' }, ...rest])
  const work = { lookup, order: loaded.order }
  const kept = withAmounts(work, { ...line, ...parts.kept })
  const split = withAmounts(work, {
    ...line,
    ...parts.split,
    id: newLineId ?? OrderLineId.parse(mintId()),
    lineNo: lastLineNo(loaded.lines) + lineStep,
    serialNumber: undefined,
    startAt: undefined,
    endAt: undefined,
  })
  const lines = [...loaded.lines.map((other) => (other.id === lineId ? kept : other)), split]
  const changes = saveOrder(deps, act, lookup, loaded, { ...loaded, lines })
  return outcome(orderOf(deps, act.caller, orderId), changes)
}
