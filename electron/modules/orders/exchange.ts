import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Failure } from '../../shared/contract/domainError'
import type { NewOrderLine, OrderLinePatch, OrderPatch } from '../../shared/contract/orders'
import { assertReaches } from './access'
import { reachedAgreement } from './agreementDefaults'
import { assertNotCanceled, patchedLine } from './changeLine'
import { completeHeader, isClosed, type CompletedHeader } from './completeHeader'
import { completeLine, draftOf, type CompletedLine, type LineWork } from './completeLine'
import { assertOwn, newHead, writeOrder, type NewRelations, type OrderSource } from './createOrder'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { agreementObjects } from './orderRelations'
import type { StoredOrder } from './orders.repository'
import type { StoredRelation } from './relations.repository'
import { withAmounts } from './priceLine'
import { saveOrder, withDerived } from './saveOrder'
import { frozenFields, movedLine, patchedHead } from './updateOrder'

/** An order as a file meets it: what it shall be so far, and what it is in the store. */
export interface ExchangedOrder extends LoadedOrder {
  readonly relations: NewRelations
  /** Empty: the file makes the order. */
  readonly held?: LoadedOrder | undefined
}

/** An order that the commit of a file writes, as the check has completed it. */
export interface OrderToWrite {
  readonly order: StoredOrder
  /** The version it replaces; empty: a new order. */
  readonly beforeVersion?: number | undefined
  readonly lines: readonly StoredLine[]
  readonly relations: NewRelations
}

/** Orders as files (R01-26): the rules of the order's own commands, row by row. */
export function createOrderExchange(deps: OrderDeps) {
  return {
    /** The order of an external number, else the one that this store gave the number. */
    find(externalKey: string, number: string | undefined): ExchangedOrder | undefined {
      const order =
        deps.orders.findByExternalKey(externalKey) ??
        (number === undefined ? undefined : deps.orders.records.where('number', number)[0])
      if (!order) return undefined
      const lines = deps.lines.ofOrder(order.id)
      const relations = { objects: deps.relations.ofOrder(order.id), tasks: deps.tasks.ofOrder(order.id) }
      return { order, lines, relations, held: { order, lines } }
    },
    open: (act: Act) => openExchange(deps, act),
    write: (act: Act, orders: readonly OrderToWrite[]) => orders.flatMap((one) => writeOne(deps, act, one)),
    /** Writes the head with the next version, which its lines share. */
    overwrite: (before: StoredOrder, after: StoredOrder) => deps.orders.overwrite(before, after).change,
    /** Derives anew what lines say of their orders, once an undo has put them back. */
    settle(orderIds: Iterable<string>): void {
      for (const id of orderIds) settleOne(deps, id)
    },
    /** An order with all that a file says of it; throws FORBIDDEN where the caller may not read it. */
    read(caller: Caller, orderId: string): ExchangedOrder {
      const order = deps.orders.records.get(orderId)
      assertReaches(deps, caller, 'orders.read', order)
      const relations = { objects: deps.relations.ofOrder(orderId), tasks: deps.tasks.ofOrder(orderId) }
      return { order, lines: deps.lines.ofOrder(orderId), relations }
    },
  }
}
export type OrderExchange = ReturnType<typeof createOrderExchange>

