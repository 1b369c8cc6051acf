import type { Act } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { AgreementTerms } from '../agreements/index'
import type { OrderDeps, OrdersInput } from './orderDeps'

type Input = Omit<OrdersInput<'createOrder'>, 'lines' | 'reason'>
const longestDescription = 120

/** The agreement of a new order; throws NOT_FOUND, and FORBIDDEN for one of an office the caller does not see. */
export function reachedAgreement(
  { serviceAgreements }: OrderDeps,
  { caller }: Act,
  agreementId: string,
): AgreementTerms {
  const agreement = serviceAgreements.get(agreementId)
  if (!caller.officeIds.includes(agreement.officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'agreements.read' })
  return agreement
}

/**
 * What a new order has from its agreement where nothing was said (04 §2.1). An agreement of another customer gives
 * nothing; workers, sites and contacts that are out of use are left to the order's own defaults.
 */
export function withAgreementDefaults(deps: OrderDeps, agreement: AgreementTerms, input: Input): Input {
  if (input.customerId !== undefined && input.customerId !== agreement.customerId) return input
  const { customers, people } = deps
  const { contactId, preferredTechnicianId, responsibleId, siteId } = agreement
  const worker = (id: typeof responsibleId) =>
    id !== undefined && people.workers.find(id)?.active === true ? id : undefined
  const isSiteOpen = siteId !== undefined && customers.sites.find(siteId)?.active === true
  const isContactOpen = contactId !== undefined && customers.contacts.find(contactId)?.active === true
  return {
    ...input,
    officeId: input.officeId ?? agreement.officeId,
    customerId: input.customerId ?? agreement.customerId,
    billingAccountId: input.billingAccountId ?? agreement.billingAccountId,
    currency: input.currency ?? agreement.currency,
    description: input.description || agreement.description.slice(0, longestDescription).trim(),
    siteId: input.siteId === undefined && isSiteOpen ? siteId : input.siteId,
    contactId: input.contactId === undefined && isContactOpen ? contactId : input.contactId,
    responsibleId: input.responsibleId === undefined ? worker(responsibleId) : input.responsibleId,
    preferredTechnicianId: input.preferredTechnicianId ?? worker(preferredTechnicianId),
  }
}
