import type { Act, Caller } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { assertInOffices } from '../../db/inOffices'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { generationRunErrors, type UndoRunMode } from '../../shared/contract/generationRuns'
import type { StoredLine, StoredOrder } from '../orders/index'
import type { RunDeps } from './generation.deps'
import type { StoredRun } from './ledger.repository'
import { byKey } from './logOrder'
import type { RunOrderState } from './undo.repository'

export interface UndoInput {
  readonly runId: string
  readonly expectedVersion: number
  readonly mode: UndoRunMode
  readonly reason: string
}

const shownOrders = 200
const deletedAtOnce = 500

/**
 * What speaks against an undo before it starts.
 *
 * @throws FORBIDDEN for the run of somebody else, CONFLICT, RUN_ALREADY_UNDONE, REASON_REQUIRED
 */
export function assertUndoable(deps: RunDeps, caller: Caller, input: UndoInput): StoredRun {
  const run = deps.ledger.runs.get(input.runId)
  assertInOffices(caller, 'generation.undo', run.officeId)
  if (caller.permissions.get('generation.undo') === 'own' && run.createdById !== caller.userId)
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'generation.undo' })
  deps.ledger.runs.expect(run.id, input.expectedVersion)
  if (run.status === 'undone')
    throw domainError(generationRunErrors, 'RUN_ALREADY_UNDONE', { entity: 'generationRun', id: run.id })
  if (input.reason === '') throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
  return run
}

/**
 * Takes a run back in one transaction (R03-25): untouched orders and appended lines go, their dates are released, their
 * numbers listed as void. With `all` one touched order keeps everything as it is.
 *
 * @throws FORBIDDEN for orders of an office that is not the caller's, RUN_HAS_TOUCHED_ORDERS with each of them and why
 */
export function undoRun(deps: RunDeps, act: Act, input: UndoInput): Outcome<undefined> {
  const run = assertUndoable(deps, act.caller, input)
  const orders = deps.undo.orders(run.id)
  for (const { officeId } of orders) assertInOffices(act.caller, 'generation.undo', officeId)
  assertUntouched(input, orders)
  const untouched = orders.filter(({ why }) => why.length === 0)
  if (untouched.length === 0 && orders.length > 0) return { result: undefined, unchanged: true }
  const changes = reversals(deps, act, { run, input, untouched, isWhole: untouched.length === orders.length })
  return { result: undefined, changes, count: 1 }
}

function assertUntouched({ mode }: UndoInput, orders: readonly RunOrderState[]): void {
  const touched = orders.filter(({ why }) => why.length > 0)
  if (mode === 'untouchedOnly' || touched.length === 0) return
  throw domainError(generationRunErrors, 'RUN_HAS_TOUCHED_ORDERS', {
    count: touched.length,
    orders: touched
      .slice(0, shownOrders)
      .map(({ number, orderId, why }) => ({ orderId, number, why: [...why] })),
  })
}

interface Reversal {
  readonly run: StoredRun
  readonly input: UndoInput
  readonly untouched: readonly RunOrderState[]
  readonly isWhole: boolean
}

