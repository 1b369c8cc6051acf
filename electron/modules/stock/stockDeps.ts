import type { z } from 'zod'
import type { stockContract } from '../../shared/contract/stock'
import type { CatalogRepository } from '../catalog/index'
import type { PeopleRepository } from '../people/index'
import type { StockRepository } from './stock.repository'

export type StockInput<Name extends keyof typeof stockContract> = z.output<
  NonNullable<(typeof stockContract)[Name]['~orpc']['inputSchema']>
>

/** Whether the ledger month of a date is closed; billing knows. */
export type IsPeriodClosed = (date: string) => boolean

export interface StockDeps {
  readonly repository: StockRepository
  readonly catalog: Pick<CatalogRepository, 'costOn' | 'items' | 'serialOf' | 'serials' | 'units'>
  readonly people: Pick<PeopleRepository, 'company' | 'offices' | 'workers'>
  readonly isPeriodClosed: IsPeriodClosed
  readonly negativeStockAllowed: () => boolean
}
