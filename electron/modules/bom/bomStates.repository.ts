import { idOfHex, toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import type { ItemId, ServiceBomLineId, UnitId } from '../../shared/contract/id'
import type { BomLineState } from '../../shared/contract/serviceBoms'
import type { ReplayedEntry } from './asOf.rules'

/** A line as a structure shows it. */
export interface LineFacts extends BomLineState {
  readonly id: string
  readonly installedAt: number
  readonly chainId: string
}

/** A line as the statement gives it: ids in hexadecimal, because a driver takes far longer to hand over bytes. */
type LineRow = readonly [
  id: string,
  parentId: string,
  position: number,
  itemId: string,
  description: string,
  quantity: number,
  unitId: string,
  serialNumber: string | null,
  batch: string | null,
  supplier: string | null,
  warrantyMonths: number | null,
  remark: string | null,
  installedAt: number,
  chainId: string,
]
interface EntryRow {
  readonly id: Uint8Array
  readonly number: number
  readonly line_id: Uint8Array
  readonly new_line_id: Uint8Array | null
  readonly effective_at: number
  readonly recorded_at: number
  readonly before: string | null
  readonly after: string | null
  readonly after_new: string | null
  readonly undoes_id: Uint8Array | null
}

/** What a name of an item or unit is, read once for a whole structure. */
export interface PartNames {
  readonly items: ReadonlyMap<string, { readonly number: string; readonly name: string }>
  readonly units: ReadonlyMap<string, string>
}

/** Reads thousands of lines: by hand, because a structure of 10,000 nodes is one answer. */
export function createBomStates({ db }: Store) {
  const lines = `SELECT hex(l.id), hex(l.parent_id), l.position, hex(l.item_id), l.description, l.quantity,
      hex(l.unit_id), l.serial_number, l.batch, l.supplier, l.warranty_months, l.remark, l.installed_at, hex(l.chain_id)
    FROM service_bom_line l WHERE l.bom_id = :bom`
  const selectLive = db.prepare<[{ bom: Buffer }], LineRow>(`${lines} AND l.removed_at IS NULL`).raw()
  const selectAt = db
    .prepare<[{ bom: Buffer; at: number }], LineRow>(
      `${lines} AND l.installed_at <= :at AND (l.removed_at IS NULL OR l.removed_at > :at)`,
    )
    .raw()
  const selectAll = db.prepare<[{ bom: Buffer }], LineRow>(lines).raw()
  const entryColumns = `h.id, h.number, h.line_id, h.new_line_id, h.effective_at, h.recorded_at, h.before, h.after,
    h.after_new, h.undoes_id`
  const selectEntries = db.prepare<[Buffer], EntryRow>(
    `SELECT ${entryColumns} FROM bom_history h WHERE h.bom_id = ?`,
  )
  const selectChanges = db.prepare<[Buffer], EntryRow>(
    `SELECT ${entryColumns} FROM bom_history h WHERE h.bom_id = ? AND h.action <> 'copied'`,
  )
  const selectLastRecorded = db
    .prepare<[Buffer], number>(
      `SELECT coalesce(max(recorded_at), 0) FROM bom_history WHERE bom_id = ? AND action <> 'copied'`,
    )
    .pluck()
  const selectItems = db.prepare<[string], { id: Uint8Array; number: string; name: string }>(
    "SELECT id, number, name FROM item WHERE id IN (SELECT unhex(value, '-') FROM json_each(?))",
  )
  const selectUnits = db.prepare<[string], { id: Uint8Array; code: string }>(
    "SELECT id, code FROM unit WHERE id IN (SELECT unhex(value, '-') FROM json_each(?))",
  )

  return {
    live: (bomId: string): LineFacts[] => selectLive.all({ bom: toBytes(bomId) }).map(lineReader()),
    /** Those that were installed then; their states may have changed since. */
    at: (bomId: string, at: number): LineFacts[] =>
      selectAt.all({ bom: toBytes(bomId), at }).map(lineReader()),
    all: (bomId: string): LineFacts[] => selectAll.all({ bom: toBytes(bomId) }).map(lineReader()),
    /** The whole history. */
    entries: (bomId: string): ReplayedEntry[] => selectEntries.all(toBytes(bomId)).map(toEntry),
    /** The history without what was copied when it was attached. */
    changes: (bomId: string): ReplayedEntry[] => selectChanges.all(toBytes(bomId)).map(toEntry),
    /** When the newest change was recorded. */
    lastRecorded: (bomId: string): number => selectLastRecorded.get(toBytes(bomId)) ?? 0,
    namesOf(lines: readonly BomLineState[]): PartNames {
      const asked = (ids: readonly string[]) => JSON.stringify([...new Set(ids)])
      return {
        items: new Map(
          selectItems
            .all(asked(lines.map(({ itemId }) => itemId)))
            .map(({ id, name, number }) => [toId(id), { number, name }]),
        ),
        units: new Map(
          selectUnits.all(asked(lines.map(({ unitId }) => unitId))).map(({ code, id }) => [toId(id), code]),
        ),
      }
    },
  }
}
export type BomStates = ReturnType<typeof createBomStates>

/** Makes lines of rows; ids that many rows share are made once. */
function lineReader(): (row: LineRow) => LineFacts {
  const known = new Map<string, string>()
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the column gives the id its kind
  function shared<Id extends string>(hex: string): Id {
    let id = known.get(hex)
    if (id === undefined) {
      id = idOfHex(hex)
      known.set(hex, id)
    }
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- parsing 10,000 ids costs as much as reading them
    return id as Id
  }
  return (row) => {
    const [id, parent, position, item, description, quantity, unit, serial, batch, supplier] = row
    const [, , , , , , , , , , warrantyMonths, remark, installedAt, chain] = row
    return {
      id: shared(id),
      parentId: parent === '' ? undefined : shared<ServiceBomLineId>(parent),
      position,
      itemId: shared<ItemId>(item),
      description,
      quantity,
      unitId: shared<UnitId>(unit),
      serialNumber: serial ?? undefined,
      batch: batch ?? undefined,
      supplier: supplier ?? undefined,
      warrantyMonths: warrantyMonths ?? undefined,
      remark: remark ?? undefined,
      installedAt,
      chainId: shared(chain),
    }
  }
}

function toEntry(row: EntryRow): ReplayedEntry {
  return {
    id: toId(row.id),
    number: row.number,
    lineId: toId(row.line_id),
    newLineId: row.new_line_id === null ? undefined : toId(row.new_line_id),
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    before: stateOf(row.before),
    after: stateOf(row.after),
    afterNew: stateOf(row.after_new),
    undoesId: row.undoes_id === null ? undefined : toId(row.undoes_id),
  }
}

function stateOf(json: string | null): BomLineState | undefined {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by this module alone
  return json === null ? undefined : (JSON.parse(json) as BomLineState)
}
