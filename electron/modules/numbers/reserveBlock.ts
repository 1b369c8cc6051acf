import type { Act, Caller } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { numbersErrors, type NumberBlock } from '../../shared/contract/numbers'
import { seriesFor } from './access'
import { takeBlock } from './drawNumber'
import type { NumbersDeps } from './numbers.deps'
import type { Input } from './numbers.inputs'
import { yearOf } from './numbers.rules'

/**
 * Reserves the next block of a series for a device, which the device then draws from without the office (R01-07). A
 * device asks for itself, an administrator for any; only the store of the office's numbering device gives blocks.
 *
 * @throws FORBIDDEN, DEVICE_REVOKED, NOT_NUMBERING_DEVICE, NUMBERS_EXHAUSTED for a replaced series, SERIES_END
 */
export function reserveBlock(
  deps: NumbersDeps,
  { at, caller }: Act,
  input: Input<'reserveBlock'>,
): Outcome<NumberBlock> {
  const { numbers, offices, devices, deviceId } = deps
  const device = devices.get(input.deviceId)
  if (!mayReserve(caller, device.id, deviceId()))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'numbers.write' })
  if (device.revoked) throw domainError(numbersErrors, 'DEVICE_REVOKED', { field: 'deviceId', id: device.id })
  const series = seriesFor(deps, caller, 'numbers.write', input.seriesId)
  const office = offices.get(series.officeId)
  const { localDate, year } = yearOf(at, office.zone)
  if (series.mode === 'strict' || office.numberingDeviceId !== deviceId())
    throw domainError(numbersErrors, 'NOT_NUMBERING_DEVICE', { type: series.type })
  if (numbers.current(series.type, series.officeId, localDate)?.id !== series.id)
    throw domainError(numbersErrors, 'NUMBERS_EXHAUSTED', { type: series.type })
  const block = takeBlock(numbers, series, device.id, series.yearlyReset ? year : 0)
  return { result: block, changes: [numbers.blocks.changeOf('create', undefined, block)] }
}

function mayReserve(caller: Caller, forDeviceId: string, machineDeviceId: string): boolean {
  return (
    caller.deviceId === forDeviceId ||
    machineDeviceId === forDeviceId ||
    caller.permissions.has('numbers.write')
  )
}
