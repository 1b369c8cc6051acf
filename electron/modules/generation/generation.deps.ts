import type { EntityChange } from '../../db/changeLog'
import type { Act } from '../../db/act'
import type { Inserter } from '../../db/records'
import type { SettingsRepository } from '../settings/index'
import type { SearchPrice } from '../agreements/index'
import type { CalendarReader } from '../calendars/index'
import type { DrawMany, DrawNumber } from '../numbers/index'
import type {
  LinesRepository,
  OrdersRepository,
  RelationsRepository,
  StoredOrder,
  TaskRelations,
} from '../orders/index'
import type { PeopleRepository } from '../people/index'
import type { OfficeId, OrderId, OrderLineId, StageId, WarehouseId, WorkerId } from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import type { RequirementsRepository } from '../orders/index'
import type { LedgerRepository } from './ledger.repository'
import type { PlansRepository } from './plans.repository'
import type { RunHours } from './runHours.repository'
import type { RunWritesRepository } from './runWrites.repository'
import type { SelectionRepository } from './selection.repository'
import type { UndoRepository } from './undo.repository'

/** What generation needs of the number series. */
export interface RunNumbers {
  readonly drawNumber: DrawNumber
  readonly drawMany: DrawMany
  /** How the office's orders are numbered now; undefined without a series (NUMBER_SERIES_MISSING). */
  modeOf(type: string, officeId: string, at: number): 'block' | 'strict' | undefined
  /** Lists used numbers of deleted orders as void, with the reason (R03-25). */
  voidUsed(
    recordIds: readonly string[],
    by: { readonly reason: string; readonly actorId: string; readonly at: number },
  ): void
}

/** What generation needs of stages. */
export interface RunStages {
  rootId(): StageId | undefined
  /** Begins the histories of new orders; undefined while there are no stages. */
  opening(act: Act): Inserter<OrderId> | undefined
  removed(orderId: StoredOrder['id']): readonly EntityChange[]
}

/** What generation needs of service levels: generated orders carry none, unless the company measures them (R06-02). */
export interface RunClocks {
  measures(officeId: string): boolean
  generated(order: StoredOrder, act: Act): readonly EntityChange[]
  removed(orderId: StoredOrder['id']): readonly EntityChange[]
}

/** A generated line that asks for someone's time. */
export interface GeneratedHours {
  readonly orderId: OrderId
  readonly officeId: OfficeId
  readonly priority: OrderPriority
  readonly lineId: OrderLineId
  readonly subject: string
  readonly minutes: number
  readonly workerId?: WorkerId | undefined
}

/** What generation needs of dispatch: its hour lines have activities like all others (07 §3.1). */
export interface RunActivities {
  /** Opens the writing of many: their numbers are drawn at once, so many for each office. */
  open(act: Act, counts: ReadonlyMap<string, number>): Inserter<GeneratedHours>
  /** Removes those of these lines, in the order of the log. */
  removed(lineIds: readonly string[]): EntityChange[]
}

export interface RunDeps {
  readonly selection: SelectionRepository
  readonly ledger: LedgerRepository
  readonly plans: PlansRepository
  readonly writes: RunWritesRepository
  readonly hours: RunHours
  readonly undo: UndoRepository
  /** The price search of one plan: what it reads is remembered (R04-30). */
  readonly openPrices: () => SearchPrice
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly people: Pick<PeopleRepository, 'company' | 'offices' | 'workers'>
  readonly calendars: Pick<CalendarReader, 'isOpenDay' | 'day'>
  readonly numbers: RunNumbers
  readonly stages: RunStages
  readonly clocks: RunClocks
  readonly activities: RunActivities
  /** The technician's van, else the office's warehouse. */
  readonly warehouseFor: (officeId: OfficeId, technicianId: WorkerId | undefined) => WarehouseId | undefined
  readonly orders: Pick<OrdersRepository, 'records' | 'overwrite'>
  readonly lines: LinesRepository
  readonly relations: RelationsRepository
  readonly tasks: TaskRelations
  readonly requirements: RequirementsRepository
}
