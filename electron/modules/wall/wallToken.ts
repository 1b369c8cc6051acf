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

/** Whether the PIN is right; wrong ones in a row are looked at ever later (R07-60). */
export async function leaveWall(
  { local, secrets, walls }: WallDeps,
  { caller, now }: { readonly caller: Caller; readonly now: number },
  { pin, wallId }: Input<'leaveWall'>,
  wait: (failedAttempts: number) => number,
): Promise<{ left: true }> {
  const wall = walls.walls.get(wallId)
  if (!caller.officeIds.includes(wall.officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'wall.show' })
  const { failedAttempts, waitUntil } = walls.counter(wallId)
  if (now < waitUntil) throw domainError(wallErrors, 'PIN_WRONG', { field: 'pin', retryAt: waitUntil })
  const isRight = await secrets.verify(pin, wall.pinHash)
  const failed = isRight ? 0 : failedAttempts + 1
  const retryAt = now + wait(failed)
  if (failed > 0 || failedAttempts > 0)
    local(() => walls.putCounter(wallId, { failedAttempts: failed, waitUntil: retryAt }))
  if (!isRight) throw domainError(wallErrors, 'PIN_WRONG', { field: 'pin', retryAt })
  return { left: true }
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
