import { date, entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import { ItemId, type UnitId } from '../../shared/contract/id'
import type { SourceLine } from './structure.source'

/** One line of an item's BOM. */
export interface StoredBomLine {
  readonly id: string
  readonly version: number
  /** The line's key in the file it was imported from. */
  readonly externalKey?: string | undefined
  readonly assemblyId: ItemId
  readonly componentId: ItemId
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
  readonly unitId: UnitId
  readonly quantity: number
}

const lineTable = entityTable<StoredBomLine>({
  entity: 'itemBomLine',
  table: 'item_bom_line',
  columns: {
    externalKey: text(),
    assemblyId: ref(),
    componentId: ref(),
    validFrom: date(),
    validTo: date(),
    unitId: ref(),
    quantity: int(),
  },
})

interface ComponentRow {
  readonly id: Uint8Array
  readonly assembly_id: Uint8Array
  readonly component_id: Uint8Array
  readonly number: string
  readonly name: string
  readonly unit: string
  readonly quantity: number
  readonly valid_from: string | null
  readonly valid_to: string | null
}

const holds = `(l.valid_from IS NULL OR l.valid_from <= :date) AND (l.valid_to IS NULL OR l.valid_to >= :date)`

/** All SQL of item BOMs. */
export function createItemBomsRepository(store: Store) {
  const records = createRecords(store, lineTable)
  const selectIds = store.db.prepare<[], Buffer>('SELECT id FROM item_bom_line ORDER BY key').pluck()
  const hasLines = store.db
    .prepare<[Buffer], number>('SELECT 1 FROM item_bom_line WHERE assembly_id = ? LIMIT 1')
    .pluck()
  const isUnitOf = store.db
    .prepare<[Buffer, Buffer], number>(
      'SELECT 1 FROM item_bom_line WHERE component_id = ? AND unit_id = ? LIMIT 1',
    )
    .pluck()
  const selectBelow = store.db.prepare<[{ root: Buffer; date: string }], ComponentRow>(`
    WITH RECURSIVE reach (id) AS (
      SELECT :root
      UNION
      SELECT l.component_id FROM reach r JOIN item_bom_line l ON l.assembly_id = r.id WHERE ${holds}
    )
    SELECT l.id, l.assembly_id, l.component_id, i.number, i.name, u.code AS unit, l.quantity, l.valid_from, l.valid_to
    FROM reach r
    CROSS JOIN item_bom_line l ON l.assembly_id = r.id
    JOIN item i ON i.id = l.component_id
    JOIN unit u ON u.id = l.unit_id
    WHERE ${holds}
    ORDER BY l.key`)

  return {
    itemLines: {
      ...records,
      all(): StoredBomLine[] {
        return records.findMany(selectIds.all().map(toId))
      },
    },
    hasItemLines: (itemId: string): boolean => hasLines.get(toBytes(itemId)) !== undefined,
    /** Whether an item BOM takes the item in this unit. */
    isUnitOf: (itemId: string, unitId: string): boolean =>
      isUnitOf.get(toBytes(itemId), toBytes(unitId)) !== undefined,
    /** The components on a date of every assembly below an item, by assembly, in the order they were entered. */
    componentsBelow(itemId: string, on: string): Map<string, SourceLine[]> {
      const groups = new Map<string, SourceLine[]>()
      for (const row of selectBelow.all({ root: toBytes(itemId), date: on })) {
        const assemblyId = toId(row.assembly_id)
        const group = groups.get(assemblyId) ?? []
        if (group.length === 0) groups.set(assemblyId, group)
        group.push(toLine(row, group.length + 1))
      }
      return groups
    },
  }
}
export type ItemBomsRepository = ReturnType<typeof createItemBomsRepository>

function toLine(row: ComponentRow, position: number): SourceLine {
  return {
    lineId: toId(row.id),
    position,
    itemId: ItemId.parse(toId(row.component_id)),
    itemNumber: row.number,
    itemName: row.name,
    quantity: row.quantity,
    unit: row.unit,
    ...(row.valid_from === null ? {} : { validFrom: row.valid_from }),
    ...(row.valid_to === null ? {} : { validTo: row.valid_to }),
  }
}
