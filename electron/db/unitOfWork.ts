import type { ChangeEvent } from '../shared/contract/changes'
import { createChangeLog, type EntityChange, type Outcome } from './changeLog'
import type { Db } from './database'
import { mintId } from './ids'

/** Who acts, where and on which machine. */
export interface Origin {
  readonly actorId: string
  readonly officeId: string
  readonly deviceId: string
}

export interface WriteRequest<Result> {
  /** The procedure's name, e.g. `orders.createOrder`. */
  readonly command: string
  readonly origin: Origin
  readonly reason?: string | undefined
  readonly useCase: (at: number, entryId: string) => Outcome<Result>
  /** The entry's id as its act was given one; default: a new one. */
  readonly entryId?: string | undefined
}

/** Runs one use case in one transaction, logs its changes inside it, publishes them after the commit. */
export type Write = <Result>(request: WriteRequest<Result>) => Result
/** Writes local tables (sessions, jobs, staging): neither logged nor sent. */
export type WriteLocal = <Result>(work: () => Result) => Result

export interface UnitOfWorkOptions {
  readonly db: Db
  readonly now: () => number
  readonly publish: (events: readonly ChangeEvent[]) => void
  /** Brings what is derived from records up to date, inside the transaction of the act. */
  readonly beforeCommit: () => void
}

const announceLimit = 1000

export function createUnitOfWork({ db, now, publish, beforeCommit }: UnitOfWorkOptions): {
  write: Write
  local: WriteLocal
} {
  const changeLog = createChangeLog(db)

  function write<Result>({ command, origin, reason, useCase, ...given }: WriteRequest<Result>): Result {
    const at = now()
    const entryId = given.entryId ?? mintId()
    const events: ChangeEvent[] = []
    const run = db.transaction(() => {
      const outcome = useCase(at, entryId)
      if ('unchanged' in outcome) return outcome.result
      const entry = { ...origin, entryId, at, command, reason: reason ?? null }
      const seen = new Map<string, number>()
      const seq = changeLog.append(entry, noted(outcome.changes, events, seen))
      beforeCommit()
      for (const event of announced(events, seen)) event.seq = seq
      return outcome.result
    })
    // IMMEDIATE: a deferred transaction that first reads may fail with BUSY at its first write.
    const result = run.immediate()
    if (events.length > 0) publish(events)
    return result
  }

  function local<Result>(work: () => Result): Result {
    return db.transaction(work).immediate()
  }

  return { write, local }
}

/** Passes the changes on and notes what to announce: each record, or with very many each entity once. */
function noted(
  changes: Iterable<EntityChange>,
  events: ChangeEvent[],
  seen: Map<string, number>,
): Iterable<EntityChange> {
  const note = ({ entity, id, version }: EntityChange) => {
    seen.set(entity, (seen.get(entity) ?? 0) + 1)
    if (events.length < announceLimit) events.push({ entity, id, version })
  }
  if (Array.isArray(changes)) {
    const list = changes as readonly EntityChange[] // isArray forgets the elements
    for (const change of list) note(change)
    return list
  }
  return (function* () {
    for (const change of changes) {
      note(change)
      yield change
    }
  })()
}

function announced(events: ChangeEvent[], seen: ReadonlyMap<string, number>): ChangeEvent[] {
  if (events.length < announceLimit) return events
  events.length = 0
  for (const entity of seen.keys()) events.push({ entity })
  return events
}
