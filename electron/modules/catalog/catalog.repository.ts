import { bool, date, entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type {
  Item,
  ItemCategory,
  ItemCost,
  ItemPrice,
  ProductCategory,
  Serial,
  Unit,
} from '../../shared/contract/catalog'

/** What the store keeps; the answers add names from joins. */
export type StoredItem = Omit<Item, 'categoryName' | 'unitCode'>
export type StoredSerial = Omit<Serial, 'itemNumber' | 'itemName' | 'objectId' | 'objectNumber'>

const unitTable = entityTable<Unit>({
  entity: 'unit',
  table: 'unit',
  columns: { code: text(), name: text({ sorted: true }), decimals: int() },
})

const itemCategoryTable = entityTable<ItemCategory>({
  entity: 'itemCategory',
  table: 'item_category',
  columns: { code: text(), name: text({ sorted: true }) },
})

const productCategoryTable = entityTable<ProductCategory>({
  entity: 'productCategory',
  table: 'product_category',
  columns: { externalId: int(), name: text({ sorted: true }) },
})

const itemTable = entityTable<StoredItem>({
  entity: 'item',
  table: 'item',
  columns: {
    number: text(),
    name: text({ sorted: true }),
    categoryId: ref(),
    subcategory: text(),
    unitId: ref(),
    kind: text(),
    serialTracked: bool(),
    madeInHouse: bool(),
    weight: int(),
    weightUnit: text(),
    size: text(),
    sizeUnit: text(),
    color: text(),
    sellStart: date(),
    sellEnd: date(),
    warrantyMonths: int(),
    blocked: bool({ column: 'is_blocked' }),
  },
})

const priceTable = entityTable<ItemPrice>({
  entity: 'itemPrice',
  table: 'item_sales_price',
  columns: { itemId: ref(), currency: text(), validFrom: date(), validTo: date(), unitPrice: int() },
})

const costTable = entityTable<ItemCost>({
  entity: 'itemCost',
  table: 'item_cost',
  columns: { itemId: ref(), currency: text(), validFrom: date(), validTo: date(), unitCost: int() },
})

const serialTable = entityTable<StoredSerial>({
  entity: 'serial',
  table: 'serial',
  columns: { itemId: ref(), serialNumber: text(), status: text(), warehouseId: ref() },
})

/** All SQL of units, categories, items, their prices and costs, and serials. */
export function createCatalogRepository(store: Store) {
  const prices = createRecords(store, priceTable)
  const costs = createRecords(store, costTable)
  const selectPrice = selectRowOn('item_sales_price')
  const selectCost = selectRowOn('item_cost')
  const selectCosts = store.db.prepare<
    [{ ids: string; currency: string; date: string }],
    { id: Uint8Array; unit_cost: number | null }
  >(`
    SELECT i.id, coalesce(
      (SELECT c.unit_cost FROM item_cost c WHERE c.item_id = i.id AND c.currency = :currency
         AND c.valid_from <= :date AND (c.valid_to IS NULL OR c.valid_to >= :date)
       ORDER BY c.valid_from DESC LIMIT 1),
      (SELECT c.unit_cost FROM item_cost c WHERE c.item_id = i.id AND c.currency = :currency
       ORDER BY c.valid_from DESC LIMIT 1)) AS unit_cost
    FROM json_each(:ids) k CROSS JOIN item i ON i.id = unhex(k.value, '-')`)
  const selectSerial = store.db
    .prepare<[Buffer, string], Buffer>('SELECT id FROM serial WHERE item_id = ? AND serial_number = ?')
    .pluck()
  const hasSerials = store.db.prepare<[Buffer], number>('SELECT 1 FROM serial WHERE item_id = ?').pluck()
  const serials = createRecords(store, serialTable)

  /** Rows of one item and currency do not overlap: the newest that has begun is the only one that can hold. */
  function selectRowOn(table: 'item_sales_price' | 'item_cost') {
    return store.db
      .prepare<[Buffer, string, string, string], Buffer>(
        `SELECT id FROM (
           SELECT id, valid_to FROM ${table} WHERE item_id = ? AND currency = ? AND valid_from <= ?
           ORDER BY valid_from DESC LIMIT 1
         ) WHERE valid_to IS NULL OR valid_to >= ?`,
      )
      .pluck()
  }

  return {
    units: createRecords(store, unitTable),
    itemCategories: createRecords(store, itemCategoryTable),
    productCategories: createRecords(store, productCategoryTable),
    items: createRecords(store, itemTable),
    prices,
    costs,
    serials,
    /** The sales price row of a date; undefined when none holds. */
    priceOn: (itemId: string, currency: string, on: string): ItemPrice | undefined => {
      const id = selectPrice.get(toBytes(itemId), currency, on, on)
      return id && prices.find(toId(id))
    },
    /** The cost row of a date; undefined when none holds. */
    costOn: (itemId: string, currency: string, on: string): ItemCost | undefined => {
      const id = selectCost.get(toBytes(itemId), currency, on, on)
      return id && costs.find(toId(id))
    },
    /** The cost of each item on a date, else its standard cost: the newest one known (R09-16). */
    costsOn(itemIds: readonly string[], currency: string, on: string): Map<string, number> {
      const rows = selectCosts.all({ ids: JSON.stringify(itemIds), currency, date: on })
      return new Map(rows.flatMap((row) => (row.unit_cost === null ? [] : [[toId(row.id), row.unit_cost]])))
    },
    serialOf(itemId: string, serialNumber: string): StoredSerial | undefined {
      const id = selectSerial.get(toBytes(itemId), serialNumber)
      return id && serials.find(toId(id))
    },
    hasSerials(itemId: string): boolean {
      return hasSerials.get(toBytes(itemId)) !== undefined
    },
    unitList: createListView<Unit>(store, {
      table: unitTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    itemCategoryList: createListView<ItemCategory>(store, {
      table: itemCategoryTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    productCategoryList: createListView<ProductCategory>(store, {
      table: productCategoryTable,
      searched: ['t.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    itemList: createListView<StoredItem, Item>(store, {
      table: itemTable,
      joins: 'JOIN unit u ON u.id = t.unit_id LEFT JOIN item_category c ON c.id = t.category_id',
      joined: {
        unitCode: { sql: 'u.code', kind: 'text' },
        categoryName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
      },
      search: 'item',
      defaultSort: [{ field: 'number', direction: 'asc' }],
    }),
    serialList: createListView<StoredSerial, Serial>(store, {
      table: serialTable,
      joins: `JOIN item i ON i.id = t.item_id
        LEFT JOIN service_object o ON o.item_id = t.item_id AND o.serial_number = t.serial_number
          AND o.serial_number IS NOT NULL AND o.status <> 'scrapped'`,
      joined: {
        itemNumber: { sql: 'i.number', kind: 'text' },
        itemName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort' },
        objectId: { sql: 'o.id', kind: 'ref' },
        objectNumber: { sql: 'o.number', kind: 'text' },
      },
      search: 'serial',
      defaultSort: [{ field: 'serialNumber', direction: 'asc' }],
    }),
    priceList: createListView<ItemPrice>(store, {
      table: priceTable,
      defaultSort: [
        { field: 'currency', direction: 'asc' },
        { field: 'validFrom', direction: 'desc' },
      ],
    }),
    costList: createListView<ItemCost>(store, {
      table: costTable,
      defaultSort: [
        { field: 'currency', direction: 'asc' },
        { field: 'validFrom', direction: 'desc' },
      ],
    }),
  }
}
export type CatalogRepository = ReturnType<typeof createCatalogRepository>

/** Lists the rows of one item only. */
export function ofItem(itemId: string): Condition {
  return { sql: 't.item_id = :of_item', params: { of_item: toBytes(itemId) } }
}
