import type { SearchHit } from '@contract/search'
import { client } from '@/rpc/client'

/** The first records that the text finds, best first. */
export async function findRecords(text: string): Promise<readonly SearchHit[]> {
  const { items } = await client.search.listRecords({ text, limit: 30 })
  return items
}
