import { z } from 'zod'
import type { EntityChange } from '../../../db/changeLog'
import { restored } from '../../../db/restored'
import type { OrderExchange, OrderToWrite } from '../../orders/index'
import type { References } from '../references'
import { headColumns, lineColumns, targetsOf } from '../sheets/columns'
import { drafts, openOrders } from './orderRows'
import type { KindSpec, StagedRecord } from './kind'

export interface OrdersKindDeps {
  readonly exchange: OrderExchange
  readonly references: () => References
  readonly offsetAt: (zone: string, instant: number) => number
}

/** What changes a price, a default or a reference of an order after the check. */
const reads = [
  'customer', 'site', 'contact', 'worker', 'office', 'agreement', 'billingAccount', 'category', 'lineProperty', 'priceRule', 'item',
  'itemPrice', 'itemCost', 'unit', 'warehouse', 'object', 'serviceTask', 'setting', 'stage', 'company',
] // prettier-ignore

/** Orders, one row a line, by an external number; requests are orders that wait to be taken over (R01-26). */
export function ordersKind(deps: OrdersKindDeps, kind: 'orders' | 'requests'): KindSpec {
  return {
    targets: targetsOf([...headColumns, ...lineColumns], 'externalKey'),
    keyTarget: 'externalKey',
    reads,
    drafts: Object.values(drafts),
    open: (context) => openOrders(deps, kind, context),
    creations: (act, { staged }) => byEntity(deps.exchange.write(act, ordersOf(staged))),
  }
}

/** As the check has written it. */
const Draft = z.record(z.string(), z.unknown())

/** The orders that the rows have staged; of a record staged twice the later counts. */
function ordersOf(staged: (entity: string) => Iterable<StagedRecord>): OrderToWrite[] {
  const orders = new Map<string, OrderToWrite>()
  const lines = new Map<string, Map<string, OrderToWrite['lines'][number]>>()
  for (const { draft } of staged(drafts.order)) {
    const one = restored<OrderToWrite>(Draft.parse(draft))
    orders.set(one.order.id, one)
  }
  for (const { draft } of staged(drafts.line)) {
    const line = restored<OrderToWrite['lines'][number]>(Draft.parse(draft))
    const ofOrder = lines.get(line.orderId) ?? new Map<string, OrderToWrite['lines'][number]>()
    lines.set(line.orderId, ofOrder.set(line.id, line))
  }
  const objects = relationsOf<OrderToWrite['relations']['objects'][number]>(staged(drafts.object))
  const tasks = relationsOf<OrderToWrite['relations']['tasks'][number]>(staged(drafts.task))
  return [...orders.values()].map((one) => ({
    ...one,
    lines: [...(lines.get(one.order.id)?.values() ?? [])].sort((a, b) => a.lineNo - b.lineNo),
    relations: { objects: objects.get(one.order.id) ?? [], tasks: tasks.get(one.order.id) ?? [] },
  }))
}

function relationsOf<Relation extends { readonly orderId: string }>(
  staged: Iterable<StagedRecord>,
): Map<string, Relation[]> {
  const found = new Map<string, Relation[]>()
  for (const { draft } of staged) {
    const relation = restored<Relation>(Draft.parse(draft))
    const ofOrder = found.get(relation.orderId)
    if (ofOrder) ofOrder.push(relation)
    else found.set(relation.orderId, [relation])
  }
  return found
}

/** The log's order: by entity, then id. */
function byEntity(changes: readonly EntityChange[]): Map<string, EntityChange[]> {
  const grouped = new Map<string, EntityChange[]>()
  for (const change of [...changes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const ofEntity = grouped.get(change.entity)
    if (ofEntity) ofEntity.push(change)
    else grouped.set(change.entity, [change])
  }
  return grouped
}
