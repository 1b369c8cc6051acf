import type { Caller } from '../../db/act'
import type { OrderId } from '../../shared/contract/id'
import type { StageHistoryEntry } from '../../shared/contract/stages'
import type { MoveDeps } from './changeStage'
import { entryView } from './history'
import { assertReaches } from './stageOrders'

/** Every move of an order, oldest first (R05-51). */
export function listHistory(
  { orders, repository, userName }: MoveDeps,
  caller: Caller,
  orderId: OrderId,
): { items: StageHistoryEntry[] } {
  assertReaches(caller, 'orders.read', orders.findForStage(orderId, caller))
  return { items: repository.historyOf(orderId).map((entry) => entryView(entry, caller.language, userName)) }
}
