import { ContactId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Contacts that are out of use: only their data may be asked to be removed (R12-27). */
export const formerContactLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.customers.listContacts({ text, limit, filter: { active: false } })
    return items.map(({ id, name, customerName }) => ({ id, title: name, subtitle: customerName }))
  },
  resolve: async (id) => {
    const { name, customerName } = await client.customers.getContact({ contactId: ContactId.parse(id) })
    return { id, title: name, subtitle: customerName }
  },
}
