import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { assertInOffices } from '../../db/inOffices'
import { setActive } from '../../db/recordActs'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { WallId } from '../../shared/contract/id'
import { wallErrors, type Wall, type WallView } from '../../shared/contract/wall'
import { setUp, type Input, type WallDeps } from './wall.deps'
import type { StoredWall } from './walls.repository'

/** The hash of a PIN, if it is not easily guessed. */
export async function hashPin({ secrets }: WallDeps, pin: string): Promise<string> {
  if (secrets.isWeakPin(pin)) throw domainError(wallErrors, 'PIN_WEAK', { field: 'pin' })
  return secrets.hash(pin)
}

/** Sets up a wall of the caller's office or the one that is named (07 §3.11). */
export function createWall(
  deps: WallDeps,
  { caller }: Act,
  { pin: _pin, reason: _reason, ...fields }: Input<'createWall'>,
  pinHash: string,
): Outcome<Wall> {
  const { walls } = deps.walls
  const officeId = fields.officeId ?? caller.officeId
  assertOffice(deps, caller, officeId)
  const replayed = walls.replayed(fields.id, { ...fields, officeId })
  if (replayed) return { result: answered(deps, replayed), unchanged: true }
  const wall: StoredWall = { ...fields, officeId, version: 1, active: true, pinHash }
  assertName(deps, wall)
  assertTeams(deps, wall.views)
  return { result: answered(deps, wall), changes: [walls.insert(wall)] }
}

/** Changes a wall. In another office its token ends: a board device belongs to one office. */
export function updateWall(
  deps: WallDeps,
  { caller }: Act,
  { expectedVersion, patch: { pin: _pin, ...patch }, wallId }: Input<'updateWall'>,
  pinHash: string | undefined,
): Outcome<Wall> {
  const { walls } = deps.walls
  const { before, after } = walls.patched(wallId, expectedVersion, patch)
  assertOffice(deps, caller, before.officeId)
  // A wall keeps an office: clearing it keeps the one there is.
  const kept = { ...after, officeId: patch.officeId ?? before.officeId }
  assertOffice(deps, caller, kept.officeId)
  assertName(deps, kept)
  if (patch.views) assertTeams(deps, kept.views)
  const hasMoved = kept.officeId !== before.officeId
  const ended = hasMoved ? endToken(deps, before) : []
  const { deviceId: _device, ...withoutDevice } = kept
  const next = { ...(hasMoved ? withoutDevice : kept), ...(pinHash === undefined ? {} : { pinHash }) }
  const { record, changes } = walls.update(before, next)
  return outcome(answered(deps, record), [...changes, ...ended])
}

/** Deletes a wall; its token ends. */
export function deleteWall(
  deps: WallDeps,
  { caller }: Act,
  { expectedVersion, wallId }: Input<'deleteWall'>,
): Outcome<{ id: WallId }> {
  ownWall(deps, caller, wallId)
  const { walls } = deps.walls
  const wall = walls.expect(wallId, expectedVersion)
  walls.assertUnused(wallId)
  return outcome({ id: wallId }, [walls.remove(wall), ...endToken(deps, wall)])
}

/** Switches a wall on or off; one that is off shows nothing to a board. */
export function setWallActive(
  deps: WallDeps,
  { caller }: Act,
  { expectedVersion, wallId }: Input<'deactivateWall'>,
  active: boolean,
): Outcome<Wall> {
  ownWall(deps, caller, wallId)
  const { walls } = deps.walls
  return setActive(walls, wallId, expectedVersion, active, () => answered(deps, walls.get(wallId)))
}

/** Revokes the device of a wall's token: its session ends with it. */
export function endToken({ people, sessions }: WallDeps, { deviceId }: StoredWall): EntityChange[] {
  const device = deviceId === undefined ? undefined : people.devices.find(deviceId)
  if (!device || device.revoked) return []
  sessions.endOfDevice(device.id)
  return people.devices.update(device, { ...device, revoked: true }).changes
}

/** A wall of the caller's offices; throws NOT_FOUND and FORBIDDEN. */
export function ownWall(deps: WallDeps, caller: Caller, wallId: string): StoredWall {
  const wall = deps.walls.walls.get(wallId)
  assertInOffices(caller, setUp, wall.officeId)
  return wall
}

/** The wall as it is answered: without its PIN, and without a device that is revoked. */
export function answered({ people }: Pick<WallDeps, 'people'>, wall: StoredWall): Wall {
  const { deviceId, pinHash, ...fields } = wall
  const isRevoked = deviceId === undefined || people.devices.find(deviceId)?.revoked !== false
  return { ...fields, hasPin: pinHash !== undefined, ...(isRevoked ? {} : { deviceId }) }
}

function assertOffice({ people }: WallDeps, caller: Caller, officeId: string): void {
  people.offices.get(officeId)
  assertInOffices(caller, setUp, officeId)
}

function assertName({ walls }: WallDeps, { id, name }: StoredWall): void {
  const holder = walls.byName(name)
  if (holder && holder.id !== id) throw domainError(wallErrors, 'NAME_TAKEN', { field: 'name', name })
}

function assertTeams({ walls }: WallDeps, views: readonly WallView[]): void {
  for (const id of views.flatMap(({ teamIds }) => teamIds))
    if (!walls.isTeam(id)) throw domainError(commonErrors, 'NOT_FOUND', { entity: 'team', id })
}
