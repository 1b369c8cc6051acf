import type { Act } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Failure } from '../../shared/contract/domainError'
import { DeliveryNoteId } from '../../shared/contract/id'
import type { DeliveryNote, ItemRequirement } from '../../shared/contract/orderRequirements'
import { localDate } from '../calendars/index'
import type { StoredLine } from './lines.repository'
import { requirementOf } from './listRequirements'
import {
  assertWaiting,
  loadRequirement,
  quantityFailures,
  refuseIfAny,
  type LoadedRequirement,
} from './loadRequirement'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { delivered, settled, statusOf, undelivered } from './requirement.rules'
import type { StoredDeliveryNote, StoredRequirement } from './requirements.repository'

/** Deliveries are issues of the line: a line against it finds their cost (R10-21). */
const sourceEntity = 'orderLine'

interface Delivery {
  readonly quantity: number
  readonly date: string
  readonly serialNumbers: readonly string[]
}

/**
 * Takes the goods out of stock at this instant and makes a delivery note (R04-28); without a quantity all that is
 * missing.
 *
 * @throws OVER_DELIVERY beyond what is required, STOCK_SHORT, QTY_INVALID, SERIAL_COUNT, PERIOD_CLOSED … all at once
 */
export function deliverRequirement(
  deps: OrderDeps,
  act: Act,
  { requirementId, expectedVersion, quantity, serialNumbers }: OrdersInput<'deliverRequirement'>,
): Outcome<ItemRequirement & { deliveryNote: DeliveryNote }> {
  const loaded = loadRequirement(deps, act, { requirementId, expectedVersion })
  assertWaiting(loaded)
  const { line, order, requirement } = loaded
  const delivery = {
    quantity: quantity ?? undelivered(requirement),
    date: localDate(deps.people.offices.get(order.officeId).zone, act.at),
    serialNumbers: serialNumbers ?? (line.serialNumber === undefined ? [] : [line.serialNumber]),
  }
  refuseIfAny(deliveryFailures(deps, loaded, delivery))
  const next = delivered(requirement, delivery.quantity)
  const { changes } = deps.requirements.records.update(requirement, { ...next, status: statusOf(next) })
  const note = noteOf(deps, act, loaded, delivery)
  const { itemId, warehouseId } = requirement
  const issue = deps.stock.issueForOrder({
    ...{ ...delivery, itemId, warehouseId, at: act.at, sourceEntity, sourceId: line.id },
    serialNumbers: isTracked(deps, itemId) ? delivery.serialNumbers : [],
  })
  const change = deps.requirements.insertNote(note)
  const deliveryNote = deps.requirements.findNote(note.id)
  if (!deliveryNote) throw new Error(`delivery note ${note.number} was not kept`)
  return outcome({ ...requirementOf(deps, requirement.id), deliveryNote }, [
    ...changes,
    change,
    ...issue.changes,
  ])
}

function isTracked({ catalog }: Pick<OrderDeps, 'catalog'>, itemId: string): boolean {
  return catalog.item(itemId).serialTracked
}

function deliveryFailures(
  deps: OrderDeps,
  { order, requirement }: LoadedRequirement,
  { date, quantity, serialNumbers }: Delivery,
): Failure[] {
  const { itemId, reservedQty, warehouseId } = requirement
  const isOver = quantity > undelivered(requirement) || undelivered(requirement) === 0
  const available = deps.stock.available(itemId, warehouseId) + reservedQty
  const isShort = quantity > available && !deps.settings.value('negativeStockAllowed', order)
  return [
    ...(isOver
      ? [{ code: 'OVER_DELIVERY', field: 'quantity' }]
      : quantityFailures(deps, itemId, quantity, 'quantity')),
    ...(isShort ? [{ code: 'STOCK_SHORT', field: 'quantity', available }] : []),
    ...(deps.billing.isPeriodClosed(date) ? [{ code: 'PERIOD_CLOSED', field: 'quantity' }] : []),
    ...(isTracked(deps, itemId) ? serialFailures(deps, requirement, { date, quantity, serialNumbers }) : []),
  ]
}

