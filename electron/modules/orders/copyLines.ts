import { assertMay, type Act } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { domainError, refuseAll } from '../../shared/contract/domainError'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { assertReaches } from './access'
import { assertNotCanceled } from './changeLine'
import type { LineWork } from './completeLine'
import { copiedLines, lastLineNo } from './copiedLine'
import type { RestructureInput } from './copyOrder'
import type { StoredLine } from './lines.repository'
import { loadOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { carryRelations, usedRelations } from './relocate'
import { saveOrder } from './saveOrder'

type Input = RestructureInput<'copyLines'>

/**
 * New Created lines in the target, of chosen lines of any status; all of them or none (R04-70). Kept prices are prices
 * set by someone, which needs orders.setPrice.
 *
 * @throws CURRENCY_MISMATCH when prices are kept, OBJECT_OTHER_CUSTOMER unless such objects are dropped; the codes of a
 *   line, all at once
 */
export function copyLines(deps: OrderDeps, act: Act, input: Input): Outcome<Order> {
  const { targetId, expectedVersion, sourceId } = input
  const loaded = loadOrder(deps, act, { orderId: targetId, expectedVersion }, 'orders.write')
  const source = deps.orders.records.get(sourceId)
  assertReaches(deps, act.caller, 'orders.read', source)
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  const keepPrices = input.keepPrices ?? false
  if (keepPrices) assertPricesFit(act, source, loaded.order)
  const chosen = chosenLines(deps, input)
  const carried = carryRelations(carriedObjects(deps, input, chosen, loaded.order), {
    id: targetId,
    objects: deps.relations.ofOrder(targetId),
    tasks: deps.tasks.ofOrder(targetId),
  })
  const work: LineWork = {
    ...{ deps, lookup: createLookup(deps), act, order: loaded.order },
    relationIds: () => new Set(carried.objectIds.values()),
    taskRelationIds: new Set(carried.taskIds.values()),
  }
  const { lines, failures } = copiedLines(work, chosen, { carried, keepPrices }, lastLineNo(loaded.lines))
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  const version = loaded.order.version + 1
  const changes: EntityChange[] = [
    ...carried.objects.map((relation) => deps.relations.insert(relation, version)),
    ...carried.tasks.map((relation) => deps.tasks.insert(relation, version)),
    ...saveOrder(deps, work.lookup, loaded, { ...loaded, lines: [...loaded.lines, ...lines] }),
  ]
  return outcome(orderOf(deps, act.caller, targetId), changes)
}

function assertPricesFit({ caller }: Act, source: StoredOrder, target: StoredOrder): void {
  assertMay(caller, 'orders.setPrice')
  if (source.currency !== target.currency)
    throw domainError(restructureErrors, 'CURRENCY_MISMATCH', {
      field: 'keepPrices',
      currency: source.currency,
      wanted: target.currency,
    })
}

/** The lines in the order of their numbers; throws NOT_FOUND for one that is not the source's. */
function chosenLines({ lines }: OrderDeps, { lineIds, sourceId }: Input): readonly StoredLine[] {
  const held = lines.ofOrder(sourceId)
  for (const lineId of lineIds) if (!held.some(({ id }) => id === lineId)) throw notFound('orderLine', lineId)
  const wanted = new Set<string>(lineIds)
  return held.filter(({ id }) => wanted.has(id))
}

/** The objects and tasks that go with the lines; an object of another customer is refused or dropped. */
function carriedObjects(
  deps: OrderDeps,
  { dropObjects, sourceId }: Input,
  chosen: readonly StoredLine[],
  { customerId }: StoredOrder,
) {
  const all = { objects: deps.relations.ofOrder(sourceId), tasks: deps.tasks.ofOrder(sourceId) }
  const { objects, tasks } = usedRelations(all, chosen)
  const foreign = objects.filter(({ objectId }) => {
    const owner = deps.objects.get(objectId).customerId
    return owner !== undefined && owner !== customerId
  })
  if (foreign.length > 0 && !dropObjects)
    throw domainError(restructureErrors, 'OBJECT_OTHER_CUSTOMER', {
      field: 'dropObjects',
      ids: foreign.map(({ objectId }) => objectId),
    })
  return { objects: objects.filter((relation) => !foreign.includes(relation)), tasks }
}
