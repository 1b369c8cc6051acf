import type { ChangeEvent } from '../../shared/contract/changes'
import { evaluate, type AlertDeps } from './evaluate'

export interface WatchDeps extends AlertDeps {
  /** Tells the windows that alerts came or went. */
  readonly announce: () => void
  readonly report: (cause: unknown) => void
}

const lookEveryMs = 60_000
const clockEveryMs = 15 * 60_000

/**
 * Looks after the rules in the writer: at once, but never within a save, when something was written; by the clock on
 * start, each quarter of an hour, and when the date changes, which also finds a machine that has slept (R12-22).
 */
export function startAlerts(deps: WatchDeps) {
  let running: Generator<boolean> | undefined
  let turn: ReturnType<typeof setImmediate> | undefined
  let isStopped = false
  /** Whether any rule is active; undefined until somebody looks. */
  let hasRules: boolean | undefined
  const wanted = { log: false, clock: false }
  let clockAt: number | undefined

  function wake(): void {
    if (!isStopped) turn ??= setImmediate(step)
  }

  function step(): void {
    turn = undefined
    try {
      running ??= next()
      const done = running?.next()
      if (done?.value === true) deps.announce()
      if (done?.done === true) running = undefined
    } catch (error) {
      running = undefined
      wanted.log = wanted.clock = false // tried again with the next change or at the next look
      deps.report(error)
    }
    if (running || wanted.log || wanted.clock) wake()
  }

  function next(): Generator<boolean> | undefined {
    const byClock = wanted.clock
    if (!wanted.log && !byClock) return undefined
    wanted.log = wanted.clock = false
    return evaluate(deps, byClock)
  }

  /** A save has been committed. */
  function note(events: readonly ChangeEvent[]): void {
    const isRule = events.some(({ entity }) => entity === 'alertRule')
    if (isRule) hasRules = undefined
    hasRules ??= deps.repository.active().length > 0
    if (!hasRules && !isRule) return
    wanted.log = true
    if (isRule) wanted.clock = true
    wake()
  }

  /** Looks at the clock now. */
  function look(): void {
    clockAt = deps.now()
    wanted.log = wanted.clock = true
    wake()
  }

  const timer = setInterval(() => {
    const [now, last = 0] = [deps.now(), clockAt]
    const isNewDay = new Date(now).toDateString() !== new Date(last).toDateString()
    if (isNewDay || now - last >= clockEveryMs || now < last) look()
  }, lookEveryMs)
  timer.unref()
  look()

  return {
    note,
    look,
    stop(): void {
      isStopped = true
      clearInterval(timer)
      if (turn) clearImmediate(turn)
    },
  }
}
