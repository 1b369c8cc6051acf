import type { EntityChange } from '../../db/changeLog'
import { date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView, type JoinedField, type Walk } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { DeliveryNote, ItemRequirement } from '../../shared/contract/orderRequirements'

type Names =
  | 'availableQty'
  | 'itemNumber'
  | 'itemName'
  | 'warehouseCode'
  | 'lineNo'
  | 'officeId'
  | 'siteZone'
  | 'customerId'
  | 'customerName'
  | 'billingAccountId'
  | 'billingAccountName'
/** A requirement as stored: with its order's number, without what it reads of others. */
export type StoredRequirement = Omit<ItemRequirement, Names>
export type StoredDeliveryNote = Omit<DeliveryNote, 'deliveredByName'>

const requirementTable = entityTable<StoredRequirement>({
  entity: 'itemRequirement',
  table: 'item_requirement',
  columns: {
    orderId: ref(),
    orderNumber: text(),
    lineId: ref(),
    itemId: ref(),
    variant: text(),
    warehouseId: ref(),
    unit: text(),
    requiredQty: int(),
    reservedQty: int(),
    deliveredQty: int(),
    neededBy: instant(),
    supply: text(),
    status: text(),
  },
})

const noteTable = entityTable<StoredDeliveryNote>({
  entity: 'deliveryNote',
  table: 'delivery_note',
  columns: {
    number: text(),
    orderId: ref(),
    requirementId: ref(),
    at: instant(),
    date: date(),
    deliveredById: ref(),
    lines: json(),
  },
})

/** All LEFT, so that the planner never begins with a joined table. */
const joinOf = {
  item: 'LEFT JOIN item i ON i.id = t.item_id',
  warehouse: 'LEFT JOIN warehouse w ON w.id = t.warehouse_id',
  order: 'LEFT JOIN service_order o ON o.id = t.order_id',
  line: 'LEFT JOIN service_order_line l ON l.id = t.line_id',
  customer: 'LEFT JOIN customer c ON c.id = o.customer_id',
  account: 'LEFT JOIN billing_account a ON a.id = o.billing_account_id',
  balance: 'LEFT JOIN stock_balance b ON b.item_id = t.item_id AND b.warehouse_id = t.warehouse_id',
}

/** Sorting by a name walks the named table's index first and takes its requirements by reference. */
function walkFrom(outer: 'item' | 'warehouse', alias: string): Walk {
  const others = Object.entries(joinOf).filter(([name]) => name !== outer)
  return {
    from: `${outer} ${alias} CROSS JOIN item_requirement t ON t.${outer}_id = ${alias}.id`,
    alias,
    others: others.map(([, sql]) => sql).join(' '),
    tie: `${alias}.key`,
  }
}

const joined: Readonly<Record<Names, JoinedField>> = {
  availableQty: {
    sql: "CASE WHEN w.kind IN ('quarantine', 'scrap') THEN 0 ELSE coalesce(b.quantity - b.reserved, 0) END",
    kind: 'int',
  },
  itemNumber: { sql: 'i.number', kind: 'text', walk: walkFrom('item', 'i') },
  itemName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort', walk: walkFrom('item', 'i') },
  warehouseCode: { sql: 'w.code', kind: 'text', walk: walkFrom('warehouse', 'w') },
  lineNo: { sql: 'l.line_no', kind: 'int' },
  officeId: { sql: 'o.office_id', kind: 'ref' },
  siteZone: { sql: 'o.site_zone', kind: 'text' },
  customerId: { sql: 'o.customer_id', kind: 'ref' },
  customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
  billingAccountId: { sql: 'o.billing_account_id', kind: 'ref' },
  billingAccountName: { sql: 'a.name', kind: 'text', sortSql: 'a.name_sort' },
}

/** All SQL of item requirements and delivery notes. */
export function createRequirementsRepository(store: Store) {
  const records = createRecords(store, requirementTable)
  const notes = createRecords(store, noteTable)
  const countNotes = store.db
    .prepare<[Buffer], number>('SELECT count(*) FROM delivery_note WHERE order_id = ?')
    .pluck()
  const noteList = createListView<StoredDeliveryNote, DeliveryNote>(store, {
    table: noteTable,
    joins: 'LEFT JOIN user u ON u.id = t.delivered_by_id',
    joined: { deliveredByName: { sql: 'u.display_name', kind: 'text' } },
    defaultSort: [{ field: 'at', direction: 'asc' }],
    isLarge: true,
    isLogged: true,
    selective: ['orderId'],
  })

  return {
    records,
    list: createListView<StoredRequirement, ItemRequirement>(store, {
      table: requirementTable,
      joins: Object.values(joinOf).join(' '),
      joined,
      searched: ['t.order_number', 'i.number', 'i.name', 'w.code', 'c.name'],
      defaultSort: [{ field: 'neededBy', direction: 'asc' }],
      isLarge: true,
      isLogged: true,
      selective: ['id', 'orderId', 'lineId', 'itemId'],
    }),
    ofOrder(orderId: string): StoredRequirement[] {
      return records.where('orderId', orderId)
    },
    /** The one requirement of the line that is not canceled. */
    activeOfLine(lineId: string): StoredRequirement | undefined {
      return records.where('lineId', lineId).find(({ status }) => status !== 'canceled')
    },
    insertNote(note: StoredDeliveryNote): EntityChange {
      return notes.insert(note)
    },
    noteCount(orderId: string): number {
      return countNotes.get(toBytes(orderId)) ?? 0
    },
    findNote(id: string): DeliveryNote | undefined {
      return noteList.find(id)
    },
    /** The delivery notes of an order, oldest first. */
    notesOf(orderId: string): DeliveryNote[] {
      return noteList.page({ filter: { orderId: [orderId] }, limit: 200 }).items
    },
  }
}
export type RequirementsRepository = ReturnType<typeof createRequirementsRepository>
