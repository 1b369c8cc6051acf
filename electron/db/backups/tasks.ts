// The long work of backups, each a plain function of files: in the product on a thread of its own, so that neither
// calls nor other jobs wait for it; at the command line and in tests where it is asked for.
import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { asProblems, chainProblems, integrityProblems, referenceProblems } from '../backup'
import type { BackupContents, BackupKind } from '../../shared/contract/backups'
import { closeDatabase, openDatabase, type Db } from '../database'
import { storeVersion } from '../migrate'
import { contentsOf, countTables, lastEntry } from './contents'
import { BackupError, damaged, notThere } from './errors'
import { packFile, readManifest, unpackFile, type Manifest, type OnShare } from './packFile'
import type { BackupKey } from './seal'

export interface MakeTask {
  readonly type: 'make'
  readonly store: string
  /** Where the plain copy lies for a while. */
  readonly aside: string
  readonly target: string
  readonly kind: BackupKind
  readonly at: number
  readonly key?: BackupKey | undefined
}
export interface UnpackTask {
  readonly type: 'unpack'
  readonly file: string
  readonly aside: string
  readonly keys: readonly BackupKey[]
}
/** What can run side by side: what SQLite checks and what is counted, and one half of the change log's chain each. */
export interface CheckTask {
  readonly type: 'checkStore'
  readonly file: string
}
export interface ChainTask {
  readonly type: 'checkChain'
  readonly file: string
  readonly half: 'first' | 'second'
}
export type BackupTask = MakeTask | UnpackTask | CheckTask | ChainTask

export interface Unpacked {
  /** Absent for a plain copy of a store. */
  readonly manifest?: Manifest
  readonly sha256?: string
  readonly contents: BackupContents
}
export interface Checked {
  readonly problems: readonly string[]
  readonly counts?: Readonly<Record<string, number>>
}
export interface TaskResults {
  readonly make: Unpacked
  readonly unpack: Unpacked
  readonly checkStore: Checked
  readonly checkChain: Checked
}

export type RunTask = <Task extends BackupTask>(
  task: Task,
  onShare: OnShare,
  signal: AbortSignal,
) => Promise<TaskResults[Task['type']]>

/** Runs a task on this thread. */
export const runTaskHere: RunTask = async (task, onShare, signal) => {
  signal.throwIfAborted()
  const result = await perform(task, onShare)
  return result as TaskResults[(typeof task)['type']] // `perform` answers each task with its own result
}

export function perform(task: BackupTask, onShare: OnShare): Promise<Unpacked | Checked> {
  switch (task.type) {
    case 'make':
      return make(task, onShare)
    case 'unpack':
      return unpack(task, onShare)
    case 'checkStore':
      return Promise.resolve(checkStore(task.file))
    case 'checkChain':
      return Promise.resolve(checkChain(task, onShare))
  }
}

const copyShare = 0.4

async function make({ aside, at, key, kind, store, target }: MakeTask, onShare: OnShare): Promise<Unpacked> {
  await copyStore(store, aside, (share) => onShare(share * copyShare))
  toOneFile(aside)
  const contents = inStore(aside, contentsOf)
  const storeBytes = statSync(aside).size
  const manifest = { kind, at, storeBytes, isEncrypted: key !== undefined, contents }
  const onPacked = (share: number) => onShare(copyShare + (1 - copyShare) * share)
  const sha256 = await packFile({ source: aside, target, manifest, key, onShare: onPacked })
  await rm(aside, { force: true })
  return { manifest, sha256, contents }
}

const pagesAStep = 2000

/**
 * Copies the store page by page as it is at one instant, beside whoever writes: an open read transaction keeps the
 * instant, so that no save makes the copy begin anew.
 */
async function copyStore(store: string, target: string, onShare: OnShare): Promise<void> {
  const source = openDatabase(store, { readonly: true, cacheKb: 4000 })
  try {
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await source.backup(target, {
      progress({ remainingPages, totalPages }) {
        if (totalPages > 0) onShare(1 - remainingPages / totalPages)
        return pagesAStep
      },
    })
  } finally {
    if (source.inTransaction) source.exec('ROLLBACK')
    closeDatabase(source)
  }
}

async function unpack({ aside, file, keys }: UnpackTask, onShare: OnShare): Promise<Unpacked> {
  if (await isPlainStore(file)) {
    await copyPlain(file, aside)
    asDamaged(file, () => toOneFile(aside))
    return { contents: asDamaged(file, () => inStore(aside, contentsOf)) }
  }
  const { contents } = await readManifest(file)
  assertVersion(file, contents.schemaVersion)
  const keyFor = (salt: string) => keys.find((key) => key.salt === salt)
  const manifest = await unpackFile({ source: file, target: aside, keyFor, onShare })
  return { manifest, sha256: manifest.sha256, contents }
}

function assertVersion(file: string, version: number): void {
  if (version > storeVersion)
    throw new BackupError(
      'BACKUP_NEWER',
      `The backup is of a newer Aftercare (version ${String(version)}): ${file}`,
    )
  if (version === 0) throw damaged(file, 'is no store')
}

const plainMagic = 'SQLite format 3\u0000'

/** Whether a file is a store as it is, as `cli backup` writes it and a restore leaves the replaced one. */
export async function isPlainStore(file: string): Promise<boolean> {
  let handle
  try {
    handle = await open(file, 'r')
  } catch {
    throw notThere(file)
  }
  try {
    const { buffer } = await handle.read(Buffer.alloc(plainMagic.length), 0, plainMagic.length, 0)
    return buffer.toString('latin1') === plainMagic
  } finally {
    await handle.close()
  }
}

async function copyPlain(file: string, aside: string): Promise<void> {
  const source = asDamaged(file, () => openDatabase(file, { readonly: true }))
  try {
    asDamaged(file, () => assertVersion(file, Number(source.pragma('user_version', { simple: true }))))
    await source.backup(aside)
  } finally {
    closeDatabase(source)
  }
}

function checkStore(file: string): Checked {
  return inStore(file, (db) => {
    const problems = asProblems(() => [...integrityProblems(db), ...referenceProblems(db)])
    return problems.length === 0 ? { problems, counts: countTables(db) } : { problems }
  })
}

function checkChain({ file, half }: ChainTask, onShare: OnShare): Checked {
  return inStore(file, (db) => ({
    problems: asProblems(() => {
      const end = lastEntry(db)?.seq ?? 0
      const middle = Math.floor(end / 2)
      const part = half === 'first' ? { after: 0, until: middle } : { after: middle, until: end }
      return chainProblems(db, part, onShare)
    }),
  }))
}

/** A store as one file without companions, however it is opened later. */
function toOneFile(file: string): void {
  const db = new Database(file)
  try {
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
}

function inStore<Result>(file: string, work: (db: Db) => Result): Result {
  const db = openDatabase(file, { readonly: true })
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function isSqliteError(error: unknown): error is Error {
  return error instanceof Database.SqliteError
}

function asDamaged<Result>(file: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw isSqliteError(error) ? damaged(file, error.message) : error
  }
}
