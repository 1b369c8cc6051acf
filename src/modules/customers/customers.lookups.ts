import { CustomerGroupId, CustomerId, SiteId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.customers

/** Customers by number or name, with the place of their main site. */
export const customerLookup: Lookup = {
  route: 'customers',
  search: async (text, limit) => {
    const { items } = await ask.listCustomers({ text, limit, filter: { status: ['active', 'blocked'] } })
    return items.map(({ id, number, name, city, country }) => ({
      id,
      title: `${number} ${name}`,
      subtitle: [city, country].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const { number, name } = await ask.getCustomer({ customerId: CustomerId.parse(id) })
    return { id, title: `${number} ${name}` }
  },
}

export const customerGroupLookup: Lookup = {
  route: 'customerGroups',
  search: async (text, limit) => {
    const { items } = await ask.listCustomerGroups({ text, limit })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await ask.getCustomerGroup({ customerGroupId: CustomerGroupId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

/** The sites of one customer; of all customers without one. */
export function siteLookup(customerId: () => string | undefined): Lookup {
  return {
    search: async (text, limit) => {
      const of = customerId()
      const filter = of === undefined ? {} : { filter: { customerId: [CustomerId.parse(of)] } }
      const { items } = await ask.listSites({ text, limit, ...filter })
      return items.map(({ id, name, city, customerName }) => ({
        id,
        title: name,
        subtitle: [city, of === undefined ? customerName : undefined].filter(Boolean).join(', '),
      }))
    },
    resolve: async (id) => {
      const { name, city } = await ask.getSite({ siteId: SiteId.parse(id) })
      return { id, title: city === undefined ? name : `${name}, ${city}` }
    },
  }
}
