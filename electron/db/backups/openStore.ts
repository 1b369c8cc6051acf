import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { asProblems, chainProblems, integrityProblems, referenceProblems } from '../backup'
import { codeOf } from '../dataFolder'
import { closeDatabase, openDatabase, type Db } from '../database'
import { migrate, storeVersion, StoreError } from '../migrate'
import { storeFile } from '../storeLock'
import { lastEntry } from './contents'
import { createMachineSettings } from './machineSettings'
import {
  dropSuspicion,
  hasSuspicion,
  noteSuspicion,
  readMark,
  readNotice,
  removeNotice,
  writeMark,
  writeNotice,
  type KeptNotice,
  type StoreMark,
} from './mark'
import { newAside, proveAside, removeStore } from './prove'
import { completeRestore, orderRestore, prepareIncoming } from './restoreOrder'
import { readShelf, sweepUnfinished, type ShelfItem } from './shelf'
import { runTaskHere } from './tasks'

export interface OpenedStore {
  readonly db: Db
  /** The store is damaged and nothing is written into it any more. */
  readonly isReadOnly: boolean
}
export interface OpenStoreOptions {
  readonly now: () => number
  readonly cacheKb?: number
}

/** Where backups lie unless the machine's settings say otherwise. */
export function backupFolders(dataFolder: string): { first: string; second: string | undefined } {
  const { folder, secondFolder } = createMachineSettings(dataFolder).read()
  return { first: folder ?? join(dataFolder, 'backups'), second: secondFolder }
}

/** All folders in which backups of this store may lie. */
export function shelfFolders(dataFolder: string): string[] {
  const { first, second } = backupFolders(dataFolder)
  return [first, dataFolder, ...(second === undefined ? [] : [second])]
}

/**
 * Opens the store for writing, as whoever holds the folder's lock. Carries out a prepared restore first; looks at all of
 * a store that something is suspicious about, and opens a damaged one repaired, read-only, or from the last proven
 * backup. Nothing of a damaged store is ever deleted.
 *
 * @throws StoreError, and what SQLite throws when the store cannot be opened in any of these ways
 */
export async function openStore(folder: string, options: OpenStoreOptions): Promise<OpenedStore> {
  completeRestore(folder)
  sweep(folder)
  const mark = readMark(folder)
  const known = mark?.seq ?? 0
  // An empty file would open as an empty store.
  if (known > 0 && sizeOf(storeFile(folder)) === 0)
    return fromBackup(folder, mark, options, [`${storeFile(folder)} holds nothing`])
  // Looked at before it is opened: opening makes a WAL.
  const isSuspect = existsSync(storeFile(folder)) && isSuspicious(folder, mark)
  let db
  try {
    db = openDatabase(storeFile(folder), options)
    if (known > 0 && !isMade(db)) throw damagedStore()
    return await examined(folder, db, { mark, isSuspect }, options)
  } catch (error) {
    db?.close()
    if (!isDamage(error)) throw error
    return fromBackup(folder, mark, options, [error.message])
  }
}

async function examined(
  folder: string,
  db: Db,
  { mark, isSuspect }: { readonly mark: StoreMark | undefined; readonly isSuspect: boolean },
  options: OpenStoreOptions,
): Promise<OpenedStore> {
  const last = isMade(db) ? lastEntry(db) : undefined
  const lost = lostAfter(mark, last)
  if (!isSuspect && lost.lostEntries === 0) return sound(folder, db)
  let problems = problemsOf(db)
  const isRepaired = problems.length > 0 && repairIndexes(db, problems)
  const repaired = isRepaired ? problems : []
  if (isRepaired) problems = problemsOf(db)
  const at = options.now()
  if (problems.length === 0) {
    dropSuspicion(folder)
    if (mark) writeMark(folder, { ...mark, isOpen: true, clearedAt: at })
    if (lost.lostEntries > 0 || isRepaired)
      writeNotice(folder, { state: 'repaired', at, ...lost, problems: repaired.slice(0, 20) })
    return sound(folder, db, lost.lostEntries > 0 || isRepaired)
  }
  closeDatabase(db)
  const readable = openReadOnly(folder, options)
  if (!readable) return fromBackup(folder, mark, options, problems)
  noteSuspicion(folder, Number.POSITIVE_INFINITY)
  writeNotice(folder, { state: 'readOnly', at, ...lost, problems: problems.slice(0, 20) })
  return { db: readable, isReadOnly: true }
}

function sound(folder: string, db: Db, isNoticed = false): OpenedStore {
  migrate(db, { folder })
  if (!isNoticed && readNotice(folder)?.state === 'readOnly') removeNotice(folder)
  return { db, isReadOnly: false }
}

/** Whether a migration has ever run: an empty file opens as an empty store. */
function isMade(db: Db): boolean {
  return Number(db.pragma('user_version', { simple: true })) > 0
}

function problemsOf(db: Db): readonly string[] {
  const pages = asProblems(() => integrityProblems(db))
  return pages.length > 0 ? pages : asProblems(() => [...referenceProblems(db), ...chainProblems(db)])
}

const ofIndexes =
  /missing from index|wrong # of entries in index|non-unique entry in index|row .* out of order/

