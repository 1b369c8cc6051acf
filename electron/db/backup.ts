import { existsSync, renameSync, rmSync } from 'node:fs'
import { closeDatabase, openDatabase, type Db } from './database'
import { verifyChain } from './changeLog'
import { storeVersion } from './migrate'

/** Why a backup cannot be written or restored: a code, and a line for people. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  constructor(
    readonly code: 'BACKUP_DAMAGED' | 'BACKUP_NEWER' | 'FILE_EXISTS' | 'NOT_FOUND',
    message: string,
  ) {
    super(message)
  }
}

/** What a check of a store found; `problems` is empty for a sound one. */
export interface StoreVerdict {
  readonly isSound: boolean
  /** Entries of the change log that were walked. */
  readonly entries: number
  readonly problems: readonly string[]
}

/**
 * Walks the chain of the change log and lets SQLite check the file and its references. Needs a read only; the first
 * bad entry is named (R12-26).
 */
export function verifyStore(db: Db): StoreVerdict {
  const problems = integrityProblems(db)
  const broken = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[] // its columns
  for (const { table, rowid, parent } of broken.slice(0, 20))
    problems.push(`${table} row ${String(rowid)} refers to a ${parent} that is not there`)
  const chain = verifyChain(db)
  if (!chain.ok) problems.push(`change log entry ${String(chain.badSeq)}: ${chain.kind}`)
  return {
    isSound: problems.length === 0,
    entries: chain.ok ? chain.count : chain.badSeq - 1,
    problems,
  }
}

function integrityProblems(db: Db): string[] {
  const lines = db.prepare<[], string>('PRAGMA integrity_check(20)').pluck().all()
  return lines.filter((line) => line !== 'ok')
}

/** Writes a consistent copy of the store to a file that is not there yet, also beside a running program. */
export function backUp(db: Db, file: string): void {
  if (existsSync(file)) throw new BackupError('FILE_EXISTS', `There is a file of this name already: ${file}`)
  db.prepare('VACUUM INTO ?').run(file)
}

/**
 * Puts a backup in the place of the store and keeps the replaced one beside it. The store must not be open.
 *
 * @param stamp - goes into the name of the replaced store
 * @returns where the replaced store is now; undefined when there was none
 */
export function restore(store: string, backup: string, stamp: string): string | undefined {
  assertRestorable(backup)
  const incoming = `${store}.incoming`
  rmSync(incoming, { force: true })
  const source = openBackup(backup)
  try {
    source.prepare('VACUUM INTO ?').run(incoming)
  } finally {
    closeDatabase(source)
  }
  const replaced = existsSync(store) ? `${store.replace(/\.db$/, '')}-replaced-${stamp}.db` : undefined
  if (replaced !== undefined) {
    closeDatabase(openDatabase(store)) // folds what its WAL still holds into the file
    renameSync(store, replaced)
  }
  for (const suffix of ['-wal', '-shm']) rmSync(store + suffix, { force: true })
  renameSync(incoming, store)
  return replaced
}

/** @throws BackupError BACKUP_DAMAGED or BACKUP_NEWER (R01-22) */
function assertRestorable(backup: string): void {
  if (!existsSync(backup)) throw new BackupError('NOT_FOUND', `There is no file ${backup}`)
  const db = openBackup(backup)
  try {
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version > storeVersion)
      throw new BackupError(
        'BACKUP_NEWER',
        `The backup is of a newer Aftercare (version ${String(version)}): ${backup}`,
      )
    const problems = integrityProblems(db)
    if (version === 0 || problems.length > 0)
      throw new BackupError(
        'BACKUP_DAMAGED',
        `The backup is damaged: ${backup} ${problems[0] ?? 'is no store'}`,
      )
  } catch (error) {
    throw isSqliteError(error) ? damaged(backup, error) : error
  } finally {
    closeDatabase(db)
  }
}

function openBackup(backup: string): Db {
  try {
    return openDatabase(backup, { readonly: true })
  } catch (error) {
    throw isSqliteError(error) ? damaged(backup, error) : error
  }
}

function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'SqliteError'
}

function damaged(backup: string, error: Error): BackupError {
  return new BackupError('BACKUP_DAMAGED', `The backup is damaged: ${backup} (${error.message})`)
}
