import { randomBytes } from 'node:crypto'
import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { DeviceId, UserId } from '../../shared/contract/id'
import type { Device } from '../../shared/contract/people'
import { wallErrors, type Wall } from '../../shared/contract/wall'
import type { PeopleRepository, StoredUser } from '../people/index'
import { hashToken } from '../session/index'
import { answered, endToken, ownWall } from './saveWall'
import { setUp, type Input, type WallDeps } from './wall.deps'
import type { StoredWall, WallsRepository } from './walls.repository'

const boardLogin = 'wall-screens'

/**
 * Gives a wall a board device of its own and the token of its address; an earlier one is revoked (07 §3.11).
 *
 * @throws FORBIDDEN when an administrator has switched off the user in whose name walls read
 */
export function issueToken(
  deps: WallDeps,
  { at, caller }: Act,
  { expectedVersion, wallId }: Input<'issueToken'>,
): Outcome<{ wall: Wall; token: string; path: string }> {
  ownWall(deps, caller, wallId)
  const { people, sessions, walls } = deps
  const wall = walls.walls.expect(wallId, expectedVersion)
  const ended = endToken(deps, wall)
  const board = boardUser(people)
  if (!board.user.active) throw domainError(commonErrors, 'FORBIDDEN', { permission: setUp })
  const device: Device = {
    ...{ id: DeviceId.parse(mintId()), version: 1, kind: 'board', revoked: false },
    ...{ name: wall.name, officeId: wall.officeId, registeredById: caller.userId, registeredAt: at },
  }
  const added = people.devices.insert(device)
  const { record, changes } = walls.walls.update(wall, { ...wall, deviceId: device.id })
  const token = randomBytes(24).toString('base64url')
  const { officeId } = wall
  sessions.insert({
    ...{ tokenHash: hashToken(token), kind: 'board', at },
    ...{ userId: board.user.id, officeId, deviceId: device.id },
  })
  const path = pathOf(deps.doorKey(), token)
  return outcome({ wall: answered(deps, record), token, path }, [
    ...board.changes,
    added,
    ...ended,
    ...changes,
  ])
}

/** Ends a wall's token for good. */
export function revokeToken(
  deps: WallDeps,
  { caller }: Act,
  { expectedVersion, wallId }: Input<'revokeToken'>,
): Outcome<Wall> {
  ownWall(deps, caller, wallId)
  const wall = deps.walls.walls.expect(wallId, expectedVersion)
  const ended = endToken(deps, wall)
  if (ended.length === 0) throw domainError(wallErrors, 'DEVICE_REVOKED', { id: wallId })
  const { deviceId: _device, ...without } = wall
  const { record, changes } = deps.walls.walls.update(wall, without)
  return outcome(answered(deps, record), [...changes, ...ended])
}

/**
 * Whether the PIN is right; wrong ones in a row are looked at ever later (R07-60). Each counts as wrong until it is known
 * to be right, so that many at once are no way around the wait.
 */
export async function leaveWall(
  { local, secrets, walls }: WallDeps,
  { caller, now }: { readonly caller: Caller; readonly now: number },
  { pin, wallId }: Input<'leaveWall'>,
  wait: (failedAttempts: number) => number,
): Promise<{ left: true }> {
  const wall = shownWall(walls, caller, wallId)
  if (!caller.officeIds.includes(wall.officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'wall.show' })
  const { failedAttempts, waitUntil } = walls.counter(wall.id)
  if (now < waitUntil) throw domainError(wallErrors, 'PIN_WRONG', { field: 'pin', retryAt: waitUntil })
  const failed = failedAttempts + 1
  const retryAt = now + wait(failed)
  local(() => walls.putCounter(wall.id, { failedAttempts: failed, waitUntil: retryAt }))
  if (!(await secrets.verify(pin, wall.pinHash)))
    throw domainError(wallErrors, 'PIN_WRONG', { field: 'pin', retryAt })
  local(() => walls.putCounter(wall.id, { failedAttempts: 0, waitUntil: 0 }))
  return { left: true }
}

/** The wall that is named, else that of the device, else the first of the office; also one that is switched off. */
function shownWall(walls: WallsRepository, caller: Caller, wallId: string | undefined): StoredWall {
  if (wallId !== undefined) return walls.walls.get(wallId)
  const wall = walls.byDevice(caller.deviceId) ?? walls.firstOf(caller.officeId)
  if (!wall) throw domainError(commonErrors, 'NOT_FOUND', { entity: 'wall', id: '' })
  return wall
}

/** The token stands behind `#`: no server and no log ever sees it, and the page takes it out of the address. */
function pathOf(key: string | undefined, token: string): string {
  return `/${key === undefined ? '' : `?key=${key}`}#/wall?token=${token}`
}

/** The user in whose name walls read; it is made with the first, has no password and nobody can sign in as it. */
function boardUser(people: PeopleRepository): { user: StoredUser; changes: EntityChange[] } {
  const known = people.userByLogin(boardLogin)
  if (known) return { user: known, changes: [] }
  const user: StoredUser = {
    ...{ id: UserId.parse(mintId()), version: 1, login: boardLogin, displayName: 'Wall screens' },
    ...{ language: people.company().language, roles: ['board'], officeIds: [] },
    ...{ active: true, mustChangePassword: false },
  }
  return { user, changes: [people.users.insert(user)] }
}

/** The wall of the start option `--wall`, and the token by which its screen reads. */
export interface StartedWall {
  readonly name: string
  readonly token: string
}

/** Sees to it that a wall which the program is started with has somebody in whose name it reads (R07-60). */
export function startWall(people: PeopleRepository): Outcome<UserId> {
  const { changes, user } = boardUser(people)
  return outcome(user.id, changes)
}
