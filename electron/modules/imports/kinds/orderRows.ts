import { mintId } from '../../../db/ids'
import { fieldsThatDiffer } from '../../../db/changeLog'
import { ObjectRelationId, TaskRelationId } from '../../../shared/contract/id'
import type { ExchangedOrder, OpenExchange, StoredLine } from '../../orders/index'
import { judged, reportFailures, type References } from '../references'
import type { RowReader } from '../rowReader'
import { headColumns, lineColumns } from '../sheets/columns'
import type { ImportChange } from '../../../shared/contract/imports'
import type { CheckContext, Effect, FileCheck, Verdict } from './kind'
import { readHead, readLine, patchOfHead, patchOfLine, newHeadOf, newLineOf } from './orderCells'
import type { OrdersKindDeps } from './orders'

/** What rows of orders stage for the commit. */
export const drafts = {
  order: 'draftOrder',
  line: 'draftOrderLine',
  object: 'draftOrderObject',
  task: 'draftOrderTask',
} as const

/** An order of the file while its rows are read. */
interface FileOrder {
  order: ExchangedOrder
  readonly beforeVersion: number | undefined
  /** The texts of its first row, which later rows repeat or leave out. */
  readonly texts: ReadonlyMap<string, string | undefined>
  readonly lineNos: Set<number>
  lastLineNo: number
  isStaged: boolean
}

interface Rows {
  readonly deps: OrdersKindDeps
  readonly kind: 'orders' | 'requests'
  readonly context: CheckContext
  readonly exchange: OpenExchange
  readonly refs: References
}

const lineTargets = lineColumns.map(({ field }) => field)
const headTargets = headColumns.map(({ field }) => field).filter((field) => field !== 'externalKey')

/** The check of a file of orders. */
export function openOrders(
  deps: OrdersKindDeps,
  kind: 'orders' | 'requests',
  context: CheckContext,
): FileCheck {
  const rows: Rows = {
    deps,
    kind,
    context,
    exchange: deps.exchange.open(context.act),
    refs: deps.references(),
  }
  const orders = new Map<string, FileOrder | undefined>()
  const taken = new Set<string>()

  return {
    key: keyOf,
    check(row) {
      if (!context.act.caller.permissions.has('orders.write')) row.fail('FORBIDDEN')
      const key = row.text('externalKey') ?? ''
      const parts: Part[] = []
      if (!orders.has(key)) {
        const opened = openOrder(rows, row, key, taken)
        orders.set(key, opened?.one)
        if (opened) parts.push(opened.part)
      } else repeatHead(row, orders.get(key))
      const one = orders.get(key)
      if (!one || row.hasErrors) return undefined
      if (!hasLine(row)) return verdictOf(one, parts)
      const part = lineOf(rows, row, one)
      return part && verdictOf(one, [...parts, part])
    },
  }
}

function hasLine(row: RowReader): boolean {
  return lineTargets.some((target) => row.text(target) !== undefined)
}

function keyOf(row: RowReader): string {
  const order = row.text('externalKey') ?? ''
  const lineNo = row.text('lineNo')
  if (lineNo === undefined) return hasLine(row) ? `${order} #${String(row.line)}` : order
  return `${order}/${/^\d+$/.test(lineNo) ? String(Number(lineNo)) : lineNo}`
}

/** What a row does to the head or to a line. */
interface Part {
  readonly action: 'new' | 'update' | 'same'
  readonly recordId: string
  readonly changes: readonly ImportChange[]
  readonly effects: readonly Effect[]
}

function verdictOf(one: FileOrder, parts: readonly Part[]): Verdict {
  const last = parts.at(-1)
  const action = !one.order.held
    ? 'new'
    : (['new', 'update'] as const).find((name) => parts.some((part) => part.action === name))
  if (!last || action === undefined) return { action: 'same', recordId: last?.recordId ?? one.order.order.id }
  const effects = parts.flatMap((part) => part.effects)
  if (!one.isStaged) effects.push(draft(drafts.order, headDraft(one)))
  one.isStaged = true
  return { action, recordId: last.recordId, changes: parts.flatMap(({ changes }) => changes), effects }
}

function headDraft({ beforeVersion, order: { order } }: FileOrder): object {
  return { order, beforeVersion }
}

function draft(entity: string, content: object): Effect {
  return { entity, record: { id: mintId(), version: 1, draft: content } }
}

