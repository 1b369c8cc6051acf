import type { Db } from '../../db/database'
import {
  entityTable,
  fromRow,
  instant,
  int,
  json,
  ref,
  selectList,
  text,
  type EntityTable,
  type Stored,
} from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import type { Attachment, EarlierText, Note, Visibility } from '../../shared/contract/attachments'
import { chunkBytes } from '../../shared/contract/files'

/** What the store keeps; the answers add the names of people. */
export type StoredNote = Omit<Note, 'authorName' | 'editedByName' | 'earlier'> & {
  readonly earlier: readonly Omit<EarlierText, 'authorName'>[]
}
export type StoredAttachment = Omit<Attachment, 'authorName'>

const noteTable = entityTable<StoredNote>({
  entity: 'note',
  table: 'note',
  attachedBy: 'recordId',
  columns: {
    entity: text(),
    recordId: ref(),
    text: text({ personal: true }),
    visibility: text(),
    authorId: ref(),
    at: instant(),
    editedById: ref(),
    editedAt: instant(),
    earlier: json({ personal: true }),
  },
})

const attachmentTable = entityTable<StoredAttachment>({
  entity: 'attachment',
  table: 'attachment',
  attachedBy: 'recordId',
  columns: {
    entity: text(),
    recordId: ref(),
    fileName: text({ personal: true }),
    kind: text(),
    type: text(),
    size: int(),
    sha256: text(),
    link: text({ personal: true }),
    visibility: text(),
    authorId: ref(),
    at: instant(),
  },
})

/** All SQL of notes, attachments and their contents. */
export function createAttachmentsRepository(store: Store) {
  return {
    notes: createRecords(store, noteTable),
    attachments: createRecords(store, attachmentTable),
    notesOf: createPages(store.db, noteTable),
    attachmentsOf: createPages(store.db, attachmentTable),
    textsOf: createTexts(store.db),
    contents: createContents(store.db),
  }
}
export type AttachmentsRepository = ReturnType<typeof createAttachmentsRepository>

/** A record's own, newest first, from behind one of them on; one more than asked for says that there are more. */
function createPages<R extends Stored>(db: Db, table: EntityTable<R>) {
  const select = db.prepare<[Buffer, string, Buffer | null, number], Record<string, unknown>>(
    `SELECT ${selectList(table, 't')} FROM ${table.table} t
     WHERE t.record_id = ? AND t.entity = ?
       AND t.key < coalesce((SELECT key FROM ${table.table} WHERE id = ?), ${String(Number.MAX_SAFE_INTEGER)})
     ORDER BY t.key DESC LIMIT ?`,
  )
  return (owner: { entity: string; recordId: string }, after: string | undefined, limit: number): R[] =>
    select
      .all(toBytes(owner.recordId), owner.entity, after === undefined ? null : toBytes(after), limit)
      .map((row) => fromRow(table, row))
}

/** The texts of a record's notes by whom they are for, oldest first (R01-10). */
function createTexts(db: Db) {
  const select = db
    .prepare<[Buffer, string, Visibility], string>(
      'SELECT text FROM note WHERE record_id = ? AND entity = ? AND visibility = ? ORDER BY key',
    )
    .pluck()
  return (entity: string, recordId: string): Record<Visibility, string[]> => ({
    internal: select.all(toBytes(recordId), entity, 'internal'),
    external: select.all(toBytes(recordId), entity, 'external'),
  })
}

/** Contents by their hash, each kept once; without an attachment they wait, and are swept. */
function createContents(db: Db) {
  const find = db.prepare<[string], number>('SELECT key FROM attachment_content WHERE sha256 = ?').pluck()
  const insert = db.prepare('INSERT INTO attachment_content (sha256, size, unused_since) VALUES (?, ?, 0)')
  const insertChunk = db.prepare(
    'INSERT INTO attachment_chunk (content_key, start, content) VALUES (?, ?, ?)',
  )
  const selectChunk = db.prepare<[string, number], { start: number; content: Buffer }>(
    `SELECT c.start, c.content FROM attachment_content a JOIN attachment_chunk c ON c.content_key = a.key
     WHERE a.sha256 = ? AND c.start <= ? ORDER BY c.start DESC LIMIT 1`,
  )
  const begin = db.prepare('UPDATE attachment_content SET unused_since = ? WHERE unused_since = 0')
  const sweep = db.prepare('DELETE FROM attachment_content WHERE unused_since BETWEEN 1 AND ?')

  return {
    has(sha256: string): boolean {
      return find.get(sha256) !== undefined
    },
    /** Keeps a content unless it is there. */
    keep(sha256: string, bytes: Buffer): void {
      if (find.get(sha256) !== undefined) return
      const { lastInsertRowid } = insert.run(sha256, bytes.length)
      for (let start = 0; start < bytes.length; start += chunkBytes)
        insertChunk.run(lastInsertRowid, start, bytes.subarray(start, start + chunkBytes))
    },
    /** The bytes from `offset` to the end of their chunk. */
    read(sha256: string, offset: number): Buffer {
      const chunk = selectChunk.get(sha256, offset)
      return chunk ? chunk.content.subarray(offset - chunk.start) : Buffer.alloc(0)
    },
    /** Takes away what has had no attachment since `before`; what has none from now on begins to wait. */
    sweep(now: number, before: number): void {
      begin.run(now)
      sweep.run(before)
    },
  }
}
