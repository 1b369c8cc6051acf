import { createHash } from 'node:crypto'
import type { Caller } from '../../db/act'
import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import { DeviceId, OfficeId, UserId, WorkerId } from '../../shared/contract/id'
import { permissionsOf, Role } from '../../shared/contract/permission'
import { Language } from '../../shared/contract/session'
import type { SignInCounter } from './session.rules'

interface SessionRow {
  readonly user_id: Uint8Array
  readonly office_id: Uint8Array
  readonly device_id: Uint8Array
  readonly kind: 'process' | 'user' | 'board'
  readonly last_used_at: number
  readonly is_locked: number
  readonly login: string
  readonly display_name: string
  readonly worker_id: Uint8Array | null
  readonly language: string
  readonly roles: string
  readonly office_ids: string
  readonly must_change_password: number
  readonly is_active: number
  readonly is_revoked: number | null
}

export interface NewSession {
  readonly tokenHash: string
  readonly userId: string
  readonly officeId: string
  readonly deviceId: string
  readonly kind: 'process' | 'user' | 'board'
  readonly at: number
}

/** What the store keeps of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** A session found by its token, before it is decided whether it still holds. */
export interface FoundSession {
  readonly caller: Caller
  readonly lastUsedAt: number
  readonly isLocked: boolean
  readonly active: boolean
}

/**
 * All SQL of sessions and sign-in counters: tables local to the machine.
 *
 * @param onEnd - told when sessions may have ended, inside the transaction that ends them
 */
