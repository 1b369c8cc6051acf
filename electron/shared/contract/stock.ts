import { z } from 'zod'
import { Reason, crud } from './crud'
import { refusals } from './domainError'
import { ItemId, OfficeId, StockTransactionId, Version, WarehouseId, WorkerId } from './id'
import { JobStarted } from './jobs'
import { Money, UnitPrice } from './money'
import { listInput, pageOf } from './page'
import { command, job, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate } from './time'

const text = (max: number) => z.string().trim().min(1).max(max)

/** Quarantined and scrapped goods are no available stock (R10-20). */
export const WarehouseKind = z.enum(['office', 'van', 'quarantine', 'scrap'])
export type WarehouseKind = z.infer<typeof WarehouseKind>

const warehouseFields = {
  code: text(20),
  name: text(80),
  officeId: OfficeId,
  kind: WarehouseKind.default('office'),
  /** Whose van it is. */
  workerId: WorkerId.optional(),
}
export const Warehouse = z.object({
  id: WarehouseId,
  version: Version,
  ...warehouseFields,
  kind: WarehouseKind,
  officeCode: z.string(),
  workerName: z.string().optional(),
})
export type Warehouse = z.infer<typeof Warehouse>

export const StockTransactionKind = z.enum(['receipt', 'issue', 'transfer', 'adjustment'])
export type StockTransactionKind = z.infer<typeof StockTransactionKind>

const names = { itemNumber: z.string(), itemName: z.string(), warehouseCode: z.string() }
export const StockTransaction = z.object({
  id: StockTransactionId,
  version: Version,
  itemId: ItemId,
  warehouseId: WarehouseId,
  kind: StockTransactionKind,
  /** Signed: receipts positive, issues negative. */
  quantity: Quantity,
  /** Signed cost in the company's currency; needs catalog.readCost. */
  amount: Money.optional(),
  date: LocalDate,
  at: Instant,
  serialNumbers: z.array(z.string()),
  /** The movement that gives this one its value: the other half of a transfer, the issue of a return. */
  relatedId: StockTransactionId.optional(),
  sourceEntity: z.string().optional(),
  sourceId: z.uuid().optional(),
  ...names,
})
export type StockTransaction = z.infer<typeof StockTransaction>

export const StockBalance = z.object({
  id: StockTransactionId,
  version: Version,
  itemId: ItemId,
  warehouseId: WarehouseId,
  quantity: Quantity,
  reserved: Quantity,
  /** Stock value; needs catalog.readCost. */
  amount: Money.optional(),
  ...names,
})
export type StockBalance = z.infer<typeof StockBalance>

export const StockWarning = z.enum(['COST_ZERO'])
export type StockWarning = z.infer<typeof StockWarning>

export const RecalculationMethod = z.enum(['fifo', 'average'])
export type RecalculationMethod = z.infer<typeof RecalculationMethod>

/** The `result` of the job `recalculateInventory`. */
export const Recalculation = z.object({
  adjustments: z.array(z.object({ transactionId: StockTransactionId, itemId: ItemId, amount: Money })),
})
export type Recalculation = z.infer<typeof Recalculation>

export const stockErrors = refusals(
  'CODE_TAKEN',
  'STOCK_SHORT',
  'SERIAL_COUNT',
  'SERIAL_DUPLICATE',
  'SERIAL_NOT_IN_STOCK',
  'PERIOD_CLOSED',
  'QTY_INVALID',
  'UNIT_DECIMALS',
  'ITEM_NOT_STOCKED',
  'SAME_WAREHOUSE',
  'NEGATIVE_PRICE',
)

const movement = {
  id: StockTransactionId,
  itemId: ItemId,
  warehouseId: WarehouseId,
  /** Always positive here; the transaction carries the sign. */
  quantity: Quantity,
  date: LocalDate,
  serialNumbers: z.array(text(80)).max(10_000).optional(),
  reason: Reason,
}

const warehouse = crud({
  key: 'warehouseId',
  id: WarehouseId,
  fields: warehouseFields,
  record: Warehouse,
  read: 'stock.read',
  write: 'stock.write',
  errors: stockErrors,
})

export const stockContract = {
  listWarehouses: warehouse.list,
  getWarehouse: warehouse.get,
  createWarehouse: warehouse.create,
  updateWarehouse: warehouse.update,
  deleteWarehouse: warehouse.delete,
  listBalances: query('stock.read').input(listInput(StockBalance.shape)).output(pageOf(StockBalance)),
  listTransactions: query('stock.read')
    .input(listInput(StockTransaction.shape))
    .output(pageOf(StockTransaction)),
  /** Without a unit cost at the running average (R10-22). */
  receiveStock: command('stock.write')
    .input(z.object({ ...movement, unitCost: UnitPrice.optional() }))
    .output(StockTransaction.extend({ warnings: z.array(StockWarning) }))
    .errors(stockErrors),
  issueStock: command('stock.write').input(z.object(movement)).output(StockTransaction).errors(stockErrors),
  /** Answers both halves: the issue with the given id, then the receipt. */
  transferStock: command('stock.write')
    .input(z.object({ ...movement, toWarehouseId: WarehouseId }))
    .output(z.object({ transactions: z.array(StockTransaction) }))
    .errors(stockErrors),
  /** Values issues again up to a date (R10-21); the job's result is a `Recalculation`. */
  recalculateInventory: job('stock.revalue')
    .input(z.object({ toDate: LocalDate, method: RecalculationMethod, reason: Reason }))
    .output(JobStarted)
    .errors(stockErrors),
}
