import { date, entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import { BomLineId, ItemId, type UnitId } from '../../shared/contract/id'
import type { StructureNode } from '../../shared/contract/bom'

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
  readonly component_id: Uint8Array
  readonly number: string
  readonly name: string
  readonly unit: string
  readonly quantity: number
  readonly valid_from: string | null
  readonly valid_to: string | null
}

/** A component of an assembly on a date. */
export type Component = Omit<StructureNode, 'path' | 'depth' | 'totalQuantity' | 'isLeaf'>

/** All SQL of item BOMs. */
export function createBomRepository(store: Store) {
  const records = createRecords(store, lineTable)
  const selectIds = store.db.prepare<[], Buffer>('SELECT id FROM item_bom_line ORDER BY key').pluck()
  const selectComponents = store.db.prepare<[{ assembly: Buffer; date: string }], ComponentRow>(`
    SELECT l.id, l.component_id, i.number, i.name, u.code AS unit, l.quantity, l.valid_from, l.valid_to
    FROM item_bom_line l
    JOIN item i ON i.id = l.component_id
    JOIN unit u ON u.id = l.unit_id
    WHERE l.assembly_id = :assembly
      AND (l.valid_from IS NULL OR l.valid_from <= :date)
      AND (l.valid_to IS NULL OR l.valid_to >= :date)
    ORDER BY l.key`)

  return {
    itemLines: {
      ...records,
      all(): StoredBomLine[] {
        return records.findMany(selectIds.all().map(toId))
      },
    },
    /** The direct components of an item on a date. */
    componentsOn(assemblyId: string, on: string): Component[] {
      return selectComponents.all({ assembly: toBytes(assemblyId), date: on }).map((row) => ({
        lineId: BomLineId.parse(toId(row.id)),
        itemId: ItemId.parse(toId(row.component_id)),
        itemNumber: row.number,
        itemName: row.name,
        quantity: row.quantity,
        unit: row.unit,
        ...(row.valid_from === null ? {} : { validFrom: row.valid_from }),
        ...(row.valid_to === null ? {} : { validTo: row.valid_to }),
      }))
    },
  }
}
export type BomRepository = ReturnType<typeof createBomRepository>
