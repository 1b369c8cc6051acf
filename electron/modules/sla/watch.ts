import type { Outcome } from '../../db/changeLog'
import type { WriteLocal } from '../../db/unitOfWork'
import type { ChangeEvent } from '../../shared/contract/changes'
import { fireSteps, type TellStep } from './fireSteps'
import { recomputeStep } from './recompute'
import type { SlaDeps } from './sla.deps'

export interface ClockWatchDeps {
  readonly sla: SlaDeps
  readonly tell: TellStep
  readonly now: () => number
  readonly local: WriteLocal
  /** An act of the program itself, in the office of the order. */
  readonly write: (officeId: string, useCase: (at: number) => Outcome<number>) => number
  readonly announce: () => void
  readonly report: (cause: unknown) => void
}

const lookEveryMs = 60_000
const touching: ReadonlySet<string> = new Set(['orderSla', 'slaEntry', 'order', 'calendar', 'holidaySet'])

/**
 * Fires the steps of clocks in the writer: every minute, after every change, and at program start, when what was passed
 * while the program was closed fires once (R06-50). Also finishes what a recomputation left.
 */
export function startClockWatch(deps: ClockWatchDeps) {
  const { clocks } = deps.sla
  let turn: ReturnType<typeof setImmediate> | undefined
  let isStopped = false
  /** Whether a recomputation may have been left; one that goes on has a job of its own. */
  let mayBeLeft = true

  function wake(): void {
    if (!isStopped) turn ??= setImmediate(step)
  }

  function step(): void {
    turn = undefined
    try {
      if (work()) wake()
    } catch (error) {
      deps.report(error) // tried again with the next change or at the next look
    }
  }

  /** One short step; whether there is more. */
  function work(): boolean {
    const at = deps.now()
    if (mayBeLeft && recomputeStep(deps.sla, deps.local, at)) {
      if (deps.sla.recompute.countMarked() === 0) deps.announce()
      return true
    }
    mayBeLeft = false
    const [id] = clocks.due(at, 1)
    if (id === undefined) return false
    const { officeId } = clocks.clocks.get(id)
    const fired = deps.write(officeId, (now) => fireSteps(deps.sla, deps.tell, id, now))
    if (fired > 0) deps.announce()
    // A clock that was due and fired nothing has been set right; one that still is due must not be tried for ever.
    return fired > 0 || clocks.due(at, 1)[0] !== id
  }

  const timer = setInterval(() => {
    mayBeLeft = true
    wake()
  }, lookEveryMs)
  timer.unref()
  wake()

  return {
    /** A save has been committed. */
    note(events: readonly ChangeEvent[]): void {
      if (events.some(({ entity }) => touching.has(entity))) wake()
    },
    look: wake,
    stop(): void {
      isStopped = true
      clearInterval(timer)
      if (turn) clearImmediate(turn)
    },
  }
}
