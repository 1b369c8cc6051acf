import type { EntityChange } from '../../db/changeLog'
import type { CustomersRepository } from './customers.repository'

/** What of a contact stays when its person asked to be forgotten (R12-27). */
const nobody = '—'

/** Personal data of contacts, for the purge that a person asked for. */
export function createPersonalData(
  { contacts }: Pick<CustomersRepository, 'contacts'>,
  orders: { hasOpenWithContact(contactId: string): boolean },
) {
  return {
    /** A contact in use, or named by an order in process, is needed. */
    isNeeded(contactId: string): boolean {
      const contact = contacts.find(contactId)
      return contact?.active === true || orders.hasOpenWithContact(contactId)
    },
    /** Takes the person out of the record; where it was deleted there is nothing to do. */
    anonymise(contactId: string): EntityChange[] {
      const contact = contacts.find(contactId)
      if (!contact) return []
      const { email: _email, phone: _phone, ...rest } = contact
      return contacts.update(contact, { ...rest, name: nobody }).changes
    },
  }
}
