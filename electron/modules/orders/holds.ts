import { isDeepStrictEqual } from 'node:util'
import type { StoredLine } from './lines.repository'
import type { OrderDeps } from './orderDeps'

/** Whether a stored record has what was given; what was left out got its default. */
export function holds(stored: object, given: object): boolean {
  const held = new Map<string, unknown>(Object.entries(stored))
  return Object.entries(given)
    .filter(([, value]: [string, unknown]) => value !== undefined && value !== null && value !== '')
    .every(([name, value]: [string, unknown]) => isDeepStrictEqual(held.get(name), value))
}

/** The same of a line; a task of the agreement that was named is the order's own by now (R02-07). */
export function holdsLine(
  { orders, serviceAgreements, tasks }: Pick<OrderDeps, 'orders' | 'serviceAgreements' | 'tasks'>,
  stored: StoredLine,
  given: { readonly taskRelationId?: string | undefined },
): boolean {
  const { orderId, taskRelationId: ownId } = stored
  if (given.taskRelationId === undefined || ownId === undefined || given.taskRelationId === ownId)
    return holds(stored, given)
  const { agreementId } = orders.records.get(orderId)
  const offered = agreementId === undefined ? [] : serviceAgreements.tasksOf(agreementId)
  const named = offered.find(({ id }) => id === given.taskRelationId)
  const isSame = named !== undefined && named.taskId === tasks.find(ownId)?.taskId
  return holds(stored, isSame ? { ...given, taskRelationId: ownId } : given)
}
