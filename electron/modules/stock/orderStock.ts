import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Failure } from '../../shared/contract/domainError'
import { ItemId, StockTransactionId, WarehouseId } from '../../shared/contract/id'
import type { Money } from '../../shared/contract/money'
import { averageValue } from './movement'
import { issuedSerialFailures, placeSerials, receivedSerialFailures } from './serials'
import type { StoredTransaction } from './stock.repository'
import type { StockDeps } from './stockDeps'
import { shareOf } from './value.rules'

export interface StockMove {
  readonly itemId: string
  readonly warehouseId: string
  /** Milli-units, positive. */
  readonly quantity: number
  readonly date: string
  readonly at: number
  /** The record it is done for, e.g. an order line. */
  readonly sourceEntity: string
  readonly sourceId: string
  readonly serialNumbers?: readonly string[] | undefined
}
export interface StockReturn extends StockMove {
  /** The issue that comes back: its cost is followed (R10-21). Without it at the running average. */
  readonly issueId?: string | undefined
}
export interface MovedStock {
  readonly transactionId: StockTransactionId
  /** Signed as the movement: an issue negative. */
  readonly amount: Money
  readonly changes: readonly EntityChange[]
}
/** An issue of which something is still out. */
export interface OpenIssue {
  readonly transactionId: StockTransactionId
  /** Milli-units that have not come back. */
  readonly quantity: number
  /** Of the pieces that have not come back. */
  readonly serialNumbers: readonly string[]
}

/** What other areas do with stock inside their own transaction; conditions such as STOCK_SHORT are theirs to check. */
export interface StockKeeper {
  /** On hand less reserved; quarantined and scrapped goods are none (R10-20). */
  available(itemId: string, warehouseId: string): number
  /** The worker's van, else the office's first warehouse (04 §2.2). */
  warehouseFor(officeId: string, workerId: string | undefined): WarehouseId | undefined
  /** Throws NOT_FOUND. */
  assertWarehouse(warehouseId: string): void
  /** Issues at the running average of this instant (R10-24, R04-51). */
  issueForOrder(move: StockMove): MovedStock
  /** The issue for a record of which this much has not come back yet. */
  issueOf(sourceId: string, quantity: number): string | undefined
  /** Takes goods back into stock. */
  returnToStock(move: StockReturn): MovedStock
  /** What was issued for a record and is not back, newest first. */
  issuesFor(sourceId: string): OpenIssue[]
  /** What forbids serials of a tracked item to leave a warehouse: SERIAL_NOT_IN_STOCK. */
  serialFailures(itemId: string, warehouseId: string, serialNumbers: readonly string[]): Failure[]
  /** What forbids serials to come in: SERIAL_DUPLICATE for those that lie in stock already. */
  receiptFailures(itemId: string, serialNumbers: readonly string[]): Failure[]
}

export function createStockKeeper(deps: StockDeps): StockKeeper {
  const { catalog, people, repository } = deps
  const { transactions, warehouses } = repository

  function moved(move: StockMove, kind: 'issue' | 'receipt', minor: number, relatedId?: string): MovedStock {
    const sign = kind === 'issue' ? -1 : 1
    const transaction: StoredTransaction = {
      id: StockTransactionId.parse(mintId()),
      version: 1,
      itemId: ItemId.parse(move.itemId),
      warehouseId: WarehouseId.parse(move.warehouseId),
      kind,
      quantity: sign * move.quantity,
      amount: { minor, currency: people.company().currency },
      date: move.date,
      at: move.at,
      serialNumbers: [...(move.serialNumbers ?? [])],
      relatedId: relatedId === undefined ? undefined : StockTransactionId.parse(relatedId),
      sourceEntity: move.sourceEntity,
      sourceId: move.sourceId,
    }
    const change = transactions.insert(transaction)
    const item = catalog.items.get(move.itemId)
    const place = kind === 'receipt' ? move.warehouseId : undefined
    const serials = placeSerials(deps, item, move.serialNumbers, place)
    return { transactionId: transaction.id, amount: transaction.amount, changes: [change, ...serials] }
  }

  /** The share of the issue's cost as it stands now; the return that completes the lot takes the remainder (R10-21). */
  function lotCost(issueId: string, quantity: number): number {
    const issue = transactions.get(issueId)
    const cost = { quantity: -issue.quantity, amount: -(issue.amount.minor + repository.adjustedOf(issueId)) }
    const before = repository.returnedOf(issueId)
    if (before.quantity + quantity === cost.quantity) return cost.amount - before.amount
    return shareOf(cost, quantity)
  }

  return {
    available(itemId, warehouseId) {
      const { kind } = warehouses.get(warehouseId)
      if (kind === 'quarantine' || kind === 'scrap') return 0
      const { quantity, reserved } = repository.balance(itemId, warehouseId)
      return quantity - reserved
    },
    warehouseFor(officeId, workerId) {
      const vans = workerId === undefined ? [] : warehouses.where('workerId', workerId)
      const van = vans.find(({ kind }) => kind === 'van')
      return (van ?? warehouses.where('officeId', officeId).find(({ kind }) => kind === 'office'))?.id
    },
    assertWarehouse(warehouseId) {
      warehouses.get(warehouseId)
    },
    issueForOrder(move) {
      return moved(move, 'issue', -averageValue(deps, move, move.warehouseId).amount)
    },
    issueOf(sourceId, quantity) {
      return transactions
        .where('sourceId', sourceId)
        .find(
          (issue) =>
            issue.kind === 'issue' && -issue.quantity - repository.returnedOf(issue.id).quantity >= quantity,
        )?.id
    },
    returnToStock({ issueId, ...move }) {
      const amount =
        issueId === undefined
          ? averageValue(deps, move, move.warehouseId).amount
          : lotCost(issueId, move.quantity)
      return moved(move, 'receipt', amount, issueId)
    },
    issuesFor(sourceId) {
      const all = transactions.where('sourceId', sourceId)
      const back = all.filter(({ kind }) => kind === 'receipt')
      return all
        .filter(({ kind }) => kind === 'issue')
        .map(({ id, quantity, serialNumbers }) => {
          const returned = back
            .filter(({ relatedId }) => relatedId === id)
            .flatMap((one) => one.serialNumbers)
          return {
            transactionId: id,
            quantity: -quantity - repository.returnedOf(id).quantity,
            serialNumbers: serialNumbers.filter((serial) => !returned.includes(serial)),
          }
        })
        .filter(({ quantity }) => quantity > 0)
        .reverse()
    },
    serialFailures(itemId, warehouseId, serialNumbers) {
      return issuedSerialFailures(deps, catalog.items.get(itemId), warehouseId, serialNumbers)
    },
    receiptFailures(itemId, serialNumbers) {
      return receivedSerialFailures(deps, catalog.items.get(itemId), serialNumbers)
    },
  }
}
