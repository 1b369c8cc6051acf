import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { generationRunErrors } from '../../shared/contract/generationRuns'
import {
  OccurrenceId,
  RequirementId,
  type GenerationRunId,
  type ObjectRelationId,
  type TaskRelationId,
} from '../../shared/contract/id'
import type { StoredLine, StoredOrder } from '../orders/index'
import type { RunDeps } from './generation.deps'
import type { StoredOccurrence, StoredRun } from './ledger.repository'
import { orderLineOf, orderOf } from './runRecords'
import { byKey, merged } from './logOrder'
import type { RunLine, RunOrder } from './runWrites.repository'

interface RunWork {
  readonly deps: RunDeps
  readonly act: Act
  readonly planId: string
  readonly run: StoredRun
  readonly numbers: readonly string[]
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
    numbers: drawNumbers(deps, act, planId),
    appended: readAppended(deps, planId),
  }
  yield deps.ledger.runs.insert(run)
  yield* requirements(work)
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

/** The numbers of the new orders by position: each office has a series of its own (R03-22). */
function drawNumbers({ numbers, writes }: RunDeps, { at }: Act, planId: string): string[] {
  const givers = new Map(
    writes.ordersByOffice(planId).map(({ count, officeId }) => {
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
  for (const { existingOrderId, id, officeId, position } of writes.orders(planId))
    if (existingOrderId === undefined) drawn[position] = givers.get(officeId)?.(id) ?? ''
  return drawn
}

function readAppended({ lines, orders, relations, tasks, writes }: RunDeps, planId: string): Appended {
  const found = new Map<string, AppendedOrder>()
  for (const { costAmount, existingOrderId, salesAmount } of writes.orders(planId)) {
    if (existingOrderId === undefined) continue
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

/** The lines of the plan with their orders, both in the plan's order. */
function* withOrders({ deps, planId }: RunWork): Generator<{ order: RunOrder; line: RunLine }> {
  const orders = deps.writes.orders(planId)
  let order = orders.next()
  for (const line of deps.writes.lines(planId)) {
    while (!order.done && order.value.id !== line.orderRowId) order = orders.next()
    if (order.done) throw new Error(`plan ${planId}: line ${line.id} has no order`)
    yield { order: order.value, line }
  }
}

function targetOf({ appended, numbers }: RunWork, order: RunOrder) {
  const existing = order.existingOrderId && appended.orders.get(order.existingOrderId)
  return existing
    ? {
        existing,
        orderId: existing.before.id,
        version: existing.after.version,
        number: existing.before.number,
      }
    : { existing: undefined, orderId: order.id, version: 1, number: numbers[order.position] ?? '' }
}

function* requirements(work: RunWork): Generator<EntityChange> {
  const { deps, planId } = work
  if (deps.writes.requirementCount(planId) === 0) return
  for (const { line, order } of withOrders(work)) {
    const warehouseId = line.warehouseId ?? standardWarehouse(deps, order)
    if (!line.isRequirement || line.itemId === undefined || warehouseId === undefined) continue
    const { existing, number, orderId } = targetOf(work, order)
    const neededBy = existing?.before.preferredServiceAt ?? order.preferredServiceAt
    yield deps.requirements.records.insert({
      ...{ id: RequirementId.parse(mintId()), version: 1, orderId, orderNumber: number, lineId: line.id },
      ...{ itemId: line.itemId, warehouseId, unit: line.unit, requiredQty: line.quantity },
      ...{ reservedQty: 0, deliveredQty: 0, neededBy, supply: 'stock', status: 'open' },
    })
  }
}

function standardWarehouse(deps: RunDeps, { officeId, preferredTechnicianId }: RunOrder) {
  return deps.warehouseFor(officeId, preferredTechnicianId)
}

/** Dates that were deleted are made again in their own occurrence; they are older than those minted now. */
function* occurrences(work: RunWork): Generator<EntityChange> {
  const { ledger } = work.deps
  const again: { before: StoredOccurrence; after: StoredOccurrence }[] = []
  for (const { line, order } of withOrders(work)) {
    if (line.occurrenceId === undefined) continue
    const before = ledger.occurrences.get(line.occurrenceId)
    again.push({ before, after: { ...before, ...ledgerOf(work, line, order) } })
  }
  again.sort((a, b) => (a.before.id < b.before.id ? -1 : 1))
  for (const { after, before } of again) yield* ledger.occurrences.update(before, after).changes
  for (const { line, order } of withOrders(work)) {
    if (line.occurrenceId !== undefined) continue
    const { agreementLineId, calculatedDate } = line
    yield ledger.occurrences.insert({
      ...{ id: OccurrenceId.parse(mintId()), version: 1, agreementLineId, calculatedDate },
      ...ledgerOf(work, line, order),
    })
  }
}

function ledgerOf(work: RunWork, { id, serviceDate }: RunLine, order: RunOrder) {
  const { version } = targetOf(work, order)
  const runId: GenerationRunId = work.run.id
  return { serviceDate, orderLineId: id, orderVersion: version, runId, state: 'active' as const }
}

function* orders(work: RunWork): Generator<EntityChange> {
  const { appended, deps, planId, run } = work
  const rootId = deps.stages.rootId()
  yield* merged(
    changesOfAppended(deps, [...appended.orders.values()]),
    (function* () {
      for (const order of deps.writes.orders(planId)) {
        if (order.existingOrderId !== undefined) continue
        const signOffRequired = deps.settings.value('signOffRequired', { officeId: order.officeId })
        const { number } = targetOf(work, order)
        yield deps.orders.records.insert(
          orderOf(order, { number, runId: run.id, stageId: rootId, signOffRequired }),
        )
      }
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
  const { deps } = work
  let lineNo = 0
  let current = ''
  for (const { line, order } of withOrders(work)) {
    const { existing, orderId, version } = targetOf(work, order)
    lineNo = current === order.id ? lineNo + lineStep : (existing?.nextLineNo ?? lineStep)
    current = order.id
    const made: StoredLine = orderLineOf(line, {
      ...{ orderId, lineNo },
      objectRelationId: relationOf(existing?.relations, line.objectId, line.objectRelationId),
      taskRelationId: relationOf(existing?.tasks, line.taskId, line.taskRelationId),
      warehouseId:
        line.warehouseId ?? (line.itemKind === 'stock' ? standardWarehouse(deps, order) : undefined),
    })
    yield deps.lines.insert(made, version)
  }
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
  let seen = new Set<string>()
  let current = ''
  for (const { line, order } of withOrders(work)) {
    if (current !== order.id) seen = new Set()
    current = order.id
    const { objectId, objectNote, objectRelationId, referenceCode } = line
    if (objectRelationId === undefined || objectId === undefined || seen.has(objectRelationId)) continue
    seen.add(objectRelationId)
    const { existing, orderId, version } = targetOf(work, order)
    if (existing?.relations.has(objectId)) continue
    const relation = { id: objectRelationId, orderId, objectId, referenceCode, note: objectNote }
    yield work.deps.relations.insert(relation, version)
  }
}

function* taskRelations(work: RunWork): Generator<EntityChange> {
  let seen = new Set<string>()
  let current = ''
  for (const { line, order } of withOrders(work)) {
    if (current !== order.id) seen = new Set()
    current = order.id
    const { externalNote, internalNote, taskId, taskRelationId } = line
    if (taskRelationId === undefined || taskId === undefined || seen.has(taskRelationId)) continue
    seen.add(taskRelationId)
    const { existing, orderId, version } = targetOf(work, order)
    if (existing?.tasks.has(taskId)) continue
    yield work.deps.tasks.insert({ id: taskRelationId, orderId, taskId, internalNote, externalNote }, version)
  }
}

function* histories({ act, deps, planId }: RunWork): Generator<EntityChange> {
  const stageId = deps.stages.rootId()
  if (stageId === undefined) return
  for (const { existingOrderId, id, siteZone } of deps.writes.orders(planId))
    if (existingOrderId === undefined) yield* deps.stages.created({ id, siteZone, stageId }, act)
}

/** The clocks of generated orders, where the company measures them (R06-02); the orders are there already. */
function clocks({ act, deps, planId }: RunWork): EntityChange[] {
  const measured = new Map<string, boolean>()
  const measures = (officeId: string) => {
    const held = measured.get(officeId) ?? deps.clocks.measures(officeId)
    measured.set(officeId, held)
    return held
  }
  const changes: EntityChange[] = []
  for (const { officeId } of deps.writes.ordersByOffice(planId)) measures(officeId)
  if (![...measured.values()].includes(true)) return changes
  for (const { existingOrderId, id, officeId } of deps.writes.orders(planId))
    if (existingOrderId === undefined && measures(officeId))
      changes.push(...deps.clocks.generated(deps.orders.records.get(id), act))
  return changes.sort(byKey)
}
