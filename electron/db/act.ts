import { commonErrors, domainError } from '../shared/contract/domainError'
import type { DeviceId, OfficeId, UserId, WorkerId } from '../shared/contract/id'
import type { Permission, Reach, Role } from '../shared/contract/permission'
import type { Language } from '../shared/contract/session'
import type { Outcome } from './changeLog'
import type { Origin, WriteLocal } from './unitOfWork'

/** Who calls: the session's user with what they may do, and where. */
export interface Caller {
  readonly userId: UserId
  readonly login: string
  readonly displayName: string
  readonly language: Language
  readonly workerId?: WorkerId | undefined
  readonly mustChangePassword: boolean
  readonly roles: readonly Role[]
  readonly permissions: ReadonlyMap<Permission, Reach>
  /** The offices whose records the caller sees. */
  readonly officeIds: readonly OfficeId[]
  /** The working office. */
  readonly officeId: OfficeId
  readonly deviceId: DeviceId
  readonly tokenHash: string
  readonly sessionKind: 'process' | 'user' | 'board'
}

/** One business act: who, and when. */
export interface Act {
  readonly at: number
  readonly caller: Caller
  /** The id of the log entry that the act will have, where one is written. */
  readonly entryId?: string
}

/** What a running job may do; see `modules/jobs`. */
export interface JobControl {
  readonly jobId: string
  readonly caller: Caller
  readonly startedAt: number
  /** Tells how far it is; announced at most four times a second. */
  progress(done: number, total: number): void
  /** Makes what stays as the result when a person cancels the job from now on. */
  keep(result: () => unknown): void
  /** Writes local tables in a short transaction. */
  readonly local: WriteLocal
  /** The one transaction that makes the job's effect visible; saves of others wait for it, and are told so. */
  commit<Result>(command: string, reason: string | undefined, useCase: (act: Act) => Outcome<Result>): Result
}
/** A job yields after every short step; between steps it can be canceled. Its `finally` leaves nothing behind. */
export type JobWork = (control: JobControl) => Generator<void, unknown> | AsyncGenerator<void, unknown>

export function originOf(caller: Caller): Origin {
  return { actorId: caller.userId, officeId: caller.officeId, deviceId: caller.deviceId }
}

/** Throws FORBIDDEN; for rights that depend on what the input says. */
export function assertMay(caller: Caller, permission: Permission): void {
  if (!caller.permissions.has(permission)) throw domainError(commonErrors, 'FORBIDDEN', { permission })
}