/** Indexes are made again from their tables; a problem of any other kind is left alone. */
function repairIndexes(db: Db, problems: readonly string[]): boolean {
  if (!problems.every((problem) => ofIndexes.test(problem))) return false
  try {
    db.exec('REINDEX')
    return true
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

type Lost = Pick<KeptNotice, 'lostEntries' | 'keptUntil' | 'lostUntil'>

/** What the store does not hold any more, by the last entry that was seen in it. */
function lostAfter(mark: StoreMark | undefined, last: { seq: number; at: number } | undefined): Lost {
  const lostEntries = Math.max(0, (mark?.seq ?? 0) - (last?.seq ?? 0))
  if (!mark || lostEntries === 0) return { lostEntries: 0 }
  return { lostEntries, lostUntil: mark.at, ...(last ? { keptUntil: last.at } : {}) }
}

/** A store up to this size is read through whenever there is any reason; a larger one only when something is missing. */
const quicklyRead = 100 << 20

/** A copy that keeps the time of the last change rounds it. */
const copyGrainMs = 2

function isSuspicious(folder: string, mark: StoreMark | undefined): boolean {
  if (hasSuspicion(folder)) return true
  if (!mark) return false
  const file = storeFile(folder)
  const { mtimeMs, size } = statSync(file)
  const isQuick = size <= quicklyRead
  // Not closed in order: what was written last must lie in the WAL.
  if (mark.isOpen) return isQuick || !existsSync(`${file}-wal`)
  return mark.bytes !== size || (isQuick && Math.abs((mark.changedAt ?? 0) - mtimeMs) >= copyGrainMs)
}

/** The tables without which nobody can sign in. */
const essentials = ['company', 'office', 'device', 'user', 'setting', 'local_machine']

/**
 * The damaged store without any right to write; what is local to the machine (sessions, jobs) lives in memory instead.
 * Undefined when not even signing in would work.
 */
function openReadOnly(folder: string, { cacheKb }: OpenStoreOptions): Db | undefined {
  const db = openDatabase(storeFile(folder), {
    readonly: true,
    ...(cacheKb === undefined ? {} : { cacheKb }),
  })
  try {
    if (Number(db.pragma('user_version', { simple: true })) !== storeVersion) throw damagedStore()
    for (const table of essentials)
      if (db.pragma(`integrity_check(${table})`, { simple: true }) !== 'ok') throw damagedStore()
    shadowLocalTables(db)
    return db
  } catch (error) {
    db.close()
    if (isDamage(error)) return undefined
    throw error
  }
}

function shadowLocalTables(db: Db): void {
  db.pragma('foreign_keys = OFF') // a table in memory cannot refer to one in the file
  const made = db
    .prepare<[], string>(
      String.raw`SELECT s.sql FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.tbl_name AND l.schema = 'main'
       WHERE l.type = 'table' AND s.tbl_name LIKE 'local\_%' ESCAPE '\' AND s.type IN ('table', 'index') AND s.sql IS NOT NULL
       ORDER BY s.type DESC`,
    )
    .pluck()
    .all()
  for (const sql of made)
    db.exec(
      sql
        .replace(/^CREATE TABLE /, 'CREATE TABLE temp.')
        .replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX temp.'),
    )
  db.exec('INSERT INTO temp.local_machine SELECT * FROM main.local_machine')
}

/** As `openStore` when a store that could be read in part turns out not to be enough for the program to start. */
export function openInstead(
  folder: string,
  options: OpenStoreOptions,
  problem: string,
): Promise<OpenedStore> {
  return fromBackup(folder, readMark(folder), options, [problem])
}

/** Puts the last proven backup in the place of a store that cannot be opened at all, which is kept. */
async function fromBackup(
  folder: string,
  mark: StoreMark | undefined,
  options: OpenStoreOptions,
  problems: readonly string[],
): Promise<OpenedStore> {
  const at = options.now()
  for (const item of await readShelf(shelfFolders(folder))) {
    // Unproven ones too: each is checked once more before it is used.
    if (item.state === 'damaged' || item.state === 'newer' || item.kind === 'replaced') continue
    const incoming = await unpackedAside(folder, item)
    if (incoming === undefined) continue
    const keptFile = orderRestore(folder, { incoming, at, isDamaged: true })
    completeRestore(folder)
    const db = openDatabase(storeFile(folder), options)
    writeNotice(folder, {
      state: 'restored',
      at,
      ...lostAfter(mark, lastEntry(db)),
      problems: problems.slice(0, 20),
      ...(existsSync(keptFile) ? { keptFile } : {}),
      backupFile: item.file,
      backupAt: item.at,
    })
    return sound(folder, db, true)
  }
  throw new StoreError(
    'NOT_A_STORE',
    `The store is damaged and there is no proven backup to open instead. Nothing was changed or deleted. Restore a backup with "npm run cli -- restore <file>": ${storeFile(folder)} (${problems[0] ?? ''})`,
  )
}

/** The backup unpacked and checked once more; undefined when it is not what it was proven to be. */
async function unpackedAside(folder: string, { file }: ShelfItem): Promise<string | undefined> {
  const aside = newAside(folder)
  const request = {
    file,
    aside,
    keys: createMachineSettings(folder).read().keys,
    runTask: runTaskHere,
    signal: new AbortController().signal,
    onShare: () => undefined,
  }
  try {
    const { problems } = await proveAside(request)
    if (problems.length === 0) {
      prepareIncoming(aside)
      return aside
    }
  } catch {
    // Whatever is wrong with this one, an older one may do.
  }
  removeStore(aside)
  return undefined
}

function sweep(folder: string): void {
  rmSync(join(folder, 'aside'), { recursive: true, force: true })
  const { tag } = createMachineSettings(folder).read()
  for (const place of shelfFolders(folder)) sweepUnfinished(place, tag)
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

function damagedStore(): Error {
  return Object.assign(new Error('the file holds no store'), { code: 'SQLITE_NOTADB' })
}

export function isDamage(error: unknown): error is Error {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(codeOf(error) ?? '')
}
