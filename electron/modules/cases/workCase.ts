import type { Act } from '../../db/act'
import { unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { caseErrors, type Case, type CaseLinkEntity } from '../../shared/contract/cases'
import { commonErrors, domainError, refuseAll } from '../../shared/contract/domainError'
import { CaseLinkId, CaseLogId, ObjectId, OrderId, type CaseId } from '../../shared/contract/id'
import { assertReaches, createOrder } from '../orders/index'
import { assertReachesCase, caseOf } from './access'
import { statusFailures } from './case.rules'
import type { CaseDeps, CasesInput } from './cases.deps'
import type { StoredCase, StoredLink } from './cases.repository'

/** Writes down one contact with the customer; entries are never edited (R04-80). */
export function addCaseLog(
  deps: CaseDeps,
  act: Act,
  { at, caseId, channel, expectedVersion, id, text }: CasesInput<'addCaseLog'>,
): Outcome<Case> {
  const { log } = deps.cases
  const held = id === undefined ? undefined : log.find(id)
  if (held) return replayed(deps, act, caseId, { entity: 'caseLog', ...held }, held.text === text)
  const loaded = load(deps, act, { caseId, expectedVersion })
  const entry = {
    ...{ id: id ?? CaseLogId.parse(mintId()), version: 1, caseId, at: at ?? act.at, channel, text },
    userId: act.caller.userId,
  }
  return saved(deps, loaded, loaded, log.insert(entry))
}

/** Moves a case on, settles it or takes it up again. @throws RESOLUTION_REQUIRED, CASE_STATUS_INVALID, REASON_REQUIRED */
export function changeCaseStatus(
  deps: CaseDeps,
  act: Act,
  { caseId, expectedVersion, reason, resolution, status }: CasesInput<'changeCaseStatus'>,
): Outcome<Case> {
  const held = load(deps, act, { caseId, expectedVersion })
  const [first, ...rest] = statusFailures(held.status, status, { reason, resolution })
  if (first) throw refuseAll([first, ...rest])
  const isClosed = status === 'closed'
  const settled = isClosed ? { resolution, closedAt: act.at } : { resolution: undefined, closedAt: undefined }
  return saved(deps, held, { ...held, status, ...settled })
}

/** Links a record to the case; what is linked stays as it is. */
export function linkCase(deps: CaseDeps, act: Act, input: CasesInput<'linkCase'>): Outcome<Case> {
  const target = targetOf(deps, act, input)
  const held = load(deps, act, input, linkTo(deps, input) !== undefined)
  if (linkTo(deps, input)) return unchanged(caseOf(deps, held.id))
  return saved(deps, held, held, deps.cases.links.insert(newLink(held.id, target)))
}

/** Takes a link away. @throws NOT_FOUND */
export function unlinkCase(deps: CaseDeps, act: Act, input: CasesInput<'unlinkCase'>): Outcome<Case> {
  const held = load(deps, act, input)
  const link = linkTo(deps, input)
  if (!link) throw notFound('caseLink', input.recordId)
  return saved(deps, held, held, deps.cases.links.remove(link))
}

/**
 * Makes the order that a case asks for: origin request, received when the case was, with its customer, contact,
 * priority, title and what was said first (R04-81).
 *
 * @throws CASE_STATUS_INVALID for a closed case, and the codes of a new order
 */
export function createOrderFromCase(
  deps: CaseDeps,
  act: Act,
  { caseId, expectedVersion, newOrderId }: CasesInput<'createOrderFromCase'>,
): Outcome<Case & { orderId: OrderId }> {
  const done = newOrderId && linkTo(deps, { caseId, entity: 'order', recordId: newOrderId })
  const held = load(deps, act, { caseId, expectedVersion }, done !== undefined)
  const id = newOrderId ?? OrderId.parse(mintId())
  if (done) return unchanged({ ...caseOf(deps, caseId), orderId: id })
  if (held.status === 'closed')
    throw domainError(caseErrors, 'CASE_STATUS_INVALID', { field: 'status', ids: [caseId] })
  const { contactId, customerId, officeId, ownerId, priority, title } = held
  const [first] = deps.cases.logOf(caseId)
  const made = createOrder(
    promising(deps, held),
    act,
    {
      ...{ id, officeId, customerId, contactId, priority, description: title },
      ...(first ? { internalNote: first.text } : {}),
      // Whoever reaches own orders only makes one of his own.
      ...(ownerId !== undefined && ownerId === act.caller.workerId ? { preferredTechnicianId: ownerId } : {}),
      reason: undefined,
    },
    { origin: 'request', intake: 'none', receivedAt: held.createdAt },
  )
  const link = deps.cases.links.insert(newLink(held.id, { orderId: id }))
  const change = deps.cases.overwrite(held)
  return {
    result: { ...caseOf(deps, caseId), orderId: id },
    changes: [change, link, ...('changes' in made ? made.changes : [])],
  }
}

/** An order that is made of a case keeps the promise that the case names; else R06-01 finds one. */
function promising({ orders }: CaseDeps, { slaId }: StoredCase): CaseDeps['orders'] {
  const { clocks } = orders
  return { ...orders, clocks: { ...clocks, created: (order, act) => clocks.created(order, act, slaId) } }
}

/** Says that the resolution of a closed case helped with this one (R04-82). @throws CASE_STATUS_INVALID */
export function markCaseHelped(deps: CaseDeps, act: Act, input: CasesInput<'markCaseHelped'>): Outcome<Case> {
  const { caseId, expectedVersion, helpedCaseId } = input
  const { cases, helps } = deps.cases
  const isMarked = helps.where('caseId', caseId).some((help) => help.helpedCaseId === helpedCaseId)
  const held = load(deps, act, { caseId, expectedVersion }, isMarked)
  const helped = cases.get(helpedCaseId)
  assertReachesCase(deps, act.caller, 'orders.read', helped)
  if (isMarked) return unchanged(caseOf(deps, caseId))
  if (helped.status !== 'closed' || helpedCaseId === caseId)
    throw domainError(caseErrors, 'CASE_STATUS_INVALID', { field: 'helpedCaseId', ids: [helpedCaseId] })
  const help = { id: mintId(), version: 1, caseId, helpedCaseId }
  return saved(deps, held, held, helps.insert(help))
}

interface CaseRef {
  readonly caseId: CaseId
  readonly expectedVersion: number
}

/** The case that a command changes; a repeated command has been given the version before its own. */
function load(deps: CaseDeps, { caller }: Act, ref: CaseRef, isRepeated = false): StoredCase {
  const held = deps.cases.cases.get(ref.caseId)
  assertReachesCase(deps, caller, 'orders.write', held)
  return isRepeated ? held : deps.cases.cases.expect(ref.caseId, ref.expectedVersion)
}

/** Writes the case under its next version, with what came or went. */
function saved(
  deps: CaseDeps,
  before: StoredCase,
  after: StoredCase,
  ...parts: readonly EntityChange[]
): Outcome<Case> {
  const change = deps.cases.overwrite(before, after)
  return { changes: [change, ...parts], result: caseOf(deps, before.id) }
}

function replayed(
  deps: CaseDeps,
  { caller }: Act,
  caseId: CaseId,
  part: { readonly id: string; readonly entity: string; readonly caseId: string },
  isSame: boolean,
): Outcome<Case> {
  if (part.caseId !== caseId || !isSame)
    throw domainError(commonErrors, 'ID_TAKEN', { entity: part.entity, id: part.id })
  assertReachesCase(deps, caller, 'orders.write', { id: caseId })
  return unchanged(caseOf(deps, caseId))
}

interface Target {
  readonly caseId: string
  readonly entity: CaseLinkEntity
  readonly recordId: string
}

function linkTo({ cases }: CaseDeps, { caseId, entity, recordId }: Target): StoredLink | undefined {
  return cases.links
    .where('caseId', caseId)
    .find((link) => (entity === 'order' ? link.orderId : link.objectId) === recordId)
}

/** What is to be linked is there and within the caller's reach. */
function targetOf(
  { orders }: CaseDeps,
  { caller }: Act,
  { entity, recordId }: Target,
): Pick<StoredLink, 'orderId' | 'objectId'> {
  if (entity === 'object') return { objectId: ObjectId.parse(orders.objects.get(recordId).id) }
  const order = orders.orders.records.get(recordId)
  assertReaches(orders, caller, 'orders.read', order)
  return { orderId: order.id }
}

function newLink(caseId: CaseId, target: Pick<StoredLink, 'orderId' | 'objectId'>): StoredLink {
  return { id: CaseLinkId.parse(mintId()), version: 1, caseId, ...target }
}
