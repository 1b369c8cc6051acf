import { toChainChange, type ChangeRow } from '../../db/changeLog'
import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import { moments, partTables, type MomentSource } from './subjects'

/** A record with the moment it is about: a date as text, an instant as number. */
export interface Moment {
  readonly recordId: string
  readonly due: string | number
}
/** A place in the walk over moments. */
export interface MomentPlace {
  readonly due: string | number
  readonly key: number
}
interface MomentRow {
  readonly id: Uint8Array
  readonly due: string | number
  readonly key: number
}

/** A change of the log as the rules look at it. */
export interface SeenChange {
  readonly entity: string
  readonly id: string
  readonly op: 'create' | 'update' | 'delete'
  readonly fields: readonly string[]
}

/** Reads what rules look at: dates by their indexes, and the log after a place. */
export function createMomentsRepository(db: Db) {
  const prepare = (sql: string) => db.prepare<[unknown], MomentRow>(sql)
  const statements = new Map<string, ReturnType<typeof prepare>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const selectLast = db.prepare<[], number>('SELECT max(seq) FROM change_log').pluck()
  const selectWritten = db.prepare<[Buffer], number>('SELECT max(seq) FROM change WHERE id = ?').pluck()
  const selectEntries = db.prepare<[number], { seq: number; command: string }>(
    'SELECT seq, command FROM change_log WHERE seq > ? ORDER BY seq LIMIT 200',
  )
  const selectChanges = db.prepare<[number, number], ChangeRow>('SELECT * FROM change WHERE seq = ? LIMIT ?')

  function sourceOf(name: string): MomentSource {
    const source = moments[name]
    if (!source) throw new Error(`${name} is no moment`)
    return source
  }
  const selectOf = ({ due, from, id, key, where = '1' }: MomentSource) =>
    `SELECT ${id} AS id, ${due} AS due, ${key} AS key FROM ${from} WHERE ${where} AND ${due} IS NOT NULL`

  return {
    kindOf: (name: string) => sourceOf(name).kind,
    /** The statement of `between`, for tests of its plan. */
    rangeSql(name: string): string {
      const source = sourceOf(name)
      const { due, key } = source
      return `${selectOf(source)} AND ${due} >= :from AND (${due} > :from OR ${key} > :key) AND ${due} <= :to
        ORDER BY ${due}, ${key} LIMIT :limit`
    },
    /** The moments after a place up to `to`, in their order. */
    between(name: string, place: MomentPlace, to: string | number, limit: number) {
      const rows = prepared(this.rangeSql(name)).all({ from: place.due, key: place.key, to, limit })
      return rows.map(({ due, id, key }) => ({ recordId: toId(id), due, key }))
    },
    /** The moments of these records, whenever they are. */
    ofRecords(name: string, ids: readonly string[]): Moment[] {
      const source = sourceOf(name)
      const sql = `${selectOf(source)} AND ${source.id} IN (SELECT unhex(value, '-') FROM json_each(?))`
      const rows = prepared(sql).all(JSON.stringify(ids))
      return rows.map(({ due, id }) => ({ recordId: toId(id), due }))
    },
    lastSeq: (): number => selectLast.get() ?? 0,
    /** The entry that wrote a record last. */
    writtenIn: (id: string): number => selectWritten.get(toBytes(id)) ?? 0,
    entriesAfter: (seq: number) => selectEntries.all(seq),
    /** The changes of an entry, `limit` at most. */
    changesOf(seq: number, limit: number): SeenChange[] {
      return selectChanges.all(seq, limit).map((row) => {
        const { entity, fields, id, op } = toChainChange(row)
        return { entity, id, op, fields: Object.keys(fields) }
      })
    },
    /** The record that a part belongs to; undefined for what is none, or is gone. */
    ownerOfPart(entity: string, id: string): string | undefined {
      const part = partTables[entity]
      const owner = part && db.prepare<[Buffer], Buffer>(part.sql).pluck().get(toBytes(id))
      return owner && toId(owner)
    },
  }
}
export type MomentsRepository = ReturnType<typeof createMomentsRepository>
