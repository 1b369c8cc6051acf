import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { ofOffices } from './bomOffices'
import type { Store } from '../../db/records'
import type { ServiceBom } from '../../shared/contract/serviceBoms'
import {
  BomHistoryId,
  CustomerId,
  ObjectId,
  OrderId,
  ServiceBomId,
  ServiceBomLineId,
  SiteId,
} from '../../shared/contract/id'
import type { Description } from '../../shared/contract/stages'
import type { BomMark } from '../../shared/contract/bomStructure'
import {
  removedPartTable,
  serviceBomTable,
  type StoredRemovedPart,
  type StoredServiceBom,
} from './serviceBoms.repository'
import type { RemovedPart } from '../../shared/contract/serviceBoms'

/** A list as it is read, with what says whether its agreement is over. */
export interface ListedBom extends ServiceBom {
  /** Of its agreement or order. */
  readonly officeId: string
  readonly agreementStatus?: string | undefined
  readonly agreementEndsOn?: string | undefined
}

/** Where a list may hang: an object on an agreement or on an order. */
export interface BomRelation {
  readonly id: string
  readonly objectId: ObjectId
  readonly agreementId?: string | undefined
  readonly orderId?: string | undefined
  readonly officeId: string
  readonly zone: string
  readonly agreementStatus?: string | undefined
  readonly agreementEndsOn?: string | undefined
}

interface RelationRow {
  readonly object_id: Uint8Array
  readonly agreement_id: Uint8Array | null
  readonly order_id: Uint8Array | null
  readonly office_id: Uint8Array
  readonly zone: string
  readonly status: string | null
  readonly ends_on: string | null
}

// Outer joins throughout: the list's own index is then walked first, however few there are of the others.
const joins = `
  LEFT JOIN service_object b ON b.id = t.object_id
  LEFT JOIN item i ON i.id = t.item_id
  LEFT JOIN agreement a ON a.id = t.agreement_id
  LEFT JOIN service_order o ON o.id = t.order_id
  LEFT JOIN office f ON f.id = coalesce(a.office_id, o.office_id)
  LEFT JOIN customer c ON c.id = b.customer_id
  LEFT JOIN site s ON s.id = b.site_id
  LEFT JOIN bom_template m ON m.id = t.template_id`

export interface EntryNames {
  readonly id: string
  readonly reason?: Description | undefined
  readonly repairLineNumber?: string | undefined
  /** The order it was done on; of one that went into another, that one (R04-74). */
  readonly orderId?: OrderId | undefined
  readonly orderNumber?: string | undefined
  readonly isUndone: boolean
}
export interface LineNames {
  readonly id: string
  readonly parentId?: string | undefined
  readonly position: number
  readonly itemNumber: string
  readonly itemName: string
}

interface EntriesAsked {
  readonly bom: Buffer
  readonly line: Buffer | null
  readonly repair: Buffer | null
  readonly before: number
  readonly limit: number
}
/** What is recalled, for whom (`officesOf`). */
interface RecallAsked {
  readonly itemId: string
  readonly batch?: string | undefined
  readonly offices: string | null
}
/** The place of a row in the recall list: its index has the rows in this order. */
interface RecallPlace {
  readonly bom: Buffer
  readonly quantity: number
  readonly key: number
}
interface RecallRow {
  readonly key: number
  readonly id: Uint8Array
  readonly bom_id: Uint8Array
  readonly object_id: Uint8Array
  readonly number: string
  readonly description: string
  readonly object_serial: string | null
  readonly customer_id: Uint8Array | null
  readonly customer_name: string | null
  readonly customer_email: string | null
  readonly site_id: Uint8Array | null
  readonly site_name: string | null
  readonly site_city: string | null
  readonly quantity: number
  readonly unit: string
  readonly serial_number: string | null
  readonly batch: string | null
  readonly installed_at: number
}

