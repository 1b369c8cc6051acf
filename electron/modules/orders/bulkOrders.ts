import type { Act, Caller, JobControl } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import type { BulkResult } from '../../shared/contract/crud'
import { domainError } from '../../shared/contract/domainError'
import { ordersErrors } from '../../shared/contract/orders'
import { scopeOf } from './access'
import { assertSelection, attempt } from './bulk'
import { cancelOrder, revokeCancel } from './cancelOrder'
import { deleteOrder } from './deleteOrder'
import { loadOrder } from './loadOrder'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { postOrder } from './postOrder'

/** Runs one use case as the caller, in its own transaction with its own log entry. */
type WriteOne = <Result>(
  command: string,
  input: { readonly reason?: string | undefined },
  useCase: (act: Act) => Outcome<Result>,
) => Result

/** Cancels each order, or with `revoke` takes each cancellation back; the others are left as they are (R04-56). */
export function cancelOrders(
  deps: OrderDeps,
  write: WriteOne,
  input: OrdersInput<'cancelOrders'>,
): { results: BulkResult[] } {
  const change = input.revoke ? revokeCancel : cancelOrder
  return eachOrder(deps, input.orderIds, (order) => {
    write('orders.cancelOrders', input, (act) => {
      if (!input.revoke) assertNotDone(deps, act, order)
      return change(deps, act, { ...order, reason: input.reason })
    })
  })
}

/** An order whose lines were canceled one by one is Canceled already. */
function assertNotDone(deps: OrderDeps, act: Act, ref: OrderVersion): void {
  const { order } = loadOrder(deps, act, ref, 'orders.cancel')
  if (order.progress === 'canceled') throw domainError(ordersErrors, 'ORDER_CANCELED', { ids: [order.id] })
}

/** Deletes each order that may be deleted (R04-57). */
export function deleteOrders(
  deps: OrderDeps,
  write: WriteOne,
  input: OrdersInput<'deleteOrders'>,
): { results: BulkResult[] } {
  return eachOrder(deps, input.orderIds, (order) => {
    write('orders.deleteOrders', input, (act) => deleteOrder(deps, act, order))
  })
}

/** What a command does before it answers; more is a job's work. */
const mostAtOnce = 1000

interface OrderVersion {
  readonly orderId: OrdersInput<'getOrder'>['orderId']
  readonly expectedVersion: number
}

function eachOrder(
  deps: OrderDeps,
  orderIds: readonly OrderVersion['orderId'][],
  work: (order: OrderVersion) => void,
): { results: BulkResult[] } {
  assertSelection(orderIds)
  if (orderIds.length > mostAtOnce)
    throw domainError(ordersErrors, 'TOO_MANY', { field: 'orderIds', limit: mostAtOnce })
  return {
    results: [...new Set(orderIds)].map((orderId) =>
      attempt(orderId, () => work({ orderId, expectedVersion: deps.orders.records.get(orderId).version })),
    ),
  }
}

const pageSize = 200
const mostOrders = 10_000

/**
 * The orders of a bulk command: those named, else those of a filter that the caller may see.
 *
 * @throws NO_SELECTION without both (R04-56), TOO_MANY beyond the limit
 */
export function selectOrders(
  deps: OrderDeps,
  caller: Caller,
  { filter, orderIds }: Pick<OrdersInput<'postOrders'>, 'filter' | 'orderIds'>,
  limit = mostOrders,
): OrderVersion['orderId'][] {
  const isFiltered = filter !== undefined && Object.values(filter).some((value) => value !== undefined)
  if (orderIds === undefined && !isFiltered)
    throw domainError(ordersErrors, 'NO_SELECTION', { field: 'orderIds' })
  const found = orderIds ? [...new Set(orderIds)] : filteredIds(deps, caller, filter, limit)
  if (found.length > limit) throw domainError(ordersErrors, 'TOO_MANY', { field: 'orderIds', limit })
  assertSelection(found)
  return found
}

function filteredIds(
  deps: OrderDeps,
  caller: Caller,
  filter: OrdersInput<'postOrders'>['filter'],
  limit: number,
): OrderVersion['orderId'][] {
  const found: OrderVersion['orderId'][] = []
  let after: string | undefined
  do {
    const page = deps.orders.orderList.page(
      { filter, sort: [{ field: 'number', direction: 'asc' }], after, limit: pageSize },
      ...scopeOf(deps, caller),
    )
    found.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after !== undefined && found.length <= limit)
  return found
}

/** Posts order by order, each in a transaction of its own; one that may not be posted stays as it is (R04-52). */
export function* postOrders(
  deps: OrderDeps,
  control: JobControl,
  orderIds: readonly OrderVersion['orderId'][],
  { date, reason, useEstimates }: Pick<OrdersInput<'postOrders'>, 'date' | 'reason' | 'useEstimates'>,
): Generator<void, { results: BulkResult[] }> {
  const results: BulkResult[] = []
  for (const orderId of orderIds) {
    const result = attempt(orderId, () => {
      control.commit('orders.postOrders', reason, (act) => {
        const { version } = deps.orders.records.get(orderId)
        return postOrder(deps, act, { orderId, expectedVersion: version, date, useEstimates, reason })
      })
    })
    results.push(result)
    control.progress(results.length, orderIds.length)
    yield
  }
  return { results }
}
