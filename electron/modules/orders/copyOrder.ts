import type { z } from 'zod'
import type { Act } from '../../db/act'
import { mintId } from '../../db/ids'
import { unchanged, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { OrderId } from '../../shared/contract/id'
import type { orderRestructureContract } from '../../shared/contract/orderRestructure'
import type { Order } from '../../shared/contract/orders'
import { assertReaches } from './access'
import { addressOf, completeHeader, type HeaderDraft } from './completeHeader'
import type { LineWork } from './completeLine'
import { copiedLines } from './copiedLine'
import { assertOwn, insertOrder } from './createOrder'
import { createLookup } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { carryRelations, timesOn } from './relocate'

export type RestructureInput<Name extends keyof typeof orderRestructureContract> = z.output<
  NonNullable<(typeof orderRestructureContract)[Name]['~orpc']['inputSchema']>
>

/**
 * A new order for another date with copies of the Created lines, priced again (R04-70). It takes the site's address as
 * it is today; one typed for the order alone is copied.
 *
 * @throws what a new order and its lines are refused for, all at once
 */
export function copyOrder(
  deps: OrderDeps,
  act: Act,
  { orderId, newOrderId, date }: RestructureInput<'copyOrder'>,
): Outcome<Order> {
  const source = deps.orders.records.get(orderId)
  assertReaches(deps, act.caller, 'orders.read', source)
  if (newOrderId !== undefined && isCopied(deps, newOrderId, source, date))
    return unchanged(orderOf(deps, act.caller, newOrderId))
  const id = newOrderId ?? OrderId.parse(mintId())
  const { order, failures } = completeHeader({ deps, at: act.at }, draftOf(deps, source, id, date))
  if (!order) throw refuseAll(firstOf(failures, orderId))
  const carried = carryRelations(
    { objects: deps.relations.ofOrder(orderId), tasks: deps.tasks.ofOrder(orderId) },
    { id, objects: [], tasks: [] },
  )
  const work: LineWork = {
    ...{ deps, lookup: createLookup(deps), act, order },
    relationIds: () => new Set(carried.objectIds.values()),
    taskRelationIds: new Set(carried.taskIds.values()),
  }
  const open = deps.lines
    .ofOrder(orderId)
    .filter(({ reversalOfId, status }) => status === 'created' && reversalOfId === undefined)
  const copies = copiedLines(work, open, { carried, keepPrices: false, keepsAgreement: () => true }, 0)
  const refused = [...failures, ...copies.failures]
  if (refused.length > 0) throw refuseAll(firstOf(refused, orderId))
  assertOwn(act, order, copies.lines)
  return insertOrder(deps, act, order, copies.lines, carried)
}

function firstOf<One>([first, ...rest]: readonly One[], orderId: string): [One, ...One[]] {
  if (first === undefined) throw new Error(`order ${orderId}: a head without a failure is complete`)
  return [first, ...rest]
}

function draftOf(deps: OrderDeps, source: StoredOrder, id: OrderId, date: string): HeaderDraft {
  const {
    agreementId,
    billingAccountId,
    contactId,
    currency,
    customerId,
    description,
    externalNote,
    internalNote,
  } = source
  const { officeId, preferredTechnicianId, priority, responsibleId, signOffRequired, siteId, siteZone } =
    source
  const zone = siteId === undefined ? siteZone : deps.customers.sites.get(siteId).zone
  return {
    ...{ id, version: 1, number: '', officeId, customerId, description },
    ...{ agreementId, billingAccountId },
    ...{ currency, externalNote, internalNote, preferredTechnicianId, priority, responsibleId },
    ...{ signOffRequired, customerReference: source.customerReference, origin: 'copy', intake: 'none' },
    ...timesOn(source, zone, date),
    contactId: contactId ?? null,
    ...(siteId === undefined ? { place: addressOf(source), siteZone } : { siteId }),
    stageId: deps.stages.rootId(),
  }
}

/** Whether the same copy was made already; another order under its id is ID_TAKEN (conventions §2). */
function isCopied({ orders }: OrderDeps, id: OrderId, source: StoredOrder, date: string): boolean {
  const stored = orders.records.find(id)
  if (!stored) return false
  const isSame =
    stored.origin === 'copy' && stored.customerId === source.customerId && stored.serviceDate === date
  if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity: 'order', id })
  return true
}
