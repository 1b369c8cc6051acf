import { idOfHex, toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { rememberSinceChange } from '../../db/remembered'
import type { ItemId, ServiceBomLineId, UnitId } from '../../shared/contract/id'
import type { BomLineState } from '../../shared/contract/serviceBoms'
import { earliest, replay, type EntryStates } from './asOf.rules'
import type { SourceLine } from './structure.source'
import type { ChildrenOf } from './tree.rules'

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
  // An entry that was taken back counts no more, nor does the one that took it back (R09-20).
  const stands = (taken: string) => `h.undoes_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.undoes_id = h.id ${taken})`
  const selectEarlier = db
    .prepare<[{ bom: Buffer; at: number }], readonly [lineId: string, before: string]>(
      `SELECT hex(h.line_id), h.before FROM bom_history h
       WHERE h.bom_id = :bom AND h.effective_at > :at AND h.before IS NOT NULL AND h.after IS NOT NULL
         AND ${stands('')}
       ORDER BY h.effective_at, h.number`,
    )
    .raw()
  const selectEntries = db.prepare<[{ bom: Buffer; at: number; knownAt: number }], EntryStates<string>>(
    `SELECT hex(h.line_id) AS lineId, h.after, hex(h.new_line_id) AS newLineId, h.after_new AS afterNew
     FROM bom_history h
     WHERE h.bom_id = :bom AND h.effective_at <= :at AND h.recorded_at <= :knownAt
       AND ${stands('AND u.recorded_at <= :knownAt')}
     ORDER BY h.effective_at, h.number`,
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
    /** A screen reads one state for its tree, its search and its comparisons. */
    kept: rememberSinceChange<ChildrenOf<SourceLine>>(db),
    live: (bomId: string): LineFacts[] => selectLive.all({ bom: toBytes(bomId) }).map(lineReader()),
    /** Those that were installed then; their states may have changed since. */
    at: (bomId: string, at: number): LineFacts[] =>
      selectAt.all({ bom: toBytes(bomId), at }).map(lineReader()),
    all: (bomId: string): LineFacts[] => selectAll.all({ bom: toBytes(bomId) }).map(lineReader()),
    /** The states that lines had at an instant and have no more: what the first later change found. */
    earlier: (bomId: string, at: number): Map<string, BomLineState> =>
      read(earliest(selectEarlier.iterate({ bom: toBytes(bomId), at }))),
    /** The state of every line at an instant as it was known at another. */
    known: (bomId: string, at: number, knownAt: number): Map<string, BomLineState> =>
      read(replay(selectEntries.iterate({ bom: toBytes(bomId), at, knownAt }))),
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

/** States as they were written; only those that count are read. */
function read(states: ReadonlyMap<string, string>): Map<string, BomLineState> {
  return new Map(
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written by this module alone
    [...states].map(([line, json]) => [idOfHex(line), JSON.parse(json) as BomLineState]),
  )
}
