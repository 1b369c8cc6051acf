import { assertMay, type Act, type Caller } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import type { z } from 'zod'
import { commonErrors, DomainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { MovedOrder, MovePreview, orderMovesContract } from '../../shared/contract/orderMoves'
import type { OrderId } from '../../shared/contract/id'
import { assertReaches } from './access'
import { assertNoRepair, deleteOrder } from './deleteOrder'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { orderOf } from './orderView'
import { leavingLines, planMove, type LeavingLines, type MovePlan } from './planMove'
import { carryRelations, mappedRelations, usedRelations } from './relocate'
import { withDerived } from './saveOrder'
import { leaveBehind, requirementsFollow } from './splitOrder'

type Input<Name extends keyof typeof orderMovesContract> = z.output<
  NonNullable<(typeof orderMovesContract)[Name]['~orpc']['inputSchema']>
>
const right = 'orders.restructure'

/**
 * Moves Created lines to another order of the same agreement, all or none: with actuals, prices, requirements, objects
 * and tasks, and with their occurrences, which know the line (R04-72, R03-24).
 *
 * @throws DIFFERENT_AGREEMENT, SAME_ORDER, ORDER_NOT_OPEN, LINE_NOT_MOVABLE, OUTSIDE_LINE_PERIOD, STAGE_FORBIDS_MODIFY,
 *   all at once; STAGE_FORBIDS_DELETE and IN_USE for a source that would be empty and may not go (R04-73)
 */
export function moveLines(deps: OrderDeps, act: Act, input: Input<'moveLines'>): Outcome<MovedOrder> {
  const { deleteEmpty = false, expectedVersion, lineIds, sourceId, targetId, targetVersion } = input
  const source = loadOrder(deps, act, { orderId: sourceId, expectedVersion }, right)
  const target = loadOrder(deps, act, { orderId: targetId, expectedVersion: targetVersion }, right)
  const plan = planMove(deps, target, [leavingLines(source, lineIds, deleteEmpty)])
  return carryOut(deps, act, target, plan, target.order.mergedFrom)
}

/**
 * Moves all lines of each source with its repairs and deletes it; the target says which orders it took in (R04-74).
 *
 * @throws as a move
 */
export function mergeOrders(deps: OrderDeps, act: Act, input: Input<'mergeOrders'>): Outcome<MovedOrder> {
  const { sources, targetId, targetVersion } = input
  const target = loadOrder(deps, act, { orderId: targetId, expectedVersion: targetVersion }, right)
  const once = sources.filter(
    ({ orderId }, index) => sources.findIndex((other) => other.orderId === orderId) === index,
  )
  const parts = once.map((source) => leavingLines(loadOrder(deps, act, source, right), undefined, true))
  const plan = planMove(deps, target, parts)
  const numbers = parts.map(({ source }) => source.order.number)
  return carryOut(deps, act, target, plan, [...(target.order.mergedFrom ?? []), ...numbers])
}

/** What a move or a merge would do, without doing it; reasons against it are part of the answer. */
export function previewMove(
  deps: OrderDeps,
  caller: Caller,
  { deleteEmpty = false, sources, targetId }: Input<'previewMove'>,
): MovePreview {
  const load = (orderId: string): LoadedOrder => {
    const order = deps.orders.records.get(orderId)
    assertReaches(deps, caller, right, order)
    return { order, lines: deps.lines.ofOrder(orderId) }
  }
  const parts = sources.map(({ lineIds, orderId }) =>
    leavingLines(load(orderId), lineIds, deleteEmpty || lineIds === undefined),
  )
  const { failures, moved } = planMove(deps, load(targetId), parts)
  const emptied = parts.filter(({ isEmptied }) => isEmptied)
  return {
    lines: [...moved],
    repairs: parts
      .filter(({ isMerged }) => isMerged)
      .reduce((sum, { source }) => sum + deps.repairs.ofOrder(source.order.id).length, 0),
    deletedIds: emptied.map(({ source }): OrderId => source.order.id),
    failures: [...failures, ...emptied.flatMap((part) => usedFailures(deps, part))],
  }
}

/** What else refers to an order whose lines and requirements have left, and whose repairs with them. */
function usedFailures({ orders }: OrderDeps, { isMerged, source }: LeavingLines): Failure[] {
  const gone = new Set(['itemRequirement', ...(isMerged ? ['repairLine'] : [])])
  try {
    orders.records.assertUnused(source.order.id)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'IN_USE') throw error
    const used = commonErrors.IN_USE.data.parse(error.data)
    const others = Object.keys(used.counts).filter((entity) => !gone.has(entity))
    return others.length > 0 ? [{ ...used, code: 'IN_USE' }] : []
  }
  return []
}

