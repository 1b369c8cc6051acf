import { isDeepStrictEqual } from 'node:util'
import { domainError } from '../../shared/contract/domainError'
import { Permission } from '../../shared/contract/permission'
import { estimateErrors } from '../../shared/contract/repairEstimates'
import { restored } from '../../db/restored'
import type { RestoreRules } from '../history/index'
import { assertUnlocked, type EstimateDeps } from './estimates.deps'
import type { EstimatedRepair, StoredEstimate, StoredOverride } from './estimates.repository'

type Restored = NonNullable<Parameters<NonNullable<RestoreRules['complete']>>[1]>

/** How an undo brings estimates back: what was sent stays as it was sent (R08-18), a locked order as it is (R08-06). */
export function createRestoreEstimates(deps: EstimateDeps): Readonly<Record<string, RestoreRules>> {
  function repairOf(record: Restored | undefined): EstimatedRepair | undefined {
    return record && deps.repository.repair(restored<StoredEstimate>(record).lineId)
  }

  return {
    estimate: {
      assertReach(act, record, permission) {
        const repair = repairOf(record)
        const asked = Permission.safeParse(permission).data
        if (repair && asked) deps.orders.reached(act.caller, asked, repair.orderId)
      },
      check(_act, { after, before, id }) {
        const held = before && restored<StoredEstimate>(before)
        const wanted = after && restored<StoredEstimate>(after)
        const repair = repairOf(before ?? after)
        if (repair) assertUnlocked(repair)
        const isDraft = (held ?? wanted)?.status === 'draft'
        if (!isDraft && !isDeepStrictEqual(held && offerOf(held), wanted && offerOf(wanted)))
          throw domainError(estimateErrors, 'ESTIMATE_STATE', { entity: 'estimate', id })
      },
    },
    estimateOverride: {
      assertReach(act, record, permission) {
        const { orderId } = restored<StoredOverride>(record)
        const asked = Permission.safeParse(permission).data
        if (asked) deps.orders.reached(act.caller, asked, orderId)
      },
      check: () => undefined,
    },
  }
}

/** What the customer was told; which order lines it became is not part of it. */
function offerOf({ currency, lines, status, tolerance, validUntil }: StoredEstimate): object {
  const said = lines.map(({ orderLineId: _orderLineId, ...line }) => line)
  return { currency, lines: said, status, tolerance, validUntil }
}
