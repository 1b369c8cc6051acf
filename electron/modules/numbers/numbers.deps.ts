import type { Records } from '../../db/records'
import type { Device, Office } from '../../shared/contract/people'
import type { NumbersRepository } from './numbers.repository'

/** What the use cases of numbers need of others. */
export interface NumbersDeps {
  readonly numbers: NumbersRepository
  readonly offices: Records<Office>
  readonly devices: Records<Device>
  readonly endSessionsOf: (deviceId: string) => void
  /** The device of this machine. */
  readonly deviceId: () => string
}
