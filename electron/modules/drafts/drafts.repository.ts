import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import { DraftId } from '../../shared/contract/id'
import type { DraftRecord } from '../../shared/contract/drafts'

interface Row {
  readonly id: Uint8Array
  readonly form: string
  readonly record_id: Uint8Array | null
  readonly base_version: number | null
  readonly title: string | null
  readonly content: string
  readonly saved_at: number
}

function toDraft(row: Row): DraftRecord {
  return {
    id: DraftId.parse(toId(row.id)),
    form: row.form,
    ...(row.record_id ? { recordId: toId(row.record_id) } : {}),
    ...(row.base_version === null ? {} : { baseVersion: row.base_version }),
    ...(row.title === null ? {} : { title: row.title }),
    content: row.content,
    savedAt: row.saved_at,
  }
}

/** All SQL of drafts, which are local to the machine. */
export function createDraftsRepository(db: Db) {
  const upsert = db.prepare(`
    INSERT INTO local_draft (id, user_id, form, record_id, base_version, title, content, saved_at)
    VALUES (:id, :userId, :form, :recordId, :baseVersion, :title, :content, :savedAt)
    ON CONFLICT DO UPDATE SET id = :id, base_version = :baseVersion, title = :title, content = :content,
      saved_at = :savedAt WHERE user_id = :userId`)
  const remove = db.prepare('DELETE FROM local_draft WHERE id = ? AND user_id = ?')
  const select = db.prepare<[Buffer, string | null, string | null], Row>(
    'SELECT * FROM local_draft WHERE user_id = ? AND (? IS NULL OR form = ?) ORDER BY saved_at DESC',
  )
  const count = db.prepare<[Buffer], number>('SELECT count(*) FROM local_draft WHERE user_id = ?').pluck()
  const isKept = db
    .prepare<[Buffer, Buffer], number>('SELECT 1 FROM local_draft WHERE id = ? AND user_id = ?')
    .pluck()
  const countOld = db.prepare<[number], number>('SELECT count(*) FROM local_draft WHERE saved_at < ?').pluck()
  const removeOld = db.prepare('DELETE FROM local_draft WHERE saved_at < ?')

  return {
    put(userId: string, draft: DraftRecord): void {
      const { baseVersion, content, form, id, recordId, savedAt, title } = draft
      upsert.run({
        ...{ id: toBytes(id), userId: toBytes(userId), form, content, savedAt },
        recordId: recordId === undefined ? null : toBytes(recordId),
        baseVersion: baseVersion ?? null,
        title: title ?? null,
      })
    },
    remove(userId: string, id: string): void {
      remove.run(toBytes(id), toBytes(userId))
    },
    /** Newest first. */
    of(userId: string, form?: string): DraftRecord[] {
      return select.all(toBytes(userId), form ?? null, form ?? null).map(toDraft)
    },
    count(userId: string): number {
      return count.get(toBytes(userId)) ?? 0
    },
    has(userId: string, id: string): boolean {
      return isKept.get(toBytes(id), toBytes(userId)) === 1
    },
    countBefore(at: number): number {
      return countOld.get(at) ?? 0
    },
    removeBefore(at: number): number {
      return removeOld.run(at).changes
    },
  }
}
export type DraftsRepository = ReturnType<typeof createDraftsRepository>
