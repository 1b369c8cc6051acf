import type { JobControl, JobWork } from '../../db/act'
import { outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import { StockTransactionId } from '../../shared/contract/id'
import { stockErrors, type Recalculation } from '../../shared/contract/stock'
import { revalue } from './revalue.rules'
import type { StockDeps, StockInput } from './stockDeps'

interface Correction {
  readonly transactionId: string
  readonly amount: number
}

/** The date of a recalculation must lie in an open ledger month. @throws PERIOD_CLOSED */
export function assertRevaluable({ isPeriodClosed }: StockDeps, toDate: string): void {
  if (isPeriodClosed(toDate)) throw domainError(stockErrors, 'PERIOD_CLOSED', { field: 'toDate' })
}

/**
 * Values issues again item by item and writes what differs as adjustments, all in one transaction at the end (R10-21).
 * Items that moved meanwhile are valued once more inside it.
 */
export function recalculateInventory(
  deps: StockDeps,
  { method, reason, toDate }: StockInput<'recalculateInventory'>,
): JobWork {
  const { repository } = deps

  function correctionsOf(itemId: string): Correction[] {
    const movements = repository.movements(itemId, toDate)
    const before = new Map(movements.map(({ amount, id }) => [id, amount]))
    return [...revalue(movements, method)].map(([transactionId, amount]) => ({
      transactionId,
      amount: amount - (before.get(transactionId) ?? 0),
    }))
  }

  function commit(control: JobControl, byItem: Map<string, Correction[]>, seenKey: number): Recalculation {
    return control.commit('stock.recalculateInventory', reason, ({ at }) => {
      assertRevaluable(deps, toDate)
      for (const itemId of repository.movedItems(toDate, seenKey)) byItem.set(itemId, correctionsOf(itemId))
      const written = [...byItem.values()]
        .flat()
        .map((correction) => adjust(deps, correction, { at, date: toDate }))
      return outcome(
        { adjustments: written.map(({ adjustment }) => adjustment) },
        written.map(({ change }) => change),
      )
    })
  }

  return function* work(control) {
    const seenKey = repository.lastKey()
    const itemIds = repository.movedItems(toDate, 0)
    const byItem = new Map<string, Correction[]>()
    for (const [index, itemId] of itemIds.entries()) {
      byItem.set(itemId, correctionsOf(itemId))
      control.progress(index + 1, itemIds.length)
      yield
    }
    return commit(control, byItem, seenKey)
  }
}

/** Writes one adjustment: no quantity, the difference in value. */
function adjust(
  { repository: { transactions } }: StockDeps,
  { amount, transactionId }: Correction,
  { at, date }: { readonly at: number; readonly date: string },
) {
  const corrected = transactions.get(transactionId)
  const value = { minor: amount, currency: corrected.amount.currency }
  const change = transactions.insert({
    id: StockTransactionId.parse(mintId()),
    version: 1,
    itemId: corrected.itemId,
    warehouseId: corrected.warehouseId,
    kind: 'adjustment',
    quantity: 0,
    amount: value,
    date,
    at,
    serialNumbers: [],
    relatedId: corrected.id,
  })
  return { change, adjustment: { transactionId: corrected.id, itemId: corrected.itemId, amount: value } }
}
