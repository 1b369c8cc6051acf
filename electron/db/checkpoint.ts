import type { Db } from './database'

export interface CheckpointOptions {
  readonly lookMs: number
  /** How long no call has come. */
  readonly idleMs: number
}

/** The writer: only when nobody is saving. */
export const whenIdle: CheckpointOptions = { lookMs: 1000, idleMs: 500 }
/** The jobs instance: at once, so that what an import has written does not wait for the writer, who serves saves. */
export const afterJobs: CheckpointOptions = { lookMs: 200, idleMs: 0 }

export interface Checkpoints {
  /** A call has come: soon, but not now. */
  touch(): void
  stop(): void
}

/**
 * Folds the WAL into the store between calls, never inside a user's save. Passive: it waits for nobody and leaves what a
 * reader still needs for the next time; with nothing to fold it costs microseconds.
 */
export function startCheckpoints(db: Db, { lookMs, idleMs }: CheckpointOptions): Checkpoints {
  let lastCallAt = 0
  const timer = setInterval(() => {
    if (!db.inTransaction && performance.now() - lastCallAt >= idleMs) db.pragma('wal_checkpoint(PASSIVE)')
  }, lookMs)
  timer.unref()
  return {
    touch() {
      lastCallAt = performance.now()
    },
    stop() {
      clearInterval(timer)
    },
  }
}