/** The first row of an order: finds or completes its head. */
function openOrder(
  rows: Rows,
  row: RowReader,
  key: string,
  taken: Set<string>,
): { one: FileOrder; part: Part } | undefined {
  const number = row.text('number') === key ? key : undefined
  const found = rows.deps.exchange.find(key, number)
  const cells = readHead(row, rows.refs, rows.context, rows.deps.offsetAt, found?.order)
  if (found && taken.has(found.order.id)) row.fail('DUPLICATE_KEY', 'externalKey')
  if (found && rows.kind === 'requests' && found.order.intake !== 'awaiting')
    row.fail('NOT_AWAITING', 'externalKey')
  if (row.hasErrors) return undefined
  const texts = new Map(headTargets.map((target) => [target, row.text(target)]))
  const made = found ? changeHead(rows, row, found, cells) : makeHead(rows, row, key, cells)
  if (!made) return undefined
  taken.add(made.order.order.id)
  const one = {
    order: made.order,
    beforeVersion: found?.order.version,
    texts,
    lineNos: new Set<number>(),
    lastLineNo: 0,
    isStaged: false,
  }
  return { one, part: made.part }
}

interface MadeHead {
  readonly order: ExchangedOrder
  readonly part: Part
}

function makeHead(
  rows: Rows,
  row: RowReader,
  key: string,
  cells: ReturnType<typeof readHead>,
): MadeHead | undefined {
  const input = newHeadOf(row, cells)
  if (!input) return undefined
  const source =
    rows.kind === 'requests'
      ? ({ origin: 'request', intake: 'awaiting', externalKey: key } as const)
      : ({ origin: 'manual', intake: 'none', externalKey: key } as const)
  const completed = judged(row, false, () => rows.exchange.newHead(input, source))
  reportFailures(row, completed?.failures ?? [], false)
  const head = completed?.order
  if (!head || row.hasErrors) return undefined
  const objects = rows.exchange.objectsOfAgreement(head)
  const order: ExchangedOrder = { order: head, lines: [], relations: { objects, tasks: [] } }
  const effects = objects.map((relation) => draft(drafts.object, relation))
  return { order, part: { action: 'new', recordId: head.id, changes: [], effects } }
}

/** The head as the file wants it, and the lines that follow its date. */
function changeHead(
  { context, exchange }: Rows,
  row: RowReader,
  found: ExchangedOrder,
  cells: ReturnType<typeof readHead>,
): MadeHead | undefined {
  const same = {
    order: found,
    part: { action: 'same', recordId: found.order.id, changes: [], effects: [] },
  } as const
  const patch = patchOfHead(row, found.order, cells, context.emptyClears)
  if (!patch) return undefined
  if (Object.keys(patch).length === 0) return same
  // By its own number the file means an order of this store; another one's is a coincidence.
  if (patch.customerId !== undefined && found.order.externalKey === undefined)
    row.fail('NUMBER_TAKEN', 'number')
  const completed = judged(row, false, () => exchange.changedHead(found, patch))
  reportFailures(row, completed?.failures ?? [], false)
  const head = completed?.order
  if (!head || row.hasErrors) return undefined
  const order = { ...head, description: head.description || found.order.description }
  const next = { ...found, order }
  const lines = judged(row, false, () => exchange.movedLines(found.order, next))
  if (!lines) return undefined
  const moved = lines.filter((line, at) => line !== found.lines[at])
  const changes = changesOf(found.order, order)
  if (changes.length === 0 && moved.length === 0) return same
  const effects = moved.map((line) => draft(drafts.line, line))
  return { order: { ...next, lines }, part: { action: 'update', recordId: order.id, changes, effects } }
}

const derived = new Set(['progress', 'isReadyForPosting', 'salesAmount', 'costAmount', 'calendarConflict'])

function changesOf(before: object, after: object): ImportChange[] {
  return Object.entries(fieldsThatDiffer(before, after))
    .filter(([field]) => !derived.has(field))
    .map(([field, change]) => ({ field, ...change }))
}

/** The rows of one order say the same of its head, or nothing. */
function repeatHead(row: RowReader, one: FileOrder | undefined): void {
  for (const target of one ? headTargets : []) {
    const text = row.text(target)
    if (text !== undefined && text !== one?.texts.get(target)) row.fail('HEADER_DIFFERS', target)
  }
}

