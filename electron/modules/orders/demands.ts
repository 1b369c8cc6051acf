import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { RequirementId } from '../../shared/contract/id'
import type { StoredLine } from './lines.repository'
import type { OrderDeps } from './orderDeps'

/**
 * The requirements of new lines whose agreement wants one for each visit (R02-30): the line's quantity, needed by the
 * order's preferred time. Quantity 0 and what is not kept in stock give none.
 *
 * @param isFromAgreement - which of the lines were made from an agreement's; default: those that name theirs
 */
export function demandsOf(
  { catalog, orders, requirements }: Pick<OrderDeps, 'catalog' | 'orders' | 'requirements'>,
  orderId: string,
  lines: readonly StoredLine[],
  isFromAgreement: (line: StoredLine) => boolean = ({ agreementLineId }) => agreementLineId !== undefined,
): EntityChange[] {
  return lines.flatMap((line) => {
    const { estimatedQty = 0, itemId, itemSetup, warehouseId } = line
    if (itemSetup !== 'itemRequirement' || estimatedQty === 0 || !isFromAgreement(line)) return []
    if (itemId === undefined || warehouseId === undefined || catalog.item(itemId).kind !== 'stock') return []
    const order = orders.records.get(orderId)
    return [
      requirements.records.insert({
        id: RequirementId.parse(mintId()),
        version: 1,
        orderId: order.id,
        orderNumber: order.number,
        lineId: line.id,
        ...{ itemId, variant: line.variant, warehouseId, unit: line.unit },
        requiredQty: estimatedQty,
        reservedQty: 0,
        deliveredQty: 0,
        neededBy: order.preferredServiceAt,
        supply: 'stock',
        status: 'open',
      }),
    ]
  })
}
