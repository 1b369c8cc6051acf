import type { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Inserter } from '../../db/records'
import type { LineProperty, LineType } from '../../shared/contract/agreements'
import type { TransactionStatus } from '../../shared/contract/billing'
import type {
  ActivityId,
  CategoryId,
  CustomerId,
  ItemId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  OrderId,
  OrderLineId,
  ReasonCodeId,
  RepairLineId,
  SlaId,
  StageId,
  TransactionId,
  WorkerId,
} from '../../shared/contract/id'
import type { Failure } from '../../shared/contract/domainError'
import type { ordersContract } from '../../shared/contract/orders'
import type { ReportFile, Strokes } from '../../shared/contract/orderSignOff'
import type { Language } from '../../shared/contract/session'
import type {
  AgreementReader,
  AgreementsRepository,
  SearchPrice,
  ServiceTasks,
  StoredAccount,
} from '../agreements/index'
import type { CatalogReader } from '../catalog/index'
import type { CustomersRepository } from '../customers/index'
import type { DrawNumber } from '../numbers/index'
import type { StoredObject } from '../objects/index'
import type { PeopleRepository } from '../people/index'
import type { SettingsRepository } from '../settings/index'
import type { StockKeeper } from '../stock/index'
import type { LinesRepository, StoredLine } from './lines.repository'
import type { OrdersRepository, StoredOrder } from './orders.repository'
import type { RelationsRepository } from './relations.repository'
import type { RequirementsRepository } from './requirements.repository'
import type { SignOffsRepository } from './signOffs.repository'
import type { TaskRelations } from './taskRelations.repository'

export type OrdersInput<Name extends keyof typeof ordersContract> = z.output<
  NonNullable<(typeof ordersContract)[Name]['~orpc']['inputSchema']>
>

/** What a stage permits to be done to the orders that stand in it (area 05). */
export interface StageRights {
  readonly allowModify: boolean
  readonly allowDelete: boolean
  readonly allowCancel: boolean
  readonly allowPost: boolean
}

/** What orders need of stages. */
export interface OrderStages {
  /** Where a new order stands; undefined while there is no stage (R05-20). */
  rootId(): StageId | undefined
  rightsOf(stageId: StageId): StageRights
  /** Writes the history row of a new order that stands in a stage. */
  created(order: Pick<StoredOrder, 'id' | 'siteZone' | 'stageId'>, act: Act): readonly EntityChange[]
  /** The same of very many new orders at the root; undefined while there is no stage. */
  opening(act: Act): Inserter<OrderId> | undefined
  /** The log lines of a history that goes with its order; called before the order is deleted. */
  removed(orderId: OrderId): readonly EntityChange[]
}

/** What orders need of the clocks of service levels: what happens to an order happens to its clock (06 §3.2). */
export interface OrderClocks {
  /** @param slaId - one that was named for it; empty: that of R06-01 */
  created(order: StoredOrder, act: Act, slaId?: SlaId): readonly EntityChange[]
  /** A customer's request was taken over (R06-03). */
  transferred(order: StoredOrder, act: Act): readonly EntityChange[]
  /** Priority or place may have changed (R06-27). */
  changed(before: StoredOrder, after: StoredOrder, act: Act): readonly EntityChange[]
  canceled(order: StoredOrder, act: Act): readonly EntityChange[]
  cancelRevoked(order: StoredOrder, act: Act): readonly EntityChange[]
  /** What keeps a sign-off from stopping the clock: the reason that it needs, or one that is not for this (R06-12). */
  stopFailures(
    order: Pick<StoredOrder, 'id' | 'officeId'>,
    at: number,
    reasonId: ReasonCodeId | undefined,
  ): readonly Failure[]
  /** Every line is signed. */
  signedOff(order: StoredOrder, act: Act, reasonId: ReasonCodeId | undefined): readonly EntityChange[]
  signOffRevoked(order: StoredOrder, act: Act): readonly EntityChange[]
  /** Every line is posted or canceled (R06-40). */
  posted(order: StoredOrder, act: Act): readonly EntityChange[]
  /** A part of the order became an order of its own (R04-71). */
  split(source: Pick<StoredOrder, 'id'>, part: StoredOrder): readonly EntityChange[]
  /** The log lines of a clock that goes with its order; called before the order is deleted. */
  removed(orderId: OrderId): readonly EntityChange[]
  /** The priority of a customer's new orders. */
  defaultPriority(customerId: CustomerId): StoredOrder['priority'] | undefined
}

/** The lines of an order before and after an act, which has written them already. */
export interface FollowedLines {
  readonly act: Act
  readonly order: StoredOrder
  /** The order before; empty: a new one. */
  readonly wasOrder?: StoredOrder | undefined
  readonly before: readonly StoredLine[]
  readonly after: readonly StoredLine[]
}

/** What orders need of dispatch: an hour line has an activity, and what happens to the line happens to it (07 §3.1). */
export interface OrderActivities {
  followed(lines: FollowedLines): readonly EntityChange[]
  /** Those that keep an order from being deleted: Dispatched or done (R04-57). */
  using(orderId: OrderId): readonly { readonly id: ActivityId; readonly number: string }[]
  /** The log lines of those that go with their order; called before it is deleted. */
  removed(orderId: OrderId): readonly EntityChange[]
  /** Whether locked ones were closed with the order (07 §3.5). */
  wereLocked(orderId: OrderId): boolean
  /** Whether the worker is in a dispatch team on the date or later (R02-21). */
  isInTeam(workerId: WorkerId, date: string): boolean
}

