import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import type { WorkerId } from '../../shared/contract/id'
import { assertReaches } from './access'
import { cancelOrder, revokeCancel } from './cancelOrder'
import type { StoredLine } from './lines.repository'
import type { LoadedOrder } from './loadOrder'
import { createLookup, stageRights, type Lookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import { findPrice, withAmounts } from './priceLine'
import { saveOrder } from './saveOrder'
import { isLocked } from './signOff.rules'

/** A line of an order with what its agreement's line would make of it now (R02-08). */
export interface LineUpdate {
  readonly line: StoredLine
  readonly after: StoredLine
}

function changesOf(outcome: Outcome<unknown>): EntityChange[] {
  return 'changes' in outcome ? [...outcome.changes] : []
}

const longestDescription = 120

/** What agreements do with the orders made from them (02 §3.5, R02-08, R02-35). */
export function createOrdersForAgreements(deps: OrderDeps) {
  const load = (orderId: string): LoadedOrder => ({
    order: deps.orders.records.get(orderId),
    lines: deps.lines.ofOrder(orderId),
  })

  /** The line as its agreement's line says it now: text, quantity, discount, line property and prices. */
  function applied(lookup: Lookup, { order }: LoadedOrder, line: StoredLine): StoredLine {
    const { agreementLineId, reversalOfId, status } = line
    if (agreementLineId === undefined || status !== 'created' || reversalOfId !== undefined || isLocked(line))
      return line
    const { description, discount, linePropertyId, quantity } = lookup.agreementLine(agreementLineId)
    const wanted = {
      ...line,
      description: description.slice(0, longestDescription).trim(),
      ...{ discount, linePropertyId, estimatedQty: quantity },
    }
    return withAmounts({ lookup, order }, findPrice({ lookup, order }, wanted))
  }

  function updatesOf(lookup: Lookup, loaded: LoadedOrder): LineUpdate[] {
    if (!stageRights(deps, loaded.order).allowModify) return []
    return loaded.lines
      .map((line) => ({ line, after: applied(lookup, loaded, line) }))
      .filter(({ after, line }) => differs(line, after))
  }

  /** An order combined by customer: it does work of other agreements too (R03-19). */
  function isShared(lines: readonly StoredLine[]): boolean {
    const lookup = createLookup(deps)
    const agreementIds = lines.flatMap(({ agreementLineId, status }) =>
      agreementLineId === undefined || status === 'canceled'
        ? []
        : lookup.agreementLine(agreementLineId).agreementId,
    )
    return new Set(agreementIds).size > 1
  }

  return {
    /** Why an order cannot be canceled with its agreement; empty: nothing was done to it yet (R02-27). */
    touchedBy(orderId: string): string[] {
      const { lines, order } = load(orderId)
      const waits = deps.requirements.ofOrder(orderId).some(({ status }) => status !== 'canceled')
      return [
        ...(lines.some(({ actualQty }) => actualQty !== undefined) ? ['TIME_RECORDED'] : []),
        ...(lines.some(({ status }) => status === 'posted') ? ['ORDER_POSTED'] : []),
        ...(lines.some(isLocked) ? ['LINE_SIGNED'] : []),
        ...(waits ? ['ITEM_REQUIREMENTS_EXIST'] : []),
        ...(deps.activities.using(order.id).length > 0 ? ['ACTIVITY_DISPATCHED'] : []),
        ...(isShared(lines) ? ['OTHER_AGREEMENT_LINES'] : []),
        ...(stageRights(deps, order).allowCancel ? [] : ['STAGE_FORBIDS_CANCEL']),
      ]
    },
    /** Cancels an order with its agreement (R02-27). */
    cancel(act: Act, orderId: string, reason: string): EntityChange[] {
      const { id, version } = deps.orders.records.get(orderId)
      return changesOf(cancelOrder(deps, act, { orderId: id, expectedVersion: version, reason }))
    },
    /** Restores an order that is still canceled as its agreement left it. */
    restore(act: Act, orderId: string): EntityChange[] {
      const order = deps.orders.records.find(orderId)
      if (order?.canceledAt === undefined || !stageRights(deps, order).allowCancel) return []
      return changesOf(revokeCancel(deps, act, { orderId: order.id, expectedVersion: order.version }))
    },
    /** Puts an order in process under another responsible person (R02-35). */
    setResponsible({ caller }: Act, orderId: string, responsibleId: WorkerId): EntityChange[] {
      const order = deps.orders.records.get(orderId)
      assertReaches(deps, caller, 'orders.write', order)
      if (order.responsibleId === responsibleId || !stageRights(deps, order).allowModify) return []
      return [deps.orders.overwrite(order, { ...order, responsibleId }).change]
    },
    /** The Created lines of an order that its agreement's lines would change now. */
    updates(orderId: string): { order: LoadedOrder['order']; lines: LineUpdate[] } {
      const loaded = load(orderId)
      return { order: loaded.order, lines: updatesOf(createLookup(deps), loaded) }
    },
    /** Writes what `updates` says. */
    apply(act: Act, orderId: string): EntityChange[] {
      const loaded = load(orderId)
      assertReaches(deps, act.caller, 'orders.write', loaded.order)
      const lookup = createLookup(deps)
      const next = new Map(updatesOf(lookup, loaded).map(({ after }) => [after.id, after]))
      if (next.size === 0) return []
      const lines = loaded.lines.map((line) => next.get(line.id) ?? line)
      return saveOrder(deps, act, lookup, loaded, { ...loaded, lines })
    },
  }
}
export type OrdersForAgreements = ReturnType<typeof createOrdersForAgreements>

function differs(before: object, after: object): boolean {
  const plain = (record: object) =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
  return !isDeepStrictEqual(plain(before), plain(after))
}
