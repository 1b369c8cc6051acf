import type { Act } from '../../db/act'
import { restored } from '../../db/restored'
import { domainError } from '../../shared/contract/domainError'
import { Permission } from '../../shared/contract/permission'
import { attemptErrors } from '../../shared/contract/repairLines'
import type { RestoreRules } from '../history/index'
import { openOrder } from './access'
import type { StoredAttempt } from './attempts.repository'
import type { LineDeps } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

type Restored = NonNullable<Parameters<NonNullable<RestoreRules['complete']>>[1]>

/** How an undo brings repair lines and attempts back: a locked order stays as it is (R08-06). */
export function createRestoreLines(deps: LineDeps): Readonly<Record<string, RestoreRules>> {
  const lineOf = (record: Restored | undefined) => record && restored<StoredRepairLine>(record)
  const attemptOf = (record: Restored | undefined) => record && restored<StoredAttempt>(record)

  /** An order that comes back by the same undo says itself who reaches it. */
  const isThere = (orderId: string | undefined): orderId is string =>
    orderId !== undefined && deps.orders.isThere(orderId)

  function assertReached({ caller }: Act, orderId: string | undefined, permission: string): void {
    const asked = Permission.safeParse(permission).data
    if (isThere(orderId) && asked) deps.orders.reached(caller, asked, orderId)
  }

  return {
    repairLine: {
      assertReach(act, record, permission) {
        assertReached(act, lineOf(record)?.orderId, permission)
      },
      check({ caller }, { after, before }) {
        const held = lineOf(before)
        const wanted = lineOf(after)
        const orderId = (held ?? wanted)?.orderId
        if (isThere(orderId)) openOrder(deps, caller, 'repair.write', orderId)
      },
    },
    attempt: {
      assertReach(act, record, permission) {
        const line = deps.repository.lines.find(attemptOf(record)?.lineId ?? '')
        assertReached(act, line?.orderId, permission)
      },
      check({ caller }, { after, before }) {
        const attempt = attemptOf(before) ?? attemptOf(after)
        const line = attempt && deps.repository.lines.find(attempt.lineId)
        if (!line) return
        openOrder(deps, caller, 'repair.write', line.orderId)
        const wanted = attemptOf(after)
        // Nobody works on what is signed off (R08-03).
        if (wanted && wanted.endedAt === undefined && line.finishedAt !== undefined)
          throw domainError(attemptErrors, 'STAGE_NOT_ALLOWED', { field: 'lineId', ids: [line.id] })
      },
    },
  }
}
