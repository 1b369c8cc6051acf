import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { generationRunErrors } from '../../shared/contract/generationRuns'
import {
  OccurrenceId,
  RequirementId,
  ObjectRelationId,
  TaskRelationId,
  type OrderId,
} from '../../shared/contract/id'
import type { StoredLine, StoredOrder } from '../orders/index'
import type { RunDeps } from './generation.deps'
import type { StoredOccurrence, StoredRun } from './ledger.repository'
import { orderLineOf, orderOf } from './runRecords'
import { byKey, merged } from './logOrder'
import type { RunLine } from './runRows.repository'
import type { LedgerLine, PlannedRelation } from './runWrites.repository'

interface RunWork {
  readonly deps: RunDeps
  readonly act: Act
  readonly planId: string
  readonly run: StoredRun
  /** The numbers of the new orders by position. */
  readonly numbers: readonly string[]
  /** The new orders in the order of the plan. */
  readonly newIds: readonly OrderId[]
  /** Where they are. */
  readonly officeIds: readonly string[]
  readonly appended: Appended
}

/** Orders that lines are appended to, as they were and as they shall be. */
interface Appended {
  readonly orders: ReadonlyMap<string, AppendedOrder>
}
interface AppendedOrder {
  readonly before: StoredOrder
  readonly after: StoredOrder
  nextLineNo: number
  /** The order's own relations by object and task. */
  readonly relations: ReadonlyMap<string, ObjectRelationId>
  readonly tasks: ReadonlyMap<string, TaskRelationId>
}

/**
 * Writes a run by its plan, in the order of the log: by entity, then id. Orders and lines get the ids that the plan has
 * given them; nothing is read back (03 §3.4).
 *
 * @throws NUMBERS_EXHAUSTED, SERIES_END, NOT_NUMBERING_DEVICE
 */
export function* writeRun(deps: RunDeps, act: Act, planId: string, run: StoredRun): Generator<EntityChange> {
  deps.writes.deferReferences()
  const work: RunWork = {
    ...{ deps, act, planId, run },
    ...drawNumbers(deps, act, planId),
    // What a run did not ask for is not looked for in its plan.
    appended: run.joinExisting ? readAppended(deps, planId) : { orders: new Map() },
  }
  if (run.types.includes('hour')) yield* activities(work)
  yield deps.ledger.runs.insert(run)
  if (run.types.includes('item')) yield* requirements(work)
  yield* occurrences(work)
  yield* orders(work)
  yield* orderLines(work)
  yield* merged(
    clocks(work),
    (function* () {
      yield* objectRelations(work)
      yield* taskRelations(work)
      yield* histories(work)
    })(),
  )
}

/** The numbers of the new orders: each office has a series of its own (R03-22). */
function drawNumbers(
  { numbers, writes }: RunDeps,
  { at }: Act,
  planId: string,
): Pick<RunWork, 'numbers' | 'newIds' | 'officeIds'> {
  const counts = writes.newCounts(planId)
  const givers = new Map(
    [...counts].map(([officeId, count]) => {
      const request = { type: 'SO', officeId, entity: 'order', at }
      switch (numbers.modeOf('SO', officeId, at)) {
        case undefined:
          throw domainError(generationRunErrors, 'NUMBER_SERIES_MISSING', { type: 'SO', ids: [officeId] })
        case 'strict':
          return [officeId, (recordId: string) => numbers.drawNumber({ ...request, recordId })] as const
        case 'block':
          return [officeId, numbers.drawMany({ ...request, count })] as const
      }
    }),
  )
  const drawn: string[] = []
  const newIds: OrderId[] = []
  for (const { id, officeId, position } of writes.newOrders(planId)) {
    drawn[position] = givers.get(officeId)?.(id) ?? ''
    newIds.push(id)
  }
  return { numbers: drawn, newIds, officeIds: [...counts.keys()] }
}

function readAppended({ lines, orders, relations, tasks, writes }: RunDeps, planId: string): Appended {
  const found = new Map<string, AppendedOrder>()
  for (const { costAmount, existingOrderId = '', salesAmount } of writes.appendedOrders(planId)) {
    const before = orders.records.get(existingOrderId)
    found.set(existingOrderId, {
      before,
      after: {
        ...before,
        version: before.version + 1,
        salesAmount: before.salesAmount + salesAmount,
        costAmount: before.costAmount + costAmount,
        isReadyForPosting: false,
      },
      nextLineNo: Math.max(0, ...lines.ofOrder(existingOrderId).map(({ lineNo }) => lineNo)) + lineStep,
      relations: new Map(relations.ofOrder(existingOrderId).map(({ id, objectId }) => [objectId, id])),
      tasks: new Map(tasks.ofOrder(existingOrderId).map(({ id, taskId }) => [taskId, id])),
    })
  }
  return { orders: found }
}
const lineStep = 10

