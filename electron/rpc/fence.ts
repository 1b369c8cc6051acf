import { ORPCError } from '@orpc/server'
import { commonErrors, DomainError, domainError } from '../shared/contract/domainError'
import { roleFor, type ServiceRole } from '../shared/contract/index'
import type { ProcedureMeta } from '../shared/contract/procedure'
import type { Language } from '../shared/contract/session'
import type { Caller } from '../db/act'
import type { CallContext } from './callContext'
import { wellFormed } from './wellFormed'

export type Log = (level: 'info' | 'warn' | 'error', message: string, extra?: unknown) => void

/** What a transport knows of a call. */
export interface InitialContext {
  readonly token?: string | undefined
  /** The id that the caller's window gave the act: its first log entry gets it, the others those that follow. */
  readonly actId?: string | undefined
  /** The language the caller's window shows now; default: the user's. */
  readonly language?: Language | undefined
}

export interface FenceOptions {
  readonly role: ServiceRole | 'all'
  readonly log: Log
  /** Who holds the token; undefined for nobody, a locked or an ended session. */
  readonly resolve: (token: string | undefined) => Caller | undefined
  readonly contextFor: (
    token: string | undefined,
    caller: Caller | undefined,
    actId: string | undefined,
  ) => CallContext
  /** Told when SQLite has found the store damaged. */
  readonly damaged: () => void
}

interface Call {
  readonly path: readonly string[]
  readonly context: InitialContext
  readonly input: unknown
  readonly procedure: {
    readonly '~orpc': { readonly meta: ProcedureMeta; readonly errorMap: Readonly<Record<string, unknown>> }
  }
  next(options?: object): Promise<unknown>
}

/**
 * The one place every call passes, whatever its door: the right first, then input, then the handler; and where a
 * refusal becomes an answer on the wire. What is not declared never leaves the process.
 */
export function createFence({ role, log, resolve, contextFor, damaged }: FenceOptions) {
  return async (call: Call): Promise<unknown> => {
    const { context, input, path, procedure } = call
    const { errorMap, meta } = procedure['~orpc']
    try {
      if (role !== 'all' && roleFor(path) !== role && role !== 'writer')
        throw new ORPCError('METHOD_NOT_SUPPORTED')
      const known = resolve(context.token)
      const caller = known && context.language ? { ...known, language: context.language } : known
      assertGranted(meta, caller)
      return await call.next({
        ...call,
        input: wellFormed(input),
        context: contextFor(context.token, caller, context.actId),
      })
    } catch (error) {
      if (isDamage(error)) damaged()
      throw answerOf(error, errorMap, (cause) => log('error', `rpc ${path.join('.')}`, cause))
    }
  }
}

function assertGranted(
  { isBeforePasswordChange = false, isForBoard = false, kind, permission = 'none' }: ProcedureMeta,
  caller: Caller | undefined,
): void {
  if (permission === 'none') return
  if (!caller) throw domainError(commonErrors, 'SIGN_IN_REQUIRED', {})
  if (!caller.permissions.has(permission)) throw domainError(commonErrors, 'FORBIDDEN', { permission })
  // A board device reads, whatever is registered for it later: not even a draft of its own (R07-60).
  if (caller.sessionKind === 'board' && !isForBoard && !isReading(kind))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
  // Who can start a process on the folder never gave a password (R01-33).
  const mustChangePassword = caller.mustChangePassword && caller.sessionKind !== 'process'
  if (mustChangePassword && !isBeforePasswordChange)
    throw domainError(commonErrors, 'FORBIDDEN', { permission, mustChangePassword })
}

function isReading(kind: ProcedureMeta['kind']): boolean {
  return kind === 'query' || kind === 'longQuery' || kind === 'stream'
}

function answerOf(
  error: unknown,
  errorMap: Readonly<Record<string, unknown>>,
  report: (cause: unknown) => void,
): ORPCError<string, unknown> {
  const refusal = storeRefusal(error) ?? error
  if (refusal instanceof DomainError && refusal.code in errorMap)
    return new ORPCError(refusal.code, { status: refusal.status, data: refusal.data, message: refusal.code })
  if (refusal instanceof ORPCError) {
    if (refusal.code === 'BAD_REQUEST')
      return new ORPCError('INVALID_INPUT', {
        status: 400,
        message: 'INVALID_INPUT',
        data: { issues: issuesOf(refusal.data) },
      })
    if (refusal.status < 500)
      return new ORPCError(String(refusal.code), { status: refusal.status, message: refusal.message })
  }
  report(error)
  return new ORPCError('INTERNAL_SERVER_ERROR') // no message, no data, no cause
}

interface Issue {
  readonly path: (string | number)[]
  readonly message: string
}

/** Keeps path and message of each validation issue, never the value. */
function issuesOf(data: unknown): Issue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues))
    return []
  const issues: readonly unknown[] = data.issues
  return issues.map((issue) => {
    if (typeof issue !== 'object' || issue === null) return { path: [], message: 'invalid' }
    const path = 'path' in issue && Array.isArray(issue.path) ? (issue.path as unknown[]) : []
    const steps = path.map((step) => {
      const key = typeof step === 'object' && step !== null && 'key' in step ? step.key : step
      return typeof key === 'number' ? key : String(key)
    })
    return { path: steps, message: 'message' in issue ? String(issue.message) : 'invalid' }
  })
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))
}

/** A store that cannot write is a refusal the user can act on: free the disk, make the folder writable, try again. */
function storeRefusal(error: unknown): DomainError | undefined {
  if (!(error instanceof Error) || error.name !== 'SqliteError' || !('code' in error)) return undefined
  const code = String(error.code)
  if (code.startsWith('SQLITE_FULL')) return domainError(commonErrors, 'STORE_FULL', {})
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return domainError(commonErrors, 'STORE_READ_ONLY', {})
  if (isDamage(error)) return domainError(commonErrors, 'STORE_DAMAGED', {})
  if (code.startsWith('SQLITE_BUSY')) return domainError(commonErrors, 'STORE_BUSY', {})
  return undefined
}