function serialFailures(
  deps: OrderDeps,
  { itemId, warehouseId }: StoredRequirement,
  { quantity, serialNumbers }: Delivery,
): Failure[] {
  const isCounted = new Set(serialNumbers).size * 1000 === quantity
  return [
    ...(isCounted ? [] : [{ code: 'SERIAL_COUNT', field: 'serialNumbers' }]),
    ...deps.stock.serialFailures(itemId, warehouseId, serialNumbers),
  ]
}

function noteOf(
  deps: OrderDeps,
  { at, caller }: Act,
  { line, order, requirement }: LoadedRequirement,
  { date, quantity, serialNumbers }: Delivery,
): StoredDeliveryNote {
  const { itemName, itemNumber, warehouseCode } = requirementOf(deps, requirement.id)
  const { itemId, unit, variant } = requirement
  return {
    id: DeliveryNoteId.parse(mintId()),
    version: 1,
    number: `${order.number}-D${String(deps.requirements.noteCount(order.id) + 1)}`,
    orderId: order.id,
    requirementId: requirement.id,
    at,
    date,
    deliveredById: caller.userId,
    lines: [
      {
        ...{ lineNo: line.lineNo, itemId, itemNumber, itemName, variant, warehouseCode, unit, quantity },
        serialNumbers: isTracked(deps, itemId) ? [...serialNumbers] : [],
      },
    ],
  }
}

/**
 * Posting a line that waited for its item: only what was not delivered leaves the stock, what was delivered too much
 * comes back at its issue cost, and the requirement becomes what was used (R04-28).
 */
export function settleRequirement(
  deps: OrderDeps,
  requirement: StoredRequirement,
  line: StoredLine,
  date: string,
  at: number,
): readonly EntityChange[] {
  const used = line.actualQty ?? 0
  const { deliveredQty, itemId, warehouseId } = requirement
  const next = settled(requirement, used)
  const { changes } = deps.requirements.records.update(requirement, { ...next, status: statusOf(next) })
  const move = { itemId, warehouseId, date, at }
  if (used < deliveredQty)
    return [...changes, ...returned(deps, line, { ...move, quantity: deliveredQty - used })]
  if (used === deliveredQty) return changes
  const gone = deliveredSerials(deps, line)
  const own = line.serialNumber === undefined ? [] : [line.serialNumber]
  const serialNumbers = own.filter((serial) => !gone.has(serial))
  const issue = deps.stock.issueForOrder({
    ...{ ...move, quantity: used - deliveredQty, sourceEntity, sourceId: line.id },
    serialNumbers,
  })
  return [...changes, ...issue.changes]
}

function deliveredSerials({ stock }: OrderDeps, { id }: StoredLine): ReadonlySet<string> {
  return new Set(stock.issuesFor(id).flatMap(({ serialNumbers }) => serialNumbers))
}

interface Surplus {
  readonly itemId: string
  readonly warehouseId: string
  readonly date: string
  readonly at: number
  readonly quantity: number
}

/** The newest delivery comes back first, each piece at the cost it was issued with (R10-21). */
function returned(
  deps: OrderDeps,
  { id, serialNumber }: StoredLine,
  { quantity, ...move }: Surplus,
): EntityChange[] {
  const changes: EntityChange[] = []
  let left = quantity
  for (const issue of deps.stock.issuesFor(id)) {
    const part = Math.min(left, issue.quantity)
    if (part === 0) break
    left -= part
    const unused = issue.serialNumbers.filter((serial) => serial !== serialNumber)
    const serials = [...unused, ...issue.serialNumbers.filter((serial) => serial === serialNumber)]
    const back = deps.stock.returnToStock({
      ...{ ...move, quantity: part, sourceEntity, sourceId: id, issueId: issue.transactionId },
      serialNumbers: serials.slice(0, part / 1000),
    })
    changes.push(...back.changes)
  }
  return changes
}