function carryOut(
  deps: OrderDeps,
  act: Act,
  target: LoadedOrder,
  plan: MovePlan,
  mergedFrom: readonly string[] | undefined,
): Outcome<MovedOrder> {
  const [first, ...rest] = plan.failures
  if (first) throw refuseAll([first, ...rest])
  if (plan.parts.some(({ isEmptied }) => isEmptied)) assertMay(act.caller, 'orders.delete')
  const arrived = plan.parts.map((part) => arrive(deps, target, part, plan))
  const lines = [...target.lines, ...arrived.flatMap((one) => one.lines)]
  const order = withDerived(deps, createLookup(deps), { ...target.order, mergedFrom }, lines)
  const { change } = deps.orders.overwrite(target.order, order)
  const followed = deps.activities.followed({
    ...{ act, wasOrder: target.order, before: target.lines, after: lines },
    order: { ...order, version: target.order.version + 1 },
  })
  const left = plan.parts.flatMap((part) => leave(deps, act, part))
  const deletedIds = plan.parts
    .filter(({ isEmptied }) => isEmptied)
    .map(({ source }): OrderId => source.order.id)
  return {
    result: { ...orderOf(deps, act.caller, order.id), movedLines: [...plan.moved], deletedIds },
    changes: [change, ...arrived.flatMap((one) => one.changes), ...followed, ...left],
  }
}

/** The lines of one source on the target, with what they name and wait for. */
function arrive(
  deps: OrderDeps,
  { order: target }: LoadedOrder,
  { isMerged, lines, source }: LeavingLines,
  plan: MovePlan,
): { readonly lines: readonly StoredLine[]; readonly changes: readonly EntityChange[] } {
  const { id: sourceId } = source.order
  const all = { objects: deps.relations.ofOrder(sourceId), tasks: deps.tasks.ofOrder(sourceId) }
  const carried = carryRelations(isMerged ? all : usedRelations(all, lines), {
    id: target.id,
    objects: deps.relations.ofOrder(target.id),
    tasks: deps.tasks.ofOrder(target.id),
  })
  const version = target.version + 1
  const numbers = new Map(plan.moved.map(({ id, newLineNo }) => [id, newLineNo]))
  const related = [
    ...carried.objects.map((relation) => deps.relations.insert(relation, version)),
    ...carried.tasks.map((relation) => deps.tasks.insert(relation, version)),
  ]
  const moved = lines.map((line) => ({
    ...line,
    ...mappedRelations(carried, line),
    ...(isMerged ? { repairLineId: line.repairLineId } : {}),
    orderId: target.id,
    lineNo: numbers.get(line.id) ?? line.lineNo,
    serviceDate: target.serviceDate,
  }))
  const written = lines.flatMap((line, index) => {
    const after = moved[index]
    return after ? [deps.lines.update(line, after, version)] : []
  })
  const held = new Map(lines.map((line) => [line.id, line]))
  const waiting = requirementsFollow(deps, sourceId, target.id, held)
  const repairs = isMerged ? deps.repairs.moved(sourceId, target, carried.objectIds) : []
  return { lines: moved, changes: [...related, ...written, ...waiting, ...repairs] }
}

/** The source without the lines, or no more. */
function leave(deps: OrderDeps, act: Act, { isEmptied, lines, source }: LeavingLines): EntityChange[] {
  if (!isEmptied) return [leaveBehind(deps, source, lines)]
  const { id: orderId, version: expectedVersion } = source.order
  // Moved lines leave the repairs behind, which would be lost with their order; a merge has taken them along.
  assertNoRepair(source.order, deps.repairs.ofOrder(orderId))
  const done = deleteOrder(deps, act, { orderId, expectedVersion })
  return 'changes' in done ? [...done.changes] : []
}
