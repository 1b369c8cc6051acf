import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import type { WhereUsedRow } from '../../shared/contract/bomStructure'
import { ofOffices } from './bomOffices'
import { CustomerId, ObjectId } from '../../shared/contract/id'

/** How many there are: those that name the item, all, and the tops among them (R09-14). */
export interface UseCounts {
  readonly direct: number
  readonly all: number
  readonly roots: number
}

interface AssemblyRow {
  readonly id: Uint8Array
  readonly number: string
  readonly name: string
  readonly quantity: number | null
  readonly unit: string | null
  readonly is_root: number
}
interface TemplateRow {
  readonly id: Uint8Array
  readonly number: string
  readonly name: string
  readonly template_version: number
  readonly quantity: number
  readonly unit: string
  readonly units: number
}
interface ServiceRow {
  readonly id: Uint8Array
  readonly object_id: Uint8Array
  readonly number: string
  readonly description: string
  readonly serial_number: string | null
  readonly customer_id: Uint8Array | null
  readonly customer_name: string | null
  readonly quantity: number
  readonly unit: string
  readonly units: number
}

/** `offices` as `officesOf` says. */
interface ServicesAsked {
  readonly item: Buffer
  readonly at: number
  readonly offices: string | null
}

const holds = (alias: string) =>
  `(${alias}.valid_from IS NULL OR ${alias}.valid_from <= :date) AND (${alias}.valid_to IS NULL OR ${alias}.valid_to >= :date)`
const seen = ofOffices('l.bom_id')
const live = `l.item_id = :item AND l.removed_at IS NULL AND l.is_kept = 0 AND ${seen}`
const at = `l.item_id = :item AND l.is_kept = 0 AND ${seen} AND l.installed_at <= :at AND (l.removed_at IS NULL OR l.removed_at > :at)`
const countSql = (where: string) =>
  `SELECT count(DISTINCT l.bom_id) FROM service_bom_line l WHERE ${where} AND :at IS NOT NULL`
const idsSql = (where: string) =>
  `SELECT DISTINCT l.bom_id FROM service_bom_line l
   WHERE ${where} AND l.bom_id > :after AND :at IS NOT NULL ORDER BY l.bom_id LIMIT :limit`

/** What is read of the lists of objects that name an item, now and at an instant; for tests of plans. */
export const serviceUseSql = {
  now: [countSql(live), idsSql(live)],
  then: [countSql(at), idsSql(at)],
} as const

