import { toChainChange, type ChangeRow } from '../../db/changeLog'
import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import type { StoredChange } from './history.rules'

interface EntryRow {
  readonly seq: number
  readonly entry_id: Uint8Array
  readonly office_id: Uint8Array
  readonly device_id: Uint8Array
  readonly actor_id: Uint8Array
  readonly command: string
  readonly at: number
  readonly reason: string | null
}
interface PersonalRow {
  readonly field: string
  readonly side: 'before' | 'after'
  readonly value: string
}

/** An entry of the log without its changes. */
export interface StoredEntry {
  readonly seq: number
  readonly id: string
  readonly officeId: string
  readonly deviceId: string
  readonly actorId: string
  readonly command: string
  readonly at: number
  readonly reason: string | undefined
}

export interface EntryQuery {
  readonly entities?: readonly string[] | undefined
  readonly recordId?: string | undefined
  /** Of a record: only entries that wrote this field. */
  readonly field?: string | undefined
  readonly actorId?: string | undefined
  readonly command?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Undefined: every office. */
  readonly officeIds?: readonly string[] | undefined
  readonly beforeSeq?: number | undefined
  readonly limit: number
}
export interface ChangeQuery {
  readonly seq: number
  readonly recordId?: string | undefined
  readonly entities?: readonly string[] | undefined
  readonly limit: number
}

export interface PartsQuery {
  readonly entity: string
  readonly recordId: string
  readonly at: number
  readonly parts: readonly string[]
  readonly limit: number
}

/** Entries that one call looks through at most; a rare filter goes on from there with the next page. */
const window = 50_000
/** Instants of neighbours may be out of order by a set clock; so many entries more are looked at. */
const slack = 1000

function toEntry(row: EntryRow): StoredEntry {
  return {
    seq: row.seq,
    id: toId(row.entry_id),
    officeId: toId(row.office_id),
    deviceId: toId(row.device_id),
    actorId: toId(row.actor_id),
    command: row.command,
    at: row.at,
    reason: row.reason ?? undefined,
  }
}

