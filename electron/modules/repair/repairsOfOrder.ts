import type { OrderRepairs } from '../orders/index'
import { removeLine } from './deleteLine'
import type { LineDeps } from './lines.deps'

/** What becomes of the repair lines of an order that is deleted (R04-57). */
export function createRepairsOfOrder(deps: () => LineDeps): Pick<OrderRepairs, 'ofOrder' | 'removed'> {
  const linesOf = (orderId: string) => deps().repository.lines.where('orderId', orderId)
  return {
    ofOrder: (orderId) =>
      linesOf(orderId).map(({ finishedAt, id, number }) => ({
        ...{ id, number, isFinished: finishedAt !== undefined },
      })),
    // The last one first: a repair that another one repeats goes after it.
    removed: (orderId) =>
      linesOf(orderId)
        .reverse()
        .flatMap(({ id }) => removeLine(deps(), deps().repository.lines.get(id))),
  }
}