/** Where a planned line goes: an order of its own, or one that it is appended to. */
function targetOf(
  { appended }: RunWork,
  {
    existingOrderId,
    orderRowId,
  }: { readonly existingOrderId?: OrderId | undefined; readonly orderRowId: OrderId },
) {
  const existing = existingOrderId && appended.orders.get(existingOrderId)
  return existing
    ? { existing, orderId: existing.before.id, version: existing.after.version }
    : { existing: undefined, orderId: orderRowId, version: 1 }
}

/** One a line, in the order of the plan: their ids rise (07 §3.1). */
function* activities({ act, deps, planId }: RunWork): Generator<EntityChange> {
  const rows = deps.activities.open(act, deps.hours.counts(planId))
  for (const line of deps.hours.ofPlan(planId)) {
    const { description, existingOrderId, id: lineId, officeId, orderDescription, orderRowId } = line
    const { priority, quantity: minutes, workerId } = line
    const orderId = existingOrderId ?? orderRowId
    const subject = description || orderDescription
    yield rows.insert({ orderId, officeId, priority, lineId, subject, minutes, workerId })
  }
  rows.flush()
}

function* requirements(work: RunWork): Generator<EntityChange> {
  const { deps, numbers, planId } = work
  for (const line of deps.writes.demands(planId)) {
    const warehouseId = line.warehouseId ?? standardWarehouse(deps, line)
    if (line.itemId === undefined || warehouseId === undefined) continue
    const { existing, orderId } = targetOf(work, line)
    const orderNumber = existing?.before.number ?? numbers[line.orderPosition] ?? ''
    const neededBy = existing?.before.preferredServiceAt ?? line.preferredServiceAt
    yield deps.requirements.records.insert({
      ...{ id: RequirementId.parse(mintId()), version: 1, orderId, orderNumber, lineId: line.id },
      ...{ itemId: line.itemId, warehouseId, unit: line.unit, requiredQty: line.quantity },
      ...{ reservedQty: 0, deliveredQty: 0, neededBy, supply: 'stock', status: 'open' },
    })
  }
}

function standardWarehouse(deps: RunDeps, { officeId, preferredTechnicianId }: RunLine) {
  return deps.warehouseFor(officeId, preferredTechnicianId)
}

/** Dates that were deleted are made again in their own occurrence; they are older than those minted now. */
function* occurrences(work: RunWork): Generator<EntityChange> {
  const { ledger, writes } = work.deps
  const again: { before: StoredOccurrence; after: StoredOccurrence }[] = []
  for (const line of work.run.continuous ? writes.ledger(work.planId) : []) {
    if (line.occurrenceId === undefined) continue
    const before = ledger.occurrences.get(line.occurrenceId)
    again.push({ before, after: { ...before, ...ledgerOf(work, line) } })
  }
  again.sort((a, b) => (a.before.id < b.before.id ? -1 : 1))
  for (const { after, before } of again) yield* ledger.occurrences.update(before, after).changes
  const rows = ledger.occurrences.inserter()
  for (const line of writes.ledger(work.planId)) {
    if (line.occurrenceId !== undefined) continue
    const { agreementLineId, calculatedDate } = line
    yield rows.insert({
      ...{ id: OccurrenceId.parse(mintId()), version: 1, agreementLineId, calculatedDate },
      ...ledgerOf(work, line),
    })
  }
  rows.flush()
}

function ledgerOf({ appended, run }: RunWork, { existingOrderId, id, serviceDate }: LedgerLine) {
  const existing = existingOrderId && appended.orders.get(existingOrderId)
  const orderVersion = existing ? existing.after.version : 1
  return { serviceDate, orderLineId: id, orderVersion, runId: run.id, state: 'active' as const }
}