/** All SQL that reads the change log for people; nothing here writes. */
export function createHistoryRepository(db: Db) {
  const matches = `
    (:actorId IS NULL OR l.actor_id = :actorId) AND (:command IS NULL OR l.command = :command)
    AND (:from IS NULL OR l.at >= :from) AND (:to IS NULL OR l.at < :to)
    AND (:officeIds IS NULL OR l.office_id IN (SELECT unhex(value, '-') FROM json_each(:officeIds)))`
  const selectEntries = db.prepare<object, EntryRow>(`
    SELECT l.* FROM change_log l WHERE l.seq < :beforeSeq AND l.seq >= :floor AND ${matches}
      AND (:entities IS NULL OR EXISTS (SELECT 1 FROM change c WHERE c.seq = l.seq
        AND c.entity IN (SELECT value FROM json_each(:entities))))
    ORDER BY l.seq DESC LIMIT :limit`)
  const selectOfRecord = db.prepare<object, EntryRow>(`
    SELECT l.* FROM change c CROSS JOIN change_log l ON l.seq = c.seq
    WHERE c.id = :recordId AND c.seq < :beforeSeq AND ${matches}
      AND (:entities IS NULL OR c.entity IN (SELECT value FROM json_each(:entities)))
      AND (:field IS NULL OR json_type(c.fields, '$.' || :field) IS NOT NULL)
    ORDER BY c.seq DESC LIMIT :limit`)
  const selectChanges = db.prepare<object, ChangeRow>(`
    SELECT * FROM change WHERE seq = :seq AND (:recordId IS NULL OR id = :recordId
        OR :entities IS NOT NULL AND entity IN (SELECT value FROM json_each(:entities)))
      AND (:entities IS NULL OR entity IN (SELECT value FROM json_each(:entities)))
    ORDER BY entity, id LIMIT :limit`)
  const selectEntry = db.prepare<[Buffer], EntryRow>('SELECT * FROM change_log WHERE entry_id = ?')
  const selectBetween = db.prepare<[Buffer, Buffer], EntryRow>(
    'SELECT * FROM change_log WHERE entry_id BETWEEN ? AND ? ORDER BY entry_id LIMIT 1000',
  )
  const countChanges = db.prepare<[number], number>('SELECT count(*) FROM change WHERE seq = ?').pluck()
  const selectPersonal = db.prepare<[number, string, Buffer], PersonalRow>(
    'SELECT field, side, value FROM personal_value WHERE seq = ? AND entity = ? AND id = ?',
  )
  const selectRecord = db.prepare<[Buffer, string, number], ChangeRow>(`
    SELECT c.* FROM change c CROSS JOIN change_log l ON l.seq = c.seq
    WHERE c.id = ? AND c.entity = ? AND l.at <= ? ORDER BY c.seq`)
  const selectParts = db.prepare<object, { entity: string; id: Uint8Array }>(`
    SELECT DISTINCT p.entity, p.id
    FROM change c CROSS JOIN change_log l ON l.seq = c.seq CROSS JOIN change p ON p.seq = c.seq
    WHERE c.id = :recordId AND c.entity = :entity AND l.at <= :at
      AND p.entity IN (SELECT value FROM json_each(:parts))
      AND json_extract(p.fields, CASE p.op WHEN 1 THEN :field || '[1]' ELSE :field END) = :owner
    LIMIT :limit`)
  const lastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM change_log').pluck()
  const seqBefore = db
    .prepare<[number], number>('SELECT seq FROM change_log WHERE at < ? ORDER BY at DESC LIMIT 1')
    .pluck()
  const seqFrom = db
    .prepare<[number], number>('SELECT seq FROM change_log WHERE at >= ? ORDER BY at LIMIT 1')
    .pluck()
  const selectHash = db.prepare<[string], number>('SELECT seq FROM change_log WHERE hash = ?').pluck()

  function withValues(row: ChangeRow): StoredChange {
    const values = selectPersonal.all(row.seq, row.entity, Buffer.from(row.id))
    return {
      ...toChainChange(row),
      personal: new Map(values.map(({ field, side, value }) => [`${field} ${side}`, JSON.parse(value)])),
    }
  }

  return {
    /** Newest first; `nextSeq` is where the next page goes on, undefined at the end. */
    entries(query: EntryQuery): { entries: StoredEntry[]; nextSeq: number | undefined } {
      const { entities, recordId, actorId, command, from, to, officeIds, limit } = query
      const last = lastSeq.get() ?? 0
      const newest = to === undefined ? last : Math.min(last, (seqBefore.get(to) ?? 0) + slack)
      const beforeSeq = Math.min(query.beforeSeq ?? last + 1, newest + 1)
      const oldest = from === undefined ? 1 : Math.max(1, (seqFrom.get(from) ?? last + 1) - slack)
      const floor = recordId === undefined ? Math.max(oldest, beforeSeq - window) : oldest
      const params = {
        actorId: actorId === undefined ? null : toBytes(actorId),
        command: command ?? null,
        from: from ?? null,
        to: to ?? null,
        officeIds: officeIds === undefined ? null : JSON.stringify(officeIds),
        entities: entities === undefined ? null : JSON.stringify(entities),
        beforeSeq,
        limit: limit + 1,
      }
      const rows =
        recordId === undefined
          ? selectEntries.all({ ...params, floor })
          : selectOfRecord.all({ ...params, recordId: toBytes(recordId), field: query.field ?? null })
      const entries = rows.slice(0, limit).map(toEntry)
      if (rows.length > limit) return { entries, nextSeq: entries.at(-1)?.seq }
      return { entries, nextSeq: recordId === undefined && floor > oldest ? floor : undefined }
    },
    changes({ seq, recordId, entities, limit }: ChangeQuery): StoredChange[] {
      return selectChanges
        .all({
          seq,
          recordId: recordId === undefined ? null : toBytes(recordId),
          entities: entities === undefined ? null : JSON.stringify(entities),
          limit,
        })
        .map(withValues)
    },
    countChanges(seq: number): number {
      return countChanges.get(seq) ?? 0
    },
    /** All changes of a record up to an instant, in order. */
    changesUpTo(entity: string, recordId: string, at: number): StoredChange[] {
      return selectRecord.all(toBytes(recordId), entity, at).map(withValues)
    },
    /** What has ever been a part of a record up to an instant: of each act on it the parts that name it as theirs. */
    partsUpTo({ entity, recordId, at, parts, limit }: PartsQuery): { entity: string; id: string }[] {
      const named = { field: `$.${entity}Id`, owner: recordId, parts: JSON.stringify(parts) }
      return selectParts
        .all({ entity, at, limit, recordId: toBytes(recordId), ...named })
        .map((row) => ({ entity: row.entity, id: toId(row.id) }))
    },
    findEntry(id: string): StoredEntry | undefined {
      const row = selectEntry.get(toBytes(id))
      return row && toEntry(row)
    },
    /** The entries of one act, whose ids follow one another. */
    entriesBetween(firstId: string, lastId: string): StoredEntry[] {
      return selectBetween.all(toBytes(firstId), toBytes(lastId)).map(toEntry)
    },
    countEntries(): number {
      return lastSeq.get() ?? 0
    },
    /** The entry that has this hash. */
    seqOfHash(hash: string): number | undefined {
      return selectHash.get(hash)
    },
  }
}
export type HistoryRepository = ReturnType<typeof createHistoryRepository>
