import type { Db } from './database'

const lookMs = 1000
const idleMs = 500

export interface Checkpoints {
  /** A call has come, or another instance has written: soon, but not now. */
  touch(): void
  stop(): void
}

/**
 * Folds the WAL into the store while the writer has nothing to do, never inside a user's save. Passive: it waits for
 * nobody and leaves what a reader still needs for the next time.
 */
export function checkpointWhenIdle(db: Db): Checkpoints {
  let lastCallAt = 0
  let isDirty = true
  const timer = setInterval(() => {
    if (!isDirty || performance.now() - lastCallAt < idleMs || db.inTransaction) return
    const [state] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[] // its columns
    isDirty = state !== undefined && state.checkpointed < state.log
  }, lookMs)
  timer.unref()
  return {
    touch() {
      lastCallAt = performance.now()
      isDirty = true
    },
    stop() {
      clearInterval(timer)
    },
  }
}
