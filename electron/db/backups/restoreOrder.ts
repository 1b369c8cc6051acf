import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { createChangeLog } from '../changeLog'
import { codeOf } from '../dataFolder'
import { closeDatabase, openDatabase, type Db } from '../database'
import { mintId, toBytes } from '../ids'
import { migrate } from '../migrate'
import { storeFile } from '../storeLock'

/** A restore that is prepared: whoever opens the store next carries it out before anything else. */
const Order = z.object({ incoming: z.string(), replaced: z.string(), isDamaged: z.boolean() })

const orderFile = (folder: string) => join(folder, 'aftercare-restore.json')
const stampOf = (at: number) => new Date(at).toISOString().replace(/[:.]/g, '-')

/** Who restores: their job and a log entry stand in the restored store, for whoever waits and for whoever asks later. */
export interface RestoredBy {
  readonly jobId: string
  readonly origin: { readonly userId: string; readonly officeId: string; readonly deviceId: string }
  readonly reason: string | undefined
  readonly at: number
}

/**
 * Makes an unpacked, checked backup ready to be the store: migrates it and ends the sessions of its time.
 *
 * @throws StoreError when it cannot be brought to this program's version
 */
export function prepareIncoming(incoming: string, by?: RestoredBy): void {
  const db = openDatabase(incoming)
  try {
    migrate(db)
    db.exec('DELETE FROM local_session')
    // What ran when the backup was made, the backup itself for one, runs no more.
    db.exec(
      "UPDATE local_job SET state = 'canceled', ended_at = started_at WHERE state IN ('queued', 'running')",
    )
    if (by) noteRestore(db, by)
    closeDatabase(db)
  } finally {
    db.close()
  }
}

function noteRestore(db: Db, { at, jobId, origin, reason }: RestoredBy): void {
  const { deviceId, officeId, userId } = origin
  const command = 'backups.restoreBackup'
  db.transaction(() => {
    const entry = {
      entryId: mintId(),
      officeId,
      deviceId,
      actorId: userId,
      at,
      command,
      reason: reason ?? null,
    }
    createChangeLog(db).append(entry, [])
    db.prepare(
      `INSERT INTO local_job (id, version, kind, state, done, total, started_at, ended_at, user_id, process_mark, is_committing, is_cancel_asked)
       VALUES (?, 1, ?, 'done', 1, 1, ?, ?, ?, '', 0, 0)`,
    ).run(toBytes(jobId), command, at, at, toBytes(userId))
  }).immediate()
}

/** Leaves the order to put `incoming` in the store's place. Returns where the replaced store will be. */
export function orderRestore(
  folder: string,
  { at, incoming, isDamaged = false }: { at: number; incoming: string; isDamaged?: boolean },
): string {
  const replaced = join(folder, `aftercare-replaced-${stampOf(at)}.db`)
  writeFileSync(`${orderFile(folder)}.new`, JSON.stringify({ incoming, replaced, isDamaged }))
  renameSync(`${orderFile(folder)}.new`, orderFile(folder))
  return replaced
}

/**
 * Carries out a prepared restore: the store becomes a backup, the incoming one the store. Wherever a kill hits, the next
 * opening goes on. Only who holds the folder's lock may call it, with the store closed.
 *
 * @returns where the replaced store is now; undefined when nothing was to be done or there was no store
 */
export function completeRestore(folder: string): string | undefined {
  const order = readOrder(folder)
  if (!order) return undefined
  const { incoming, isDamaged, replaced } = order
  const store = storeFile(folder)
  if (existsSync(incoming)) {
    if (existsSync(store)) keepReplaced(store, replaced, isDamaged)
    for (const suffix of ['-wal', '-shm']) rmSync(store + suffix, { force: true })
    renameSync(incoming, store)
  }
  // What was known of the store that is gone says nothing of this one.
  rmSync(join(folder, markName), { force: true })
  rmSync(join(folder, suspicionName), { force: true })
  rmSync(orderFile(folder), { force: true })
  return existsSync(replaced) ? replaced : undefined
}

export const markName = 'aftercare-mark.json'
export const suspicionName = 'aftercare-suspicion'

/**
 * Gives the store the name of a backup. A sound one takes its WAL in first; a damaged one is kept as it is, with its WAL.
 */
function keepReplaced(store: string, replaced: string, isDamaged: boolean): void {
  if (isDamaged || !isFolded(store))
    for (const suffix of ['-wal', '-shm'])
      if (existsSync(store + suffix)) renameSync(store + suffix, replaced + suffix)
  renameSync(store, replaced)
}

function isFolded(store: string): boolean {
  try {
    closeDatabase(openDatabase(store))
    return true
  } catch (error) {
    if (codeOf(error)?.startsWith('SQLITE_') === true) return false
    throw error
  }
}

function readOrder(folder: string): z.infer<typeof Order> | undefined {
  try {
    return Order.safeParse(JSON.parse(readFileSync(orderFile(folder), 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
