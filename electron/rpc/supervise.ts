import type { ServiceRole } from '../shared/contract/index'

/** Exit codes of a service that restarting cannot help: the folder is taken, the store cannot be opened. */
export const STORE_IN_USE = 3
export const STORE_REFUSED = 4
/** A reader's or jobs instance's: the store is damaged, and the writer alone answers over it. */
export const WRITER_ALONE = 5
const final: readonly number[] = [STORE_IN_USE, STORE_REFUSED, WRITER_ALONE]

/** `ready` settles when the child answers; a child that never gets there exits. */
export interface Child {
  readonly ready: Promise<unknown>
  stop(): void
  onExit(listener: (code: number) => void): void
}

interface ChildEvents {
  up(): void
  down(code: number, willRestart: boolean): void
}
export interface ServiceEvents {
  up(role: ServiceRole): void
  down(role: ServiceRole, code: number, willRestart: boolean): void
}
export interface RestartLimits {
  /** So many crashes inside `windowMs` are borne; the next one ends it. */
  readonly crashes: number
  readonly windowMs: number
}

const usualLimits: RestartLimits = { crashes: 5, windowMs: 60_000 }
const firstDelayMs = 100
const longestDelayMs = 5000

export interface Supervised<T extends Child> {
  /** The child that answers; undefined while there is none. */
  readonly child: T | undefined
  /** Settles when the child has closed and is gone. */
  stop(): Promise<void>
}

/** Keeps one child alive: restarts it with back-off and gives up when it keeps crashing. */
export function supervise<T extends Child>(
  spawn: () => T,
  events: ChildEvents,
  limits: RestartLimits = usualLimits,
): Supervised<T> {
  let isStopping = false
  let crashes: number[] = []
  let running: T | undefined
  let answering: T | undefined
  let timer: NodeJS.Timeout | undefined
  let settle: () => void = () => undefined
  const gone = new Promise<void>((resolve) => (settle = resolve))

  function start(): void {
    const child = spawn()
    running = child
    void child.ready.then(() => {
      if (running !== child || isStopping) return
      answering = child
      events.up()
    })
    child.onExit(exited)
  }

  function exited(code: number): void {
    running = answering = undefined
    if (isStopping) {
      settle()
      return
    }
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < limits.windowMs), now]
    const willRestart = !final.includes(code) && crashes.length <= limits.crashes
    if (willRestart) {
      const delay = Math.min(firstDelayMs * 2 ** (crashes.length - 1), longestDelayMs)
      timer = setTimeout(start, delay)
    }
    events.down(code, willRestart)
  }

  start()
  return {
    get child() {
      return answering
    },
    stop() {
      isStopping = true
      clearTimeout(timer)
      if (running) running.stop()
      else settle()
      return gone
    },
  }
}

export interface Services<T extends Child> {
  /** Who answers calls of this role now; undefined while nobody does. */
  child(role: ServiceRole): T | undefined
  /** As `child`; starts the jobs instance if it does not run yet and waits for it. Undefined when it cannot be had. */
  demand(role: ServiceRole): Promise<T | undefined>
  /** Closes the store in all of them and starts anew, so that another store can take its place. */
  reopen(): Promise<void>
  /** Stops all; the writer last, because the last connection to close removes the WAL. */
  stop(): Promise<void>
}

/**
 * The three instances of the data service. The reader starts once the writer has opened the store, the jobs instance
 * when it is first asked for. A reader that had to be given up leaves its queries to the writer.
 */
export function superviseServices<T extends Child>(
  spawn: (role: ServiceRole) => T,
  events: ServiceEvents,
): Services<T> {
  let isReaderLost = false
  let isAlone = false
  let isStopping = false
  let reopening: Promise<void> | undefined
  let reader: Supervised<T> | undefined
  let jobs: Supervised<T> | undefined
  const waitingForJobs = new Set<(child: T | undefined) => void>()

  const startWriter = () =>
    supervise(() => spawn('writer'), {
      up: () => {
        if (isStopping) return
        if (!isReaderLost) reader ??= startReader()
        events.up('writer')
        if (isReaderLost) events.up('reader')
      },
      down: (code, willRestart) => {
        events.down('writer', code, willRestart)
        if (isReaderLost) events.down('reader', code, willRestart)
      },
    })
  let writer = startWriter()

  function startReader(): Supervised<T> {
    return supervise(() => spawn('reader'), {
      up: () => events.up('reader'),
      down: (code, willRestart) => {
        events.down('reader', code, willRestart)
        if (willRestart) return
        isReaderLost = true
        reader = undefined
        if (writer.child) events.up('reader')
      },
    })
  }

  function startJobs(): Supervised<T> {
    return supervise(() => spawn('jobs'), {
      up: () => {
        events.up('jobs')
        answerWaiting(jobs?.child)
      },
      down: (code, willRestart) => {
        if (!willRestart) jobs = undefined
        isAlone = code === WRITER_ALONE
        events.down('jobs', code, willRestart)
        answerWaiting(isAlone ? writer.child : undefined)
      },
    })
  }

  function answerWaiting(child: T | undefined): void {
    for (const answer of waitingForJobs) answer(child)
    waitingForJobs.clear()
  }

  function child(role: ServiceRole): T | undefined {
    switch (role) {
      case 'writer':
        return writer.child
      case 'reader':
        return isReaderLost ? writer.child : reader?.child
      case 'jobs':
        return isAlone ? writer.child : jobs?.child
    }
  }

  async function closeAll(): Promise<void> {
    answerWaiting(undefined)
    await Promise.all([jobs?.stop(), reader?.stop()])
    await writer.stop()
  }

  async function reopen(): Promise<void> {
    await closeAll()
    for (const role of ['jobs', 'reader', 'writer'] as const) events.down(role, 0, true)
    jobs = reader = undefined
    isReaderLost = isAlone = false
    if (!isStopping) writer = startWriter()
  }

  return {
    child,
    demand(role) {
      const present = child(role)
      if (present || role !== 'jobs' || !writer.child || isStopping || reopening)
        return Promise.resolve(present)
      jobs ??= startJobs()
      return new Promise((resolve) => waitingForJobs.add(resolve))
    },
    reopen() {
      if (isStopping) return Promise.resolve()
      reopening ??= reopen().finally(() => (reopening = undefined))
      return reopening
    },
    async stop() {
      isStopping = true
      await reopening
      await closeAll()
    },
  }
}