function lineOf(rows: Rows, row: RowReader, one: FileOrder): Part | undefined {
  const lineNo = row.decimal('lineNo', 0) ?? one.lastLineNo + 10
  if (one.lineNos.has(lineNo)) row.fail('DUPLICATE_KEY', 'lineNo')
  if (lineNo < 1 || lineNo > 1_000_000_000) row.fail('INVALID_INPUT', 'lineNo')
  one.lineNos.add(lineNo)
  one.lastLineNo = Math.max(one.lastLineNo, lineNo)
  const held = one.order.lines.find((line) => line.lineNo === lineNo)
  const cells = readLine(row, rows.refs, rows.deps.offsetAt, one.order.order, held)
  if (row.hasErrors) return undefined
  const related = relate(rows, row, one)
  const given = { ...cells, ...related.ids }
  return held
    ? changeLine(rows, row, one, held, given)
    : makeLine(rows, row, one, { given, lineNo, effects: related.effects })
}

/** The relations that a line names: of a new order they are made, else they must be there. */
function relate({ exchange, refs }: Rows, row: RowReader, one: FileOrder) {
  const effects: Effect[] = []
  const { held, order, relations } = one.order
  const object = refs.object(row, 'object')
  let objectRelation = relations.objects.find(({ objectId }) => objectId === object?.id)
  if (object && !objectRelation && held) row.fail('OBJECT_NOT_RELATED', 'object')
  else if (object && !objectRelation) {
    reportFailures(row, exchange.objectFailures(object.id), true)
    objectRelation = { id: ObjectRelationId.parse(mintId()), orderId: order.id, objectId: object.id }
    effects.push(draft(drafts.object, objectRelation))
    one.order = {
      ...one.order,
      relations: { ...one.order.relations, objects: [...relations.objects, objectRelation] },
    }
  }
  const task = refs.task(row, 'task')
  let taskRelation = relations.tasks.find(({ taskId }) => taskId === task?.id)
  if (task && !taskRelation && held) row.fail('TASK_NOT_RELATED', 'task')
  else if (task && !taskRelation) {
    reportFailures(row, exchange.taskFailures(task.id), true)
    taskRelation = { id: TaskRelationId.parse(mintId()), orderId: order.id, taskId: task.id }
    effects.push(draft(drafts.task, taskRelation))
    one.order = {
      ...one.order,
      relations: { ...one.order.relations, tasks: [...relations.tasks, taskRelation] },
    }
  }
  return { effects, ids: { objectRelationId: objectRelation?.id, taskRelationId: taskRelation?.id } }
}

function changeLine(
  { context, exchange }: Rows,
  row: RowReader,
  one: FileOrder,
  held: StoredLine,
  given: Readonly<Record<string, unknown>>,
): Part | undefined {
  const patch = patchOfLine(row, held, given, context.emptyClears)
  if (!patch) return undefined
  const same: Part = { action: 'same', recordId: held.id, changes: [], effects: [] }
  if (Object.keys(patch).length === 0) return same
  const completed = judged(row, true, () => exchange.changedLine(one.order, held.id, patch))
  reportFailures(row, completed?.failures ?? [], true)
  if (!completed || row.hasErrors) return undefined
  const { line } = completed
  const changes = changesOf(held, line)
  if (changes.length === 0) return same
  one.order = { ...one.order, lines: one.order.lines.map((other) => (other.id === line.id ? line : other)) }
  return { action: 'update', recordId: line.id, changes, effects: [draft(drafts.line, line)] }
}

function makeLine(
  { context, exchange }: Rows,
  row: RowReader,
  one: FileOrder,
  { effects, given, lineNo }: { given: Readonly<Record<string, unknown>>; lineNo: number; effects: Effect[] },
): Part | undefined {
  const input = newLineOf(row, given)
  if (!input) return undefined
  const completed = judged(row, true, () => exchange.newLine(one.order, input, lineNo))
  reportFailures(row, completed?.failures ?? [], true)
  const isCanceled = row.text('lineStatus')?.toLowerCase() === 'canceled'
  if (isCanceled && !context.act.caller.permissions.has('orders.cancel')) row.fail('FORBIDDEN', 'lineStatus')
  if (!completed || row.hasErrors) return undefined
  const line: StoredLine = { ...completed.line, status: isCanceled ? 'canceled' : 'created' }
  return { action: 'new', recordId: line.id, changes: [], effects: [...effects, draft(drafts.line, line)] }
}
