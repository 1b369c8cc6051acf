import { bool, date, entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { ObjectGroup, ServiceObject } from '../../shared/contract/objects'

type Names =
  | 'groupName'
  | 'customerNumber'
  | 'customerName'
  | 'siteName'
  | 'itemNumber'
  | 'itemName'
  | 'productCategoryName'
  | 'parentNumber'
  | 'parentDescription'
/** What the store keeps; the answers add names from joins. */
export type StoredObject = Omit<ServiceObject, Names>
export type StoredGroup = Omit<ObjectGroup, 'parentDescription'>

const groupTable = entityTable<StoredGroup>({
  entity: 'objectGroup',
  table: 'object_group',
  columns: { code: text(), description: text({ column: 'name', sorted: true }), parentId: ref() },
})

const objectTable = entityTable<StoredObject>({
  entity: 'object',
  table: 'service_object',
  columns: {
    number: text(),
    description: text({ sorted: true }),
    groupId: ref(),
    customerId: ref(),
    siteId: ref(),
    itemId: ref(),
    serialNumber: text(),
    productCategoryId: ref(),
    tangible: bool({ column: 'is_tangible' }),
    brand: text({ sorted: true }),
    model: text(),
    yearOfManufacture: int(),
    isYearEstimated: bool(),
    installedDate: date(),
    warrantyStart: date(),
    productWarrantyMonths: int(),
    repairWarrantyMonths: int(),
    warrantyUntil: date({ derived: true }),
    parentObjectId: ref(),
    status: text(),
    readingUnit: text(),
  },
})

/** All SQL of service objects and their groups. */
export function createObjectsRepository(store: Store) {
  const { db } = store
  const selectHolder = db
    .prepare<[Buffer, string], Buffer>(
      `SELECT id FROM service_object
       WHERE item_id = ? AND serial_number = ? AND serial_number IS NOT NULL AND status <> 'scrapped'`,
    )
    .pluck()

  return {
    groups: createRecords(store, groupTable),
    objects: createRecords(store, objectTable),
    groupList: createListView<StoredGroup, ObjectGroup>(store, {
      table: groupTable,
      joins: 'LEFT JOIN object_group p ON p.id = t.parent_id',
      joined: { parentDescription: { sql: 'p.name', kind: 'text', sortSql: 'p.name_sort' } },
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    objectList: createListView<StoredObject, ServiceObject>(store, {
      table: objectTable,
      joins: `LEFT JOIN object_group g ON g.id = t.group_id
        LEFT JOIN customer c ON c.id = t.customer_id
        LEFT JOIN site s ON s.id = t.site_id
        LEFT JOIN item i ON i.id = t.item_id
        LEFT JOIN product_category pc ON pc.id = t.product_category_id
        LEFT JOIN service_object p ON p.id = t.parent_object_id`,
      joined: {
        groupName: { sql: 'g.name', kind: 'text', sortSql: 'g.name_sort' },
        customerNumber: { sql: 'c.number', kind: 'text' },
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
        siteName: { sql: 's.name', kind: 'text', sortSql: 's.name_sort' },
        itemNumber: { sql: 'i.number', kind: 'text' },
        itemName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort' },
        productCategoryName: { sql: 'pc.name', kind: 'text', sortSql: 'pc.name_sort' },
        parentNumber: { sql: 'p.number', kind: 'text' },
        parentDescription: { sql: 'p.description', kind: 'text', sortSql: 'p.description_sort' },
      },
      search: 'object',
      defaultSort: [{ field: 'number', direction: 'asc' }],
      isLarge: true,
      isLogged: true,
    }),
    /** The object that is not scrapped and has this item and serial. */
    holderOf(itemId: string, serialNumber: string): string | undefined {
      const id = selectHolder.get(toBytes(itemId), serialNumber)
      return id && toId(id)
    },
  }
}
export type ObjectsRepository = ReturnType<typeof createObjectsRepository>

/** Objects of a worker's own orders: preferred for, or with a line of, that worker (conventions §8). */
export function onOrdersOf(workerId: string | undefined): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `t.id IN (
      SELECT r.object_id FROM order_object_relation r JOIN service_order o ON o.id = r.order_id
      WHERE o.preferred_technician_id = :own_worker
      UNION ALL
      SELECT r.object_id FROM service_order_line l JOIN order_object_relation r ON r.order_id = l.order_id
      WHERE l.worker_id = :own_worker
      UNION ALL
      SELECT r.object_id FROM activity a JOIN order_object_relation r ON r.order_id = a.order_id
      WHERE a.worker_id = :own_worker)`,
    params: { own_worker: toBytes(workerId) },
  }
}
