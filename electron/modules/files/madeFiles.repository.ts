import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'

export interface MadeFile {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly at: number
}

/** All SQL of the files that the program made; their bytes lie in the data folder. */
export function createMadeFilesRepository(db: Db) {
  const insert = db.prepare(
    'INSERT INTO local_made_file (id, user_id, name, size, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const select = db.prepare<[Buffer, Buffer], { name: string; size: number; sha256: string }>(
    'SELECT name, size, sha256 FROM local_made_file WHERE id = ? AND user_id = ?',
  )
  const selectOld = db
    .prepare<[number], Buffer>('SELECT id FROM local_made_file WHERE created_at < ?')
    .pluck()
  const remove = db.prepare('DELETE FROM local_made_file WHERE created_at < ?')

  return {
    insert({ id, userId, name, size, sha256, at }: MadeFile): void {
      insert.run(toBytes(id), toBytes(userId), name, size, sha256, at)
    },
    /** A user's own file. */
    find(id: string, userId: string) {
      return select.get(toBytes(id), toBytes(userId))
    },
    /** Forgets what is older; answers whose bytes go with it. */
    removeOld(before: number): string[] {
      const ids = selectOld.all(before).map(toId)
      remove.run(before)
      return ids
    },
  }
}
