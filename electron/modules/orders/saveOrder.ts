import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { stageRights, type Lookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { isReadyForPosting, progressOf } from './progress.rules'

/** The head with what its lines say: progress (R04-10), readiness and totals (R04-33). */
export function withDerived(
  deps: Pick<OrderDeps, 'stages'>,
  lookup: Pick<Lookup, 'property'>,
  order: StoredOrder,
  lines: readonly StoredLine[],
): StoredOrder {
  const statuses = lines.map(({ status }) => status)
  const counted = lines.filter(({ status }) => status !== 'canceled')
  const progress = progressOf(statuses, order.canceledAt !== undefined)
  return {
    ...order,
    progress,
    isReadyForPosting:
      progress === 'inProcess' &&
      order.intake === 'none' &&
      isReadyForPosting(
        lines.map((line) => ({
          ...line,
          isChargeable: lookup.property(line.linePropertyId).chargeable,
          isUnsigned: order.signOffRequired && line.signOffId === undefined,
        })),
        stageRights(deps, order).allowPost,
      ),
    salesAmount: counted.reduce((sum, line) => sum + line.salesAmount, 0),
    costAmount: counted.reduce((sum, line) => sum + line.costAmount, 0),
  }
}

/**
 * Writes what differs between an order as loaded and as it shall be. The head gets the next version whatever changed,
 * because its lines share it. Without any difference nothing is written. Activities follow their lines (07 §3.1).
 */
export function saveOrder(
  deps: Pick<OrderDeps, 'orders' | 'lines' | 'stages' | 'activities'>,
  act: Act,
  lookup: Pick<Lookup, 'property'>,
  before: LoadedOrder,
  after: LoadedOrder,
): EntityChange[] {
  const next = withDerived(deps, lookup, after.order, after.lines)
  const held = new Map(before.lines.map((line) => [line.id, line]))
  const changed = after.lines.filter((line) => {
    const old = held.get(line.id)
    return !old || !isDeepStrictEqual(plain(old), plain(line))
  })
  if (changed.length === 0 && isDeepStrictEqual(plain(before.order), plain(next))) return []
  const { order, change } = deps.orders.overwrite(before.order, next)
  return [
    change,
    ...changed.map((line) => {
      const old = held.get(line.id)
      return old ? deps.lines.update(old, line, order.version) : deps.lines.insert(line, order.version)
    }),
    ...deps.activities.followed({
      ...{ act, order, wasOrder: before.order },
      ...{ before: before.lines, after: after.lines },
    }),
  ]
}

/** Writes the objects and tasks that lines brought along, under the order's next version. */
export function addedRelations({
  deps,
  order,
  relations,
}: Pick<LineWork, 'deps' | 'order' | 'relations'>): EntityChange[] {
  const { objects = [], tasks = [] } = relations?.added() ?? {}
  const version = order.version + 1
  return [
    ...objects.map((relation) => deps.relations.insert(relation, version)),
    ...tasks.map((relation) => deps.tasks.insert(relation, version)),
  ]
}

/** Absent and undefined are the same in the store. */
function plain(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
