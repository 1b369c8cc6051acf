import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { ObjectId } from '../../shared/contract/id'
import { ordersErrors, type Order, type PostedLine, type PostingResult } from '../../shared/contract/orders'
import { checkAccount, checkCombination } from '../agreements/index'
import { mayPost } from './access'
import { agreementFailures } from './completeHeader'
import { settleRequirement } from './deliverRequirement'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { createLookup, stageRights, type Lookup } from './lookup'
import type { LinePosting, OrderDeps, OrdersInput } from './orderDeps'
import { orderOf } from './orderView'
import { checkPosting as checkLines, isTechnicalLine, type PostingLine } from './posting.rules'
import { withAmounts } from './priceLine'
import { saveOrder } from './saveOrder'

type PostingInput = OrdersInput<'checkPosting'>

/** A posting that no rule speaks against. */
interface PreparedPosting {
  readonly loaded: LoadedOrder
  readonly lookup: Lookup
  /** The lines to post, with final quantity and amounts. */
  readonly lines: readonly StoredLine[]
  readonly leftOut: readonly StoredLine[]
  /** The object of each relation. */
  readonly objectIds: ReadonlyMap<string, ObjectId>
}

/**
 * What posting would do, without doing it.
 *
 * @throws every code of R04-50 that applies, all at once
 */
export function checkPosting(deps: OrderDeps, act: Act, input: PostingInput): PostingResult {
  const prepared = preparePosting(deps, act, input)
  const showsCost = act.caller.permissions.has('catalog.readCost')
  const { leftOut, lines, loaded } = prepared
  return {
    transactions: lines
      .filter((line) => !isTechnicalLine(loaded.order.origin, line))
      .map((line) => {
        const { account, property, quantity } = postingOf(prepared, line, input.date)
        const { chargeable } = property
        const status = deps.billing.statusOf({ chargeable, quantity, accountType: account?.type })
        return postedLine(loaded, line, { status }, showsCost)
      }),
    leftOut: leftOut.map(leftOutLine),
  }
}

/**
 * Posts an order's Created lines or a selection of them, all or none: a transaction each, stock, status (R04-51).
 *
 * @throws every code of R04-50 that applies, all at once
 */
export function postOrder(
  deps: OrderDeps,
  act: Act,
  input: PostingInput,
): Outcome<PostingResult & { order: Order }> {
  const prepared = preparePosting(deps, act, input)
  const { leftOut, lines, loaded, lookup } = prepared
  const showsCost = act.caller.permissions.has('catalog.readCost')
  const done = new Map(lines.map((line) => [line.id, { ...line, status: 'posted' as const }]))
  const after = loaded.lines.map((line) => done.get(line.id) ?? line)
  const changes = saveOrder(deps, act, lookup, loaded, { ...loaded, lines: after })
  const transactions: PostedLine[] = []
  for (const line of lines) {
    if (isTechnicalLine(loaded.order.origin, line)) continue
    const requirement = deps.requirements.activeOfLine(line.id)
    changes.push(
      ...(requirement
        ? settleRequirement(deps, requirement, line, input.date, act.at)
        : issuedStock(deps, lookup, line, input.date, act.at)),
    )
    const { change, transaction } = deps.billing.postLine(postingOf(prepared, line, input.date))
    changes.push(change)
    const { id: transactionId, status } = transaction
    transactions.push(postedLine(loaded, line, { transactionId, status }, showsCost))
  }
  if (after.every(({ status }) => status !== 'created'))
    changes.push(...deps.clocks.posted(loaded.order, act))
  const order = orderOf(deps, act.caller, loaded.order.id)
  return outcome({ order, transactions, leftOut: leftOut.map(leftOutLine) }, changes)
}

/** Takes what the line used out of its warehouse, or back into it; a line of quantity 0 moves nothing (R04-51). */
function issuedStock(
  deps: OrderDeps,
  lookup: Lookup,
  { actualQty = 0, id, itemId, reversalOfId, serialNumber, warehouseId }: StoredLine,
  date: string,
  at: number,
): readonly EntityChange[] {
  if (itemId === undefined || warehouseId === undefined || actualQty === 0) return []
  if (lookup.item(itemId).kind !== 'stock') return []
  const move = {
    ...{ itemId, warehouseId, quantity: Math.abs(actualQty), date, at },
    sourceEntity: 'orderLine',
    sourceId: id,
    serialNumbers: serialNumber === undefined ? undefined : [serialNumber],
  }
  if (actualQty > 0) return deps.stock.issueForOrder(move).changes
  const issueId = deps.stock.issueOf(reversalOfId ?? id, move.quantity)
  return deps.stock.returnToStock({ ...move, issueId }).changes
}

function preparePosting(deps: OrderDeps, act: Act, input: PostingInput): PreparedPosting {
  assertMayPost(deps, act.caller)
  const loaded = loadOrder(deps, act, input, 'orders.post')
  const chosen = chosenLines(loaded, input.lineIds)
  const open = chosen.filter(({ status }) => status === 'created')
  if (open.length === 0)
    throw domainError(ordersErrors, 'LINE_STATUS_INVALID', { ids: chosen.map(({ id }) => id) })
  const lookup = createLookup(deps)
  const work = { lookup, order: loaded.order }
  const lines = open.map((line) =>
    input.useEstimates && line.actualQty === undefined && line.estimatedQty !== undefined
      ? withAmounts(work, { ...line, actualQty: line.estimatedQty })
      : line,
  )
  const [first, ...rest] = failuresOf(deps, lookup, loaded, lines, input)
  if (first) throw refuseAll([first, ...rest])
  return {
    ...{ loaded, lookup, lines },
    leftOut: chosen.filter(({ status }) => status !== 'created'),
    objectIds: new Map(deps.relations.ofOrder(loaded.order.id).map(({ id, objectId }) => [id, objectId])),
  }
}

