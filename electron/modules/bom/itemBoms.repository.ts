import { date, entityTable, int, ref, text } from '../../db/entityTable'
import { idOfHex, toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import { rememberSinceChange } from '../../db/remembered'
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
  quantity: number,
  validFrom: string | null,
  validTo: string | null,
]

interface Part {
  readonly itemId: string
  readonly itemNumber: string
  readonly itemName: string
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
  const selectBelow = store.db
    .prepare<[{ root: Buffer; date: string }], ComponentRow>(
      `WITH RECURSIVE reach (id) AS (
         SELECT :root
         UNION
         SELECT l.component_id FROM reach r JOIN item_bom_line l ON l.assembly_id = r.id WHERE ${holds}
       )
       SELECT l.key, hex(l.id), hex(l.assembly_id), hex(l.component_id), hex(l.unit_id), l.quantity, l.valid_from,
         l.valid_to
       FROM reach r CROSS JOIN item_bom_line l ON l.assembly_id = r.id
       WHERE ${holds}`,
    )
    .raw()
  const selectParts = store.db
    .prepare<[string], [hex: string, number: string, name: string]>(
      'SELECT hex(id), number, name FROM item WHERE id IN (SELECT unhex(value) FROM json_each(?))',
    )
    .raw()
  const selectUnits = store.db.prepare<[], [string, string]>('SELECT hex(id), code FROM unit').raw()
  const kept = rememberSinceChange<Map<string, SourceLine[]>>(store.db)

  function partsOf(rows: readonly ComponentRow[]): Map<string, Part> {
    const asked = [...new Set(rows.map(([, , , component]) => component))]
    return new Map(
      selectParts
        .all(JSON.stringify(asked))
        .map(([hex, itemNumber, itemName]) => [hex, { itemId: idOfHex(hex), itemNumber, itemName }]),
    )
  }

  function readBelow(itemId: string, on: string): Map<string, SourceLine[]> {
    const rows = selectBelow.all({ root: toBytes(itemId), date: on }).sort(([a], [b]) => a - b)
    const parts = partsOf(rows)
    const units = new Map(selectUnits.all())
    const groups = new Map<string, SourceLine[]>()
    for (const row of rows) {
      const [, , assembly, component, unit] = row
      const group = groups.get(assembly)
      const line = toLine(row, (group?.length ?? 0) + 1, units.get(unit), parts.get(component))
      if (group) group.push(line)
      else groups.set(assembly, [line])
    }
    return new Map([...groups].map(([assembly, lines]) => [idOfHex(assembly), lines]))
  }

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
    componentsBelow: (itemId: string, on: string): ReadonlyMap<string, readonly SourceLine[]> =>
      kept(`${itemId} ${on}`, () => readBelow(itemId, on)),
  }
}
export type ItemBomsRepository = ReturnType<typeof createItemBomsRepository>

function toLine(
  [, id, , , , quantity, validFrom, validTo]: ComponentRow,
  position: number,
  unit: string | undefined,
  part: Part | undefined,
): SourceLine {
  return restored<SourceLine>({
    ...{ lineId: idOfHex(id), position, ...part, quantity, unit },
    ...(validFrom === null ? {} : { validFrom }),
    ...(validTo === null ? {} : { validTo }),
  })
}
