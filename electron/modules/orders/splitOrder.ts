import type { Act } from '../../db/act'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { OrderId } from '../../shared/contract/id'
import { restructureErrors } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { localDate } from '../calendars/index'
import { assertNotCanceled } from './changeLine'
import { addressOf, completeHeader } from './completeHeader'
import type { RestructureInput } from './copyOrder'
import { writeOrder } from './createOrder'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { carryRelations, mappedRelations, timesOn, usedRelations } from './relocate'
import { withDerived } from './saveOrder'
import { isMovable } from './split.rules'

type Input = RestructureInput<'splitOrder'>
type SplitOrder = Order & { newOrderId: OrderId }
const lineStep = 10

/**
 * Moves Created lines to a new order of the same customer, address, stage and priority, for another date (R04-71). Lines
 * keep their prices, as with every move.
 *
 * @returns the order that was split, with the id of the new one
 * @throws LINE_NOT_MOVABLE; SPLIT_WOULD_EMPTY, which takes no number; PERIOD_INVALID for a time on another date
 */
export function splitOrder(deps: OrderDeps, act: Act, input: Input): Outcome<SplitOrder> {
  const { orderId, expectedVersion } = input
  const stored = input.newOrderId === undefined ? undefined : deps.orders.records.find(input.newOrderId)
  if (stored) return unchanged(replayed(deps, act, input, stored))
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.restructure')
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  assertNotCanceled(loaded)
  const moved = movedLines(loaded, input.lineIds)
  const head = headOf(deps, act, loaded, input)
  const carried = carryRelations(
    usedRelations({ objects: deps.relations.ofOrder(orderId), tasks: deps.tasks.ofOrder(orderId) }, moved),
    { id: head.id, objects: [], tasks: [] },
  )
  const held = new Map(moved.map((line) => [line.id, line]))
  const lines = moved.map((line, index) => ({
    ...line,
    ...mappedRelations(carried, line),
    orderId: head.id,
    lineNo: lineStep * (index + 1),
    serviceDate: head.serviceDate,
  }))
  const created = writeOrder(deps, act, head, {
    lines,
    relations: carried,
    write: (line, version) => deps.lines.update(held.get(line.id) ?? line, line, version),
  })
  const waiting = requirementsFollow(deps, orderId, head.id, held)
  const left = leaveBehind(deps, loaded, moved)
  return {
    result: { ...orderOf(deps, act.caller, orderId), newOrderId: head.id },
    changes: [...created, ...waiting, left, ...deps.clocks.split(loaded.order, head)],
  }
}

function movedLines({ lines }: LoadedOrder, lineIds: readonly string[]): readonly StoredLine[] {
  for (const lineId of lineIds)
    if (!lines.some(({ id }) => id === lineId)) throw notFound('orderLine', lineId)
  const wanted = new Set(lineIds)
  const moved = lines.filter(({ id }) => wanted.has(id))
  const fixed = moved.filter((line) => !isMovable(line)).map(({ id }) => id)
  if (fixed.length > 0)
    throw domainError(restructureErrors, 'LINE_NOT_MOVABLE', { field: 'lineIds', ids: fixed })
  if (moved.length === lines.length)
    throw domainError(restructureErrors, 'SPLIT_WOULD_EMPTY', { field: 'lineIds' })
  return moved
}

/** The head of the new order: a copy of the order's, also where it could not be chosen any more. */
function headOf(
  deps: OrderDeps,
  { at }: Act,
  { order: source }: LoadedOrder,
  { date, newOrderId, preferredServiceAt }: Input,
): StoredOrder {
  const { progress: _progress, externalKey: _key, ...kept } = source
  const times = preferredServiceAt === undefined ? timesOn(source, source.siteZone, date) : undefined
  const { order, failures } = completeHeader(
    { deps, at, held: source },
    {
      ...kept,
      ...(times ?? { preferredServiceAt, preferredUntil: undefined }),
      id: newOrderId ?? OrderId.parse(mintId()),
      version: 1,
      number: '',
      origin: 'split',
      contactId: source.contactId ?? null,
      place: addressOf(source),
    },
  )
  const isOtherDay =
    preferredServiceAt !== undefined && localDate(source.siteZone, preferredServiceAt) !== date
  const [first, ...rest] = [
    ...(isOtherDay ? [{ code: 'PERIOD_INVALID', field: 'preferredServiceAt' }] : []),
    ...failures,
  ]
  if (first) throw refuseAll([first, ...rest])
  if (!order) throw new Error(`order ${source.id}: a head without a failure is complete`)
  return order
}

/** What the lines wait for follows them. */
export function requirementsFollow(
  { orders, requirements }: OrderDeps,
  sourceId: OrderId,
  orderId: OrderId,
  moved: ReadonlyMap<string, StoredLine>,
): EntityChange[] {
  const { number: orderNumber } = orders.records.get(orderId)
  return requirements
    .ofOrder(sourceId)
    .filter(({ lineId }) => moved.has(lineId))
    .flatMap((one) => requirements.records.update(one, { ...one, orderId, orderNumber }).changes)
}

/** The order without the lines, with its next version. */
export function leaveBehind(
  deps: OrderDeps,
  { lines, order }: LoadedOrder,
  moved: readonly StoredLine[],
): EntityChange {
  const left = lines.filter((line) => !moved.includes(line))
  return deps.orders.overwrite(order, withDerived(deps, createLookup(deps), order, left)).change
}

/** The same split has been done already; another order under the new one's id is ID_TAKEN (conventions §2). */
function replayed(
  deps: OrderDeps,
  { caller }: Act,
  { lineIds, orderId }: Input,
  stored: StoredOrder,
): SplitOrder {
  const isSame =
    stored.origin === 'split' && lineIds.every((id) => deps.lines.find(id)?.orderId === stored.id)
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'order', id: stored.id })
  return { ...orderOf(deps, caller, orderId), newOrderId: stored.id }
}
