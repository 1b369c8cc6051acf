import { date, entityTable, int, ref, text } from '../../db/entityTable'
import { idOfHex, toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import { restored } from '../../db/restored'
import type { ItemId, UnitId } from '../../shared/contract/id'
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

/** A row as the statement gives it: ids in hexadecimal, because a driver takes far longer to hand over bytes. */
type ComponentRow = [
  key: number,
  id: string,
  assembly: string,
  component: string,
  unit: string,
  number: string,
  name: string,
  quantity: number,
  validFrom: string | null,
  validTo: string | null,
]

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
  const selectBelow = store.db
    .prepare<[{ root: Buffer; date: string }], ComponentRow>(
      `WITH RECURSIVE reach (id) AS (
         SELECT :root
         UNION
         SELECT l.component_id FROM reach r JOIN item_bom_line l ON l.assembly_id = r.id WHERE ${holds}
       )
       SELECT l.key, hex(l.id), hex(l.assembly_id), hex(l.component_id), hex(l.unit_id), i.number, i.name, l.quantity,
         l.valid_from, l.valid_to
       FROM reach r
       CROSS JOIN item_bom_line l ON l.assembly_id = r.id
       JOIN item i ON i.id = l.component_id
       WHERE ${holds}`,
    )
    .raw()
  const selectUnits = store.db.prepare<[], [string, string]>('SELECT hex(id), code FROM unit').raw()

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
      const groups = new Map<string, ComponentRow[]>()
      for (const row of selectBelow.all({ root: toBytes(itemId), date: on })) {
        const group = groups.get(row[2])
        if (group) group.push(row)
        else groups.set(row[2], [row])
      }
      const units = new Map(selectUnits.all())
      const itemIds = new Map<string, string>()
      return new Map(
        [...groups].map(([assembly, rows]) => [
          idOfHex(assembly),
          rows
            .sort(([a], [b]) => a - b)
            .map((row, index) => toLine(row, index + 1, units, known(itemIds, row[3]))),
        ]),
      )
    },
  }
}
export type ItemBomsRepository = ReturnType<typeof createItemBomsRepository>

/** An item that stands in many places is read once. */
function known(ids: Map<string, string>, hex: string): string {
  const id = ids.get(hex) ?? idOfHex(hex)
  ids.set(hex, id)
  return id
}

function toLine(
  [, id, , , unit, itemNumber, itemName, quantity, validFrom, validTo]: ComponentRow,
  position: number,
  units: ReadonlyMap<string, string>,
  itemId: string,
): SourceLine {
  const line = { lineId: idOfHex(id), position, itemId, itemNumber, itemName, quantity }
  return restored<SourceLine>({
    ...line,
    unit: units.get(unit),
    ...(validFrom === null ? {} : { validFrom }),
    ...(validTo === null ? {} : { validTo }),
  })
}
