import { restored } from '../../db/restored'
import { dispatchErrors } from '../../shared/contract/dispatch'
import { domainError } from '../../shared/contract/domainError'
import { Permission } from '../../shared/contract/permission'
import type { RestoreRules } from '../history/index'
import type { OrdersForDispatch } from '../orders/index'
import { assertReachesActivity } from './access'
import type { StoredActivity } from './activities.repository'
import { statusInvalid } from './createActivity'
import { isHeldByLock } from './edits.rules'

/** How an undo brings activities back: those of the caller's offices, own ones where only those are reached. */
export function createRestoreActivities({
  linesOf,
}: Pick<OrdersForDispatch, 'linesOf'>): Readonly<Record<string, RestoreRules>> {
  return {
    activity: {
      assertReach({ caller }, record, permission) {
        const asked = Permission.safeParse(permission).data
        if (asked) assertReachesActivity(caller, asked, restored<StoredActivity>(record))
      },
      check({ caller }, { after, before }) {
        if (!before) return
        const held = restored<StoredActivity>(before)
        const next = after && restored<StoredActivity>(after)
        // The work was done: an order's own undo opens it again, not one of the activity alone.
        const isOpened = held.status === 'closed' && next?.status !== 'closed'
        if (isOpened && linesOf(held.orderId, held.lineIds).some(({ status }) => status === 'posted'))
          throw statusInvalid(held)
        const mayMove = held.lockedById === caller.userId || caller.roles.includes('serviceManager')
        if (held.locked && next?.locked === true && isHeldByLock(held, next) && !mayMove)
          throw domainError(dispatchErrors, 'LOCKED', { ids: [held.id] })
      },
    },
  }
}
