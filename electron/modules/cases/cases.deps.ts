import type { z } from 'zod'
import type { casesContract } from '../../shared/contract/cases'
import type { OrderDeps } from '../orders/index'
import type { CasesRepository, StoredCase } from './cases.repository'

export type CasesInput<Name extends keyof typeof casesContract> = z.output<
  NonNullable<(typeof casesContract)[Name]['~orpc']['inputSchema']>
>

/** What cases need of service levels (R04-81). */
export interface CaseTimes {
  /** When a case is due by the service level it names; undefined without working time. */
  dueAt(held: StoredCase): number | undefined
  /** Whether a service level may be chosen anew; throws NOT_FOUND. */
  isOffered(slaId: string): boolean
}

export interface CaseDeps {
  readonly times: CaseTimes
  readonly cases: CasesRepository
  /** Cases lead to orders, and are read and written by the rights of orders (R04-80). */
  readonly orders: OrderDeps
}
