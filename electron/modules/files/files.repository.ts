import { createHash } from 'node:crypto'
import type { Db } from '../../db/database'
import { toBytes } from '../../db/ids'
import { notFound } from '../../db/version'

export interface FileRow {
  readonly key: number
  readonly name: string | null
  readonly size: number
  readonly sha256: string | null
}

export interface NewFile {
  readonly id: string
  readonly userId: string
  readonly name: string | undefined
  readonly at: number
}

export interface ChunkRow {
  readonly start: number
  readonly content: Uint8Array
}

/** All SQL of files in transit: tables local to the machine. */
export function createFilesRepository(db: Db) {
  const select = db.prepare<[Buffer, Buffer], FileRow>(
    'SELECT key, name, size, sha256 FROM local_file WHERE id = ? AND user_id = ?',
  )
  const selectKey = db.prepare<[Buffer], number>('SELECT key FROM local_file WHERE id = ?').pluck()
  const insert = db.prepare(
    'INSERT INTO local_file (id, user_id, name, size, created_at) VALUES (?, ?, ?, 0, ?)',
  )
  const putChunk = db.prepare(`
    INSERT INTO local_file_chunk (file_key, start, content) VALUES (?, ?, ?)
    ON CONFLICT (file_key, start) DO UPDATE SET content = excluded.content`)
  const setSize = db.prepare('UPDATE local_file SET size = ?, sha256 = NULL WHERE key = ?')
  const setHash = db.prepare('UPDATE local_file SET sha256 = ? WHERE key = ?')
  const chunkLength = db
    .prepare<[number, number], number>(
      'SELECT length(content) FROM local_file_chunk WHERE file_key = ? AND start = ?',
    )
    .pluck()
  const selectChunk = db.prepare<[number, number], ChunkRow>(
    'SELECT start, content FROM local_file_chunk WHERE file_key = ? AND start <= ? ORDER BY start DESC LIMIT 1',
  )
  const remove = db.prepare('DELETE FROM local_file WHERE id = ?')
  const sweep = db.prepare('DELETE FROM local_file WHERE created_at < ?')

  /** One statement a chunk: the connection stays free for others between them. */
  function* chunks(key: number): Generator<Uint8Array> {
    let offset = 0
    for (;;) {
      const chunk = selectChunk.get(key, offset)
      if (!chunk || chunk.start !== offset) return
      yield chunk.content
      offset += chunk.content.length
    }
  }

  return {
    /** A user's own file. */
    find(id: string, userId: string): FileRow | undefined {
      return select.get(toBytes(id), toBytes(userId))
    },
    isKnown(id: string): boolean {
      return selectKey.get(toBytes(id)) !== undefined
    },
    insert({ id, userId, name, at }: NewFile): void {
      insert.run(toBytes(id), toBytes(userId), name ?? null, at)
    },
    putChunk(key: number, start: number, content: Buffer): void {
      putChunk.run(key, start, content)
    },
    setSize(key: number, size: number): void {
      setSize.run(size, key)
    },
    /** How long the chunk that starts there is; undefined when none does. */
    chunkLength(key: number, start: number): number | undefined {
      return chunkLength.get(key, start)
    },
    /** The chunk that holds the byte at `offset`. */
    chunkAt(key: number, offset: number): ChunkRow | undefined {
      return selectChunk.get(key, offset)
    },
    /** Computes and keeps the hash of the complete file. */
    complete(key: number): string {
      const hash = createHash('sha256')
      for (const content of chunks(key)) hash.update(content)
      const sha256 = hash.digest('hex')
      setHash.run(sha256, key)
      return sha256
    },
    /** The bytes of a user's own file in order, for whoever takes a `fileId` instead of `content`; throws NOT_FOUND. */
    parts(id: string, userId: string): Iterable<Uint8Array> {
      const file = select.get(toBytes(id), toBytes(userId))
      if (!file) throw notFound('file', id)
      return chunks(file.key)
    },
    remove(id: string): void {
      remove.run(toBytes(id))
    },
    /** Takes away what nobody came back for. */
    sweep(before: number): void {
      sweep.run(before)
    },
  }
}
export type FilesRepository = ReturnType<typeof createFilesRepository>
