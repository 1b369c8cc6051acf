import type { z } from 'zod'
import type { numbersContract } from '../../shared/contract/numbers'

/** What a procedure of this capability takes. */
export type Input<Name extends keyof typeof numbersContract> = z.output<
  NonNullable<(typeof numbersContract)[Name]['~orpc']['inputSchema']>
>