export function createSessionRepository(db: Db, onEnd: () => void = () => undefined) {
  const select = db.prepare<[string], SessionRow>(`
    SELECT s.user_id, s.office_id, s.device_id, s.kind, s.last_used_at, s.is_locked, u.login, u.display_name,
      u.worker_id, u.language, u.roles, u.office_ids, u.must_change_password, u.is_active, d.is_revoked
    FROM local_session s JOIN user u ON u.id = s.user_id LEFT JOIN device d ON d.id = s.device_id
    WHERE s.token_hash = ?`)
  const selectOffices = db.prepare<[], Uint8Array>('SELECT id FROM office ORDER BY code').pluck()
  const insert = db.prepare(`
    INSERT INTO local_session (token_hash, user_id, office_id, device_id, kind, created_at, last_used_at, is_locked)
    VALUES (:tokenHash, :userId, :officeId, :deviceId, :kind, :at, :at, 0)
    ON CONFLICT (token_hash) DO UPDATE SET user_id = :userId, office_id = :officeId, device_id = :deviceId,
      last_used_at = :at, is_locked = 0`)
  const touch = db.prepare('UPDATE local_session SET last_used_at = ? WHERE token_hash = ?')
  const lock = db.prepare('UPDATE local_session SET is_locked = 1 WHERE token_hash = ?')
  const setOffice = db.prepare('UPDATE local_session SET office_id = ? WHERE token_hash = ?')
  const end = db.prepare('DELETE FROM local_session WHERE token_hash = ?')
  const endOfUser = db.prepare(
    "DELETE FROM local_session WHERE user_id = ? AND token_hash <> ? AND kind <> 'process'",
  )
  const endOfDevice = db.prepare("DELETE FROM local_session WHERE device_id = ? AND kind <> 'process'")
  const endOfStartedBoards = db.prepare("DELETE FROM local_session WHERE device_id = ? AND kind = 'board'")
  const endOfProcess = db.prepare("DELETE FROM local_session WHERE kind = 'process' AND token_hash <> ?")
  const endIdle = db.prepare("DELETE FROM local_session WHERE kind = 'user' AND last_used_at < ?")
  const selectCounter = db.prepare<[Buffer], { failed_attempts: number; locked_until: number | null }>(
    'SELECT failed_attempts, locked_until FROM local_sign_in WHERE user_id = ?',
  )
  const putCounter = db.prepare(`
    INSERT INTO local_sign_in (user_id, failed_attempts, locked_until) VALUES (?, ?, ?)
    ON CONFLICT (user_id) DO UPDATE SET failed_attempts = excluded.failed_attempts, locked_until = excluded.locked_until`)
  const selectMachine = db.prepare<[string], string>('SELECT value FROM local_machine WHERE name = ?').pluck()
  const putMachine = db.prepare(
    'INSERT INTO local_machine (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )

  function toFound(row: SessionRow, tokenHash: string): FoundSession {
    // A board device reads board fields of its own office, whoever opened its session (07 §3.11).
    const isBoard = row.kind === 'board'
    const roles: readonly Role[] = isBoard ? ['board'] : Role.array().parse(JSON.parse(row.roles))
    const limited = isBoard
      ? [OfficeId.parse(toId(row.office_id))]
      : OfficeId.array().parse(JSON.parse(row.office_ids))
    const all = selectOffices.all().map((id) => OfficeId.parse(toId(id)))
    const caller: Caller = {
      userId: UserId.parse(toId(row.user_id)),
      login: row.login,
      displayName: row.display_name,
      language: Language.parse(row.language),
      workerId: row.worker_id && !isBoard ? WorkerId.parse(toId(row.worker_id)) : undefined,
      mustChangePassword: row.must_change_password === 1,
      roles,
      permissions: permissionsOf(roles),
      officeIds: limited.length > 0 ? limited : all,
      officeId: OfficeId.parse(toId(row.office_id)),
      deviceId: DeviceId.parse(toId(row.device_id)),
      tokenHash,
      sessionKind: row.kind,
    }
    return {
      caller,
      lastUsedAt: row.last_used_at,
      isLocked: row.is_locked === 1,
      // Whoever can start a process on the folder owns it, on a revoked machine too (R01-33).
      active: row.is_active === 1 && (row.is_revoked !== 1 || row.kind === 'process'),
    }
  }

  return {
    find(tokenHash: string): FoundSession | undefined {
      const row = select.get(tokenHash)
      return row ? toFound(row, tokenHash) : undefined
    },
    /** Whether the session is neither ended nor locked, its user active and its device not revoked. */
    holds(tokenHash: string): boolean {
      const row = select.get(tokenHash)
      const found = row && toFound(row, tokenHash)
      return found !== undefined && found.active && !found.isLocked
    },
    insert({ userId, officeId, deviceId, ...session }: NewSession): void {
      insert.run({
        ...session,
        userId: toBytes(userId),
        officeId: toBytes(officeId),
        deviceId: toBytes(deviceId),
      })
    },
    touch(tokenHash: string, at: number): void {
      touch.run(at, tokenHash)
    },
    lock(tokenHash: string): void {
      lock.run(tokenHash)
      onEnd()
    },
    setOffice(tokenHash: string, officeId: string): void {
      setOffice.run(toBytes(officeId), tokenHash)
    },
    end(tokenHash: string): void {
      end.run(tokenHash)
      onEnd()
    },
    /** Ends a user's sessions but one; the start line's session ends with its process only. */
    endOfUser(userId: string, exceptTokenHash = ''): void {
      endOfUser.run(toBytes(userId), exceptTokenHash)
      onEnd()
    },
    /** Ends the board sessions that earlier processes of this machine opened for themselves. */
    endOfStartedBoards(deviceId: string): void {
      endOfStartedBoards.run(toBytes(deviceId))
    },
    endOfDevice(deviceId: string): void {
      endOfDevice.run(toBytes(deviceId))
      onEnd()
    },
    /** Ends what an earlier process left, and what was idle too long. */
    endStale(ownTokenHash: string, idleSince: number): void {
      endOfProcess.run(ownTokenHash)
      endIdle.run(idleSince)
    },
    counter(userId: string): SignInCounter {
      const row = selectCounter.get(toBytes(userId))
      return { failedAttempts: row?.failed_attempts ?? 0, lockedUntil: row?.locked_until ?? undefined }
    },
    putCounter(userId: string, { failedAttempts, lockedUntil }: SignInCounter): void {
      putCounter.run(toBytes(userId), failedAttempts, lockedUntil ?? null)
    },
    /** What this machine is to the store: its device, its mark. */
    machine(name: string): string | undefined {
      return selectMachine.get(name)
    },
    setMachine(name: string, value: string): void {
      putMachine.run(name, value)
    },
  }
}
export type SessionRepository = ReturnType<typeof createSessionRepository>