function* orders(work: RunWork): Generator<EntityChange> {
  const { appended, deps, planId, run } = work
  const rootId = deps.stages.rootId()
  const signOff = remembered((officeId) => deps.settings.value('signOffRequired', { officeId }))
  yield* merged(
    changesOfAppended(deps, [...appended.orders.values()]),
    (function* () {
      const rows = deps.orders.records.inserter()
      for (const order of deps.writes.orders(planId)) {
        if (order.existingOrderId !== undefined) continue
        const number = work.numbers[order.position] ?? ''
        const signOffRequired = signOff(order.officeId)
        yield rows.insert(orderOf(order, { number, runId: run.id, stageId: rootId, signOffRequired }))
      }
      rows.flush()
    })(),
  )
}

function* changesOfAppended(
  { orders: repository }: RunDeps,
  appended: readonly AppendedOrder[],
): Generator<EntityChange> {
  for (const { after, before } of appended.toSorted((a, b) => (a.before.id < b.before.id ? -1 : 1)))
    yield repository.overwrite(before, after).change
}

function* orderLines(work: RunWork): Generator<EntityChange> {
  const { deps, planId } = work
  const rows = deps.lines.inserter()
  let lineNo = 0
  let current = ''
  for (const line of deps.writes.lines(planId)) {
    const { existing, orderId, version } = targetOf(work, line)
    lineNo = current === line.orderRowId ? lineNo + lineStep : (existing?.nextLineNo ?? lineStep)
    current = line.orderRowId
    const made: StoredLine = orderLineOf(line, {
      ...{ orderId, lineNo },
      objectRelationId: relationOf(existing?.relations, line.objectId, line.objectRelationId),
      taskRelationId: relationOf(existing?.tasks, line.taskId, line.taskRelationId),
      warehouseId:
        line.warehouseId ?? (line.itemKind === 'stock' ? standardWarehouse(deps, line) : undefined),
    })
    yield rows.insert(made, version)
  }
  rows.flush()
}

/** The order's own relation where it has one. */
function relationOf<Id>(
  held: ReadonlyMap<string, Id> | undefined,
  of: string | undefined,
  planned: Id | undefined,
): Id | undefined {
  return (of === undefined ? undefined : held?.get(of)) ?? planned
}

function* objectRelations(work: RunWork): Generator<EntityChange> {
  const rows = work.deps.relations.inserter()
  for (const planned of onceEach(work.deps.writes.objects(work.planId))) {
    const { note, objectId, referenceCode } = planned
    const { existing, orderId, version } = targetOf(work, planned)
    if (objectId === undefined || existing?.relations.has(objectId)) continue
    const id = ObjectRelationId.parse(planned.id)
    yield rows.insert({ id, orderId, objectId, referenceCode, note }, version)
  }
  rows.flush()
}

function* taskRelations(work: RunWork): Generator<EntityChange> {
  for (const planned of onceEach(work.deps.writes.tasks(work.planId))) {
    const { externalNote, internalNote, taskId } = planned
    const { existing, orderId, version } = targetOf(work, planned)
    if (taskId === undefined || existing?.tasks.has(taskId)) continue
    const id = TaskRelationId.parse(planned.id)
    yield work.deps.tasks.insert({ id, orderId, taskId, internalNote, externalNote }, version)
  }
}

/** The lines of an order stand together and share its relations. */
function* onceEach(planned: Iterable<PlannedRelation>): Generator<PlannedRelation> {
  let seen = new Set<string>()
  let current = ''
  for (const one of planned) {
    if (current !== one.orderRowId) seen = new Set()
    current = one.orderRowId
    if (!seen.has(one.id)) yield one
    seen.add(one.id)
  }
}

function* histories({ act, deps, newIds }: RunWork): Generator<EntityChange> {
  const rows = deps.stages.opening(act)
  if (!rows) return
  for (const id of newIds) yield rows.insert(id)
  rows.flush()
}

/** The clocks of generated orders, where the company measures them (R06-02); the orders are there already. */
function clocks({ act, deps, officeIds, planId }: RunWork): EntityChange[] {
  const measures = remembered((officeId) => deps.clocks.measures(officeId))
  const changes: EntityChange[] = []
  if (!officeIds.some(measures)) return changes
  for (const { id, officeId } of deps.writes.newOrders(planId))
    if (measures(officeId)) changes.push(...deps.clocks.generated(deps.orders.records.get(id), act))
  return changes.sort(byKey)
}

function remembered<Value>(read: (id: string) => Value): (id: string) => Value {
  const known = new Map<string, Value>()
  return (id) => {
    const held = known.get(id) ?? read(id)
    known.set(id, held)
    return held
  }
}
