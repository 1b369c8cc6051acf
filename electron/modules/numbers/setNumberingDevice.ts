import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { assertInOffices } from '../../db/inOffices'
import { domainError } from '../../shared/contract/domainError'
import { numbersErrors } from '../../shared/contract/numbers'
import type { Device, Office } from '../../shared/contract/people'
import type { NumbersDeps } from './numbers.deps'
import type { Input } from './numbers.inputs'
import { retireBlocks } from './retireDevice'

/**
 * Says that a device replaces the office's numbering device (R01-34): the old one is retired, its unused values become
 * void (R01-07), and the new one draws above every reserved value.
 *
 * @throws DEVICE_REVOKED
 */
export function setNumberingDevice(
  { numbers, offices, devices, endSessionsOf, deviceId }: NumbersDeps,
  act: Act,
  input: Input<'setNumberingDevice'>,
): Outcome<Office> {
  const before = offices.get(input.officeId)
  assertInOffices(act.caller, 'numbers.write', before.id)
  const device = devices.get(input.deviceId)
  if (device.revoked) throw domainError(numbersErrors, 'DEVICE_REVOKED', { field: 'deviceId', id: device.id })
  if (before.numberingDeviceId === device.id) return { result: before, unchanged: true }
  const { record, changes } = offices.update(before, { ...before, numberingDeviceId: device.id })
  const old = before.numberingDeviceId === undefined ? undefined : devices.find(before.numberingDeviceId)
  return outcome(record, [...changes, ...(old ? retire(old) : [])])

  /** The machine that is asked lives: it only loses this office's blocks. */
  function retire(old: Device) {
    if (old.id === deviceId()) {
      const series = numbers.series.where('officeId', before.id).map(({ id }) => id)
      return retireBlocks(numbers, act, old.id, new Set(series))
    }
    endSessionsOf(old.id)
    const { changes: revoked } = devices.update(old, { ...old, revoked: true })
    return [...revoked, ...retireBlocks(numbers, act, old.id)]
  }
}
