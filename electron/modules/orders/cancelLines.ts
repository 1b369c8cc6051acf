import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { ordersErrors, type LineStatus, type Order } from '../../shared/contract/orders'
import { assertNotCanceled } from './changeLine'
import { loadOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { orderOf } from './orderView'
import { isTransitionAllowed, progressOf } from './progress.rules'
import { overReversed } from './reversal.rules'
import { saveOrder } from './saveOrder'
import { isLocked } from './signOff.rules'

const statusAfter = { cancel: 'canceled', revoke: 'created' } as const satisfies Record<string, LineStatus>

/**
 * Cancels Created lines, or makes canceled ones Created again with the price they had (3.2); all of them or none.
 *
 * @throws STAGE_FORBIDS_CANCEL, LINE_STATUS_INVALID; ORDER_CANCELED while the whole order is canceled;
 * LINE_SIGNED; ITEM_REQUIREMENTS_EXIST for lines that wait for their item
 */
export function cancelLines(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, lineIds }: OrdersInput<'cancelLine'>,
  transition: 'cancel' | 'revoke',
): Outcome<Order> {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.cancel')
  const wanted = new Set<string>(lineIds)
  for (const lineId of wanted)
    if (!loaded.lines.some(({ id }) => id === lineId)) throw notFound('orderLine', lineId)
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_CANCEL')
  assertNotCanceled(loaded)
  const wrong = loaded.lines.filter(
    ({ id, status }) => wanted.has(id) && !isTransitionAllowed(status, transition),
  )
  if (wrong.length > 0)
    throw domainError(ordersErrors, 'LINE_STATUS_INVALID', {
      field: 'lineIds',
      ids: wrong.map(({ id }) => id),
    })
  const locked = loaded.lines.filter((line) => wanted.has(line.id) && isLocked(line)).map(({ id }) => id)
  if (locked.length > 0) throw domainError(ordersErrors, 'LINE_SIGNED', { field: 'lineIds', ids: locked })
  const waiting = loaded.lines.filter(
    ({ id }) => wanted.has(id) && transition === 'cancel' && deps.requirements.activeOfLine(id),
  )
  if (waiting.length > 0)
    throw domainError(ordersErrors, 'ITEM_REQUIREMENTS_EXIST', {
      field: 'lineIds',
      ids: waiting.map(({ id }) => id),
    })
  const over = transition === 'revoke' ? overReversed(loaded.lines, wanted) : []
  if (over.length > 0) throw domainError(ordersErrors, 'OVER_REVERSAL', { field: 'lineIds', ids: over })
  const lines = loaded.lines.map((line) =>
    wanted.has(line.id) ? { ...line, status: statusAfter[transition] } : line,
  )
  const changes = saveOrder(deps, act, createLookup(deps), loaded, { ...loaded, lines })
  const statuses = lines.map(({ status }) => status)
  if (transition === 'cancel' && progressOf(statuses, false) === 'posted')
    changes.push(...deps.clocks.posted(loaded.order, act))
  return outcome(orderOf(deps, act.caller, orderId), changes)
}
