import type { Db } from '../../db/database'
import { toBytes } from '../../db/ids'

/** Which personal values of the log a purge is about. */
export interface PurgeSelection {
  readonly entities: readonly string[]
  /** Entries before this instant; undefined: all. */
  readonly beforeAt?: number | undefined
  readonly recordId?: string | undefined
}
export interface PurgeCount {
  readonly values: number
  readonly records: number
  readonly oldest: number | null
  readonly newest: number | null
}

/** All SQL that takes values from the side table of the log; the chain itself never changes (R12-27). */
export function createPurgeRepository(db: Db) {
  const matches = `
    FROM personal_value p WHERE p.entity IN (SELECT value FROM json_each(:entities))
      AND (:id IS NULL OR p.id = :id)
      AND (:beforeAt IS NULL OR p.seq IN (SELECT seq FROM change_log WHERE at < :beforeAt))`
  const count = db.prepare<object, Omit<PurgeCount, 'oldest' | 'newest'>>(
    `SELECT count(*) AS "values", count(DISTINCT p.id) AS records ${matches}`,
  )
  const span = db.prepare<object, Pick<PurgeCount, 'oldest' | 'newest'>>(
    `SELECT min(at) AS oldest, max(at) AS newest FROM change_log
     WHERE seq IN (SELECT p.seq ${matches})`,
  )
  const remove = db.prepare<object>(
    `DELETE FROM personal_value WHERE (seq, entity, id, field, side) IN (
       SELECT p.seq, p.entity, p.id, p.field, p.side ${matches})`,
  )

  function paramsOf({ beforeAt, entities, recordId }: PurgeSelection) {
    return {
      entities: JSON.stringify(entities),
      beforeAt: beforeAt ?? null,
      id: recordId === undefined ? null : toBytes(recordId),
    }
  }

  return {
    count(selection: PurgeSelection): PurgeCount {
      const params = paramsOf(selection)
      const { records, values } = count.get(params) ?? { values: 0, records: 0 }
      const { newest, oldest } = span.get(params) ?? { oldest: null, newest: null }
      return { values, records, oldest, newest }
    },
    remove(selection: PurgeSelection): number {
      return remove.run(paramsOf(selection)).changes
    },
  }
}
export type PurgeRepository = ReturnType<typeof createPurgeRepository>
