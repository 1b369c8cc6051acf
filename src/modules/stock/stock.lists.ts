import {
  StockTransactionKind,
  WarehouseKind,
  type StockBalance,
  type StockTransaction,
  type Warehouse,
} from '@contract/stock'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { SerialStatus, type Serial } from '@contract/catalog'
import { itemLookup } from '@/modules/catalog'
import { workerLookup } from '@/modules/people'
import { useSessionStore } from '@/stores/session.store'
import { warehouseLookup } from './stock.lookups'
import { balanceList, serialList, transactionList, warehouseList } from './stock.sources'

const warehouseColumns: readonly Column<Warehouse>[] = [
  { key: 'code', titleKey: 'stock.warehouse.code', kind: 'text', width: 140 },
  { key: 'name', titleKey: 'stock.warehouse.name', kind: 'text', grow: 2 },
  { key: 'kind', titleKey: 'stock.warehouse.kind', kind: 'enum', width: 140, options: WarehouseKind.options, textKey: 'stock.warehouseKind' },
  { key: 'officeCode', titleKey: 'stock.warehouse.officeId', kind: 'text', width: 100 },
  { key: 'workerName', titleKey: 'stock.warehouse.workerId', kind: 'ref', grow: 1, filterKey: 'workerId', lookup: workerLookup },
] // prettier-ignore

/** All warehouses. */
export function useWarehouses() {
  return usePagedList({
    key: 'warehouses', entities: ['warehouse'], source: warehouseList, columns: warehouseColumns,
    sort: [{ field: 'code', direction: 'asc' }],
  }) // prettier-ignore
}

const ofItem = new Set(['itemNumber', 'itemName'])
/** Values are shown only to those who may read costs. */
function withRights<Item extends Column<StockBalance> | Column<StockTransaction>>(
  columns: readonly Item[],
): Item[] {
  const session = useSessionStore()
  return columns.filter(({ key }) => key !== 'amount' || session.can('catalog.readCost'))
}

const balanceColumns: readonly Column<StockBalance>[] = [
  { key: 'itemNumber', titleKey: 'stock.balance.itemNumber', kind: 'ref', width: 160, filterKey: 'itemId', lookup: itemLookup },
  { key: 'itemName', titleKey: 'stock.balance.itemName', kind: 'text', grow: 3 },
  { key: 'warehouseCode', titleKey: 'stock.balance.warehouseCode', kind: 'ref', grow: 1, filterKey: 'warehouseId', lookup: warehouseLookup },
  { key: 'quantity', titleKey: 'stock.balance.quantity', kind: 'quantity', width: 120 },
  { key: 'reserved', titleKey: 'stock.balance.reserved', kind: 'quantity', width: 120 },
  { key: 'amount', titleKey: 'stock.balance.amount', kind: 'money', width: 150 },
] // prettier-ignore

/** What lies in the warehouses: of all items, or of one. */
export function useBalances(itemId?: () => string) {
  return usePagedList({
    key: itemId ? `balances of ${itemId()}` : 'balances', entities: ['stockBalance', 'stockTransaction'],
    source: balanceList,
    columns: withRights(itemId ? balanceColumns.filter(({ key }) => !ofItem.has(key)) : balanceColumns),
    sort: [{ field: itemId ? 'warehouseCode' : 'itemNumber', direction: 'asc' }],
    ...(itemId ? { scope: () => ({ itemId: [itemId()] }) } : {}),
  }) // prettier-ignore
}

const transactionColumns: readonly Column<StockTransaction>[] = [
  { key: 'date', titleKey: 'stock.transaction.date', kind: 'date', width: 110 },
  { key: 'kind', titleKey: 'stock.transaction.kind', kind: 'enum', width: 110, options: StockTransactionKind.options, textKey: 'stock.transactionKind' },
  { key: 'itemNumber', titleKey: 'stock.balance.itemNumber', kind: 'ref', width: 160, filterKey: 'itemId', lookup: itemLookup },
  { key: 'itemName', titleKey: 'stock.balance.itemName', kind: 'text', grow: 3 },
  { key: 'warehouseCode', titleKey: 'stock.balance.warehouseCode', kind: 'ref', width: 116, filterKey: 'warehouseId', lookup: warehouseLookup },
  { key: 'quantity', titleKey: 'stock.balance.quantity', kind: 'quantity', width: 110 },
  { key: 'amount', titleKey: 'stock.balance.amount', kind: 'money', width: 140 },
  { key: 'serialNumbers', titleKey: 'stock.transaction.serialNumbers', kind: 'text', grow: 2, sortKey: null, filterKey: null },
] // prettier-ignore

/** What moved, the newest first. */
export function useTransactions() {
  return usePagedList({
    key: 'stockTransactions', entities: ['stockTransaction'], source: transactionList,
    columns: withRights(transactionColumns), sort: [{ field: 'date', direction: 'desc' }],
  }) // prettier-ignore
}

const serialColumns: readonly Column<Serial>[] = [
  { key: 'serialNumber', titleKey: 'stock.serial.serialNumber', kind: 'text', width: 200 },
  { key: 'itemNumber', titleKey: 'stock.balance.itemNumber', kind: 'ref', width: 160, filterKey: 'itemId', lookup: itemLookup },
  { key: 'itemName', titleKey: 'stock.balance.itemName', kind: 'text', grow: 2 },
  { key: 'status', titleKey: 'stock.serial.status', kind: 'enum', width: 120, options: SerialStatus.options, textKey: 'stock.serialStatus' },
  { key: 'objectNumber', titleKey: 'stock.serial.objectNumber', kind: 'text', width: 160 },
  { key: 'warehouseId', titleKey: 'stock.balance.warehouseCode', kind: 'ref', isHidden: true, lookup: warehouseLookup },
] // prettier-ignore

/** Serial numbers of items: in stock, with customers, or scrapped (01 §2.5). */
export function useSerials() {
  return usePagedList({
    key: 'serials', entities: ['serial', 'object'], source: serialList, columns: serialColumns,
    sort: [{ field: 'serialNumber', direction: 'asc' }],
  }) // prettier-ignore
}
