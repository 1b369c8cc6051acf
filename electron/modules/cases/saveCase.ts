import type { Act } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { Case } from '../../shared/contract/cases'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { CaseId } from '../../shared/contract/id'
import { reachOf } from '../orders/index'
import { assertNoBoard, assertReachesCase, caseOf } from './access'
import { leadsBack } from './case.rules'
import type { CaseDeps, CasesInput } from './cases.deps'
import type { StoredCase } from './cases.repository'

/**
 * Creates a case; who has only own records owns it, others when they say so (R04-80). The number is drawn last, so that
 * a refusal takes none.
 *
 * @throws GROUP_CYCLE, WORKER_INACTIVE, SLA_INACTIVE, NUMBERS_EXHAUSTED
 */
export function createCase(
  deps: CaseDeps,
  { at, caller }: Act,
  { reason: _reason, ...input }: CasesInput<'createCase'>,
): Outcome<Case> {
  const { cases } = deps.cases
  assertNoBoard(caller)
  const replayed = cases.replayed(input.id, input)
  if (replayed) return unchanged(caseOf(deps, replayed.id))
  const officeId = input.officeId ?? caller.officeId
  assertInOffices(caller, 'orders.write', officeId)
  const isOwn = reachOf(caller, 'orders.write') === 'own'
  const held: StoredCase = {
    ...input,
    ...{ version: 1, number: '', officeId, status: 'open', createdAt: at, helpedCount: 0 },
    priority: input.priority ?? 'normal',
    ownerId: input.ownerId ?? (isOwn ? caller.workerId : undefined),
  }
  assertCase(deps, held)
  if (isOwn && (held.ownerId === undefined || held.ownerId !== caller.workerId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'orders.write' })
  const number = deps.orders.drawNumber({ type: 'CAS', officeId, entity: 'case', recordId: held.id, at })
  const change = cases.insert({ ...held, number, dueAt: deps.times.dueAt(held) })
  return { result: caseOf(deps, held.id), changes: [change] }
}

/** Changes a case. @throws GROUP_CYCLE, WORKER_INACTIVE, SLA_INACTIVE */
export function updateCase(
  deps: CaseDeps,
  { caller }: Act,
  { caseId, expectedVersion, patch }: CasesInput<'updateCase'>,
): Outcome<Case> {
  const { cases } = deps.cases
  assertReachesCase(deps, caller, 'orders.write', cases.get(caseId))
  const { after, before } = cases.patched(caseId, expectedVersion, patch)
  // A cleared priority has its default.
  const next = Reflect.has(after, 'priority') ? after : { ...after, priority: 'normal' as const }
  assertCase(deps, next, before)
  const { changes } = cases.update(before, { ...next, dueAt: deps.times.dueAt(next) })
  return outcome(caseOf(deps, caseId), changes)
}

/** Deletes a case with its log, links and marks; its number stays used. @throws IN_USE */
export function deleteCase(
  deps: CaseDeps,
  { caller }: Act,
  { caseId, expectedVersion }: CasesInput<'deleteCase'>,
): Outcome<{ id: CaseId }> {
  const { cases, helps, links, log } = deps.cases
  assertReachesCase(deps, caller, 'orders.write', cases.get(caseId))
  const held = cases.expect(caseId, expectedVersion)
  cases.assertUnused(caseId)
  const parts = [
    ...log.where('caseId', caseId).map((entry) => log.remove(entry)),
    ...links.where('caseId', caseId).map((link) => links.remove(link)),
    ...helps.where('caseId', caseId).map((help) => helps.remove(help)),
  ]
  return { result: { id: held.id }, changes: [cases.remove(held), ...parts] }
}

/** References lead somewhere, the contact is one of the customer, and no case lies inside itself. */
function assertCase({ cases, orders, times }: CaseDeps, held: StoredCase, before?: StoredCase): void {
  const { categoryId, contactId, customerId, id, ownerId, parentId, slaId } = held
  orders.customers.customers.get(customerId)
  cases.categories.get(categoryId)
  if (contactId !== undefined && orders.customers.contacts.get(contactId).customerId !== customerId)
    throw notFound('contact', contactId)
  const failures: Failure[] = []
  if (ownerId !== undefined && ownerId !== before?.ownerId) {
    const { active } = orders.people.workers.get(ownerId)
    if (!active && !orders.settings.value('allowInactiveWorkers'))
      failures.push({ code: 'WORKER_INACTIVE', field: 'ownerId', ids: [ownerId] })
  }
  if (slaId !== undefined && slaId !== before?.slaId && !times.isOffered(slaId))
    failures.push({ code: 'SLA_INACTIVE', field: 'slaId', ids: [slaId] })
  if (leadsBack(id, parentId, (at) => cases.cases.get(at).parentId))
    failures.push({ code: 'GROUP_CYCLE', field: 'parentId' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}
