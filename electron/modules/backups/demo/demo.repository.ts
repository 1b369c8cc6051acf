import { z } from 'zod'
import { toBytes, toId } from '../../../db/ids'
import type { Store } from '../../../db/records'

/** A record that the demo made and that is still there. */
export interface DemoRecord {
  readonly entity: string
  readonly id: string
  readonly version: number
}

/** Something that refers to a record of the demo. */
export interface Dependant {
  readonly entity: string
  readonly id: string
}

/** The entries between which the demo was loaded, both included. */
export interface DemoRange {
  readonly from: number
  readonly to: number
}

interface Violation {
  readonly table: string
  readonly rowid: number | null
}

/** The fields of an update as the log keeps them: before and after. */
const UpdatedFields = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))

/** All SQL of the demo company: it looks at the whole store. */
export function createDemoRepository({ attached, db, entities }: Store) {
  const ids = "(SELECT unhex(value, '-') FROM json_each(?))"

  function tablesOfRecords(): string[] {
    return db
      .prepare<[], string>(
        `SELECT m.name FROM sqlite_master m
         WHERE m.type = 'table' AND m.name NOT IN ('change', 'change_log', 'personal_value') AND m.name NOT LIKE 'local\\_%' ESCAPE '\\'
           AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'id')
         ORDER BY m.name`,
      )
      .pluck()
      .all()
  }

  function attachedTo(list: string): DemoRecord[] {
    return [...(attached ?? [])].flatMap(([table, column]) =>
      db
        .prepare<[string], { id: Uint8Array; version: number }>(
          `SELECT id, version FROM ${table} WHERE ${column} IN ${ids}`,
        )
        .all(list)
        .map(({ id, version }) => ({ entity: entities.get(table) ?? table, id: toId(id), version })),
    )
  }

  /** Records that are never deleted are, with the company they were invented for. */
  function withoutGuards(work: () => void): void {
    const guards = db
      .prepare<[], { name: string; sql: string }>(
        `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_is\\_not\\_deleted' ESCAPE '\\'
         AND tbl_name NOT IN ('change', 'change_log')`,
      )
      .all()
    for (const { name } of guards) db.exec(`DROP TRIGGER ${name}`)
    work()
    for (const { sql } of guards) db.exec(sql)
  }

  return {
    /** How many customers, items and orders there are; what there is none of is left out. */
    counts(): Record<string, number> {
      const tables = { customer: 'customer', item: 'item', order: 'service_order' }
      const counts: Record<string, number> = {}
      for (const [entity, table] of Object.entries(tables)) {
        const count = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
        if (count > 0) counts[entity] = count
      }
      return counts
    },
    /** Whether nothing has been done since the store was made. */
    isUntouched(): boolean {
      return db.prepare<[], number>('SELECT max(seq) FROM change_log').pluck().get() === 1
    },
    /** How many entries earlier loads have left in the log. */
    earlierLoads(): number {
      return (
        db
          .prepare<[], number>("SELECT count(*) FROM change_log WHERE command = 'backups.loadDemo'")
          .pluck()
          .get() ?? 0
      )
    },
    /** The first and the last entry of the demo's load. */
    range(): DemoRange | undefined {
      const [to, from] = db
        .prepare<[], number>(
          "SELECT seq FROM change_log WHERE command = 'backups.loadDemo' ORDER BY seq DESC LIMIT 2",
        )
        .pluck()
        .all()
      return from === undefined || to === undefined ? undefined : { from, to }
    },
    /** What the entries of the range created and what is still there; what was attached to it since goes with it. */
    recordsOf({ from, to }: DemoRange): DemoRecord[] {
      const created = db
        .prepare<[number, number], { entity: string; id: Uint8Array; version: number }>(
          `SELECT c.entity, c.id, (SELECT max(version) FROM change n WHERE n.id = c.id) AS version
           FROM change c WHERE c.seq BETWEEN ? AND ? AND c.op = 0`,
        )
        .all(from, to)
        .map(({ entity, id, version }) => ({ entity, id: toId(id), version }))
      const list = JSON.stringify(created.map(({ id }) => id))
      const present = new Set(
        tablesOfRecords().flatMap((table) =>
          db
            .prepare<[string], Uint8Array>(`SELECT id FROM ${table} WHERE id IN ${ids}`)
            .pluck()
            .all(list)
            .map(toId),
        ),
      )
      const since = attachedTo(list).filter(({ id }) => !present.has(id))
      return [...created.filter(({ id }) => present.has(id)), ...since]
    },
    /** What the entries of the range changed of a record: each field before and after. */
    fieldsOf(id: string, { from, to }: DemoRange): ReadonlyMap<string, { before: unknown; after: unknown }> {
      const fields = new Map<string, { before: unknown; after: unknown }>()
      const rows = db
        .prepare<[Buffer, number, number], string>(
          'SELECT fields FROM change WHERE id = ? AND seq BETWEEN ? AND ? AND op = 1 ORDER BY seq',
        )
        .pluck()
        .all(toBytes(id), from, to)
      for (const row of rows)
        for (const [name, [before, after]] of Object.entries(UpdatedFields.parse(JSON.parse(row))))
          fields.set(name, { before: fields.has(name) ? fields.get(name)?.before : before, after })
      return fields
    },
    /** Deletes the records wherever they lie; what refers to them is found by `dependants`. */
    remove(records: readonly DemoRecord[]): void {
      const list = JSON.stringify(records.map(({ id }) => id))
      db.pragma('defer_foreign_keys = ON')
      withoutGuards(() => {
        for (const table of tablesOfRecords()) db.prepare(`DELETE FROM ${table} WHERE id IN ${ids}`).run(list)
      })
    },
    /** Gives back the numbers of the records; a series that others drew from too keeps them as void. */
    releaseNumbers(records: readonly DemoRecord[], { actorId, at }: { actorId: string; at: number }): void {
      const list = JSON.stringify(records.map(({ id }) => id))
      const series = db
        .prepare<[string], Buffer>(`SELECT DISTINCT series_id FROM number_use WHERE record_id IN ${ids}`)
        .pluck()
        .all(list)
      for (const id of series) {
        const others = db
          .prepare<[Buffer, string], number>(
            `SELECT count(*) FROM number_use WHERE series_id = ? AND (record_id IS NULL OR record_id NOT IN ${ids})`,
          )
          .pluck()
          .get(id, list)
        if (others === 0) {
          db.prepare(
            `UPDATE series SET next_value = coalesce((SELECT min(first_value) FROM number_block WHERE series_id = series.id), 1)
             WHERE id = ?`,
          ).run(id)
          db.prepare('DELETE FROM number_use WHERE series_id = ?').run(id)
          db.prepare('DELETE FROM number_block WHERE series_id = ?').run(id)
        } else
          db.prepare(
            `UPDATE number_use SET state = 'void', entity = NULL, record_id = NULL, reason = 'removeDemo', actor_id = ?, at = ?
             WHERE series_id = ? AND record_id IN ${ids}`,
          ).run(toBytes(actorId), at, id, list)
      }
    },
    /** Rows that now refer to nothing: others' data that depend on the demo. */
    dependants(): Dependant[] {
      const violations = db
        .prepare<[], Violation>('SELECT "table", rowid FROM pragma_foreign_key_check')
        .all()
      const seen = new Set<string>()
      return violations.flatMap(({ rowid, table }) => {
        const place = `${table} ${String(rowid)}`
        if (rowid === null || seen.has(place)) return []
        seen.add(place)
        const id = db
          .prepare<[number], Uint8Array>(`SELECT id FROM ${table} WHERE rowid = ?`)
          .pluck()
          .get(rowid)
        return id ? [{ entity: entities.get(table) ?? table, id: toId(id) }] : []
      })
    },
  }
}
export type DemoRepository = ReturnType<typeof createDemoRepository>
