import type { Outcome } from '../../db/changeLog'
import type { Machine } from '../../db/deviceFile'
import { mintId } from '../../db/ids'
import type { Write, WriteLocal } from '../../db/unitOfWork'
import { DeviceId, OfficeId } from '../../shared/contract/id'
import type { Device } from '../../shared/contract/people'
import type { PeopleRepository } from '../people/index'
import type { SessionRepository } from './session.repository'

export interface NewMachine {
  readonly deviceId: DeviceId
  readonly name: string
  readonly officeId: string
  readonly at: number
}

/**
 * Registers the machine on which a copied or restored store was opened as a device of its own (R01-34). It draws no
 * number until an administrator says that it replaces the old one.
 */
export function registerMachine(
  people: PeopleRepository,
  { deviceId, name, officeId, at }: NewMachine,
): Outcome<void> {
  const device: Device = {
    id: deviceId,
    version: 1,
    name,
    officeId: OfficeId.parse(officeId),
    kind: 'desk',
    registeredAt: at,
    revoked: false,
  }
  return { result: undefined, changes: [people.devices.insert(device)] }
}

export interface SettleDeps {
  readonly machine: Machine
  readonly people: PeopleRepository
  readonly sessions: SessionRepository
  readonly write: Write
  readonly local: WriteLocal
  readonly name: string
}

/** Finds out which device of the store this machine is; on a strange machine it becomes a new one (R01-34). */
export function settleMachine({ machine, people, sessions, write, local, name }: SettleDeps): void {
  const file = machine.read()
  const isOurs = file?.machine === machine.mark && people.devices.find(file.deviceId) !== undefined
  const stored = sessions.machine('deviceId')
  if (isOurs) {
    if (file.deviceId !== stored) local(() => sessions.setMachine('deviceId', file.deviceId))
    return
  }
  const deviceId = DeviceId.parse(mintId())
  const [office] = people.officeList.page({ limit: 1 }).items
  const officeId = (stored === undefined ? undefined : people.devices.find(stored)?.officeId) ?? office?.id
  if (officeId === undefined) throw new Error('the store has no office')
  machine.write(deviceId)
  write({
    command: 'session.registerMachine',
    origin: { actorId: people.ownerOfProcess()?.id ?? deviceId, officeId, deviceId },
    useCase: (at) => {
      sessions.setMachine('deviceId', deviceId)
      return registerMachine(people, { deviceId, name, officeId, at })
    },
  })
}
