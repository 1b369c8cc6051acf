import type { OrderRepairs } from '../orders/index'
import { assessed } from './assess'
import { removeLine } from './deleteLine'
import type { LineDeps } from './lines.deps'

/** What becomes of the repair lines of an order that is deleted, or goes into another one (R04-57, R04-74). */
export function createRepairsOfOrder(
  deps: () => LineDeps,
): Pick<OrderRepairs, 'ofOrder' | 'removed' | 'moved'> {
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
    moved(sourceId, target, relationIds) {
      const { lastLineNo, lines } = deps().repository
      const last = lastLineNo(target.id)
      const leaving = linesOf(sourceId).sort((a, b) => a.lineNo - b.lineNo)
      const moved = leaving.flatMap((line, index) => {
        const objectRelationId = relationIds.get(line.objectRelationId) ?? line.objectRelationId
        const there = { ...line, orderId: target.id, lineNo: last + index + 1, objectRelationId }
        // What is signed off stays as it was judged.
        const isOpen = line.finishedAt === undefined
        return lines.update(line, isOpen ? assessed(deps(), target, there) : there).changes
      })
      return [...moved, ...deps().dropOverride(sourceId)]
    },
  }
}
