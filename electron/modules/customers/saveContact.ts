import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Contact, customersContract } from '../../shared/contract/customers'
import type { ContactId } from '../../shared/contract/id'
import { notFound } from '../../db/version'
import type { CustomersRepository, StoredContact } from './customers.repository'

type Input<Name extends keyof typeof customersContract> = z.output<
  NonNullable<(typeof customersContract)[Name]['~orpc']['inputSchema']>
>

export function createContact(
  repository: CustomersRepository,
  { reason: _reason, ...fields }: Input<'createContact'>,
): Outcome<Contact> {
  const { contacts, customers } = repository
  const replayed = contacts.replayed(fields.id, fields)
  if (replayed) return { result: contactOf(repository, replayed.id), unchanged: true }
  customers.get(fields.customerId)
  const contact: StoredContact = { ...fields, version: 1, active: true }
  assertSite(repository, contact)
  const change = contacts.insert(contact)
  return { result: contactOf(repository, contact.id), changes: [change] }
}

export function updateContact(
  repository: CustomersRepository,
  { contactId, expectedVersion, patch }: Input<'updateContact'>,
): Outcome<Contact> {
  const { before, after } = repository.contacts.patched(contactId, expectedVersion, patch)
  assertSite(repository, after)
  const { changes } = repository.contacts.update(before, after)
  return outcome(contactOf(repository, contactId), changes)
}

/** A contact's site is one of its customer. */
function assertSite({ sites }: CustomersRepository, { siteId, customerId }: StoredContact): void {
  if (siteId === undefined) return
  if (sites.get(siteId).customerId !== customerId)
    throw domainError(commonErrors, 'NOT_FOUND', { entity: 'site', id: siteId })
}

/** The contact as answered; throws NOT_FOUND. */
export function contactOf(repository: CustomersRepository, id: ContactId): Contact {
  const contact = repository.contactList.find(id)
  if (!contact) throw notFound('contact', id)
  return contact
}
