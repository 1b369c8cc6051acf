// The whole application over a store in this process, for the command line.
import { randomBytes } from 'node:crypto'
import { createApplication } from '../context'
import { keepMark } from '../db/backups/mark'
import { completeRestore } from '../db/backups/restoreOrder'
import { closeDatabase, openDatabase } from '../db/database'
import { migrate } from '../db/migrate'
import { inUse, lockStore, storeFile } from '../db/storeLock'
import type { Client } from '../shared/contract/index'
import type { Log } from './serve'

/** Another process has the data folder. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError'
}

export interface InProcess {
  /** Calls as the owner, through the same fence as every other door. */
  readonly client: Client
  close(): void
}

/** @throws StoreInUseError when another process has the folder */
export function openInProcess(folder: string, log: Log): InProcess {
  const unlock = lockStore(folder, process.pid)
  if (!unlock) throw new StoreInUseError(inUse(folder))
  completeRestore(folder)
  const db = openDatabase(storeFile(folder))
  const token = randomBytes(32).toString('base64url')
  migrate(db, { folder })
  const application = createApplication({
    db,
    role: 'all',
    folder,
    now: Date.now,
    ownerToken: token,
    log,
    relay: () => undefined,
  })
  const keeper = keepMark(db, folder)
  return {
    client: application.clientFor(token),
    close() {
      application.close()
      keeper.note()
      closeDatabase(db)
      keeper.close()
      unlock()
    },
  }
}

/** Runs `work` while this process has the folder, with the store closed. */
export async function withLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const unlock = lockStore(folder, process.pid)
  if (!unlock) throw new StoreInUseError(inUse(folder))
  try {
    completeRestore(folder)
    return await work()
  } finally {
    unlock()
  }
}