/** The opposite of each change, in the order of the log; the rows themselves go at the end, when all is said. */
function* reversals(
  deps: RunDeps,
  act: Act,
  { input, isWhole, run, untouched }: Reversal,
): Generator<EntityChange> {
  const { ledger, undo } = deps
  const status = isWhole ? 'undone' : 'partlyUndone'
  const undone = {
    status,
    undoneById: act.caller.userId,
    undoneAt: act.at,
    undoReason: input.reason,
  } as const
  const orderIds = untouched.map(({ orderId }) => orderId).sort()
  const occurrenceIds = undo.occurrenceIds(run.id, orderIds)
  const lineIds = occurrenceIds.flatMap((id) => ledger.occurrences.get(id).orderLineId ?? []).sort()
  const activities = deps.activities.removed(lineIds)
  yield* activities
  yield* ledger.runs.update(run, { ...run, ...undone }).changes
  yield* requirements(deps, lineIds)
  for (const id of occurrenceIds) {
    const { orderLineId: _gone, ...held } = ledger.occurrences.get(id)
    yield* ledger.occurrences.update(held, { ...held, state: 'released' }).changes
  }
  const own = new Set(untouched.filter(({ isOwn }) => isOwn).map(({ orderId }) => orderId))
  const versions = new Map<string, number>()
  yield* orders(deps, orderIds, { own, lines: linesByOrder(deps, lineIds, own), versions })
  yield* orderLines(deps, lineIds, versions)
  yield* parts(deps, [...own], versions)

  const gone = [...own]
  deps.numbers.voidUsed([...gone, ...activities.map(({ id }) => id)], {
    reason: input.reason,
    actorId: act.caller.userId,
    at: act.at,
  })
  for (const ids of chunks(gone)) undo.deleteOrders(ids)
  for (const ids of chunks(lineIds)) undo.deleteLines(ids)
}

/** Those of the run's lines are as the run made them: somebody's would have touched the order. */
function* requirements(
  { requirements: { records } }: RunDeps,
  lineIds: readonly string[],
): Generator<EntityChange> {
  const held = lineIds.flatMap((lineId) => records.where('lineId', lineId))
  for (const requirement of held.toSorted((a, b) => (a.id < b.id ? -1 : 1))) yield records.remove(requirement)
}

/** The lines that go from orders that stay. */
function linesByOrder(
  { lines }: RunDeps,
  lineIds: readonly string[],
  own: ReadonlySet<string>,
): Map<string, StoredLine[]> {
  const found = new Map<string, StoredLine[]>()
  for (const id of lineIds) {
    const line = lines.find(id)
    if (!line || own.has(line.orderId)) continue
    const held = found.get(line.orderId)
    if (held) held.push(line)
    else found.set(line.orderId, [line])
  }
  return found
}

function* orders(
  { orders: { overwrite, records } }: RunDeps,
  orderIds: readonly string[],
  {
    lines,
    own,
    versions,
  }: {
    readonly own: ReadonlySet<string>
    readonly lines: ReadonlyMap<string, readonly StoredLine[]>
    readonly versions: Map<string, number>
  },
): Generator<EntityChange> {
  for (const id of orderIds) {
    const order = records.get(id)
    versions.set(id, order.version + 1)
    yield own.has(id)
      ? records.changeOf('delete', order, undefined)
      : overwrite(order, without(order, lines.get(id) ?? [])).change
  }
}

function without(order: StoredOrder, gone: readonly StoredLine[]): StoredOrder {
  return {
    ...order,
    salesAmount: gone.reduce((sum, line) => sum - line.salesAmount, order.salesAmount),
    costAmount: gone.reduce((sum, line) => sum - line.costAmount, order.costAmount),
  }
}

function* orderLines(
  { lines }: RunDeps,
  lineIds: readonly string[],
  versions: ReadonlyMap<string, number>,
): Generator<EntityChange> {
  for (const id of lineIds) {
    const line = lines.find(id)
    if (line) yield lines.removed(line, versions.get(line.orderId) ?? 1)
  }
}

/** Relations, clocks and history go with their orders. */
function parts(
  { clocks, relations, stages, tasks, orders: { records } }: RunDeps,
  orderIds: readonly string[],
  versions: ReadonlyMap<string, number>,
): EntityChange[] {
  return orderIds
    .flatMap((orderId) => {
      const { id } = records.get(orderId)
      const version = versions.get(id) ?? 1
      return [
        ...relations.ofOrder(id).map((one) => relations.removed(one, version)),
        ...tasks.ofOrder(id).map((one) => tasks.removed(one, version)),
        ...clocks.removed(id),
        ...stages.removed(id),
      ]
    })
    .sort(byKey)
}

function* chunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += deletedAtOnce) yield ids.slice(at, at + deletedAtOnce)
}