/** Throws FORBIDDEN where the company does not let the back office post (conventions §8). */
export function assertMayPost(deps: Pick<OrderDeps, 'settings'>, caller: Caller): void {
  if (!mayPost(deps, caller)) throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.post' })
}

function chosenLines({ lines }: LoadedOrder, lineIds: readonly string[] | undefined): readonly StoredLine[] {
  if (lineIds === undefined) return lines
  const wanted = new Set(lineIds)
  for (const lineId of wanted) if (!lines.some(({ id }) => id === lineId)) throw notFound('orderLine', lineId)
  return lines.filter(({ id }) => wanted.has(id))
}

function failuresOf(
  deps: OrderDeps,
  lookup: Lookup,
  loaded: LoadedOrder,
  lines: readonly StoredLine[],
  { date }: PostingInput,
): Failure[] {
  const { order } = loaded
  const account = order.billingAccountId === undefined ? undefined : lookup.account(order.billingAccountId)
  const facts = {
    allowPost: stageRights(deps, order).allowPost,
    signOffRequired: order.signOffRequired,
    isPeriodClosed: deps.billing.isPeriodClosed(date),
    negativeStockAllowed: deps.settings.value('negativeStockAllowed', order),
    available: (itemId: string, warehouseId: string) => deps.stock.available(itemId, warehouseId),
    agreementFailures: agreementFailures({ deps }, order),
    estimateFailures: deps.repairs.estimateFailures(
      order,
      loaded.lines.map((line) => lines.find(({ id }) => id === line.id) ?? line),
      new Set(lines.map(({ id }) => id)),
    ),
  }
  return [
    ...checkLines(
      lines.map((line) => ({ ...postingLine(lookup, line), ...requirementOfLine(deps, line) })),
      facts,
    ),
    ...(account ? checkAccount(account, { work: 'existing', customerId: order.customerId }) : []),
    ...lines.flatMap(({ categoryId, id, workerId }) =>
      checkCombination(
        { account, categoryId, worker: workerId === undefined ? undefined : lookup.worker(workerId) },
        lookup.combinationSettings(),
      ).map((failure) => ({ ...failure, ids: [id] })),
    ),
  ]
}

/** What was delivered and is reserved for a line that waited for its item (R04-28). */
function requirementOfLine(
  { requirements }: OrderDeps,
  { id, itemSetup }: StoredLine,
): Pick<PostingLine, 'deliveredQty' | 'reservedQty'> {
  const { deliveredQty, reservedQty } =
    (itemSetup === 'itemRequirement' ? requirements.activeOfLine(id) : undefined) ?? {}
  return { deliveredQty, reservedQty }
}

function postingLine(lookup: Lookup, line: StoredLine): PostingLine {
  const item = line.itemId === undefined ? undefined : lookup.item(line.itemId)
  return {
    ...line,
    quantity: line.actualQty,
    isChargeable: lookup.property(line.linePropertyId).chargeable,
    isStocked: item?.kind === 'stock',
    isSerialTracked: item?.serialTracked ?? false,
    isSigned: line.signOffId !== undefined,
  }
}

function postingOf(
  { loaded, lookup, objectIds }: PreparedPosting,
  line: StoredLine,
  date: string,
): LinePosting {
  const { order } = loaded
  const { billingAccountId, currency, customerId, officeId } = order
  const { description, discount, lineNo, salesPrice, costPrice, type, unit } = line
  const { categoryId, itemId, objectRelationId, workerId } = line
  return {
    ...{ officeId, orderId: order.id, orderNumber: order.number, orderLineId: line.id, lineNo, customerId },
    account: billingAccountId === undefined ? undefined : lookup.account(billingAccountId),
    ...{
      type,
      description,
      date,
      quantity: line.actualQty ?? 0,
      unit,
      salesPrice,
      discount,
      costPrice,
      currency,
    },
    property: lookup.property(line.linePropertyId),
    ...{ workerId, categoryId, itemId },
    reversalOfLineId: line.reversalOfId,
    objectId: objectRelationId === undefined ? undefined : objectIds.get(objectRelationId),
  }
}

function postedLine(
  { order }: LoadedOrder,
  line: StoredLine,
  made: Pick<PostedLine, 'status' | 'transactionId'>,
  showsCost: boolean,
): PostedLine {
  const { currency } = order
  return {
    ...made,
    lineId: line.id,
    lineNo: line.lineNo,
    quantity: line.actualQty ?? 0,
    salesAmount: { minor: line.salesAmount, currency },
    ...(showsCost ? { costAmount: { minor: line.costAmount, currency } } : {}),
  }
}

function leftOutLine({ id, lineNo, status }: StoredLine): PostingResult['leftOut'][number] {
  return { lineId: id, lineNo, status }
}
