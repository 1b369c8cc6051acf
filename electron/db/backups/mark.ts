import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../dataFolder'
import type { Db } from '../database'
import { storeFile } from '../storeLock'
import { StoreNotice } from '../../shared/contract/session'
import { lastEntry } from './contents'
import { markName, suspicionName } from './restoreOrder'

/** What is known of a store beside it: enough to notice at the next opening that something of it is missing. */
const StoreMark = z.object({
  /** The last entry that was seen in it. */
  seq: z.int(),
  at: z.int(),
  /** While it was open; a store that was closed in order has none. */
  isOpen: z.boolean(),
  /** The file as it was left. */
  bytes: z.int().optional(),
  changedAt: z.number().optional(),
  /** When a suspicion was last found to be none. */
  clearedAt: z.int().optional(),
})
export type StoreMark = z.infer<typeof StoreMark>

export function readMark(folder: string): StoreMark | undefined {
  return readJson(join(folder, markName), StoreMark)
}

export function writeMark(folder: string, mark: StoreMark): void {
  writeJson(join(folder, markName), mark)
}

const noticeFile = (folder: string) => join(folder, 'aftercare-notice.json')

/** The note for the screens with what else is good to know for who looks into it. */
const KeptNotice = StoreNotice.extend({
  problems: z.array(z.string()),
  /** Where the damaged store was kept, and which backup took its place. */
  keptFile: z.string().optional(),
  backupFile: z.string().optional(),
})
export type KeptNotice = z.infer<typeof KeptNotice>

export function readNotice(folder: string): KeptNotice | undefined {
  return readJson(noticeFile(folder), KeptNotice)
}

export function writeNotice(folder: string, notice: KeptNotice): void {
  writeJson(noticeFile(folder), notice)
}

export function removeNotice(folder: string): void {
  rmSync(noticeFile(folder), { force: true })
}

/** As long as any mark, so that each one is written over the other in one step. */
const markBytes = 256

/**
 * Keeps the mark up while the store is open, entry by entry: a write of a few bytes that waits for no disk, and that the
 * system still makes when the process is killed.
 */
export function keepMark(db: Db, folder: string): { note(): void; close(): void } {
  const { clearedAt } = readMark(folder) ?? {}
  const file = join(folder, markName)
  const handle = openSync(file, existsSync(file) ? 'r+' : 'w', 0o600)
  let known = -1
  let mark: StoreMark = { seq: 0, at: 0, isOpen: true, ...(clearedAt === undefined ? {} : { clearedAt }) }

  function write(): void {
    writeSync(handle, JSON.stringify(mark).padEnd(markBytes), 0)
  }
  function note(): void {
    const last = lastEntry(db)
    if (!last || last.seq === known) return
    known = last.seq
    mark = { ...mark, ...last }
    write()
  }
  note()
  return {
    note,
    close() {
      const store = storeFile(folder)
      if (existsSync(store)) {
        const { mtimeMs, size } = statSync(store)
        mark = { ...mark, isOpen: false, bytes: size, changedAt: mtimeMs }
        write()
      }
      closeSync(handle)
    },
  }
}

const quietMs = 600_000
const suspicionFile = (folder: string) => join(folder, suspicionName)

/** Notes that the store seems damaged. False when it was looked at for that only just now and found sound. */
export function noteSuspicion(folder: string, now: number): boolean {
  const { clearedAt } = readMark(folder) ?? {}
  if (clearedAt !== undefined && now - clearedAt < quietMs) return false
  writeFileSync(suspicionFile(folder), '')
  return true
}

export function hasSuspicion(folder: string): boolean {
  return existsSync(suspicionFile(folder))
}

export function dropSuspicion(folder: string): void {
  rmSync(suspicionFile(folder), { force: true })
}

function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
