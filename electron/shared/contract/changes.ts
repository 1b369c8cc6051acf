import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { stream } from './procedure'

/**
 * Says that a record has reached a version; carries no content, readers fetch what they show. Without `id` so many
 * records of the entity changed (an import) that readers reload what they show of it. `seq` is that of the change-log
 * entry; local records (jobs, settings of the machine) come without.
 */
export const ChangeEvent = z.object({
  seq: z.int().optional(),
  entity: z.string(),
  id: z.string().optional(),
  version: z.int().optional(),
})
export type ChangeEvent = z.infer<typeof ChangeEvent>

export const changesContract = {
  /** Everything after `afterSeq`, then what happens; without it, only what happens. */
  stream: stream('session.use')
    .input(z.object({ afterSeq: z.int().min(0).optional() }))
    .output(eventIterator(ChangeEvent)),
}
