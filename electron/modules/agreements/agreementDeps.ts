import type { z } from 'zod'
import type { agreementTermsContract } from '../../shared/contract/agreementTerms'
import type {
  AgreementLineId,
  LinePropertyId,
  OrderId,
  OrderLineId,
  WorkerId,
} from '../../shared/contract/id'
import type { SalesPriceSource } from '../../shared/contract/agreements'
import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { serviceAgreementsContract } from '../../shared/contract/serviceAgreements'
import type { CatalogReader } from '../catalog/index'
import type { CustomersRepository } from '../customers/index'
import type { DrawNumber } from '../numbers/index'
import type { StoredObject } from '../objects/index'
import type { PeopleRepository } from '../people/index'
import type { SettingsRepository } from '../settings/index'
import type { StockKeeper } from '../stock/index'
import type { AgreementGroups } from './agreementGroups.repository'
import type { AgreementOrders } from './agreementOrders.repository'
import type { AgreementParts } from './agreementParts.repository'
import type { AgreementReferences, StoredRhythm } from './agreementReferences.repository'
import type { AgreementsRepository } from './agreements.repository'
import type { SearchPrice } from './priceSearch'
import type { ServiceAgreements } from './serviceAgreements.repository'
import type { ServiceTasks } from './serviceTasks.repository'

type Contract = typeof serviceAgreementsContract & typeof agreementTermsContract
export type AgreementInput<Name extends keyof Contract> = z.output<
  NonNullable<Contract[Name]['~orpc']['inputSchema']>
>

/** Both ends included; without `to` it is open. */
export interface Days {
  readonly from: string
  readonly to?: string | undefined
}
/** A line's dates as area 03 calculates them. */
export interface LineSeries {
  readonly anchor: string
  readonly startDate: string
  readonly rhythm?: StoredRhythm | undefined
  /** The line's own term within the agreement's (R03-03). */
  readonly effective: Days
}
/** What agreements need of generation: its dates (R03-03…R03-07). */
export interface AgreementDates {
  effectivePeriod(
    agreement: {
      readonly startDate: string
      readonly endDate?: string | undefined
      readonly terminationDate?: string | undefined
    },
    line: { readonly startDate: string; readonly endDate?: string | undefined },
  ): Days
  calculatedDates(series: LineSeries, period: Days): readonly { readonly date: string }[]
}

/** An order of an agreement, as lists of reasons name it. */
export interface OrderRef {
  readonly id: OrderId
  readonly number: string
  readonly serviceDate: string
}

/** A line of an open order, as it is and as its agreement's line would make it now (R02-08). */
interface OrderLineState {
  readonly id: OrderLineId
  readonly lineNo: number
  readonly agreementLineId?: AgreementLineId | undefined
  readonly serviceDate: string
  readonly description: string
  readonly estimatedQty?: number | undefined
  readonly discount: number
  readonly linePropertyId: LinePropertyId
  readonly salesPrice?: number | undefined
  readonly salesPriceSource: SalesPriceSource
  readonly costPrice?: number | undefined
}
/** What agreements need of orders: acts on those made from them. */
export interface AgreementOrderActs {
  /** Why an order cannot be canceled with its agreement; empty: nothing was done to it yet. */
  touchedBy(orderId: string): string[]
  cancel(act: Act, orderId: string, reason: string): EntityChange[]
  /** Restores an order that is still canceled. */
  restore(act: Act, orderId: string): EntityChange[]
  setResponsible(act: Act, orderId: string, workerId: WorkerId): EntityChange[]
  /** The lines that the agreement's lines would change now. */
  updates(orderId: string): { lines: readonly { line: OrderLineState; after: OrderLineState }[] }
  apply(act: Act, orderId: string): EntityChange[]
}

export interface AgreementWorkDeps {
  readonly repository: AgreementsRepository
  readonly agreements: ServiceAgreements
  readonly parts: AgreementParts
  readonly groups: AgreementGroups
  readonly orders: AgreementOrders
  readonly orderActs: AgreementOrderActs
  readonly references: AgreementReferences
  readonly dates: AgreementDates
  readonly serviceTasks: Pick<ServiceTasks, 'tasks'>
  readonly objects: { find(id: string): StoredObject | undefined; get(id: string): StoredObject }
  readonly customers: Pick<CustomersRepository, 'customers' | 'sites' | 'contacts'>
  readonly people: Pick<PeopleRepository, 'workers' | 'offices' | 'company'>
  readonly settings: Pick<SettingsRepository, 'value' | 'stored'>
  readonly catalog: Pick<CatalogReader, 'item' | 'unitOf'>
  readonly stock: Pick<StockKeeper, 'warehouseFor' | 'assertWarehouse'>
  readonly drawNumber: DrawNumber
  readonly searchPrice: SearchPrice
  /** The same search for very many lines or dates of one agreement: what it reads is read once. */
  readonly openPrices: (agreementId: string) => SearchPrice
  /** The date of an instant in an office's zone. */
  readonly localDate: (officeId: string, at: number) => string
  /** Whether a worker is in a dispatch team on a date or later (R02-21). */
  readonly isInTeam: (workerId: string, date: string) => boolean
}
