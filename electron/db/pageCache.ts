import type { Db } from './database'

/** Enough for the ends of all indexes of the largest tables. */
const largeKb = 64_000

/**
 * Keeps more pages in memory while one long transaction is written: what does not fit goes to the WAL and comes back from
 * there over and over. Afterwards the connection keeps as many as before.
 */
export function withManyPages<Result>(db: Db, work: () => Result): Result {
  const usual = Number(db.pragma('cache_size', { simple: true }))
  db.pragma(`cache_size = -${String(largeKb)}`)
  try {
    return work()
  } finally {
    db.pragma(`cache_size = ${String(usual)}`)
    db.pragma('shrink_memory')
  }
}
