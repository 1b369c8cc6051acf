import type { Db } from './database'

/** Takes rows one by one; `flush` writes those that still wait. */
export interface RowWriter {
  add(values: readonly unknown[]): void
  flush(): void
}

/** So many values stand in one statement at most. */
const mostValues = 512
const mostRows = 16

/**
 * Inserts rows some at a time: a statement has costs of its own, with triggers those of a savepoint, that many rows share.
 *
 * @returns what begins such a series of rows; of one that is not flushed the last rows are lost
 */
export function createRowWriter(db: Db, table: string, columns: readonly string[]): () => RowWriter {
  const width = columns.length
  const atOnce = Math.max(1, Math.min(mostRows, Math.floor(mostValues / width)))
  const place = `(${columns.map(() => '?').join(', ')})`
  const insert = (rows: number) =>
    db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => place).join(', ')}`,
    )
  const one = insert(1)
  let many: typeof one | undefined

  return () => {
    let waiting: unknown[] = []
    return {
      add(values) {
        for (const value of values) waiting.push(value)
        if (waiting.length < atOnce * width) return
        many ??= insert(atOnce)
        many.run(waiting)
        waiting = []
      },
      flush() {
        for (let at = 0; at < waiting.length; at += width) one.run(waiting.slice(at, at + width))
        waiting = []
      },
    }
  }
}
