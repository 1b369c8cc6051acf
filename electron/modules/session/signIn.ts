import { randomBytes } from 'node:crypto'
import type { Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError, type DomainError } from '../../shared/contract/domainError'
import { sessionErrors, type SignedIn, type SignInInput } from '../../shared/contract/session'
import type { PeopleRepository, StoredUser } from '../people/index'
import { verifySecret } from './secrets'
import { hashToken, type SessionRepository } from './session.repository'
import { afterFailure, isLocked, mayUsePin } from './session.rules'

export interface SignInDeps {
  readonly people: PeopleRepository
  readonly sessions: SessionRepository
  /** The device of this machine. */
  readonly deviceId: () => string
  readonly now: () => number
  readonly local: <R>(work: () => R) => R
  /** Writes the one entry of a lock-out (R01-03). */
  readonly logLockOut: (user: StoredUser, change: (at: number) => Outcome<void>) => void
}

interface Place {
  readonly officeId?: string | undefined
  readonly deviceId?: string | undefined
}

/** Signs a user in with login and password (R01-01). */
export function signIn(deps: SignInDeps, { login, password, ...place }: SignInInput): Promise<SignedIn> {
  const user = deps.people.userByLogin(login)
  return enter(deps, user, place, () => verifySecret(password, user?.passwordHash))
}

/** Signs a technician or board in with the PIN, on a registered device only (R01-01). */
export function signInPin(
  deps: SignInDeps,
  { login, pin, ...place }: { login: string; pin: string } & Place,
): Promise<SignedIn> {
  // Refused before anything is counted: where the attempt comes from says nothing about the user.
  assertDevice(deps, place.deviceId ?? deps.deviceId())
  const user = deps.people.userByLogin(login)
  const hash = user && mayUsePin(user.roles) ? user.pinHash : undefined
  return enter(deps, user, place, () => verifySecret(pin, hash))
}

async function enter(
  deps: SignInDeps,
  user: StoredUser | undefined,
  place: Place,
  verify: () => Promise<boolean>,
): Promise<SignedIn> {
  const deviceId = place.deviceId ?? deps.deviceId()
  assertDevice(deps, deviceId)
  const isRight = await verify()
  if (!user) throw failed()
  const at = deps.now()
  const counter = deps.sessions.counter(user.id)
  if (isLocked(counter, at))
    throw domainError(sessionErrors, 'ACCOUNT_LOCKED', { lockedUntil: counter.lockedUntil })
  if (!isRight || !user.active) throw countFailure(deps, user, at)
  return deps.local(() => {
    deps.sessions.putCounter(user.id, { failedAttempts: 0 })
    return open(deps, user, { ...place, deviceId }, at)
  })
}

function failed(): DomainError {
  return domainError(sessionErrors, 'SIGN_IN_FAILED', {})
}

function countFailure(deps: SignInDeps, user: StoredUser, at: number): DomainError {
  const counter = afterFailure(deps.sessions.counter(user.id), at)
  deps.local(() => deps.sessions.putCounter(user.id, counter))
  if (counter.lockedUntil !== undefined) {
    const lockedUntil = counter.lockedUntil
    deps.logLockOut(user, () => {
      const fields = { lockedUntil: { before: null, after: lockedUntil } }
      const change = { entity: 'user', id: user.id, op: 'update', version: user.version, fields } as const
      return { result: undefined, changes: [change] }
    })
  }
  return failed()
}

function assertDevice({ people, deviceId }: SignInDeps, id: string): void {
  const device = people.devices.find(id)
  if (!device && id !== deviceId()) throw domainError(sessionErrors, 'DEVICE_NOT_REGISTERED', { id })
  if (device?.revoked) throw domainError(sessionErrors, 'DEVICE_REVOKED', { id })
}

/** Opens a session for a user that has been recognised, and answers its token. */
export function open(
  deps: Pick<SignInDeps, 'people' | 'sessions'>,
  user: StoredUser,
  place: Place & { deviceId: string },
  at: number,
): SignedIn {
  const token = randomBytes(24).toString('base64url')
  const device = deps.people.devices.find(place.deviceId)
  deps.sessions.insert({
    tokenHash: hashToken(token),
    userId: user.id,
    officeId: officeFor(deps.people, user, place, device?.officeId),
    deviceId: place.deviceId,
    kind: device?.kind === 'board' ? 'board' : 'user',
    at,
  })
  const { id, login, displayName, language, workerId, mustChangePassword } = user
  return { token, user: { id, login, displayName, language, workerId, mustChangePassword } }
}

/** The office asked for, else the device's, else the user's first, else the company's first. */
function officeFor(
  people: PeopleRepository,
  user: StoredUser,
  place: Place,
  deviceOffice: string | undefined,
): string {
  const allowed = (id: string | undefined) =>
    id !== undefined && (user.officeIds.length === 0 || user.officeIds.some((own) => own === id))
  if (place.officeId !== undefined && allowed(place.officeId) && people.offices.find(place.officeId))
    return place.officeId
  if (deviceOffice !== undefined && allowed(deviceOffice)) return deviceOffice
  const [own] = user.officeIds
  const first = own ?? people.officeList.page({ limit: 1 }).items[0]?.id
  return first ?? mintId()
}
