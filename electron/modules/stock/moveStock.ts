import type { Act } from '../../db/act'
import { unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import type { Failure } from '../../shared/contract/domainError'
import { StockTransactionId } from '../../shared/contract/id'
import type { StockTransaction, StockWarning } from '../../shared/contract/stock'
import { averageValue, boundFailures, movementFailures, refuse } from './movement'
import { issuedSerialFailures, placeSerials, receivedSerialFailures } from './serials'
import { warehouseFor } from './access'
import type { StockRepository, StoredTransaction } from './stock.repository'
import type { StockDeps, StockInput } from './stockDeps'
import { costOf } from './value.rules'

/** Receives goods by hand: a purchase or a count (R10-24). @throws QTY_INVALID, SERIAL_COUNT, SERIAL_DUPLICATE, PERIOD_CLOSED … */
export function receiveStock(
  deps: StockDeps,
  { at, caller }: Act,
  { reason: _reason, unitCost, ...input }: StockInput<'receiveStock'>,
): Outcome<StockTransaction & { warnings: StockWarning[] }> {
  const { catalog, people, repository } = deps
  const { currency } = people.company()
  const { serialNumbers = [], ...given } = input
  const typedCost = unitCost === undefined ? undefined : costOf(input.quantity, unitCost, currency)
  const amount = typedCost === undefined ? undefined : { minor: typedCost, currency }
  const kind = 'receipt'
  warehouseFor(deps, caller, 'stock.write', input.warehouseId)
  const replayed = repository.transactions.replayed(input.id, { ...given, kind, serialNumbers, amount })
  if (replayed) return unchanged({ ...transactionOf(repository, replayed.id), warnings: [] })

  const item = catalog.items.get(input.itemId)
  const average = averageValue(deps, input, input.warehouseId)
  const minor = typedCost ?? average.amount
  const held = repository.balance(input.itemId, input.warehouseId)
  refuse([
    ...movementFailures(deps, item, input),
    ...(unitCost !== undefined && unitCost < 0 ? [{ code: 'NEGATIVE_PRICE', field: 'unitCost' }] : []),
    ...receivedSerialFailures(deps, item, serialNumbers),
    ...boundFailures(held, { quantity: input.quantity, amount: minor }),
  ])
  const change = repository.transactions.insert({
    ...given,
    version: 1,
    kind,
    amount: { minor, currency },
    at,
    serialNumbers,
  })
  const changes = placeSerials(deps, item, serialNumbers, input.warehouseId)
  const warnings: StockWarning[] = typedCost === undefined && average.isZeroCost ? ['COST_ZERO'] : []
  return { result: { ...transactionOf(repository, input.id), warnings }, changes: [change, ...changes] }
}

/** Takes goods out by hand at the running average (R10-24). @throws STOCK_SHORT, SERIAL_NOT_IN_STOCK, PERIOD_CLOSED … */
export function issueStock(
  deps: StockDeps,
  { at, caller }: Act,
  { reason: _reason, ...input }: StockInput<'issueStock'>,
): Outcome<StockTransaction> {
  const { catalog, people, repository } = deps
  const { serialNumbers = [], ...given } = { ...input, quantity: -input.quantity }
  const kind = 'issue'
  warehouseFor(deps, caller, 'stock.write', input.warehouseId)
  const replayed = repository.transactions.replayed(input.id, { ...given, kind, serialNumbers })
  if (replayed) return unchanged(transactionOf(repository, replayed.id))

  const item = catalog.items.get(input.itemId)
  const amount = {
    minor: -averageValue(deps, input, input.warehouseId).amount,
    currency: people.company().currency,
  }
  refuse([...movementFailures(deps, item, input), ...leavingFailures(deps, input, amount.minor)])
  const change = repository.transactions.insert({ ...given, version: 1, kind, amount, at, serialNumbers })
  const changes = placeSerials(deps, item, serialNumbers)
  return { result: transactionOf(repository, input.id), changes: [change, ...changes] }
}

/** Moves goods to another warehouse at the value they leave with. @throws SAME_WAREHOUSE, STOCK_SHORT … */
export function transferStock(
  deps: StockDeps,
  { at, caller }: Act,
  { reason: _reason, toWarehouseId, ...input }: StockInput<'transferStock'>,
): Outcome<{ transactions: StockTransaction[] }> {
  const { catalog, people, repository } = deps
  const { transactions } = repository
  const { serialNumbers = [], ...given } = { ...input, quantity: -input.quantity }
  const kind = 'transfer'
  for (const id of [input.warehouseId, toWarehouseId]) warehouseFor(deps, caller, 'stock.write', id)
  const replayed = transactions.replayed(input.id, { ...given, kind, serialNumbers })
  if (replayed) {
    const halves = transactions.where('relatedId', input.id).filter((other) => other.kind === kind)
    const ids = [replayed.id, ...halves.map(({ id }) => id)]
    return unchanged({ transactions: ids.map((id) => transactionOf(repository, id)) })
  }

  const item = catalog.items.get(input.itemId)
  const { amount: minor } = averageValue(deps, input, input.warehouseId)
  const { currency } = people.company()
  const isSame = toWarehouseId === input.warehouseId
  refuse([
    ...movementFailures(deps, item, input),
    ...(isSame ? [{ code: 'SAME_WAREHOUSE', field: 'toWarehouseId' }] : []),
    ...leavingFailures(deps, input, -minor),
    ...boundFailures(repository.balance(input.itemId, toWarehouseId), {
      quantity: input.quantity,
      amount: minor,
    }),
  ])
  const leaving: StoredTransaction = {
    ...given,
    version: 1,
    kind,
    amount: { minor: -minor, currency },
    at,
    serialNumbers,
  }
  const arriving: StoredTransaction = {
    ...leaving,
    id: StockTransactionId.parse(mintId()),
    warehouseId: toWarehouseId,
    quantity: input.quantity,
    amount: { minor, currency },
    relatedId: leaving.id,
  }
  const change = transactions.insert(leaving)
  const changes = [transactions.insert(arriving), ...placeSerials(deps, item, serialNumbers, toWarehouseId)]
  const halves = [leaving, arriving].map(({ id }) => transactionOf(repository, id))
  return { result: { transactions: halves }, changes: [change, ...changes] }
}

/** What forbids goods to leave a warehouse: too few of them, serials that are not there. */
function leavingFailures(
  deps: StockDeps,
  { itemId, quantity, serialNumbers, warehouseId }: Omit<StockInput<'issueStock'>, 'reason'>,
  amount: number,
): Failure[] {
  const { catalog, negativeStockAllowed, repository } = deps
  const held = repository.balance(itemId, warehouseId)
  const isShort = held.quantity - held.reserved < quantity && !negativeStockAllowed()
  return [
    ...(isShort
      ? [{ code: 'STOCK_SHORT', field: 'quantity', available: held.quantity - held.reserved }]
      : []),
    ...issuedSerialFailures(deps, catalog.items.get(itemId), warehouseId, serialNumbers),
    ...boundFailures(held, { quantity: -quantity, amount }),
  ]
}

/** The movement as answered; throws NOT_FOUND. */
export function transactionOf(repository: StockRepository, id: string): StockTransaction {
  const transaction = repository.transactionList.find(id)
  if (!transaction) throw notFound('stockTransaction', id)
  return transaction
}
