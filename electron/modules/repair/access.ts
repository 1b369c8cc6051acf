import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ListRequest, Page } from '../../shared/contract/page'
import type { Permission } from '../../shared/contract/permission'
import { repairLineErrors, type RepairLine } from '../../shared/contract/repairLines'
import type { StoredOrder } from '../orders/index'
import type { LineDeps } from './lines.deps'

type Deps = Pick<LineDeps, 'orders' | 'repository'>

/** The lines of the own offices' orders. */
export function officeScope(
  { officeCount }: Pick<LineDeps['orders'], 'officeCount'>,
  { officeIds }: Pick<Caller, 'officeIds'>,
): Condition[] {
  if (officeIds.length >= officeCount()) return []
  return [
    {
      sql: `(SELECT office_id FROM service_order WHERE id = t.order_id)
        IN (SELECT unhex(value, '-') FROM json_each(:scope_offices))`,
      params: { scope_offices: JSON.stringify(officeIds) },
    },
  ]
}

/** The lines a caller reads; the board sees stages and counts only (08 §1). */
export function lineScope({ orders }: Pick<LineDeps, 'orders'>, caller: Caller): Condition[] {
  assertReadsLines(caller)
  return officeScope(orders, caller)
}

/** What the board may ask of lines: how many there are, by their stages. */
const countedBy: ReadonlySet<string> = new Set(['repairStageId', 'isFinished'])

/** A page of lines; the board is told how many stand in a stage, and none of them (08 §1). @throws FORBIDDEN */
export function listLines(deps: Deps, caller: Caller, input: ListRequest): Page<RepairLine> {
  const list = deps.repository.lineList(caller.language)
  if (caller.permissions.get('repair.read') !== 'board') {
    const { items, ...page } = list.page(input, ...lineScope(deps, caller))
    return { ...page, items: items.map((line) => seenBy(deps, caller, line)) }
  }
  const { filter = {}, text, withCount = false } = input
  const asked = Object.keys(filter).filter((name) => filter[name] !== undefined)
  if (!withCount || text || asked.some((name) => !countedBy.has(name))) assertReadsLines(caller)
  const { count } = list.page({ filter, withCount, limit: 1 }, ...officeScope(deps.orders, caller))
  return { items: [], count }
}

/** Throws FORBIDDEN for the board. */
export function assertReadsLines({ permissions }: Caller): void {
  if (permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
}

/** A line as the caller reads it. @throws NOT_FOUND for one out of sight */
export function lineOf(deps: Deps, caller: Caller, id: string): RepairLine {
  const line = deps.repository.lineList(caller.language).find(id, ...lineScope(deps, caller))
  if (!line) throw notFound('repairLine', id)
  return seenBy(deps, caller, line)
}

/** A line with what keeps this caller from changing it: others' repairs are read, and not written (conventions §8). */
function seenBy({ orders }: Pick<Deps, 'orders'>, caller: Caller, line: RepairLine): RepairLine {
  const isOthers =
    line.readOnly === undefined &&
    caller.permissions.get('repair.write') === 'own' &&
    !orders.isReached(caller, 'repair.write', line.orderId)
  return isOthers ? { ...line, readOnly: 'notOwn' } : line
}

/** Who does not reach a line learns nothing of it, nor its version. @throws NOT_FOUND, FORBIDDEN */
export function assertReaches(
  { orders, repository }: Deps,
  caller: Caller,
  permission: Permission,
  lineId: string,
): void {
  orders.reached(caller, permission, repository.lines.get(lineId).orderId)
}

/** The order of a line that is to be changed. @throws FORBIDDEN out of reach; ORDER_LOCKED (R08-06) */
export function openOrder(
  { orders }: Pick<LineDeps, 'orders'>,
  caller: Caller,
  permission: Permission,
  orderId: string,
): StoredOrder {
  const order = orders.reached(caller, permission, orderId)
  if (order.progress !== 'inProcess' || order.canceledAt !== undefined)
    throw domainError(repairLineErrors, 'ORDER_LOCKED', { entity: 'order', id: order.id, field: 'orderId' })
  return order
}
