import type { Act } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { Order, OrderPatch } from '../../shared/contract/orders'
import { checkPeriod } from './agreement.rules'
import { reachedAgreement } from './agreementDefaults'
import { addressOf, completeHeader, type HeaderDraft } from './completeHeader'
import { completeLine, type LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import { loadOrder, type LoadedOrder } from './loadOrder'
import { assertStagePermits, createLookup, type Lookup } from './lookup'
import type { OrderDeps, OrdersInput } from './orderDeps'
import { agreementObjects } from './orderRelations'
import type { StoredOrder } from './orders.repository'
import { orderOf } from './orderView'
import { saveOrder } from './saveOrder'
import { isLocked } from './signOff.rules'
import { standardDescription } from './standardDescription'

/**
 * Changes an order's head. Created lines that stood on the old service date move to the new one and are priced again
 * (R04-34).
 *
 * @throws STAGE_FORBIDS_MODIFY, FIELD_FROZEN and the codes of a new order, all at once
 */
export function updateOrder(
  deps: OrderDeps,
  act: Act,
  { orderId, expectedVersion, patch }: OrdersInput<'updateOrder'>,
): Outcome<Order> {
  const loaded = loadOrder(deps, act, { orderId, expectedVersion }, 'orders.write', patch)
  assertStagePermits(deps, loaded.order, 'STAGE_FORBIDS_MODIFY')
  const { agreementId } = patch
  const isAttached =
    agreementId !== undefined && agreementId !== null && agreementId !== loaded.order.agreementId
  const agreement = isAttached ? reachedAgreement(deps, act, agreementId) : undefined
  const draft = patchedHead(loaded.order, patch)
  const billingAccountId = draft.billingAccountId ?? (agreement && agreement.billingAccountId)
  return changeHead(deps, act, loaded, { ...draft, billingAccountId }, frozenFields(loaded, patch))
}

/** Writes the head as wanted, with the Created lines that follow its date. */
export function changeHead(
  deps: OrderDeps,
  act: Act,
  loaded: LoadedOrder,
  draft: HeaderDraft,
  refused: readonly Failure[] = [],
): Outcome<Order> {
  const orderId = loaded.order.id
  const { order, failures } = completeHeader({ deps, at: act.at, held: loaded.order }, draft)
  const lookup = createLookup(deps)
  const outside = order ? periodFailures(lookup, loaded, order) : []
  const [first, ...rest] = [...refused, ...failures, ...outside]
  if (first) throw refuseAll([first, ...rest])
  if (!order) throw new Error(`order ${orderId}: a head without a failure is complete`)
  const description = order.description || standardDescription(deps.people.company().language)
  const work: LineWork = { deps, lookup, act, order, relationIds: () => relationIds(deps, orderId) }
  const lines = loaded.lines.map((line) => movedLine(work, loaded.order, line))
  const saved = saveOrder(deps, act, lookup, loaded, { order: { ...order, description }, lines })
  const clock = deps.clocks.changed(loaded.order, order, act)
  const changes = [...saved, ...joinedObjects(deps, loaded.order, order), ...clock]
  return outcome(orderOf(deps, act.caller, orderId), changes)
}

/** The objects of an agreement that the order is attached to now (04 §2.3). */
function joinedObjects(deps: OrderDeps, before: StoredOrder, order: StoredOrder): EntityChange[] {
  if (order.agreementId === before.agreementId) return []
  return agreementObjects(deps, order, deps.relations.ofOrder(order.id)).map((relation) =>
    deps.relations.insert(relation, before.version + 1),
  )
}

/** Lines that follow the date have to stay within the periods of their agreement's lines (R04-23). */
function periodFailures(
  lookup: Pick<Lookup, 'agreementLine'>,
  { lines, order: before }: LoadedOrder,
  order: StoredOrder,
): Failure[] {
  return lines.flatMap(({ agreementLineId, ...line }) =>
    agreementLineId !== undefined && followsDate(before, order, line)
      ? checkPeriod(lookup.agreementLine(agreementLineId), order.serviceDate).map((failure) => ({
          ...failure,
          lineNo: line.lineNo,
        }))
      : [],
  )
}

/** The ids of the objects' relations on an order. */
export function relationIds({ relations }: OrderDeps, orderId: string): ReadonlySet<string> {
  return new Set(relations.ofOrder(orderId).map(({ id }) => id))
}

/**
 * The customer stays once a line is posted, the agreement too and once a line comes from it, the currency once there are
 * lines (04 §2.1).
 */
export function frozenFields({ lines, order }: LoadedOrder, patch: OrderPatch): Failure[] {
  const differs = (field: 'customerId' | 'currency') =>
    patch[field] !== undefined && patch[field] !== order[field]
  const failures: Failure[] = []
  const isHeldByLines = lines.some((line) => line.status === 'posted' || line.agreementLineId !== undefined)
  if (isHeldByLines && agreementAfter(order, patch) !== order.agreementId)
    failures.push({ code: 'FIELD_FROZEN', field: 'agreementId' })
  if (differs('customerId') && lines.some(({ status }) => status === 'posted'))
    failures.push({ code: 'FIELD_FROZEN', field: 'customerId' })
  if (differs('currency') && lines.length > 0) failures.push({ code: 'FIELD_FROZEN', field: 'currency' })
  return failures
}

/** The agreement as the patch wants it; one does not stay with another customer. */
function agreementAfter(order: StoredOrder, { agreementId, customerId }: OrderPatch) {
  if (agreementId !== undefined) return agreementId ?? undefined
  return customerId === undefined || customerId === order.customerId ? order.agreementId : undefined
}

/** The head as wanted: what the patch does not name stays, what it clears gets its default or stays empty. */
export function patchedHead(order: StoredOrder, patch: OrderPatch): HeaderDraft {
  const { siteId, contactId, ...own } = patch
  const isNewCustomer = patch.customerId !== undefined && patch.customerId !== order.customerId
  const kept = isNewCustomer ? undefined : order
  const isSiteChosen = siteId !== undefined || isNewCustomer
  return {
    ...applyPatch<HeaderDraft>({ ...order, siteZone: isSiteChosen ? undefined : order.siteZone }, own),
    agreementId: agreementAfter(order, patch),
    siteId: siteId === undefined ? (kept ? (kept.siteId ?? null) : undefined) : siteId,
    contactId: contactId === undefined ? (kept ? (kept.contactId ?? null) : undefined) : contactId,
    place: isSiteChosen ? undefined : addressOf(order),
    ...(isNewCustomer && patch.billingAccountId === undefined ? { billingAccountId: undefined } : {}),
  }
}

/** A line moves with the date it stood on; others, and those that are signed, stay as they are (R04-42). */
export function movedLine(work: LineWork, before: StoredOrder, line: StoredLine): StoredLine {
  const { serviceDate } = work.order
  return followsDate(before, work.order, line)
    ? completeLine(work, { ...line, serviceDate }, line).line
    : line
}

function followsDate(
  before: StoredOrder,
  { serviceDate }: StoredOrder,
  line: Pick<StoredLine, 'status' | 'serviceDate' | 'signOffId'>,
): boolean {
  const isOpen = line.status === 'created' && !isLocked(line)
  return isOpen && line.serviceDate === before.serviceDate && serviceDate !== before.serviceDate
}
