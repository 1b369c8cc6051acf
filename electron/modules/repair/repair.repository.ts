import { bool, entityTable, instant, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Barrier, RepairLine, Resolution } from '../../shared/contract/repair'

type Names =
  | 'orderNumber'
  | 'officeId'
  | 'customerId'
  | 'customerName'
  | 'objectId'
  | 'objectNumber'
  | 'objectDescription'
  | 'productCategoryId'
  | 'productCategoryName'
  | 'resolutionCode'
  | 'outcome'
  | 'barrierCode'
/** What the store keeps; the answers add names from joins. */
export type StoredRepairLine = Omit<RepairLine, Names>

const resolutionTable = entityTable<Resolution>({
  entity: 'resolution',
  table: 'resolution',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    sortOrder: int(),
    outcome: text(),
    active: bool({ column: 'is_active' }),
  },
})

const barrierTable = entityTable<Barrier>({
  entity: 'barrier',
  table: 'barrier',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    sortOrder: int(),
    active: bool({ column: 'is_active' }),
  },
})

const lineTable = entityTable<StoredRepairLine>({
  entity: 'repairLine',
  table: 'repair_line',
  columns: {
    number: text(),
    orderId: ref(),
    lineNo: int(),
    objectRelationId: ref(),
    serialNumber: text(),
    resolutionId: ref(),
    barrierId: ref(),
    note: text({ personal: true }),
    reportedAt: instant(),
    createdAt: instant(),
    finishedAt: instant(),
    externalKey: text(),
  },
})

interface ImportedRow {
  readonly line_id: Uint8Array
  readonly object_id: Uint8Array
}
/** The records that an imported row became. */
export interface ImportedRepair {
  readonly lineId: string
  readonly objectId: string
}

/** All SQL of repair lines and their codes. */
export function createRepairRepository(store: Store) {
  const { db } = store
  const selectImported = db.prepare<[string], ImportedRow>(`
    SELECT l.id AS line_id, r.object_id FROM repair_line l
    JOIN order_object_relation r ON r.id = l.object_relation_id WHERE l.external_key = ?`)

  const selectAny = db
    .prepare<[string, string], number>(
      'SELECT 1 FROM repair_line WHERE external_key >= ? AND external_key < ? LIMIT 1',
    )
    .pluck()

  return {
    resolutions: createRecords(store, resolutionTable),
    barriers: createRecords(store, barrierTable),
    lines: createRecords(store, lineTable),
    resolutionList: createListView<Resolution>(store, {
      table: resolutionTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'sortOrder', direction: 'asc' }],
    }),
    barrierList: createListView<Barrier>(store, {
      table: barrierTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'sortOrder', direction: 'asc' }],
    }),
    lineList: createListView<StoredRepairLine, RepairLine>(store, {
      table: lineTable,
      // CROSS: the list walks its own order and takes what belongs to each line.
      joins: `CROSS JOIN service_order o ON o.id = t.order_id
        CROSS JOIN customer c ON c.id = o.customer_id
        CROSS JOIN order_object_relation r ON r.id = t.object_relation_id
        CROSS JOIN service_object s ON s.id = r.object_id
        LEFT JOIN product_category p ON p.id = s.product_category_id
        LEFT JOIN resolution x ON x.id = t.resolution_id
        LEFT JOIN barrier b ON b.id = t.barrier_id`,
      joined: {
        orderNumber: { sql: 'o.number', kind: 'text' },
        officeId: { sql: 'o.office_id', kind: 'ref' },
        customerId: { sql: 'o.customer_id', kind: 'ref' },
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
        objectId: { sql: 's.id', kind: 'ref' },
        objectNumber: { sql: 's.number', kind: 'text' },
        objectDescription: { sql: 's.description', kind: 'text', sortSql: 's.description_sort' },
        productCategoryId: { sql: 's.product_category_id', kind: 'ref' },
        productCategoryName: { sql: 'p.name', kind: 'text', sortSql: 'p.name_sort' },
        resolutionCode: { sql: 'x.code', kind: 'text' },
        outcome: { sql: 'x.outcome', kind: 'text' },
        barrierCode: { sql: 'b.code', kind: 'text' },
      },
      searched: ['t.number', 't.note', 'o.number', 'c.name', 's.number', 's.description'],
      defaultSort: [{ field: 'reportedAt', direction: 'desc' }],
      isLarge: true,
      isLogged: true,
    }),
    /** Whether any row of this provider was imported. */
    hasImported(provider: string): boolean {
      return selectAny.get(`${provider}/`, `${provider}0`) !== undefined
    },
    /** What a row with this key became; undefined when it was never imported. */
    findImported(externalKey: string): ImportedRepair | undefined {
      const row = selectImported.get(externalKey)
      return row && { lineId: toId(row.line_id), objectId: toId(row.object_id) }
    },
  }
}
export type RepairRepository = ReturnType<typeof createRepairRepository>

/** Repair lines of orders of these offices (conventions §7). */
export function inOffices(officeIds: readonly string[]): Condition {
  return {
    sql: `o.office_id IN (${officeIds.map((_, index) => `:office${String(index)}`).join(', ')})`,
    params: Object.fromEntries(officeIds.map((id, index) => [`office${String(index)}`, toBytes(id)])),
  }
}
