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
import { copyAgreementLines, sourceAgreement, type CopiedLines } from './copyAgreementLines'
import type { RestructureInput } from './copyOrder'
import type { NewRelations } from './createOrder'
import { demandsOf } from './demands'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { openRelations } from './orderRelations'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { carryRelations, usedRelations } from './relocate'
import { saveOrder } from './saveOrder'

type Input = RestructureInput<'copyLines'>

/** The copies, with the objects and tasks that they bring. */
interface Copies extends CopiedLines {
  readonly added: NewRelations
}

/**
 * New Created lines in the target, of chosen lines of any status; all of them or none (R04-70). Kept prices are prices
 * set by someone, which needs orders.setPrice.
 *
 * @throws CURRENCY_MISMATCH when prices are kept, OBJECT_OTHER_CUSTOMER unless such objects are dropped, LINE_STOPPED;
 *   the codes of a line, all at once
 */
export function copyLines(deps: OrderDeps, act: Act, input: Input): Outcome<Order> {
  const { targetId, expectedVersion } = input
  const loaded = loadOrder(deps, act, { orderId: targetId, expectedVersion }, 'orders.write')
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  if (input.keepPrices) assertMay(act.caller, 'orders.setPrice')
  const isOfOrder = input.sourceType === 'order'
  const copies = isOfOrder ? fromOrder(deps, act, loaded, input) : fromAgreement(deps, act, loaded, input)
  const [first, ...rest] = copies.failures
  if (first) throw refuseAll([first, ...rest])
  const version = loaded.order.version + 1
  const lines = [...loaded.lines, ...copies.lines]
  const changes: EntityChange[] = [
    ...copies.added.objects.map((relation) => deps.relations.insert(relation, version)),
    ...copies.added.tasks.map((relation) => deps.tasks.insert(relation, version)),
    ...saveOrder(deps, act, createLookup(deps), loaded, { ...loaded, lines }),
    ...demandsOf(
      deps,
      targetId,
      copies.lines,
      ({ agreementLineId }) => !isOfOrder || agreementLineId !== undefined,
    ),
  ]
  return outcome(orderOf(deps, act.caller, targetId), changes)
}

function fromAgreement(deps: OrderDeps, act: Act, { lines, order }: LoadedOrder, input: Input): Copies {
  const relations = openRelations(deps, order)
  const relationIds = () => relations.objectIds()
  const work = { deps, lookup: createLookup(deps), act, order, relations, relationIds }
  const source = sourceAgreement(work, input.sourceId)
  const keepPrices = input.keepPrices ?? false
  if (keepPrices) assertCurrency(source.currency, order)
  const copies = copyAgreementLines(work, source, {
    ...{ lineIds: input.lineIds, keepPrices, dropObjects: input.dropObjects ?? false },
    lastNo: lastLineNo(lines),
  })
  return { ...copies, added: relations.added() }
}

function fromOrder(deps: OrderDeps, act: Act, { lines, order }: LoadedOrder, input: Input): Copies {
  const source = deps.orders.records.get(input.sourceId)
  assertReaches(deps, act.caller, 'orders.read', source)
  const keepPrices = input.keepPrices ?? false
  if (keepPrices) assertCurrency(source.currency, order)
  const chosen = chosenLines(deps, input)
  const carried = carryRelations(carriedObjects(deps, input, chosen, order), {
    id: order.id,
    objects: deps.relations.ofOrder(order.id),
    tasks: deps.tasks.ofOrder(order.id),
  })
  const lookup = createLookup(deps)
  const work: LineWork = {
    ...{ deps, lookup, act, order },
    relationIds: () => new Set(carried.objectIds.values()),
    taskRelationIds: new Set(carried.taskIds.values()),
  }
  const keepsAgreement = ({ agreementLineId }: StoredLine) =>
    agreementLineId !== undefined && lookup.agreementLine(agreementLineId).agreementId === order.agreementId
  const copies = copiedLines(work, chosen, { carried, keepPrices, keepsAgreement }, lastLineNo(lines))
  return { ...copies, added: carried }
}

function assertCurrency(currency: string, target: StoredOrder): void {
  if (currency !== target.currency)
    throw domainError(restructureErrors, 'CURRENCY_MISMATCH', {
      field: 'keepPrices',
      currency,
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
