import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { applyPatch } from '../../db/records'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { AgreementId } from '../../shared/contract/id'
import {
  agreementStateErrors,
  type Agreement,
  type AgreementPatch,
} from '../../shared/contract/serviceAgreements'
import { loadAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps } from './agreementDeps'
import { agreementOf } from './agreementView'
import { completeAgreement, type AgreementDraft } from './completeAgreement'
import { saveAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'

/**
 * Changes an agreement's head. Lines keep their dates when the period shrinks; the intersection counts (R02-06).
 *
 * @throws FORBIDDEN for an office of others; FIELD_FROZEN, ORDERS_OUTSIDE_PERIOD and the codes of a new agreement, all at once
 */
export function updateAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion, patch }: AgreementInput<'updateAgreement'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.write', patch)
  if (patch.officeId !== undefined && !act.caller.officeIds.includes(patch.officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'agreements.write' })
  const { agreement, failures } = changedAgreement(deps, act.at, loaded.agreement, patch)
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  const changes = saveAgreement(deps, loaded, { ...loaded, agreement })
  return outcome(agreementOf(deps, act.caller, act.at, agreementId), changes)
}

/** The head as a patch wants it, with every rule it breaks. */
export function changedAgreement(
  deps: AgreementWorkDeps,
  at: number,
  held: StoredAgreement,
  patch: AgreementPatch,
): { agreement: StoredAgreement; failures: Failure[] } {
  const { agreement, failures } = completeAgreement({ deps, at, held }, patched(deps, held, patch))
  return {
    agreement,
    failures: [
      ...frozenFields(deps, held, agreement),
      ...failures,
      ...outsideFailures(deps, held, agreement),
    ],
  }
}

/** The head as wanted: what the patch does not name stays, what it clears gets its default or stays empty. */
function patched(deps: AgreementWorkDeps, held: StoredAgreement, patch: AgreementPatch): AgreementDraft {
  const { contactId, siteId, ...own } = patch
  const isNewCustomer = patch.customerId !== undefined && patch.customerId !== held.customerId
  const draft = applyPatch<AgreementDraft>(held, own)
  const follows = held.termAnchor === held.startDate && patch.startDate !== undefined
  return {
    ...draft,
    description: draft.description,
    siteId: siteId === undefined ? (isNewCustomer ? undefined : (held.siteId ?? null)) : siteId,
    contactId: contactId === undefined ? (isNewCustomer ? undefined : (held.contactId ?? null)) : contactId,
    ...(follows ? { termAnchor: undefined } : {}),
    ...(isNewCustomer && patch.billingAccountId === undefined
      ? { billingAccountId: accountOf(deps, patch.customerId ?? undefined) }
      : {}),
  }
}

function accountOf(
  { repository }: AgreementWorkDeps,
  customerId: string | undefined,
): StoredAgreement['billingAccountId'] {
  const only = customerId === undefined ? undefined : repository.onlyAccountOf(customerId)
  return only === undefined ? undefined : repository.accounts.get(only).id
}

/** Office, customer and currency are fixed after the first order (02 §2.1). */
function frozenFields(
  { orders }: AgreementWorkDeps,
  held: StoredAgreement,
  agreement: StoredAgreement,
): Failure[] {
  const changed = (['officeId', 'customerId', 'currency'] as const).filter(
    (field) => agreement[field] !== held[field],
  )
  if (changed.length === 0 || !orders.hasOrders(held.id)) return []
  return changed.map((field) => ({ code: 'FIELD_FROZEN', field }))
}

/** R02-06: no order that is not canceled lies outside the period. */
function outsideFailures(
  { orders }: Pick<AgreementWorkDeps, 'orders'>,
  held: StoredAgreement,
  { endDate, startDate }: StoredAgreement,
): Failure[] {
  if (startDate === held.startDate && endDate === held.endDate) return []
  const outside = orders.outside(held.id, startDate, endDate)
  if (outside.length === 0) return []
  const field = startDate === held.startDate ? 'endDate' : 'startDate'
  return [{ code: 'ORDERS_OUTSIDE_PERIOD', field, ids: outside.map(({ id }) => id), orders: outside }]
}

/**
 * Deletes a draft without orders, with its lines, relations and price rules; its number stays used (02 §3.1).
 *
 * @throws INVALID_TRANSITION, IN_USE
 */
export function deleteAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion }: AgreementInput<'deleteAgreement'>,
): Outcome<{ id: AgreementId }> {
  const { agreement, lines, objects, tasks } = loadAgreement(
    deps,
    act,
    { agreementId, expectedVersion },
    'agreements.write',
  )
  const { parts, repository } = deps
  if (agreement.status !== 'draft')
    throw domainError(agreementStateErrors, 'INVALID_TRANSITION', {
      field: 'status',
      status: agreement.status,
    })
  deps.agreements.records.assertUnused(agreementId)
  for (const { id } of lines) parts.lines.assertUnused(id)
  const orders = deps.orders.openAfter(agreementId)
  if (deps.orders.hasOrders(agreementId))
    throw domainError(commonErrors, 'IN_USE', {
      ...{ entity: 'agreement', id: agreementId, counts: { order: Math.max(1, orders.length) } },
      dependants: orders.slice(0, 20).map(({ id, number }) => ({ entity: 'order', id, number })),
    })
  const rules = repository.rules.where('agreementId', agreementId)
  const version = agreement.version + 1
  const along = [
    ...rules.map((rule) => repository.rules.remove(rule)),
    ...lines.map((line) => parts.lines.removed(line, version)),
    ...objects.map((relation) => parts.objects.removed(relation, version)),
    ...tasks.map((relation) => parts.tasks.removed(relation, version)),
  ]
  return { result: { id: agreement.id }, changes: [deps.agreements.records.remove(agreement), ...along] }
}
