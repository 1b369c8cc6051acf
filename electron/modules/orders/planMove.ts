import { notFound } from '../../db/version'
import type { Failure } from '../../shared/contract/domainError'
import type { MovedLine } from '../../shared/contract/orderMoves'
import { checkPeriod } from './agreement.rules'
import { lastLineNo } from './copiedLine'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { createLookup, stageRights } from './lookup'
import { checkOrders, type MovableOrder } from './move.rules'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { isMovable } from './split.rules'

const lineStep = 10

/** Lines that leave an order, in the order of their numbers. */
export interface LeavingLines {
  readonly source: LoadedOrder
  readonly lines: readonly StoredLine[]
  /** Whether all its objects and tasks go along, and not only those its lines name. */
  readonly isMerged: boolean
  /** No line stays, and the order is to be deleted then (R04-73). */
  readonly isEmptied: boolean
}

export interface MovePlan {
  readonly parts: readonly LeavingLines[]
  readonly moved: readonly MovedLine[]
  readonly failures: readonly Failure[]
}

/** The lines that leave a source; throws NOT_FOUND for one that is not its. */
export function leavingLines(
  source: LoadedOrder,
  lineIds: readonly string[] | undefined,
  deleteEmpty: boolean,
): LeavingLines {
  const held = new Set<string>(source.lines.map(({ id }) => id))
  const missing = lineIds?.find((id) => !held.has(id))
  if (missing !== undefined) throw notFound('orderLine', missing)
  const wanted = lineIds && new Set(lineIds)
  const lines = source.lines.filter(({ id }) => !wanted || wanted.has(id))
  const isEmptied = deleteEmpty && lines.length === source.lines.length
  return { source, lines, isMerged: wanted === undefined, isEmptied }
}

/** Where each line goes, and everything that speaks against it (R04-72): next numbers, in the sources' order. */
export function planMove(deps: OrderDeps, target: LoadedOrder, parts: readonly LeavingLines[]): MovePlan {
  const lookup = createLookup(deps)
  const wanted = movable(deps, target.order)
  const first = lastLineNo(target.lines)
  const moved = parts
    .flatMap(({ lines }) => lines)
    .map(({ id, lineNo, orderId }, index) => ({
      ...{ id, orderId, lineNo },
      newLineNo: first + lineStep * (index + 1),
    }))
  const failures = parts.flatMap(({ isEmptied, lines, source }) => [
    ...checkOrders(movable(deps, source.order), wanted),
    ...fixedLines(lines),
    ...lines.flatMap(({ agreementLineId, lineNo }) =>
      agreementLineId === undefined
        ? []
        : checkPeriod(lookup.agreementLine(agreementLineId), target.order.serviceDate).map((failure) => ({
            ...failure,
            lineNo,
          })),
    ),
    ...(isEmptied && !stageRights(deps, source.order).allowDelete
      ? [{ code: 'STAGE_FORBIDS_DELETE', field: 'stageId', ids: [source.order.id] }]
      : []),
  ])
  return { parts, moved, failures: failures.toSorted((a, b) => rankOf(a) - rankOf(b)) }
}

/** The order in which the area names what speaks against a move (04 §4). */
const ranked = [
  'DIFFERENT_AGREEMENT',
  'SAME_ORDER',
  'LINE_NOT_MOVABLE',
  'ORDER_NOT_OPEN',
  'OUTSIDE_LINE_PERIOD',
]

function rankOf({ code }: Failure): number {
  const rank = ranked.indexOf(code)
  return rank === -1 ? ranked.length : rank
}

function movable(deps: OrderDeps, order: StoredOrder): MovableOrder {
  return { ...order, allowModify: stageRights(deps, order).allowModify }
}

function fixedLines(lines: readonly StoredLine[]): Failure[] {
  const fixed = lines.filter((line) => !isMovable(line)).map(({ id }) => id)
  return fixed.length === 0 ? [] : [{ code: 'LINE_NOT_MOVABLE', field: 'lineIds', ids: fixed }]
}
