import { notFound } from '../../db/version'
import type { Failure } from '../../shared/contract/domainError'
import type { ContactId, SiteId } from '../../shared/contract/id'
import { checkTerm, endsOn, noticeDeadline } from './agreement.rules'
import type { AgreementWorkDeps } from './agreementDeps'
import { checkAccount } from './line.rules'
import type { StoredAgreement } from './serviceAgreements.repository'

/** What an agreement's head is completed from: `undefined` gets the default, `null` stays empty (02 §2.1). */
export type AgreementDraft = Pick<
  StoredAgreement,
  'id' | 'version' | 'number' | 'description' | 'officeId' | 'isTemplate' | 'status'
> & {
  readonly [K in Exclude<keyof StoredAgreement, 'siteId' | 'contactId'>]?: StoredAgreement[K] | undefined
} & { readonly siteId?: SiteId | null | undefined; readonly contactId?: ContactId | null | undefined }

export interface AgreementWork {
  readonly deps: AgreementWorkDeps
  readonly at: number
  /** The head as it is stored: what it has may stay, even if it could not be chosen any more. */
  readonly held?: StoredAgreement | undefined
}

const standardTerm = 12
const standardNotice = 90
const standardAlerts = [90, 30, 7]

/** Completes an agreement's head: defaults of 02 §2.1, with every rule it breaks. */
export function completeAgreement(
  work: AgreementWork,
  draft: AgreementDraft,
): { agreement: StoredAgreement; failures: Failure[] } {
  const { deps } = work
  const given = draft.billingAccountId
  const customerId =
    draft.customerId ?? (given === undefined ? undefined : deps.repository.accounts.get(given).customerId)
  const account = accountOf(work, draft, customerId)
  const customer = customerId === undefined ? undefined : deps.customers.customers.get(customerId)
  const site = draft.isTemplate ? undefined : siteOf(deps, draft.siteId, customerId)
  const startDate = draft.startDate ?? deps.localDate(draft.officeId, work.at)
  const { contactId: _contactId, siteId: _siteId, ...own } = draft
  const agreement: StoredAgreement = {
    ...own,
    customerId,
    billingAccountId: account?.id,
    currency: draft.currency ?? account?.currency ?? customer?.currency ?? deps.people.company().currency,
    groupId: draft.groupId ?? standardGroup(work, draft),
    siteId: site,
    contactId: draft.isTemplate ? undefined : contactOf(deps, draft.contactId, customerId, site),
    startDate,
    combine: draft.combine ?? 'agreement',
    termMonths: draft.termMonths ?? standardTerm,
    renewal: draft.renewal ?? 'manual',
    noticeDays: draft.noticeDays ?? standardNotice,
    renewalIncrease: draft.renewalIncrease ?? 0,
    alertDays: draft.alertDays ?? standardAlerts,
    termAnchor: draft.termAnchor ?? startDate,
  }
  return { agreement: withDerivedDates(agreement), failures: failuresOf(work, agreement) }
}

/** The head with what its dates say. */
export function withDerivedDates(agreement: StoredAgreement): StoredAgreement {
  return { ...agreement, noticeDeadline: noticeDeadline(agreement), endsOn: endsOn(agreement) }
}

function accountOf({ deps, held }: AgreementWork, draft: AgreementDraft, customerId: string | undefined) {
  const { billingAccountId, isTemplate } = draft
  const { accounts } = deps.repository
  if (billingAccountId !== undefined) return accounts.get(billingAccountId)
  if (isTemplate || held || customerId === undefined) return undefined
  const only = deps.repository.onlyAccountOf(customerId)
  return only === undefined ? undefined : accounts.get(only)
}

/** The setting's group, for new agreements that may still have it. */
function standardGroup(
  { deps, held }: AgreementWork,
  { officeId }: AgreementDraft,
): StoredAgreement['groupId'] {
  const groupId = held ? undefined : deps.settings.value('defaultAgreementGroupId', { officeId })
  const group = groupId ? deps.groups.groups.find(groupId) : undefined
  return group?.active ? group.id : undefined
}

/** The chosen site of the customer, or its main site; `null` is none. */
function siteOf(
  { customers }: AgreementWorkDeps,
  siteId: SiteId | null | undefined,
  customerId: string | undefined,
): SiteId | undefined {
  if (siteId === null || customerId === undefined) return undefined
  if (siteId === undefined)
    return customers.sites
      .where('customerId', customerId)
      .find(({ active, kind }) => active && kind === 'main')?.id
  if (customers.sites.get(siteId).customerId !== customerId) throw notFound('site', siteId)
  return siteId
}

