import type { BomHistoryEntry } from '@contract/bom'
import type { RepairLine } from '@contract/repairLines'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** Runs whenever anything happened to a part, until the caller's scope ends. */
export function onPartChange(run: () => void): void {
  onChange('bomHistory', run)
}

/** The part changes that were made for a repair, newest first (09 §2.3). */
export async function partChangesOf({
  id,
  objectId,
  orderId,
}: Pick<RepairLine, 'id' | 'objectId' | 'orderId'>): Promise<readonly BomHistoryEntry[]> {
  const { items: boms } = await client.bom.listObjectBoms({ objectId, orderId })
  const histories = await Promise.all(
    boms.map(({ id: bomId }) => client.bom.listHistory({ bomId, repairLineId: id, limit: 500 })),
  )
  return histories
    .flatMap(({ items }) => items)
    .filter(({ action }) => action !== 'copied')
    .sort((left, right) => right.effectiveAt - left.effectiveAt)
}
