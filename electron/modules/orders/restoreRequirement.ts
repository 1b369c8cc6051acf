import { restored } from '../../db/restored'
import { domainError } from '../../shared/contract/domainError'
import { ordersErrors } from '../../shared/contract/orders'
import { Permission } from '../../shared/contract/permission'
import type { RestoreRules } from '../history/index'
import { assertReaches } from './access'
import { assertNotCanceled } from './changeLine'
import type { StoredLine } from './lines.repository'
import { assertLineOpen } from './loadRequirement'
import { assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import type { StoredRequirement } from './requirements.repository'

type Restored = NonNullable<Parameters<NonNullable<RestoreRules['complete']>>[1]>

const entity = 'itemRequirement'

/** How an undo brings item requirements back: one that waits for its line at most, and no more reserved than there is. */
export function createRestoreRequirements(deps: OrderDeps): Readonly<Record<string, RestoreRules>> {
  const requirementOf = (record: Restored | undefined) => record && restored<StoredRequirement>(record)

  return {
    [entity]: {
      assertReach({ caller }, record, permission) {
        const { orderId } = restored<StoredRequirement>(record)
        const order = deps.orders.records.find(orderId)
        const asked = Permission.safeParse(permission).data
        if (order && asked) assertReaches(deps, caller, asked, order)
      },
      check(_act, { after, before }, plan) {
        const held = requirementOf(before)
        const next = requirementOf(after)
        const standing = deps.orders.records.find((next ?? held)?.orderId ?? '')
        if (standing) assertStagePermits(deps, standing, 'STAGE_FORBIDS_MODIFY')
        if (!next || next.status === 'canceled') return
        const order = plan.after('order', next.orderId)
        const line = plan.after('orderLine', next.lineId)
        if (order) assertNotCanceled({ order: restored<StoredOrder>(order), lines: [] })
        if (line) assertLineOpen(restored<StoredLine>(line))
        const others = deps.requirements.ofOrder(next.orderId).filter(({ id, lineId }) => {
          const then = requirementOf(plan.after(entity, id))
          return id !== next.id && lineId === next.lineId && then !== undefined && then.status !== 'canceled'
        })
        if (others.length > 0)
          throw domainError(ordersErrors, 'ITEM_REQUIREMENTS_EXIST', { ids: others.map(({ id }) => id) })
        const wanted = next.reservedQty - (held?.reservedQty ?? 0)
        const available = deps.stock.available(next.itemId, next.warehouseId)
        if (wanted > 0 && wanted > available)
          throw domainError(ordersErrors, 'STOCK_SHORT', { ids: [next.id], available })
      },
    },
  }
}