/** The chosen contact of the customer, or one at the site, else its first; `null` is none. */
function contactOf(
  { customers }: AgreementWorkDeps,
  contactId: ContactId | null | undefined,
  customerId: string | undefined,
  siteId: SiteId | undefined,
): ContactId | undefined {
  if (contactId === null || customerId === undefined) return undefined
  if (contactId === undefined) {
    const active = customers.contacts.where('customerId', customerId).filter((contact) => contact.active)
    return (active.find((contact) => contact.siteId !== undefined && contact.siteId === siteId) ?? active[0])
      ?.id
  }
  if (customers.contacts.get(contactId).customerId !== customerId) throw notFound('contact', contactId)
  return contactId
}

function failuresOf(work: AgreementWork, agreement: StoredAgreement): Failure[] {
  return [
    ...missing(agreement),
    ...checkTerm(agreement),
    ...customerFailures(work, agreement),
    ...choiceFailures(work, agreement),
    ...workerFailures(work, agreement),
  ]
}

/** What an agreement cannot do without: a customer; once it is no draft, a billing account and a group (02 §2.1). */
function missing({
  billingAccountId,
  customerId,
  groupId,
  isTemplate,
  status,
  templateGroupId,
}: StoredAgreement): Failure[] {
  if (isTemplate)
    return templateGroupId === undefined
      ? [{ code: 'TEMPLATE_GROUP_REQUIRED', field: 'templateGroupId' }]
      : []
  const isDraft = status === 'draft'
  const fields = [
    ...(customerId === undefined ? ['customerId'] : []),
    ...(billingAccountId === undefined && !isDraft ? ['billingAccountId'] : []),
    ...(groupId === undefined && !isDraft ? ['groupId'] : []),
  ]
  return fields.map((field) => ({ code: 'REQUIRED', field, fields }))
}

function customerFailures({ deps, held }: AgreementWork, agreement: StoredAgreement): Failure[] {
  const { billingAccountId, customerId } = agreement
  if (customerId === undefined) return []
  const failures: Failure[] = []
  const isHeldCustomer = held?.customerId === customerId
  if (billingAccountId !== undefined && !(isHeldCustomer && held.billingAccountId === billingAccountId))
    failures.push(
      ...checkAccount(deps.repository.accounts.get(billingAccountId), { work: 'new', customerId }),
    )
  const { status } = deps.customers.customers.get(customerId)
  if (status !== 'active' && !isHeldCustomer)
    failures.push({ code: 'CUSTOMER_BLOCKED', field: 'customerId', ids: [customerId], status })
  return failures
}

/** What is chosen exists, and is in use unless the agreement has it already. */
function choiceFailures({ deps, held }: AgreementWork, agreement: StoredAgreement): Failure[] {
  const { calendarId, groupId, slaId, templateGroupId } = agreement
  const failures: Failure[] = []
  const check = (field: 'groupId' | 'templateGroupId' | 'slaId', isActive: () => boolean) => {
    const id = agreement[field]
    if (id !== undefined && id !== held?.[field] && !isActive())
      failures.push({ code: 'CHOICE_INACTIVE', field, ids: [id] })
  }
  check('groupId', () => deps.groups.groups.get(groupId ?? '').active)
  check('templateGroupId', () => deps.groups.templates.get(templateGroupId ?? '').active)
  check('slaId', () => deps.references.isActive('sla', slaId ?? ''))
  if (calendarId !== undefined && calendarId !== held?.calendarId) deps.references.assertCalendar(calendarId)
  return failures
}

function workerFailures({ deps, held }: AgreementWork, agreement: StoredAgreement): Failure[] {
  return (['preferredTechnicianId', 'responsibleId'] as const).flatMap((field) => {
    const workerId = agreement[field]
    if (workerId === undefined || workerId === held?.[field]) return []
    return workerFailure(deps, workerId, field)
  })
}

/** WORKER_INACTIVE for a worker out of use, unless the company allows them (02 §2.2). */
export function workerFailure(
  { people, settings }: Pick<AgreementWorkDeps, 'people' | 'settings'>,
  workerId: string,
  field: string,
): Failure[] {
  const { active } = people.workers.get(workerId)
  if (active || settings.value('allowInactiveWorkers')) return []
  return [{ code: 'WORKER_INACTIVE', field, ids: [workerId] }]
}