/** All SQL of where an item is used. */
export function createWhereUsedRepository(store: Store) {
  const { db } = store
  const selectAssemblies = db.prepare<[{ item: Buffer; date: string }], AssemblyRow>(`
    WITH RECURSIVE up (id) AS (
      SELECT l.assembly_id FROM item_bom_line l WHERE l.component_id = :item AND ${holds('l')}
      UNION
      SELECT l.assembly_id FROM up u JOIN item_bom_line l ON l.component_id = u.id WHERE ${holds('l')}
    )
    SELECT i.id, i.number, i.name, d.quantity, n.code AS unit,
      NOT EXISTS (SELECT 1 FROM item_bom_line p WHERE p.component_id = i.id AND ${holds('p')}) AS is_root
    FROM up u
    JOIN item i ON i.id = u.id
    LEFT JOIN item_bom_line d ON d.assembly_id = i.id AND d.component_id = :item AND ${holds('d')}
    LEFT JOIN unit n ON n.id = d.unit_id
    ORDER BY d.id IS NULL, i.number`)
  const selectTemplates = db.prepare<[{ item: Buffer; date: string }], TemplateRow>(`
    SELECT t.id, t.number, t.name, t.template_version, sum(l.quantity) AS quantity, min(u.code) AS unit,
      count(DISTINCT l.unit_id) AS units
    FROM bom_template_line l
    JOIN bom_template t ON t.id = l.template_id
    JOIN unit u ON u.id = l.unit_id
    WHERE l.item_id = :item AND ${holds('l')}
    GROUP BY t.key ORDER BY t.number, t.template_version`)
  const countOf = (where: string) => db.prepare<[ServicesAsked], number>(countSql(where)).pluck()
  const countLive = countOf(live)
  const countAt = countOf(at)
  const idsOf = (where: string) =>
    db.prepare<[ServicesAsked & { after: Buffer; limit: number }], Buffer>(idsSql(where)).pluck()
  const selectLive = idsOf(live)
  const selectAt = idsOf(at)
  const namesOf = (where: string) =>
    db.prepare<[ServicesAsked & { bom: Buffer }], ServiceRow>(
      `SELECT b.id, b.object_id, o.number, o.description, b.serial_number, o.customer_id, c.name AS customer_name,
         sum(l.quantity) AS quantity, min(u.code) AS unit, count(DISTINCT l.unit_id) AS units
       FROM service_bom_line l
       JOIN service_bom b ON b.id = l.bom_id
       JOIN service_object o ON o.id = b.object_id
       JOIN unit u ON u.id = l.unit_id
       LEFT JOIN customer c ON c.id = o.customer_id
       WHERE ${where} AND l.bom_id = :bom AND :at IS NOT NULL GROUP BY b.id`,
    )
  const namesLive = namesOf(live)
  const namesAt = namesOf(at)

  return {
    /** Every assembly above an item on a day: those that name it first, then by number. */
    assembliesAbove(itemId: string, date: string): WhereUsedRow[] {
      return selectAssemblies.all({ item: toBytes(itemId), date }).map((row) => ({
        relation: row.quantity === null ? 'indirect' : 'direct',
        isRoot: row.is_root === 1,
        id: toId(row.id),
        ...{ number: row.number, name: row.name },
        ...(row.quantity === null || row.unit === null ? {} : { quantity: row.quantity, unit: row.unit }),
      }))
    },
    /** The templates that name an item on a day, by number and version. */
    templatesWith(itemId: string, date: string): WhereUsedRow[] {
      return selectTemplates.all({ item: toBytes(itemId), date }).map((row) => ({
        ...{ relation: 'direct', isRoot: true, id: toId(row.id), number: row.number, name: row.name },
        templateVersion: row.template_version,
        ...amountOf(row),
      }))
    },
    /** How many lists of objects name an item now, or at an instant. */
    countServices(itemId: string, instant: number | undefined, offices: string | null): number {
      const asked = { item: toBytes(itemId), at: instant ?? 0, offices }
      return (instant === undefined ? countLive : countAt).get(asked) ?? 0
    },
    /** The next of them, in the order of their creation. */
    servicesWith(
      itemId: string,
      instant: number | undefined,
      { offices, ...page }: { after: string; limit: number; offices: string | null },
    ): WhereUsedRow[] {
      const asked = { item: toBytes(itemId), at: instant ?? 0, offices }
      const [ids, names] = instant === undefined ? [selectLive, namesLive] : [selectAt, namesAt]
      return ids
        .all({ ...asked, after: toBytes(page.after), limit: page.limit })
        .flatMap((bom) => names.all({ ...asked, bom }))
        .map(toService)
    },
  }
}
export type WhereUsedRepository = ReturnType<typeof createWhereUsedRepository>

/** Quantities are not added across units. */
function amountOf({ quantity, unit, units }: Pick<TemplateRow, 'quantity' | 'unit' | 'units'>) {
  return units === 1 ? { quantity, unit } : {}
}

function toService(row: ServiceRow): WhereUsedRow {
  return {
    ...{ relation: 'direct', isRoot: true, id: toId(row.id), number: row.number, name: row.description },
    objectId: ObjectId.parse(toId(row.object_id)),
    ...(row.serial_number === null ? {} : { serialNumber: row.serial_number }),
    ...(row.customer_id === null ? {} : { customerId: CustomerId.parse(toId(row.customer_id)) }),
    ...(row.customer_name === null ? {} : { customerName: row.customer_name }),
    ...amountOf(row),
  }
}
