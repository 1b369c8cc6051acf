import { z } from 'zod'
import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'

/** What a commit did to one record. */
export interface CommittedChange {
  readonly id: string
  readonly isCreate: boolean
  /** The version it had after the commit. */
  readonly version: number
  /** Stored fields of the log line: of a create what is after, of an update before and after. */
  readonly fields: Readonly<Record<string, unknown>>
}

interface ChangeRow {
  readonly id: Uint8Array
  readonly op: number
  readonly version: number
  readonly fields: string
}
export interface Blocker {
  readonly entity: string
  readonly id: string
}

const StoredFields = z.record(z.string(), z.unknown())
const noId = Buffer.alloc(0)
const shown = 20

/** Reads what a commit wrote from the change log, and who uses it now. */
export function createUndoRepository({ db, entities }: Store) {
  const selectEntities = db
    .prepare<[number], string>('SELECT DISTINCT entity FROM change WHERE seq = ? ORDER BY entity')
    .pluck()
  const selectChanges = db.prepare<[number, string, Buffer, number], ChangeRow>(`
    SELECT id, op, version, fields FROM change WHERE seq = ? AND entity = ? AND id > ? ORDER BY id LIMIT ?`)
  const selectPersonal = db.prepare<[number, string, Buffer], { field: string; value: string }>(`
    SELECT field, value FROM personal_value WHERE seq = ? AND entity = ? AND id = ? AND side = 'before'`)
  const selectLaterImports = db.prepare<[number, string, number], { id: Uint8Array }>(`
    SELECT i.id FROM local_import i
    WHERE i.entry_seq > ? AND i.state = 'committed' AND EXISTS (
      SELECT 1 FROM change c JOIN json_each(?) b ON c.id = unhex(b.value, '-') WHERE c.seq = i.entry_seq)
    ORDER BY i.entry_seq DESC LIMIT ?`)

  function tableOf(entity: string): string {
    for (const [table, name] of entities) if (name === entity) return table
    throw new Error(`no table keeps ${entity}`)
  }

  function isVersioned(table: string): boolean {
    const columns = db.pragma(`table_info(${table})`)
    return Array.isArray(columns) && columns.some((column: { name: string }) => column.name === 'version')
  }

  function referencesTo(table: string) {
    return db
      .prepare<[string], { child: string; column: string }>(
        `SELECT m.name AS child, f."from" AS "column"
         FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND f."table" = ? AND f.on_delete <> 'CASCADE' ORDER BY m.name, f.id`,
      )
      .all(table)
      .filter(({ child }) => !child.startsWith('local_'))
  }

  const toBlockers = (entity: string, rows: readonly { id: Uint8Array }[]): Blocker[] =>
    rows.map(({ id }) => ({ entity, id: toId(id) }))

  return {
    /** Entities of a log entry, in its order. */
    entitiesOf(seq: number): string[] {
      return selectEntities.all(seq)
    },
    /** The next changes of an entity in a log entry, by record id. */
    changesAfter(seq: number, entity: string, afterId: string | undefined, limit: number): CommittedChange[] {
      const after = afterId === undefined ? noId : toBytes(afterId)
      return selectChanges.all(seq, entity, after, limit).map((row) => ({
        id: toId(row.id),
        isCreate: row.op === 0,
        version: row.version,
        fields: StoredFields.parse(JSON.parse(row.fields)),
      }))
    },
    /** What personal fields of a record were before an update. */
    personalBefore(seq: number, entity: string, id: string): Map<string, unknown> {
      const rows = selectPersonal.all(seq, entity, toBytes(id))
      return new Map(rows.map(({ field, value }) => [field, JSON.parse(value)]))
    },
    /** Records of the entry that were written again since, but by later imports that were undone; deleted ones do not count. */
    changedSince(seq: number, entity: string): Blocker[] {
      const table = tableOf(entity)
      if (!isVersioned(table)) return []
      const rows = db
        .prepare<[number, string, number], { id: Uint8Array }>(
          `SELECT c.id FROM change c JOIN ${table} t ON t.id = c.id
           WHERE c.seq = ? AND c.entity = ? AND t.version <> c.version AND EXISTS (
             SELECT 1 FROM change d WHERE d.id = c.id AND d.seq > c.seq AND d.seq NOT IN (
               SELECT entry_seq FROM local_import WHERE state = 'undone' AND entry_seq IS NOT NULL
               UNION ALL
               SELECT undo_seq FROM local_import WHERE undo_seq IS NOT NULL))
           LIMIT ?`,
        )
        .all(seq, entity, shown)
      return toBlockers(entity, rows)
    },
    /** Records from outside the entry that refer to what it created. */
    outsideDependants(seq: number, entity: string): Blocker[] {
      return referencesTo(tableOf(entity)).flatMap(({ child, column }) => {
        const childEntity = entities.get(child) ?? child
        const rows = db
          .prepare<[number, string, string, number], { id: Uint8Array }>(
            `SELECT k.id FROM change c JOIN ${child} k ON k.${column} = c.id
             WHERE c.seq = ? AND c.entity = ? AND c.op = 0
               AND NOT EXISTS (SELECT 1 FROM change d WHERE d.seq = c.seq AND d.entity = ? AND d.id = k.id AND d.op = 0)
             LIMIT ?`,
          )
          .all(seq, entity, childEntity, shown)
        return toBlockers(childEntity, rows)
      })
    },
    /** Later imports that wrote some of these records: they are undone first (R01-19). */
    laterImports(seq: number, ids: readonly string[]): Blocker[] {
      return toBlockers('import', selectLaterImports.all(seq, JSON.stringify(ids), shown))
    },
    /** Records of the entry that are not there any more. */
    missing(seq: number, entity: string): Set<string> {
      const rows = db
        .prepare<[number, string], { id: Uint8Array }>(
          `SELECT c.id FROM change c LEFT JOIN ${tableOf(entity)} t ON t.id = c.id
           WHERE c.seq = ? AND c.entity = ? AND t.id IS NULL`,
        )
        .all(seq, entity)
      return new Set(rows.map(({ id }) => toId(id)))
    },
  }
}
export type UndoRepository = ReturnType<typeof createUndoRepository>
