import type { EntityChange } from '../../db/changeLog'
import type { Store } from '../../db/records'
import type { WriteLocal } from '../../db/unitOfWork'
import type { PeopleRepository } from '../people/index'
import { createAlertsRepository } from './alerts.repository'
import { createAlertsRouter } from './alerts.router'
import { createMomentsRepository } from './moments.repository'
import { removeSettingsOf } from './orderEvents'
import { createOrderEventsRepository } from './orderEvents.repository'
import { createReaders, type Ask } from './readers'
import { removeRulesOf } from './saveRule'
import { createTellExpiry } from './tellExpiry'
import { createTellStep } from './tellStep'
import { startAlerts } from './watch'

export interface AlertsParts {
  readonly people: PeopleRepository
  readonly ask: Ask
  readonly deviceId: () => string
  readonly local: WriteLocal
  readonly now: () => number
  readonly dateOf: (officeId: string, at: number) => string
  /** Tells the windows that alerts came or went. */
  readonly announce: () => void
  readonly report: (cause: unknown) => void
}

/** The capability over one store: its procedures, and what looks after the rules in the writer. */
export function createAlerts(store: Store, parts: AlertsParts) {
  const { announce, dateOf, people, report } = parts
  const repository = createAlertsRepository(store)
  const moments = createMomentsRepository(store.db)
  const orderEvents = createOrderEventsRepository(store)
  const readers = createReaders(parts)
  const deps = {
    repository,
    moments,
    readers,
    local: parts.local,
    now: parts.now,
    dateOf,
    users: people.users,
  }
  return {
    router: createAlertsRouter({
      ...deps,
      announce,
      events: { repository: orderEvents, readers, people, lastSeq: () => moments.lastSeq(), dateOf },
    }),
    /** What goes with a user who is deleted. */
    removeOf: (userId: string): EntityChange[] => [
      ...removeRulesOf(repository, userId),
      ...removeSettingsOf(orderEvents, userId),
    ],
    /** Tells of a step of a service level, in the transaction that keeps it. */
    tellStep: createTellStep(deps, people),
    tellExpiry: createTellExpiry(deps, people),
    start: () => startAlerts({ ...deps, announce, report }),
    rangeSql: (name: string) => moments.rangeSql(name),
  }
}
