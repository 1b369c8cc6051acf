import Database from 'better-sqlite3'
import { stateLazily } from './lazyStatement'
import { bareNumber, numberWords, searchPairs, searchWords } from './searchWords'
import { sortKey } from './sortKey'
import { foldText } from './textKeys'

export type Db = Database.Database

export interface OpenOptions {
  readonly readonly?: boolean
  /** How long a statement waits for another instance's transaction; the last one of an import may take seconds. */
  readonly waitMs?: number
  /** Pages kept in memory. */
  readonly cacheKb?: number
}

/**
 * Opens the store with the settings every connection must have; an acknowledged write survives a power cut.
 *
 * @param file - its file, `:memory:`, or the image of a store to be opened in memory
 */
export function openDatabase(
  file: string | Buffer,
  { readonly = false, waitMs = 60_000, cacheKb = 32_000 }: OpenOptions = {},
): Db {
  const db = new Database(file, { readonly, fileMustExist: readonly, timeout: waitMs })
  if (!readonly) {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('checkpoint_fullfsync = ON')
    // Checkpoints run when the writer is idle, never inside a user's save.
    db.pragma('wal_autocheckpoint = 0')
  }
  db.pragma('foreign_keys = ON')
  db.pragma(`cache_size = -${String(cacheKb)}`)
  db.pragma('temp_store = MEMORY')
  db.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? foldText(text) : null))
  db.function('capitals', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.trim().toUpperCase() : null,
  )
  db.function('sort_key', { deterministic: true }, (text, language) =>
    typeof text === 'string' ? sortKey(text, String(language)) : null,
  )
  db.function('search_words', { deterministic: true }, (text) =>
    typeof text === 'string' ? searchWords(text) : null,
  )
  db.function('search_pairs', { deterministic: true }, (text) =>
    typeof text === 'string' ? searchPairs(text) : '',
  )
  db.function('number_words', { deterministic: true }, (text) =>
    typeof text === 'string' ? numberWords(text) : '',
  )
  db.function('bare_number', { deterministic: true }, (text) =>
    typeof text === 'string' ? (bareNumber(text) ?? null) : null,
  )
  stateLazily(db)
  return db
}

/** Folds the WAL into the file and closes. */
export function closeDatabase(db: Db): void {
  if (!db.open) return
  if (!db.readonly) db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}
