import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import type { RestructureInput } from './copyOrder'
import { createOrder } from './createOrder'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { orderOf } from './orderView'
import { saveOrder } from './saveOrder'

/** Registers what a customer asks for: an order without a stage that waits to be taken over (04 §2.1). */
export function registerRequest(
  deps: OrderDeps,
  act: Act,
  input: RestructureInput<'registerRequest'>,
): Outcome<Order> {
  return createOrder(deps, act, input, { origin: 'request', intake: 'awaiting', receivedAt: act.at })
}

/** Takes a request over: it is an order like any other from now on, in the root stage. @throws NOT_AWAITING */
export function transferRequest(
  deps: OrderDeps,
  act: Act,
  input: RestructureInput<'transferRequest'>,
): Outcome<Order> {
  const loaded = loadAwaiting(deps, act, input)
  const order = { ...loaded.order, intake: 'none' as const, stageId: deps.stages.rootId() }
  const changes = saveOrder(deps, act, createLookup(deps), loaded, { ...loaded, order })
  const started = [...deps.stages.created(order, act), ...deps.clocks.transferred(order, act)]
  return outcome(orderOf(deps, act.caller, order.id), [...changes, ...started])
}

/** Rejects a request: it leaves the intake as a canceled order. @throws NOT_AWAITING */
export function rejectRequest(
  deps: OrderDeps,
  act: Act,
  input: RestructureInput<'rejectRequest'>,
): Outcome<Order> {
  const loaded = loadAwaiting(deps, act, input)
  const order = {
    ...loaded.order,
    intake: 'none' as const,
    canceledAt: act.at,
    canceledById: act.caller.userId,
    cancelReason: input.reason,
  }
  const lines = loaded.lines.map((line) =>
    line.status === 'created' ? { ...line, status: 'canceled' as const, isCanceledWithOrder: true } : line,
  )
  const changes = saveOrder(deps, act, createLookup(deps), loaded, { order, lines })
  return outcome(orderOf(deps, act.caller, order.id), changes)
}

function loadAwaiting(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion }: RestructureInput<'transferRequest'>,
): LoadedOrder {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.write')
  if (loaded.order.intake !== 'awaiting')
    throw domainError(restructureErrors, 'NOT_AWAITING', { ids: [orderId] })
  return loaded
}
