import { setTimeout as pause } from 'node:timers/promises'
import type { JobControl } from '../../db/act'
import { refusalOf } from './backupPlace'

export interface Following {
  readonly signal: AbortSignal
  /** Told which share of the work is done, from 0 to 1. */
  readonly onShare: (share: number) => void
}

const lookEveryMs = 50
const steps = 100

/**
 * Work that runs elsewhere as a job: tells its progress, and ends it when the job is canceled. Work that was done just
 * before the cancel is heard is taken back.
 */
export async function* follow<Result>(
  { progress }: Pick<JobControl, 'progress'>,
  work: (following: Following) => Promise<Result>,
  takeBack: (result: Result) => void = () => undefined,
): AsyncGenerator<void, Result> {
  const abort = new AbortController()
  let share = 0
  const state = { isSettled: false, isAnswered: false }
  const result = work({ signal: abort.signal, onShare: (next) => (share = Math.max(share, next)) })
  const settled = result.then(
    () => (state.isSettled = true),
    () => (state.isSettled = true),
  )
  try {
    while (!state.isSettled) {
      progress(Math.floor(share * steps), steps)
      await Promise.race([settled, pause(lookEveryMs)])
      yield
    }
    const answer = await result
    state.isAnswered = true
    progress(steps, steps)
    return answer
  } catch (error) {
    throw refusalOf(error)
  } finally {
    abort.abort()
    await settled // its own tidying up is over
    if (!state.isAnswered) await result.then(takeBack, () => undefined)
  }
}
