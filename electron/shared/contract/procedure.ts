import { oc } from '@orpc/contract'
import { commonErrors } from './domainError'
import type { Guard } from './permission'

/**
 * `query` reads a snapshot and is answered by the reader; `command` is one transaction of the writer; `stream` is an
 * event iterator of the writer; `job`, a long query and a long command are the work of the jobs instance.
 */
export type Kind = 'query' | 'longQuery' | 'command' | 'longCommand' | 'job' | 'stream'
export interface ProcedureMeta {
  readonly kind?: Kind
  readonly permission?: Guard
  /** What is left to whoever has to change the password first (R01-33). */
  readonly isBeforePasswordChange?: boolean
  /** What a board device may do besides reading. */
  readonly isForBoard?: boolean
}

const marked = oc.$meta<ProcedureMeta>({}).errors(commonErrors)

/** Starts a read: no effect on the store. */
export function query(permission: Guard) {
  return marked.meta({ kind: 'query', permission })
}

/** Starts a read that may take longer than 50 ms: statistics, exports. */
export function longQuery(permission: Guard) {
  return marked.meta({ kind: 'longQuery', permission })
}

/** Starts a write: one transaction, one change-log entry. */
export function command(permission: Guard) {
  return marked.meta({ kind: 'command', permission })
}

/** Starts a write of local tables alone that may take longer than 50 ms: reading an uploaded file. */
export function longCommand(permission: Guard) {
  return marked.meta({ kind: 'longCommand', permission })
}

/** Starts a job: answers `{ jobId }` at once, works in the jobs instance (conventions §6). */
export function job(permission: Guard) {
  return marked.meta({ kind: 'job', permission })
}

/** Starts an event iterator. */
export function stream(permission: Guard) {
  return marked.meta({ kind: 'stream', permission })
}
