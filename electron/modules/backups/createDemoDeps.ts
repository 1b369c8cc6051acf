import type { Store } from '../../db/records'
import { ObjectRelationId } from '../../shared/contract/id'
import type { RelationsRepository } from '../orders/index'
import { createUser, type PeopleDeps } from '../people/index'
import { hashSecretNow } from '../session/index'
import type { DemoDeps } from './demo/demo.deps'
import { createDemoRepository } from './demo/demo.repository'
import { newId } from './demo/world'

interface Parts {
  readonly store: Store
  readonly peopleDeps: PeopleDeps
  readonly relations: RelationsRepository
  readonly openDesk: DemoDeps['openDesk']
  readonly deviceId: () => string
}

/** What the demo company needs, from what the program has. */
export function createDemoDeps({ deviceId, openDesk, peopleDeps, relations, store }: Parts): DemoDeps {
  return {
    people: peopleDeps.people,
    repository: createDemoRepository(store),
    openDesk,
    createUser: (user, passwordHash) => createUser(peopleDeps, user, passwordHash),
    hash: hashSecretNow,
    relate: (orderId, objectId, version) =>
      relations.insert({ id: newId(ObjectRelationId), orderId, objectId }, version),
    deviceId,
  }
}
