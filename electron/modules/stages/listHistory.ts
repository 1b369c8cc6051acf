import type { Caller } from '../../db/act'
import type { OrderId } from '../../shared/contract/id'
import type { StageHistoryEntry } from '../../shared/contract/stages'
import { assertMayRead } from './access'
import type { MoveDeps } from './changeStage'
import { entryView } from './history'

/** Every move of an order, oldest first (R05-51). */
export function listHistory(
  { orders, repository, userName }: MoveDeps,
  caller: Caller,
  orderId: OrderId,
): { items: StageHistoryEntry[] } {
  assertMayRead(orders, caller, orders.get(orderId))
  return { items: repository.historyOf(orderId).map((entry) => entryView(entry, caller.language, userName)) }
}
