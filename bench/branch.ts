import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApplication } from '../electron/context'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { migrate } from '../electron/db/migrate'
import { storeFile } from '../electron/db/storeLock'
import { branchToday, createChance } from './chance'
import { fillOrders } from './branchOrders'
import { fillPeople } from './branchPeople'

export interface BranchOptions {
  readonly orders: number
  readonly seed: number
  readonly say: (text: string) => void
}

/** The folder of a generated branch: made once, kept by seed and size, and brought to the newest schema as a user's is. */
export function branchFolder({ orders, seed, say }: BranchOptions): string {
  const base = process.env['AFTERCARE_BENCH_DATA'] ?? join(tmpdir(), 'aftercare-bench')
  const folder = join(base, `${String(orders)}-${String(seed)}`)
  if (existsSync(folder) && isUpgraded(folder, say)) return folder
  rmSync(folder, { recursive: true, force: true })
  const draft = `${folder}.making`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  generate(draft, { orders, seed, say })
  renameSync(draft, folder)
  return folder
}

/** Whether the branch has the newest schema now; one of other migrations than today's is made anew. */
function isUpgraded(folder: string, say: BranchOptions['say']): boolean {
  const db = openDatabase(storeFile(folder))
  const version = () => Number(db.pragma('user_version', { simple: true }))
  const held = version()
  try {
    migrate(db)
    // A user's store fills its index in the background; the figures wait for it.
    if (version() !== held) rebuildSearch(db, folder)
    return true
  } catch (error) {
    say(String(error))
    return false
  } finally {
    closeDatabase(db)
  }
}

function generate(folder: string, { orders, seed, say }: BranchOptions): void {
  const start = performance.now()
  const db = openDatabase(storeFile(folder))
  migrate(db)
  applicationOf(db, folder).close()
  const chance = createChance(seed)
  db.pragma('synchronous = OFF')
  const restoreIndexes = dropIndexes(db)
  const cast = fillPeople(db, chance, orders)
  fillOrders(db, chance, cast, orders, say)
  say('indexes')
  restoreIndexes()
  say('search')
  rebuildSearch(db, folder)
  db.pragma('wal_checkpoint(TRUNCATE)')
  closeDatabase(db)
  say(
    `branch of ${String(orders)} orders made in ${String(Math.round((performance.now() - start) / 1000))} s`,
  )
}

function applicationOf(db: Db, folder: string) {
  return createApplication({
    db,
    role: 'all',
    now: () => branchToday,
    folder,
    log: () => undefined,
    relay: () => undefined,
  })
}

function rebuildSearch(db: Db, folder: string): void {
  const application = applicationOf(db, folder)
  application.rebuildSearch()
  application.close()
}

/**
 * Filling tables without their indexes and making those at the end takes a third of the time; what is noted for the
 * search is not needed either.
 */
function dropIndexes(db: Db): () => void {
  const indexes = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_master
       WHERE type = 'index' AND sql IS NOT NULL
         AND tbl_name IN ('service_order', 'service_order_line', 'change', 'number_use', 'customer', 'site')
         OR type = 'trigger' AND name LIKE '%\\_is\\_searched' ESCAPE '\\'`,
    )
    .all()
  for (const { name, type } of indexes) db.exec(`DROP ${type} ${name}`)
  return () => {
    for (const { sql } of indexes) db.exec(sql)
  }
}
