import type { Db } from './database'

/** What was asked for last is asked for again: a screen reads one structure for its tree, its search and its sums. */
const most = 2

/**
 * Keeps the last few answers read from records until anything is written: every change of a record is in the log, so an
 * answer holds as long as the log has no newer entry. Within a transaction that may write, each is read anew.
 */
export function rememberSinceChange<Value>(db: Db): (key: string, read: () => Value) => Value {
  const lastEntry = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM change_log').pluck()
  const known = new Map<string, { readonly seq: number; readonly value: Value }>()
  return (key, read) => {
    if (db.inTransaction && !db.readonly) return read()
    const seq = lastEntry.get() ?? 0
    const held = known.get(key)
    if (held?.seq === seq) return held.value
    const value = read()
    known.delete(key)
    known.set(key, { seq, value })
    for (const oldest of known.keys()) if (known.size > most) known.delete(oldest)
    return value
  }
}
