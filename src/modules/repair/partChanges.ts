import type { BomHistoryEntry } from '@contract/bom'
import type { RepairLine } from '@contract/repairLines'
import { client } from '@/rpc/client'

/** The part changes that were made for a repair, newest first (09 §2.3). */
export async function partChangesOf({
  id,
  objectId,
  orderId,
}: Pick<RepairLine, 'id' | 'objectId' | 'orderId'>): Promise<readonly BomHistoryEntry[]> {
  const { items: boms } = await client.bom.listObjectBoms({ objectId, orderId })
  const histories = await Promise.all(
    boms.map(({ id: bomId }) => client.bom.listHistory({ bomId, isChangesOnly: true, limit: 500 })),
  )
  return histories
    .flatMap(({ items }) => items)
    .filter(({ repairLineId }) => repairLineId === id)
    .sort((left, right) => right.effectiveAt - left.effectiveAt)
}
