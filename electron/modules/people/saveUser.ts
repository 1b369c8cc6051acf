import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import type { UserId } from '../../shared/contract/id'
import { peopleErrors, type User } from '../../shared/contract/people'
import type { PeopleDeps } from './people.deps'
import type { Input } from './people.inputs'
import type { PeopleRepository, StoredUser } from './people.repository'

/**
 * Hashes a password before the transaction begins, because it takes long; undefined stays undefined.
 *
 * @throws PASSWORD_WEAK (R01-01)
 */
export async function hashPassword(
  { secrets }: PeopleDeps,
  password: string | null | undefined,
): Promise<string | undefined> {
  if (password === undefined) return undefined
  // A password is replaced, never taken away: a store in which nobody has one is at its first run again.
  if (password === null || secrets.isWeak(password))
    throw domainError(peopleErrors, 'PASSWORD_WEAK', { field: 'password' })
  return secrets.hash(password)
}

/** Creates a user (01 §2.2); without a password only the PIN or a later reset opens the program. */
export function createUser(
  { people }: PeopleDeps,
  { reason: _reason, password: _password, ...fields }: Input<'createUser'>,
  passwordHash: string | undefined,
): Outcome<User> {
  const replayed = people.users.replayed(fields.id, fields)
  if (replayed) return { result: userOf(people, replayed.id), unchanged: true }
  assertLoginFree(people, fields.login)
  assertRolesAndOffices(people, fields)
  const user: StoredUser = {
    ...fields,
    version: 1,
    language: fields.language ?? people.company().language,
    passwordHash,
    active: true,
    mustChangePassword: false,
  }
  const change = people.users.insert(user)
  return { result: userOf(people, user.id), changes: [change] }
}

/** Changes a user; a new password ends the user's other sessions (R01-33). */
export function updateUser(
  deps: PeopleDeps,
  { caller }: Act,
  { userId, expectedVersion, patch: { password: _password, ...patch } }: Input<'updateUser'>,
  passwordHash: string | undefined,
): Outcome<User> {
  const { people, sessions } = deps
  const { before, after } = people.users.patched(userId, expectedVersion, patch)
  const next: StoredUser = {
    ...after,
    language: patch.language === null ? people.company().language : after.language,
    passwordHash: passwordHash ?? before.passwordHash,
  }
  if (next.login.toLowerCase() !== before.login.toLowerCase()) assertLoginFree(people, next.login)
  assertRolesAndOffices(people, next)
  assertAdministrator(people, next)
  if (passwordHash !== undefined) sessions.endOfUser(userId, caller.tokenHash)
  return saved(people, before, next)
}

/** Gives a user roles and, when asked, offices (01 §2.2). */
export function setRoles(
  { people }: PeopleDeps,
  { userId, expectedVersion, roles, officeIds }: Input<'setRoles'>,
): Outcome<User> {
  const patch = officeIds === undefined ? { roles } : { roles, officeIds }
  const { before, after } = people.users.patched(userId, expectedVersion, patch)
  assertRolesAndOffices(people, after)
  assertAdministrator(people, after)
  return saved(people, before, after)
}

/** An administrator's new password for a user, to be changed at the next sign-in (R01-33). */
export function resetPassword(
  { people, sessions }: PeopleDeps,
  { caller }: Act,
  { userId, expectedVersion }: Input<'resetPassword'>,
  passwordHash: string | undefined,
): Outcome<User> {
  const before = people.users.expect(userId, expectedVersion)
  sessions.endOfUser(userId, caller.tokenHash)
  return saved(people, before, { ...before, passwordHash, mustChangePassword: true })
}

/** Deactivation ends the user's sessions; the last active administrator stays (R01-02). */
export function setUserActive(
  { people, sessions }: PeopleDeps,
  { userId, expectedVersion }: Input<'deactivateUser'>,
  active: boolean,
): Outcome<User> {
  const before = people.users.expect(userId, expectedVersion, { active })
  const after = { ...before, active }
  assertAdministrator(people, after)
  if (!active) sessions.endOfUser(userId)
  return saved(people, before, after)
}

export function deleteUser(
  { people, removeOwned }: PeopleDeps,
  { userId, expectedVersion }: Input<'deleteUser'>,
): Outcome<{ id: UserId }> {
  const user = people.users.expect(userId, expectedVersion)
  assertAdministrator(people, { ...user, active: false })
  people.users.assertUnused(userId)
  const owned = removeOwned(userId)
  return { result: { id: userId }, changes: [people.users.remove(user), ...owned] }
}

/** The user as answered: without secrets, with the lock; throws NOT_FOUND. */
export function userOf(people: PeopleRepository, id: UserId): User {
  const view = people.userList.find(id)
  if (!view) {
    people.users.get(id)
    throw new Error(`user ${id} is stored but not listed`)
  }
  return view
}

function saved(people: PeopleRepository, before: StoredUser, after: StoredUser): Outcome<User> {
  const { changes } = people.users.update(before, after)
  return outcome(userOf(people, before.id), changes)
}

function assertLoginFree(people: PeopleRepository, login: string): void {
  if (people.userByLogin(login)) throw domainError(peopleErrors, 'LOGIN_TAKEN', { field: 'login', login })
}

type Granted = Pick<StoredUser, 'roles' | 'officeIds' | 'workerId'>

function assertRolesAndOffices(people: PeopleRepository, { roles, officeIds, workerId }: Granted): void {
  if (roles.length === 0) throw domainError(peopleErrors, 'ROLE_REQUIRED', { field: 'roles' })
  for (const officeId of officeIds) people.offices.get(officeId)
  if (workerId !== undefined) people.workers.get(workerId)
}

/** Throws LAST_ADMIN when `after` would leave nobody who administers (R01-02). */
function assertAdministrator(people: PeopleRepository, after: StoredUser): void {
  const administrators = people.activeAdministrators()
  const wasOne = administrators.some(({ id }) => id === after.id)
  const staysOne = after.active && after.roles.includes('administrator')
  if (wasOne && !staysOne && administrators.length === 1)
    throw domainError(peopleErrors, 'LAST_ADMIN', { id: after.id })
}