/** One file's work on orders; what its rows share is read once. */
function openExchange(deps: OrderDeps, act: Act) {
  const lookup = createLookup(deps)

  function workOn({ order, relations }: ExchangedOrder): LineWork {
    const ids = new Set(relations.objects.map(({ id }) => id))
    const taskRelationIds = new Set(relations.tasks.map(({ id }) => id))
    return { deps, lookup, act, order, relationIds: () => ids, taskRelationIds }
  }

  return {
    /** Throws FORBIDDEN and NOT_FOUND. */
    newHead(
      input: Omit<OrdersInput<'createOrder'>, 'lines' | 'reason'>,
      source: OrderSource,
    ): CompletedHeader {
      return newHead(deps, act, input, source)
    },
    /** The objects that a new order has of its agreement (04 §2.3). */
    objectsOfAgreement: (order: StoredOrder): StoredRelation[] => agreementObjects(deps, order, []),
    /** Throws FORBIDDEN, NOT_FOUND and what the stage forbids. */
    changedHead({ held, order }: ExchangedOrder, patch: OrderPatch): CompletedHeader {
      assertReaches(deps, act.caller, 'orders.write', order)
      assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
      if (patch.agreementId) reachedAgreement(deps, act, patch.agreementId)
      const completed = completeHeader({ deps, at: act.at, held: order }, patchedHead(order, patch))
      const frozen = held ? frozenFields(held, patch) : []
      return { ...completed, failures: [...frozen, ...completed.failures] }
    },
    /** The lines that follow their order's new date. */
    movedLines(before: StoredOrder, exchanged: ExchangedOrder): StoredLine[] {
      const work = workOn(exchanged)
      return exchanged.lines.map((line) => movedLine(work, before, line))
    },
    /** Throws what a stage or a cancellation forbids, FORBIDDEN, NOT_FOUND and INVALID_INPUT. */
    newLine(exchanged: ExchangedOrder, given: NewOrderLine, lineNo: number): CompletedLine {
      if (exchanged.held) {
        assertReaches(deps, act.caller, 'orders.write', exchanged.order)
        assertStagePermits(deps, exchanged.order, 'STAGE_FORBIDS_MODIFY')
        assertNotCanceled(exchanged)
      }
      const work = workOn(exchanged)
      const completed = completeLine(work, draftOf(work, given, lineNo))
      if (!exchanged.held) assertOwn(act, exchanged.order, [completed.line])
      return completed
    },
    /** Throws LINE_STATUS_INVALID, LINE_SIGNED, FIELD_FROZEN and the like. */
    changedLine(exchanged: ExchangedOrder, lineId: string, patch: OrderLinePatch): CompletedLine {
      assertReaches(deps, act.caller, 'orders.write', exchanged.order)
      return patchedLine(workOn(exchanged), exchanged, lineId, patch)
    },
    /** What speaks against relating an object to a new order. */
    objectFailures(objectId: string): Failure[] {
      return deps.objects.get(objectId).status === 'scrapped'
        ? [{ code: 'OBJECT_SCRAPPED', field: 'objectId', ids: [objectId] }]
        : []
    },
    /** The same of a task. */
    taskFailures(taskId: string): Failure[] {
      return deps.serviceTasks.tasks.get(taskId).active
        ? []
        : [{ code: 'TASK_INACTIVE', field: 'taskId', ids: [taskId] }]
    },
  }
}
export type OpenExchange = ReturnType<typeof openExchange>

/** Writes an order as the check completed it; throws CONFLICT where it was overtaken. */
function writeOne(
  deps: OrderDeps,
  act: Act,
  { beforeVersion, lines, order, relations }: OrderToWrite,
): EntityChange[] {
  if (beforeVersion === undefined) {
    const write = (line: StoredLine, version: number) => deps.lines.insert(line, version)
    return writeOrder(deps, act, order, { lines, relations, write })
  }
  const before = {
    order: deps.orders.records.expect(order.id, beforeVersion),
    lines: deps.lines.ofOrder(order.id),
  }
  const written = new Map(lines.map((line) => [line.id, line]))
  const kept = before.lines.map((line) => written.get(line.id) ?? line)
  const added = lines.filter(({ id }) => !before.lines.some((line) => line.id === id))
  return saveOrder(deps, act, createLookup(deps), before, { order, lines: [...kept, ...added] })
}

function settleOne(deps: OrderDeps, orderId: string): void {
  const order = deps.orders.records.find(orderId)
  if (!order) return
  const lookup = createLookup(deps)
  const lines = deps.lines.ofOrder(orderId).map((line) => {
    const next = withAmounts({ lookup, order }, line)
    deps.lines.update(line, next, order.version)
    return next
  })
  const calendarConflict = isClosed(deps, order.officeId, order.siteZone, order.serviceDate)
  deps.orders.setDerived(withDerived(deps, lookup, { ...order, calendarConflict }, lines))
}
