import type { z } from 'zod'
import type { casesContract } from '../../shared/contract/cases'
import type { OrderDeps } from '../orders/index'
import type { CasesRepository } from './cases.repository'

export type CasesInput<Name extends keyof typeof casesContract> = z.output<
  NonNullable<(typeof casesContract)[Name]['~orpc']['inputSchema']>
>

export interface CaseDeps {
  readonly cases: CasesRepository
  /** Cases lead to orders, and are read and written by the rights of orders (R04-80). */
  readonly orders: OrderDeps
}
