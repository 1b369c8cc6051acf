import type { Caller } from '../../db/act'
import { hashToken, type SessionRepository } from './session.repository'
import { sessionIdleMs } from './session.rules'

/** How old the note of a session's last use may become. */
const touchEveryMs = 10 * 60_000

export interface ResolveDeps {
  readonly sessions: SessionRepository
  readonly now: () => number
  /** Notes that a session was used; a read-only instance passes it to the writer. */
  readonly touch: (tokenHash: string) => void
}

/** Finds who holds a token; nobody when the session is locked, ended, idle for 12 h (R01-33) or its user inactive. */
export function createResolveCaller({ sessions, now, touch }: ResolveDeps) {
  return (token: string | undefined): Caller | undefined => {
    if (!token) return undefined
    const tokenHash = hashToken(token)
    const found = sessions.find(tokenHash)
    if (!found || found.isLocked || !found.active) return undefined
    const idleMs = now() - found.lastUsedAt
    if (found.caller.sessionKind === 'user' && idleMs >= sessionIdleMs) return undefined
    if (idleMs >= touchEveryMs) touch(tokenHash)
    return found.caller
  }
}
