import { date, entityTable, instant, int, json, money, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Money } from '../../shared/contract/money'
import type { StockBalance, StockTransaction, Warehouse } from '../../shared/contract/stock'
import type { Movement } from './revalue.rules'
import type { Holding } from './value.rules'

type Names = 'itemNumber' | 'itemName' | 'warehouseCode'
export type StoredWarehouse = Omit<Warehouse, 'officeCode' | 'workerName'>
export type StoredTransaction = Omit<StockTransaction, Names | 'amount'> & { readonly amount: Money }
type StoredBalance = Omit<StockBalance, Names>

const warehouseTable = entityTable<StoredWarehouse>({
  entity: 'warehouse',
  table: 'warehouse',
  columns: { code: text(), name: text({ sorted: true }), officeId: ref(), kind: text(), workerId: ref() },
})

const transactionTable = entityTable<StoredTransaction>({
  entity: 'stockTransaction',
  table: 'stock_transaction',
  columns: {
    itemId: ref(),
    warehouseId: ref(),
    kind: text(),
    quantity: int(),
    amount: money(),
    date: date(),
    at: instant(),
    serialNumbers: json(),
    relatedId: ref(),
    sourceEntity: text(),
    sourceId: ref(),
  },
})

const balanceTable = entityTable<StoredBalance>({
  entity: 'stockBalance',
  table: 'stock_balance',
  columns: { itemId: ref(), warehouseId: ref(), quantity: int(), reserved: int(), amount: money() },
})

const joins = 'JOIN item i ON i.id = t.item_id JOIN warehouse w ON w.id = t.warehouse_id'
const joined = {
  itemNumber: { sql: 'i.number', kind: 'text' },
  itemName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort' },
  warehouseCode: { sql: 'w.code', kind: 'text' },
} as const

interface HoldingRow {
  readonly quantity: number
  readonly amount: number
}
interface MovementRow extends HoldingRow {
  readonly id: Uint8Array
  readonly warehouse_id: Uint8Array
  readonly related_id: Uint8Array | null
}

/** All SQL of warehouses, stock movements and balances. */
export function createStockRepository(store: Store) {
  const { db } = store
  const selectBalance = db.prepare<[Buffer, Buffer], HoldingRow & { reserved: number }>(
    'SELECT quantity, amount_minor AS amount, reserved FROM stock_balance WHERE item_id = ? AND warehouse_id = ?',
  )
  const selectLastPurchase = db.prepare<[Buffer], HoldingRow>(
    `SELECT quantity, amount_minor AS amount FROM stock_transaction
     WHERE item_id = ? AND kind = 'receipt' AND quantity > 0 AND related_id IS NULL ORDER BY key DESC LIMIT 1`,
  )
  const selectMovements = db.prepare<[string, Buffer, string], MovementRow>(
    `SELECT t.id, t.warehouse_id, t.quantity, t.related_id, t.amount_minor + coalesce(
         (SELECT sum(a.amount_minor) FROM stock_transaction a
          WHERE a.related_id = t.id AND a.kind = 'adjustment' AND a.date <= ?), 0) AS amount
     FROM stock_transaction t
     WHERE t.item_id = ? AND t.kind <> 'adjustment' AND t.date <= ?
     ORDER BY t.date, t.key`,
  )
  const selectMoved = db
    .prepare<[string, number], Buffer>(
      'SELECT DISTINCT item_id FROM stock_transaction WHERE date <= ? AND key > ? ORDER BY item_id',
    )
    .pluck()
  const selectLastKey = db.prepare<[], number>('SELECT coalesce(max(key), 0) FROM stock_transaction').pluck()
  const selectReturned = db.prepare<[Buffer], HoldingRow>(
    `SELECT coalesce(sum(quantity), 0) AS quantity, coalesce(sum(amount_minor), 0) AS amount
     FROM stock_transaction WHERE related_id = ? AND kind <> 'adjustment'`,
  )
  const selectAdjusted = db
    .prepare<[Buffer], number>(
      `SELECT coalesce(sum(amount_minor), 0) FROM stock_transaction WHERE related_id = ? AND kind = 'adjustment'`,
    )
    .pluck()
  const nothing = { quantity: 0, amount: 0 }

  return {
    warehouses: createRecords(store, warehouseTable),
    transactions: createRecords(store, transactionTable),
    warehouseList: createListView<StoredWarehouse, Warehouse>(store, {
      table: warehouseTable,
      joins: 'JOIN office o ON o.id = t.office_id LEFT JOIN worker w ON w.id = t.worker_id',
      joined: {
        officeCode: { sql: 'o.code', kind: 'text' },
        workerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
      },
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    transactionList: createListView<StoredTransaction, StockTransaction>(store, {
      table: transactionTable,
      joins,
      joined,
      searched: ['i.number', 'i.name', 'w.code'],
      defaultSort: [{ field: 'date', direction: 'desc' }],
      isLarge: true,
      isLogged: true,
    }),
    balanceList: createListView<StoredBalance, StockBalance>(store, {
      table: balanceTable,
      joins,
      joined,
      searched: ['i.number', 'i.name', 'w.code'],
      defaultSort: [{ field: 'itemNumber', direction: 'asc' }],
    }),
    balance(itemId: string, warehouseId: string): Holding & { readonly reserved: number } {
      return selectBalance.get(toBytes(itemId), toBytes(warehouseId)) ?? { ...nothing, reserved: 0 }
    },
    /** The newest receipt that was not a return or a transfer (R10-22). */
    lastPurchase(itemId: string): Holding | undefined {
      return selectLastPurchase.get(toBytes(itemId))
    },
    /** What of a movement came back already, signed against it. */
    returnedOf(transactionId: string): Holding {
      return selectReturned.get(toBytes(transactionId)) ?? nothing
    },
    /** The sum of a movement's adjustments. */
    adjustedOf(transactionId: string): number {
      return selectAdjusted.get(toBytes(transactionId)) ?? 0
    },
    /** The movements of an item up to a date, oldest first, with their adjustments. */
    movements(itemId: string, toDate: string): Movement[] {
      return selectMovements.all(toDate, toBytes(itemId), toDate).map((row) => ({
        id: toId(row.id),
        warehouseId: toId(row.warehouse_id),
        quantity: row.quantity,
        amount: row.amount,
        relatedId: row.related_id ? toId(row.related_id) : undefined,
      }))
    },
    /** Items with movements up to a date that were entered after a place in the table. */
    movedItems(toDate: string, afterKey: number): string[] {
      return selectMoved.all(toDate, afterKey).map(toId)
    },
    lastKey(): number {
      return selectLastKey.get() ?? 0
    },
  }
}
export type StockRepository = ReturnType<typeof createStockRepository>
