import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { OrderLineId } from '../../shared/contract/id'
import type { NewOrderLine } from '../../shared/contract/orders'
import type { Permission } from '../../shared/contract/permission'
import { assertReaches } from './access'
import { assertNotCanceled } from './changeLine'
import { agreedDraft, completeLine, type LineWork } from './completeLine'
import { lastLineNo } from './copiedLine'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { openRelations } from './orderRelations'
import { saveOrder } from './saveOrder'

const lineStep = 10

/** What repair estimates do with orders (08 §3.6). */
export function createOrdersForEstimates(deps: OrderDeps) {
  const load = (orderId: string): LoadedOrder => ({
    order: deps.orders.records.get(orderId),
    lines: deps.lines.ofOrder(orderId),
  })
  return {
    /** An order of the caller's offices and, with reach own, where he works; throws NOT_FOUND and FORBIDDEN. */
    reached(caller: Caller, permission: Permission, orderId: string): LoadedOrder {
      const loaded = load(orderId)
      assertReaches(deps, caller, permission, loaded.order)
      return loaded
    },
    linesOf: (orderId: string): StoredLine[] => deps.lines.ofOrder(orderId),
    /**
     * Adds Created lines at prices that the customer has agreed to.
     *
     * @returns the ids of the lines in the order given
     * @throws STAGE_FORBIDS_MODIFY, ORDER_CANCELED and the codes of a line, all at once, each with its index
     */
    addAgreedLines(
      act: Act,
      orderId: string,
      given: readonly NewOrderLine[],
    ): { readonly ids: readonly OrderLineId[]; readonly changes: readonly EntityChange[] } {
      const loaded = load(orderId)
      const { lines: held, order } = loaded
      assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
      assertNotCanceled(loaded)
      const relations = openRelations(deps, order)
      const relationIds = () => relations.objectIds()
      const work: LineWork = { deps, lookup: createLookup(deps), act, order, relations, relationIds }
      const lastNo = lastLineNo(held)
      const completed = given.map((line, index) =>
        completeLine(work, agreedDraft(work, line, lastNo + lineStep * (index + 1))),
      )
      const [first, ...rest]: Failure[] = completed.flatMap(({ failures }, index) =>
        failures.map((failure) => ({ ...failure, index })),
      )
      if (first) throw refuseAll([first, ...rest])
      const added = completed.map(({ line }) => line)
      const changes = saveOrder(deps, act, work.lookup, loaded, { ...loaded, lines: [...held, ...added] })
      return { ids: added.map(({ id }) => id), changes }
    },
  }
}
export type OrdersForEstimates = ReturnType<typeof createOrdersForEstimates>
