import type { LineType, PreviewPriceInput } from '@contract/agreements'
import { client } from '@/rpc/client'

/** The category that new lines of a type begin with (04 §2.2); undefined where there is none. */
export async function defaultCategoryId(type: LineType): Promise<string | undefined> {
  if (type === 'item') return undefined
  const filter = { type: [type], active: true, isDefault: true }
  const found = await client.agreements.listCategories({ filter, limit: 1 }).catch(() => undefined)
  return found?.items[0]?.id
}

/** What the price search finds for a line (R04-30); undefined where it finds nothing or may not be asked. */
export async function proposedPrice(input: PreviewPriceInput): Promise<number | undefined> {
  const found = await client.agreements.previewPrice(input).catch(() => undefined)
  return found?.unitPrice
}
