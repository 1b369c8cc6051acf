import type { Store } from '../../db/records'
import type { AgreementsRepository } from '../agreements/index'
import type { CatalogRepository } from '../catalog/index'
import type { NumbersRepository, DrawMany, DrawNumber } from '../numbers/index'
import { numberMode } from '../numbers/index'
import type { OrderDeps } from '../orders/index'
import type { CalendarReader } from '../calendars/index'
import type { PeopleRepository } from '../people/index'
import type { RunDeps } from './generation.deps'
import type { LedgerRepository } from './ledger.repository'
import { createPlansRepository } from './plans.repository'
import { createRememberedPrices } from './rememberedPrices'
import { createRunHours } from './runHours.repository'
import { createRunWritesRepository } from './runWrites.repository'
import { createSelectionRepository } from './selection.repository'
import { createUndoRepository } from './undo.repository'

/** What runs need of the other areas. */
export interface RunAreas {
  readonly ledger: LedgerRepository
  readonly orderDeps: Pick<
    OrderDeps,
    'clocks' | 'orders' | 'lines' | 'relations' | 'tasks' | 'requirements' | 'stages' | 'settings' | 'stock'
  >
  readonly activities: RunDeps['activities']
  readonly generatedClock: RunDeps['clocks']['generated']
  readonly people: PeopleRepository
  readonly calendarReader: CalendarReader
  readonly agreements: Pick<AgreementsRepository, 'rules' | 'onlyAccountOf'>
  readonly catalog: Pick<CatalogRepository, 'prices' | 'costs'>
  readonly numbers: NumbersRepository
  readonly drawNumber: DrawNumber
  readonly drawMany: DrawMany
}

export function createRuns(store: Store, areas: RunAreas): RunDeps {
  const { agreements, calendarReader, catalog, drawMany, drawNumber, ledger, numbers, orderDeps, people } =
    areas
  const { lines, orders, relations, requirements, settings, stages, stock, tasks } = orderDeps
  return {
    ...{ ledger, people, settings, calendars: calendarReader, lines, orders, relations, requirements, tasks },
    selection: createSelectionRepository(store),
    plans: createPlansRepository(store),
    writes: createRunWritesRepository(store),
    hours: createRunHours(store),
    undo: createUndoRepository(store),
    openPrices: () =>
      createRememberedPrices({
        unboundRules: () => agreements.rules.where('billingAccountId', undefined),
        accountRules: (id) => agreements.rules.where('billingAccountId', id),
        accounts: agreements,
        itemPrices: (id) => catalog.prices.where('itemId', id),
        itemCosts: (id) => catalog.costs.where('itemId', id),
      }),
    stages: {
      rootId: () => stages.rootId(),
      opening: (act) => stages.opening(act),
      removed: (orderId) => stages.removed(orderId),
    },
    clocks: {
      measures: (officeId) => settings.value('measureGeneratedOrders', { officeId }),
      generated: areas.generatedClock,
      removed: (orderId) => orderDeps.clocks.removed(orderId),
    },
    activities: areas.activities,
    warehouseFor: (officeId, technicianId) => stock.warehouseFor(officeId, technicianId),
    numbers: {
      drawNumber,
      drawMany,
      modeOf: (type, officeId, at) => numberMode(numbers, people.offices, { type, officeId, at }),
      voidUsed: (recordIds, by) => numbers.voidUsed(recordIds, by),
    },
  }
}