/** A line as billing takes it over, with final quantity and prices (R04-51). */
export interface LinePosting {
  readonly officeId: OfficeId
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly orderLineId: OrderLineId
  readonly lineNo: number
  readonly customerId: CustomerId
  readonly account?: StoredAccount | undefined
  readonly type: LineType
  readonly description: string
  /** The date in the ledger. */
  readonly date: string
  readonly quantity: number
  readonly unit: string
  readonly salesPrice?: number | undefined
  readonly discount: number
  readonly costPrice?: number | undefined
  readonly currency: string
  readonly property: LineProperty
  readonly workerId?: WorkerId | undefined
  readonly categoryId?: CategoryId | undefined
  readonly itemId?: ItemId | undefined
  readonly objectId?: ObjectId | undefined
  /** Of a reversal line: the line it reverses. */
  readonly reversalOfLineId?: OrderLineId | undefined
}
/** What orders need of billing. */
export interface OrderBilling {
  isPeriodClosed(date: string): boolean
  /** Whether a posted line is to be billed (R12-02, R12-28). */
  statusOf(line: {
    readonly chargeable: boolean
    readonly quantity: number
    readonly accountType?: StoredAccount['type'] | undefined
  }): TransactionStatus
  postLine(line: LinePosting): {
    readonly transaction: { readonly id: TransactionId; readonly status: TransactionStatus }
    readonly change: EntityChange
  }
}

/** Everything a service report says, as plain data, and the language it says it in: the same gives the same bytes. */
export interface ReportContent {
  readonly content: unknown
  readonly language: Language
}
/** What orders need of documents: the frozen report of a sign-off (R04-41). */
export interface ServiceReports {
  compose(
    caller: Caller,
    orderId: string,
    lineIds: readonly string[],
    signature: {
      readonly signer: string
      readonly role?: string | undefined
      readonly at: number
      readonly technician?: string | undefined
      readonly drawing?:
        { readonly width: number; readonly height: number; readonly strokes: Strokes } | undefined
      readonly absentReason?: string | undefined
    },
  ): ReportContent
  /** @param isVoid - marked so on every page: its sign-off was revoked (R04-42) */
  render(report: ReportContent, isVoid?: boolean): Promise<Uint8Array>
  fileName(orderNumber: string, language: Language): string
  /** Keeps a file for its user, in a local transaction of its own. */
  keepFile(file: {
    readonly userId: string
    readonly name: string
    readonly bytes: Uint8Array
    readonly at: number
  }): ReportFile
}

/** What orders need of generation: the dates that their lines were made of (03 §2.4). */
export interface OrderOccurrences {
  /** The log lines of an order's dates, which stay behind as deleted; called before it is deleted. */
  deleted(orderId: OrderId): readonly EntityChange[]
}

/** A line as an approved estimate sees it. */
export type EstimatedLine = Pick<StoredLine, 'id' | 'status' | 'repairLineId' | 'actualQty' | 'salesAmount'>
/** A repair line as its order sees it. */
export interface RepairOfOrder {
  readonly id: RepairLineId
  readonly number: string
  readonly isFinished: boolean
}
/** What orders need of repairs: lines are made from them, and approved estimates limit those lines (08 §3.6). */
export interface OrderRepairs {
  /** A repair line, and whether a promise covers it (R08-11); undefined where there is none. */
  find(id: RepairLineId): { readonly orderId: OrderId; readonly isCovered: boolean } | undefined
  /** The repair lines of an order; finished ones keep it from being deleted (R04-57). */
  ofOrder(orderId: OrderId): readonly RepairOfOrder[]
  /** Removes those of an order that is deleted; throws IN_USE where one was worked on (08 §4). */
  removed(orderId: OrderId): readonly EntityChange[]
  /** Takes those of an order along into another one, behind its own, to the objects as that one relates them (R04-74). */
  moved(
    sourceId: OrderId,
    target: Pick<StoredOrder, 'id' | 'officeId' | 'siteZone'>,
    relationIds: ReadonlyMap<string, ObjectRelationId>,
  ): readonly EntityChange[]
  /**
   * What keeps lines made from repairs from being posted (R08-19).
   *
   * @param lines - all of the order, as they will be once posted
   * @param postedIds - those that are to be posted
   */
  estimateFailures(
    order: Pick<StoredOrder, 'id' | 'currency'>,
    lines: readonly EstimatedLine[],
    postedIds: ReadonlySet<string>,
  ): readonly Failure[]
}

export interface OrderDeps {
  readonly orders: OrdersRepository
  readonly lines: LinesRepository
  readonly relations: RelationsRepository
  readonly requirements: RequirementsRepository
  readonly signOffs: SignOffsRepository
  readonly reports: ServiceReports
  readonly tasks: TaskRelations
  readonly serviceTasks: Pick<ServiceTasks, 'tasks'>
  readonly objects: { find(id: string): StoredObject | undefined; get(id: string): StoredObject }
  readonly customers: CustomersRepository
  readonly people: Pick<PeopleRepository, 'workers' | 'offices' | 'company'>
  readonly agreements: Pick<
    AgreementsRepository,
    'accounts' | 'categories' | 'properties' | 'standardProperty' | 'warrantyProperty' | 'defaultCategory'
  >
  readonly serviceAgreements: AgreementReader
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly drawNumber: DrawNumber
  readonly searchPrice: SearchPrice
  readonly stages: OrderStages
  readonly clocks: OrderClocks
  readonly activities: OrderActivities
  readonly occurrences: OrderOccurrences
  readonly repairs: OrderRepairs
  readonly catalog: Pick<CatalogReader, 'item' | 'unitOf'>
  readonly stock: StockKeeper
  readonly billing: OrderBilling
  /** Whether a calendar has a shift on the date, read in the zone of the site. */
  readonly isOpenDay: (calendarId: string, zone: string, date: string) => boolean
}
