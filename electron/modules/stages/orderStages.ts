import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { Inserter } from '../../db/records'
import type { OrderId, StageId } from '../../shared/contract/id'
import { addHistory, openHistories, type HistoryDeps } from './history'
import type { StageRights } from './move.rules'

/** What orders need of stages. */
export interface OrderStages {
  /** Where a new order stands (R05-20); undefined while there are no stages. */
  rootId(): StageId | undefined
  /** What may be done to an order in this stage. */
  rightsOf(stageId: StageId): StageRights
  /** Writes the first row of the order's history; nothing for an order without stage. */
  created(
    order: { readonly id: OrderId; readonly siteZone: string; readonly stageId?: StageId | undefined },
    act: Act,
  ): readonly EntityChange[]
  /** The same of very many new orders, which all stand at the root; undefined while there are no stages. */
  opening(act: Act): Inserter<OrderId> | undefined
  /** The log lines of an order's history, which goes with the order; to be called before it is deleted. */
  removed(orderId: OrderId): readonly EntityChange[]
}

export function createOrderStages(deps: HistoryDeps): OrderStages {
  const { repository } = deps
  return {
    rootId: () => repository.root()?.id,
    rightsOf: (stageId) => repository.stages.get(stageId),
    created({ id, siteZone, stageId }, act) {
      if (!stageId) return []
      const to = repository.stages.get(stageId)
      return [addHistory(deps, act, { order: { id, siteZone }, direction: 'create', to }).change]
    },
    opening(act) {
      const root = repository.root()
      return root && openHistories(deps, act, root)
    },
    removed(orderId) {
      const { history } = repository
      return repository.historyOf(orderId).map((entry) => history.changeOf('delete', entry, undefined))
    },
  }
}
