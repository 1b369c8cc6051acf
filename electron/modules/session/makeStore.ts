import { hostname } from 'node:os'
import type { Machine } from '../../db/deviceFile'
import type { Write } from '../../db/unitOfWork'
import { Language } from '../../shared/contract/session'
import { createStore, mintStoreIds, type CreateStoreDeps } from './createStore'
import type { SessionRepository } from './session.repository'

export interface MakeStoreDeps extends CreateStoreDeps {
  readonly sessions: SessionRepository
  readonly write: Write
}

/** Makes a new store on this machine, in the system's language and zone (R01-30). */
export function makeStore(
  { numbers, people, seeds, sessions, write }: MakeStoreDeps,
  machine: Machine | undefined,
): void {
  const ids = mintStoreIds()
  machine?.write(ids.deviceId)
  const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const language = Language.safeParse(locale.slice(0, 2))
  write({
    command: 'session.createStore',
    origin: { actorId: ids.ownerId, officeId: ids.officeId, deviceId: ids.deviceId },
    useCase: (at) => {
      sessions.setMachine('deviceId', ids.deviceId)
      return createStore({ people, numbers, seeds }, ids, {
        language: language.success ? language.data : 'en',
        zone: timeZone,
        deviceName: hostname(),
        at,
      })
    },
  })
}