/** All SQL that reads lists of objects for screens. */
export function createServiceBomLists(store: Store) {
  const { db } = store
  const bomList = createListView<StoredServiceBom, ListedBom>(store, {
    table: serviceBomTable,
    joins,
    joined: {
      objectNumber: { sql: 'b.number', kind: 'text' },
      objectDescription: { sql: 'b.description', kind: 'text' },
      agreementNumber: { sql: 'a.number', kind: 'text' },
      orderNumber: { sql: 'o.number', kind: 'text' },
      templateNumber: { sql: 'm.number', kind: 'text' },
      templateVersion: { sql: 'm.template_version', kind: 'int' },
      itemNumber: { sql: 'i.number', kind: 'text' },
      itemName: { sql: 'i.name', kind: 'text' },
      customerId: { sql: 'b.customer_id', kind: 'ref' },
      customerName: { sql: 'c.name', kind: 'text' },
      siteZone: { sql: 'coalesce(s.zone, o.site_zone, f.zone)', kind: 'text' },
      officeId: { sql: 'f.id', kind: 'ref' },
      agreementStatus: { sql: 'a.status', kind: 'text' },
      agreementEndsOn: { sql: 'a.ends_on', kind: 'text' },
    },
    search: 'serviceBom',
    defaultSort: [{ field: 'attachedAt', direction: 'desc' }],
    isLarge: true,
    isLogged: true,
  })
  const removedList = createListView<StoredRemovedPart, RemovedPart>(store, {
    table: removedPartTable,
    joins: `
      LEFT JOIN service_bom h ON h.id = t.bom_id
      LEFT JOIN service_object b ON b.id = h.object_id
      LEFT JOIN customer c ON c.id = b.customer_id
      LEFT JOIN item i ON i.id = t.item_id
      LEFT JOIN unit u ON u.id = t.unit_id
      LEFT JOIN warehouse w ON w.id = t.warehouse_id
      LEFT JOIN bom_history e ON e.id = t.history_id
      LEFT JOIN user n ON n.id = e.user_id
      LEFT JOIN repair_line p ON p.id = e.repair_line_id
      LEFT JOIN service_order o ON o.id = t.order_id`,
    joined: {
      objectId: { sql: 'h.object_id', kind: 'ref' },
      objectNumber: { sql: 'b.number', kind: 'text' },
      objectDescription: { sql: 'b.description', kind: 'text' },
      objectSerial: { sql: 'b.serial_number', kind: 'text' },
      customerId: { sql: 'b.customer_id', kind: 'ref' },
      customerName: { sql: 'c.name', kind: 'text' },
      itemNumber: { sql: 'i.number', kind: 'text' },
      itemName: { sql: 'i.name', kind: 'text' },
      unit: { sql: 'u.code', kind: 'text' },
      warehouseName: { sql: 'w.name', kind: 'text' },
      userId: { sql: 'e.user_id', kind: 'ref' },
      userName: { sql: "coalesce(n.display_name, '')", kind: 'text' },
      repairLineId: { sql: 'e.repair_line_id', kind: 'ref' },
      repairLineNumber: { sql: 'p.number', kind: 'text' },
      orderNumber: { sql: 'o.number', kind: 'text' },
    },
    searched: [
      ...['b.number', 'b.description', 'b.serial_number', 'c.name'],
      ...['i.number', 'i.name', 't.serial_number', 't.batch', 'n.display_name', 'o.number', 'p.number'],
    ],
    defaultSort: [{ field: 'removedAt', direction: 'desc' }],
    isLarge: true,
    isLogged: true,
  })
  const selectRelation = db.prepare<[{ id: Buffer }], RelationRow>(`
    SELECT r.object_id, r.agreement_id, r.order_id, f.id AS office_id, a.status, a.ends_on,
      coalesce(s.zone, o.site_zone, f.zone) AS zone
    FROM (
      SELECT object_id, agreement_id, NULL AS order_id FROM agreement_object_relation WHERE id = :id
      UNION ALL
      SELECT object_id, NULL, order_id FROM order_object_relation WHERE id = :id
    ) r
    JOIN service_object b ON b.id = r.object_id
    LEFT JOIN agreement a ON a.id = r.agreement_id
    LEFT JOIN service_order o ON o.id = r.order_id
    JOIN office f ON f.id = coalesce(a.office_id, o.office_id)
    LEFT JOIN site s ON s.id = b.site_id`)
  const selectOrderOfRepair = db
    .prepare<[Buffer], Buffer>('SELECT order_id FROM repair_line WHERE id = ?')
    .pluck()
  const selectOfObject = db
    .prepare<[Buffer], Buffer>('SELECT id FROM service_bom WHERE object_id = ? ORDER BY key DESC')
    .pluck()
  const selectEntries = (where: string) =>
    db
      .prepare<[EntriesAsked], Buffer>(
        `SELECT id FROM bom_history WHERE bom_id = :bom AND number < :before ${where}
         ORDER BY number DESC LIMIT :limit`,
      )
      .pluck()
  const selectAll = selectEntries('')
  const selectChanges = selectEntries("AND action <> 'copied'")
  const ofLine = 'AND (line_id = :line OR new_line_id = :line)'
  const selectOfLine = selectEntries(ofLine)
  const selectChangesOfLine = selectEntries(`${ofLine} AND action <> 'copied'`)
  const selectOfRepair = selectEntries(
    'AND repair_line_id = :repair AND (:line IS NULL OR line_id = :line OR new_line_id = :line)',
  )
  const selectEntryNames = db.prepare<
    [string],
    {
      id: Uint8Array
      reason: string | null
      repair: string | null
      orderId: Uint8Array | null
      orderNumber: string | null
      undone: number
    }
  >(`
    SELECT h.id, r.description AS reason, p.number AS repair, o.id AS orderId, o.number AS orderNumber,
      EXISTS (SELECT 1 FROM bom_history u WHERE u.undoes_id = h.id) AS undone
    FROM bom_history h
    LEFT JOIN stage_reason_code r ON r.id = h.reason_id
    LEFT JOIN repair_line p ON p.id = h.repair_line_id
    LEFT JOIN service_order o ON o.id = coalesce((SELECT id FROM service_order WHERE id = h.order_id), p.order_id)
    WHERE h.id IN (SELECT unhex(value, '-') FROM json_each(?))`)
  const selectLineNames = db.prepare<
    [string],
    { id: Uint8Array; parent_id: Uint8Array | null; position: number; number: string; name: string }
  >(`
    SELECT l.id, l.parent_id, l.position, i.number, i.name
    FROM service_bom_line l JOIN item i ON i.id = l.item_id
    WHERE l.id IN (SELECT unhex(value, '-') FROM json_each(?))`)
  const selectMarks = db.prepare<[Buffer], { id: Uint8Array; effective_at: number }>(`
    SELECT h.id, h.effective_at FROM bom_history h
    WHERE h.bom_id = ? AND h.action <> 'copied' AND h.undoes_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.undoes_id = h.id)
    ORDER BY h.effective_at, h.number`)
  const countOffices = db.prepare<[], number>('SELECT count(*) FROM office').pluck()
  const installed = `l.item_id = :item AND l.removed_at IS NULL AND l.is_kept = 0 AND ${ofOffices('l.bom_id')}`
  const recallSql = (where: string) =>
    db.prepare<
      [RecallPlace & { item: Buffer; batch: string; offices: string | null; limit: number }],
      RecallRow
    >(`
      SELECT l.key, l.id, l.bom_id, t.object_id, b.number, b.description, b.serial_number AS object_serial,
        b.customer_id, c.name AS customer_name, p.email AS customer_email, b.site_id, s.name AS site_name,
        s.city AS site_city, l.quantity, u.code AS unit, l.serial_number, l.batch, l.installed_at
      FROM service_bom_line l
      JOIN service_bom t ON t.id = l.bom_id
      JOIN service_object b ON b.id = t.object_id
      JOIN unit u ON u.id = l.unit_id
      LEFT JOIN customer c ON c.id = b.customer_id
      LEFT JOIN site s ON s.id = b.site_id
      LEFT JOIN contact p ON p.id = (
        SELECT x.id FROM contact x WHERE x.customer_id = b.customer_id AND x.is_active = 1 AND x.email IS NOT NULL
        ORDER BY x.site_id IS b.site_id DESC, x.key LIMIT 1)
      WHERE ${installed} ${where} AND (l.bom_id, l.quantity, l.key) > (:bom, :quantity, :key)
      ORDER BY l.bom_id, l.quantity, l.key LIMIT :limit`)
  const selectRecall = recallSql('')
  const selectBatchRecall = recallSql('AND l.batch = :batch')
  const countSql = (where: string) =>
    db.prepare<
      [{ item: Buffer; batch: string; offices: string | null }],
      { count: number; customerCount: number }
    >(`
      SELECT count(*) AS count, count(DISTINCT b.customer_id) AS customerCount
      FROM service_bom_line l
      JOIN service_bom t ON t.id = l.bom_id
      JOIN service_object b ON b.id = t.object_id
      WHERE ${installed} ${where}`)
  const countRecall = countSql('')
  const countBatchRecall = countSql('AND l.batch = :batch')

  return {
    bomList,
    removedList,
    officeCount: () => countOffices.get() ?? 0,
    /** An object's relation to an agreement or to an order. */
    relation(id: string): BomRelation | undefined {
      const row = selectRelation.get({ id: toBytes(id) })
      return (
        row && {
          id,
          objectId: ObjectId.parse(toId(row.object_id)),
          agreementId: row.agreement_id === null ? undefined : toId(row.agreement_id),
          orderId: row.order_id === null ? undefined : toId(row.order_id),
          officeId: toId(row.office_id),
          zone: row.zone,
          agreementStatus: row.status ?? undefined,
          agreementEndsOn: row.ends_on ?? undefined,
        }
      )
    },
    /** The order of a repair line. */
    orderOfRepair(repairLineId: string): OrderId | undefined {
      const id = selectOrderOfRepair.get(toBytes(repairLineId))
      return id && OrderId.parse(toId(id))
    },
    /** The lists of an object, newest first. */
    ofObject(objectId: string): ListedBom[] {
      return selectOfObject.all(toBytes(objectId)).flatMap((id) => bomList.find(toId(id)) ?? [])
    },
    /** The ids of a list's entries, newest first. */
    entryIds(asked: {
      readonly bomId: string
      readonly lineId?: string | undefined
      readonly repairLineId?: string | undefined
      readonly isChangesOnly?: boolean | undefined
      readonly before: number
      readonly limit: number
    }): string[] {
      const { before, bomId, isChangesOnly, limit, lineId, repairLineId } = asked
      const [all, changes] =
        lineId === undefined ? [selectAll, selectChanges] : [selectOfLine, selectChangesOfLine]
      // Nothing is copied for a repair but what a replacement brings along.
      const select = repairLineId === undefined ? (isChangesOnly ? changes : all) : selectOfRepair
      const bytes = (id: string | undefined) => (id === undefined ? null : toBytes(id))
      const of = { bom: toBytes(bomId), line: bytes(lineId), repair: bytes(repairLineId) }
      return select.all({ ...of, before, limit }).map(toId)
    },
    entryNames(ids: readonly string[]): Map<string, EntryNames> {
      return new Map(
        selectEntryNames.all(JSON.stringify(ids)).map((row) => {
          const id = toId(row.id)
          const names = {
            id,
            // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- stored by the stages' own table
            reason: row.reason === null ? undefined : (JSON.parse(row.reason) as Description),
            repairLineNumber: row.repair ?? undefined,
            orderId: row.orderId === null ? undefined : OrderId.parse(toId(row.orderId)),
            orderNumber: row.orderNumber ?? undefined,
            isUndone: row.undone === 1,
          }
          return [id, names]
        }),
      )
    },
    lineNames(ids: readonly string[]): LineNames[] {
      return selectLineNames.all(JSON.stringify(ids)).map((row) => ({
        id: toId(row.id),
        parentId: row.parent_id === null ? undefined : toId(row.parent_id),
        position: row.position,
        itemNumber: row.number,
        itemName: row.name,
      }))
    },
    /** The instants at which something changed that was not taken back. */
    marks(bomId: string): BomMark[] {
      const marks: BomMark[] = []
      for (const row of selectMarks.all(toBytes(bomId))) {
        const last = marks.at(-1)
        const id = BomHistoryId.parse(toId(row.id))
        if (last?.at !== row.effective_at) marks.push({ at: row.effective_at, count: 1, historyIds: [id] })
        else {
          last.count += 1
          if (last.historyIds.length < 50) last.historyIds.push(id)
        }
      }
      return marks
    },
    /** Where an item, or a batch of it, is now (R09-14). */
    recall(asked: RecallAsked & { readonly after?: string | undefined; readonly limit: number }) {
      const { after, batch = '', itemId, limit, offices } = asked
      const select = asked.batch === undefined ? selectRecall : selectBatchRecall
      return select.all({ ...placeOf(after), item: toBytes(itemId), batch, limit, offices }).map((row) => ({
        place: [toId(row.bom_id), row.quantity, row.key].join(' '),
        lineId: ServiceBomLineId.parse(toId(row.id)),
        bomId: ServiceBomId.parse(toId(row.bom_id)),
        objectId: ObjectId.parse(toId(row.object_id)),
        objectNumber: row.number,
        objectDescription: row.description,
        objectSerial: row.object_serial ?? undefined,
        customerId: row.customer_id === null ? undefined : CustomerId.parse(toId(row.customer_id)),
        customerName: row.customer_name ?? undefined,
        customerEmail: row.customer_email ?? undefined,
        siteId: row.site_id === null ? undefined : SiteId.parse(toId(row.site_id)),
        siteName: row.site_name ?? undefined,
        siteCity: row.site_city ?? undefined,
        quantity: row.quantity,
        unit: row.unit,
        serialNumber: row.serial_number ?? undefined,
        batch: row.batch ?? undefined,
        installedAt: row.installed_at,
      }))
    },
    recallCounts({ batch, itemId, offices }: RecallAsked) {
      const count = batch === undefined ? countRecall : countBatchRecall
      return (
        count.get({ item: toBytes(itemId), batch: batch ?? '', offices }) ?? { count: 0, customerCount: 0 }
      )
    },
  }
}
/** A cursor's place; before all rows without one. */
function placeOf(after = ''): RecallPlace {
  const [bom = '', quantity, key] = after.split(' ')
  return { bom: toBytes(bom), quantity: Number(quantity ?? 0), key: Number(key ?? 0) }
}
export type ServiceBomLists = ReturnType<typeof createServiceBomLists>
