import type { z } from 'zod'
import type { peopleContract } from '../../shared/contract/people'

/** What a procedure of this capability takes. */
export type Input<Name extends keyof typeof peopleContract> = z.output<
  NonNullable<(typeof peopleContract)[Name]['~orpc']['inputSchema']>
>
