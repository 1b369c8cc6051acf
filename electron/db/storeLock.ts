import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from './dataFolder'

/** The store of a data folder. */
export function storeFile(folder: string): string {
  return join(folder, 'aftercare.db')
}

const waitMs = 1000
const pidFile = (folder: string) => join(folder, 'aftercare.pid')

/**
 * Takes the folder for this process tree; undefined when another one has it. The lock is SQLite's on a file of its own,
 * so the system drops it however the process ends: there is no stale lock.
 *
 * Never open that file (or the store) with `node:fs` in this process: closing it would drop the lock (POSIX).
 *
 * @param owner - the process to name to whoever is refused
 * @returns how to give the folder back
 */
export function lockStore(folder: string, owner: number): (() => void) | undefined {
  const lock = new Database(join(folder, 'aftercare.lock'), { timeout: waitMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (codeOf(error) === 'SQLITE_BUSY') return undefined
    throw error
  }
  writeFileSync(pidFile(folder), String(owner))
  return () => {
    rmSync(pidFile(folder), { force: true })
    lock.close()
  }
}

/** What to tell whoever was refused the folder. */
export function inUse(folder: string): string {
  return `Another Aftercare${ownerOf(folder)} has the data folder open: ${folder}`
}

function ownerOf(folder: string): string {
  try {
    return ` (process ${readFileSync(pidFile(folder), 'utf8')})`
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return '' // its owner is just closing
  }
}
