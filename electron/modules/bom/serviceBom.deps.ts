import type { z } from 'zod'
import type { Act, Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type {
  ItemId,
  LinePropertyId,
  ObjectId,
  OrderLineId,
  RepairLineId,
  WarehouseId,
} from '../../shared/contract/id'
import type { serviceBomsContract } from '../../shared/contract/serviceBoms'
import type { CatalogRepository } from '../catalog/index'
import type { StoredObject } from '../objects/index'
import type { SettingsRepository } from '../settings/index'
import type { StagesRepository } from '../stages/index'
import type { StockKeeper } from '../stock/index'
import type { BomStates } from './bomStates.repository'
import type { ServiceBomLists } from './serviceBomLists.repository'
import type { ServiceBomsRepository } from './serviceBoms.repository'
import type { TemplateReader } from './templateReader.repository'

export type BomInput<Name extends keyof typeof serviceBomsContract> = z.output<
  NonNullable<(typeof serviceBomsContract)[Name]['~orpc']['inputSchema']>
>

/** A part that goes on the order on which it was replaced (R09-17). */
export interface NewPartLine {
  readonly id?: OrderLineId | undefined
  readonly itemId: ItemId
  readonly objectId: ObjectId
  readonly repairLineId?: RepairLineId | undefined
  readonly quantity: number
  /** The unit's code. */
  readonly unit: string
  readonly salesPrice?: number | undefined
  readonly linePropertyId?: LinePropertyId | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly description?: string | undefined
}

/** What lists of objects need of orders. */
export interface BomOrders {
  /** Throws NOT_FOUND. */
  assertThere(orderId: string): void
  /** Throws NOT_FOUND, FORBIDDEN, ORDER_LOCKED for one that is posted or canceled. */
  assertOpen(caller: Caller, orderId: string): void
  /** Throws the codes of a line, OBJECT_NOT_ON_ORDER, and PRICE_MISSING for a chargeable one (R09-17). */
  addPart(
    act: Act,
    orderId: string,
    part: NewPartLine,
  ): { readonly lineId: OrderLineId; readonly changes: readonly EntityChange[] }
  /** Deletes a line that is not posted; throws ALREADY_POSTED, LINE_SIGNED, IN_USE. */
  removePart(act: Act, lineId: string): readonly EntityChange[]
  /** Of which agreement an order is; undefined for one without or an unknown one. */
  agreementOf(orderId: string): string | undefined
}

export interface ServiceBomDeps {
  readonly repository: ServiceBomsRepository
  readonly lists: ServiceBomLists
  readonly states: BomStates
  readonly templates: TemplateReader
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly objects: { get(id: string): StoredObject }
  readonly catalog: Pick<CatalogRepository, 'items' | 'units'>
  readonly reasons: StagesRepository['reasons']
  readonly orders: BomOrders
  readonly stock: Pick<
    StockKeeper,
    'available' | 'assertWarehouse' | 'issueForOrder' | 'receiptFailures' | 'returnToStock' | 'serialFailures'
  >
  /** Whether an item BOM takes the item in a unit, as a template may (09 §2.2). */
  readonly isUnitOf: (itemId: string, unitId: string) => boolean
  readonly isPeriodClosed: (date: string) => boolean
  /** A repair whose parts were changed: its warranty verdict follows (R08-10). */
  readonly repairChanged: (repairLineId: RepairLineId) => readonly EntityChange[]
  readonly userName: (id: string) => string
}
