import { toChainChange, type ChangeRow } from '../../db/changeLog'
import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import type { StoredChange } from './history.rules'

/** Who wrote something, and when. */
export interface Writer {
  readonly seq: number
  readonly actorId: string
  readonly at: number
}

interface WriterRow {
  readonly seq: number
  readonly actor_id: Uint8Array
  readonly at: number
}
interface Reference {
  readonly child: string
  readonly column: string
  readonly isPart: boolean
}

/** The entity of the log lines that say which entry an entry undid. */
export const undoEntity = 'undo'
const shown = 20

/** All SQL of undo but the writing of records, which is theirs. */
export function createUndoRepository({ attached, db, entities }: Store) {
  const selectPersonal = db.prepare<[number, string, Buffer], { field: string; side: string; value: string }>(
    'SELECT field, side, value FROM personal_value WHERE seq = ? AND entity = ? AND id = ?',
  )
  const selectChanges = db.prepare<[number], ChangeRow>('SELECT * FROM change WHERE seq = ?')
  const selectWriters = db.prepare<[Buffer, string, number, string | null, string | null], WriterRow>(`
    SELECT l.seq, l.actor_id, l.at FROM change c CROSS JOIN change_log l ON l.seq = c.seq
    WHERE c.id = ? AND c.entity = ? AND c.seq > ?
      AND (? IS NULL OR c.op <> 1 OR json_type(c.fields, '$."' || ? || '"') IS NOT NULL)
    ORDER BY c.seq DESC LIMIT 1`)
  const selectUndo = db.prepare<[Buffer], { seq: number; version: number; entry_id: Uint8Array }>(`
    SELECT c.seq, c.version, l.entry_id FROM change c CROSS JOIN change_log l ON l.seq = c.seq
    WHERE c.id = ? AND c.entity = '${undoEntity}' ORDER BY c.seq DESC LIMIT 1`)
  // Of a create the value, of an update before and after.
  const selectUndone = db
    .prepare<[number]>(
      `SELECT coalesce(json_extract(fields, '$.command[1]'), json_extract(fields, '$.command'))
       FROM change WHERE seq = ? AND entity = '${undoEntity}'`,
    )
    .pluck()
  const selectReferences = db.prepare<[string], { child: string; column: string; on_delete: string }>(`
    SELECT m.name AS child, f."from" AS "column", f.on_delete
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' AND f."table" = ? AND f."to" = 'id' ORDER BY m.name, f.id`)
  const selectParents = db.prepare<[string], { column: string; parent: string; on_delete: string }>(
    `SELECT "from" AS "column", "table" AS parent, on_delete FROM pragma_foreign_key_list(?) WHERE "to" = 'id'`,
  )
  const references = new Map<string, readonly Reference[]>()
  const parents = new Map<string, ReturnType<typeof selectParents.all>>()

  function referencesTo(table: string): readonly Reference[] {
    const known = references.get(table)
    if (known) return known
    const found = selectReferences
      .all(table)
      .filter(({ child }) => entities.has(child))
      .map(({ child, column, on_delete }) => ({ child, column, isPart: on_delete === 'CASCADE' }))
    for (const [child, column] of attached ?? []) found.push({ child, column, isPart: false })
    references.set(table, found)
    return found
  }

  function parentsOf(table: string): ReturnType<typeof selectParents.all> {
    const known = parents.get(table) ?? selectParents.all(table)
    parents.set(table, known)
    return known
  }

  function withValues(row: ChangeRow): StoredChange {
    const values = selectPersonal.all(row.seq, row.entity, Buffer.from(row.id))
    return {
      ...toChainChange(row),
      personal: new Map(values.map(({ field, side, value }) => [`${field} ${side}`, JSON.parse(value)])),
    }
  }

  return {
    /** Every change of an entry with the personal values that are still kept. */
    changesOf(seq: number): StoredChange[] {
      return selectChanges.all(seq).map(withValues)
    },
    /** Who last wrote a record after an entry, or a field of it. */
    lastWriter(entity: string, id: string, afterSeq: number, field?: string): Writer | undefined {
      const row = selectWriters.get(toBytes(id), entity, afterSeq, field ?? null, field ?? null)
      return row && { seq: row.seq, actorId: toId(row.actor_id), at: row.at }
    },
    /** The command that an undo took back, as its entry says. */
    undoneCommandOf(seq: number): string | undefined {
      const command = selectUndone.get(seq)
      return typeof command === 'string' ? command : undefined
    },
    /** The last entry that undid this one, and how often it was undone. */
    lastUndo(entryId: string): { entryId: string; times: number } | undefined {
      const row = selectUndo.get(toBytes(entryId))
      return row && { entryId: toId(row.entry_id), times: row.version }
    },
    /** Keeps the store from looking at references until the transaction ends; the undo looks itself. */
    deferReferences(): void {
      db.pragma('defer_foreign_keys = ON')
    },
    /** Records that refer to this one: its parts, or all others. */
    dependants(table: string, id: string, parts: boolean): { entity: string; id: string }[] {
      return referencesTo(table)
        .filter(({ isPart }) => isPart === parts)
        .flatMap(({ child, column }) =>
          db
            .prepare<[Buffer], { id: Uint8Array }>(
              `SELECT id FROM ${child} WHERE ${column} = ? LIMIT ${String(shown)}`,
            )
            .all(toBytes(id))
            .map((row) => ({ entity: entities.get(child) ?? child, id: toId(row.id) })),
        )
    },
    /** The records with which this one goes. */
    ownersOf(table: string, id: string): { entity: string; id: string }[] {
      return parentsOf(table)
        .filter(({ on_delete }) => on_delete === 'CASCADE')
        .flatMap(({ column, parent }) => {
          const owner = db
            .prepare<[Buffer], Uint8Array | null>(`SELECT ${column} FROM ${table} WHERE id = ?`)
            .pluck()
            .get(toBytes(id))
          return owner ? [{ entity: entities.get(parent) ?? parent, id: toId(owner) }] : []
        })
    },
    /** A record this one refers to that is not there. */
    missingParent(table: string, id: string): { entity: string; id: string } | undefined {
      for (const { column, parent } of parentsOf(table)) {
        const row = db
          .prepare<[Buffer], { id: Uint8Array }>(
            `SELECT t.${column} AS id FROM ${table} t WHERE t.id = ? AND t.${column} IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.id = t.${column})`,
          )
          .get(toBytes(id))
        if (row) return { entity: entities.get(parent) ?? parent, id: toId(row.id) }
      }
      return undefined
    },
    /** Runs `work` and takes back whatever it wrote. */
    trial(work: () => void): void {
      const over = new Error('the trial is over')
      try {
        db.transaction(() => {
          work()
          throw over
        })()
      } catch (error) {
        if (error !== over) throw error
      }
    },
  }
}
export type UndoRepository = ReturnType<typeof createUndoRepository>
