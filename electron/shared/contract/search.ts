import { z } from 'zod'
import { ItemId } from './id'
import { query } from './procedure'

/** Records that have a number or a name by which somebody would look for them. */
export const SearchType = z.enum([
  'order',
  'case',
  'repairLine',
  'customer',
  'site',
  'contact',
  'object',
  'serviceBom',
  'item',
  'serial',
  'worker',
  'billingAccount',
  'agreement',
])
export type SearchType = z.infer<typeof SearchType>

export const SearchHit = z.object({
  type: SearchType,
  id: z.uuidv7(),
  number: z.string().optional(),
  title: z.string(),
  /** The literal of the record's state, where it has one. */
  state: z.string().optional(),
  /** Of a serial: the item it is one of. */
  itemId: ItemId.optional(),
})
export type SearchHit = z.infer<typeof SearchHit>

export const searchContract = {
  /**
   * Every word begins a word of the record, "quoted" is a phrase. Exact number or serial first, then all words in number
   * or title, then others; newest first (R01-12). Only what the caller may read.
   */
  listRecords: query('search.use')
    .input(
      z.object({
        text: z.string().max(200),
        types: z.array(SearchType).min(1).max(SearchType.options.length).optional(),
        after: z.string().max(2000).optional(),
        limit: z.int().min(1).max(200).default(20),
      }),
    )
    .output(z.object({ items: z.array(SearchHit), next: z.string().optional() })),
}
