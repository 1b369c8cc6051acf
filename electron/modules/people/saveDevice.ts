import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { peopleErrors, type Device } from '../../shared/contract/people'
import { domainError } from '../../shared/contract/domainError'
import { retireBlocks } from '../numbers/index'
import type { PeopleDeps } from './people.deps'
import type { Input } from './people.inputs'

/** Registers a device, on which PINs work from then on (R01-01). */
export function registerDevice(
  { people }: PeopleDeps,
  { at, caller }: Act,
  { reason: _reason, ...fields }: Input<'registerDevice'>,
): Outcome<Device> {
  const replayed = people.devices.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  people.offices.get(fields.officeId)
  const device: Device = {
    ...fields,
    version: 1,
    registeredById: caller.userId,
    registeredAt: at,
    revoked: false,
  }
  return { result: device, changes: [people.devices.insert(device)] }
}

/**
 * Revokes a device for good: its sessions end (R01-33) and the unused values of its blocks become void (R01-07).
 *
 * @throws DEVICE_REVOKED when it is revoked already
 */
export function revokeDevice(
  { people, numbers, sessions }: PeopleDeps,
  act: Act,
  { deviceId, expectedVersion }: Input<'revokeDevice'>,
): Outcome<Device> {
  const before = people.devices.expect(deviceId, expectedVersion)
  if (before.revoked) throw domainError(peopleErrors, 'DEVICE_REVOKED', { id: deviceId })
  sessions.endOfDevice(deviceId)
  const { record, changes } = people.devices.update(before, { ...before, revoked: true })
  return outcome(record, [...changes, ...retireBlocks(numbers, act, deviceId)])
}
