import { isDeepStrictEqual } from 'node:util'
import { assertMay, type Act } from '../../db/act'
import { restored } from '../../db/restored'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { ordersErrors } from '../../shared/contract/orders'
import { Permission } from '../../shared/contract/permission'
import type { RestoreRules } from '../history/index'
import { assertReaches } from './access'
import { checkAgreement } from './agreement.rules'
import { isClosed } from './completeHeader'
import { completeLine, type LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import { assertStagePermits, createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { withAmounts } from './priceLine'
import { createRestoreRequirements } from './restoreRequirement'
import { overReversed } from './reversal.rules'
import { withDerived } from './saveOrder'
import { isLocked } from './signOff.rules'
import { frozenFields } from './updateOrder'

/** What a step of an undo holds before and after is a record of the entity that wrote the log. */
type Restored = NonNullable<Parameters<NonNullable<RestoreRules['complete']>>[1]>

const entity = 'order'
const lineEntity = 'orderLine'

/** What of a line's prices the search did not find: to change it needs orders.setPrice. */
function setByHand({ costPrice, discount, isCostManual, salesPrice, salesPriceSource }: StoredLine) {
  return {
    salesPrice: salesPriceSource === 'manual' ? salesPrice : undefined,
    costPrice: isCostManual ? costPrice : undefined,
    discount,
  }
}

/** How an undo brings orders back: the rules of their own commands hold, and what is derived is derived anew. */
export function createRestoreOrders(deps: OrderDeps): Readonly<Record<string, RestoreRules>> {
  const orderOf = (record: Restored | undefined) => record && restored<StoredOrder>(record)
  const lineOf = (record: Restored | undefined) => record && restored<StoredLine>(record)

  function termFailures(held: StoredOrder, { agreementId, customerId, serviceDate }: StoredOrder): Failure[] {
    if (agreementId === undefined) return []
    const isHeld = held.agreementId === agreementId
    const use = { customerId, serviceDate, isHeld, isHeldDate: held.serviceDate === serviceDate }
    return checkAgreement(deps.serviceAgreements.get(agreementId), use)
  }

  return {
    ...createRestoreRequirements(deps),
    [entity]: {
      assertReach(act, record, permission) {
        const order = orderOf(record)
        const asked = Permission.safeParse(permission).data
        if (order && asked) assertReaches(deps, act.caller, asked, order)
      },
      check(_act, { after, before }) {
        const held = orderOf(before)
        const next = orderOf(after)
        if (!held) return
        assertStagePermits(deps, held, next ? 'STAGE_FORBIDS_MODIFY' : 'STAGE_FORBIDS_DELETE')
        if (!next) return
        const lines = deps.lines.ofOrder(held.id)
        const { currency, customerId } = next
        const frozen = { customerId, currency, agreementId: next.agreementId ?? null }
        const [first, ...rest] = [
          ...frozenFields({ order: held, lines }, frozen),
          ...termFailures(held, next),
        ]
        if (first) throw refuseAll([first, ...rest])
      },
      complete(_act, record, plan) {
        const order = orderOf(record)
        if (!order) return record
        const lines = plan.partsAfter(lineEntity, order.id).flatMap((line) => lineOf(line) ?? [])
        const { officeId, serviceDate, siteZone } = order
        const calendarConflict = isClosed(deps, officeId, siteZone, serviceDate)
        return { ...withDerived(deps, createLookup(deps), { ...order, calendarConflict }, lines) }
      },
      overwrite(before, after) {
        const held = orderOf(before)
        const next = orderOf(after)
        if (!held || !next) throw new Error('order: nothing to write')
        return deps.orders.overwrite(held, next).change
      },
    },
    [lineEntity]: {
      check(act, { after, before }, plan) {
        const held = lineOf(before)
        const line = lineOf(after)
        if (held?.status === 'posted' || line?.status === 'posted')
          throw domainError(ordersErrors, 'LINE_STATUS_INVALID', { ids: [held?.id ?? line?.id ?? ''] })
        if (held && isLocked(held)) throw domainError(ordersErrors, 'LINE_SIGNED', { ids: [held.id] })
        if (held && line && !isDeepStrictEqual(setByHand(held), setByHand(line)))
          assertMay(act.caller, 'orders.setPrice')
        const order = orderOf(line && plan.after(entity, line.orderId))
        if (!line || !order || line.status === 'canceled') return
        const lines = plan.partsAfter(lineEntity, order.id).flatMap((part) => lineOf(part) ?? [])
        const over = overReversed(lines, new Set([line.id]))
        if (over.length > 0) throw domainError(ordersErrors, 'OVER_REVERSAL', { ids: over })
        const relations = () => new Set(plan.partsAfter('orderObjectRelation', order.id).map(({ id }) => id))
        const work: LineWork = { deps, lookup: createLookup(deps), act, order, relationIds: relations }
        const [first, ...rest] = completeLine(work, line, line).failures
        if (first) throw refuseAll([first, ...rest])
      },
      complete(_act: Act, record, plan) {
        const line = lineOf(record)
        const order = orderOf(line && plan.after(entity, line.orderId))
        return line && order ? { ...withAmounts({ lookup: createLookup(deps), order }, line) } : record
      },
    },
  }
}
