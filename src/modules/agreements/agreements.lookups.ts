import { BillingAccountId, CategoryId, LinePropertyId } from '@contract/id'
import type { LineType } from '@contract/agreements'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Line properties in use, by name. */
export const linePropertyLookup: Lookup = {
  route: 'lineProperties',
  search: async (text, limit) => {
    const { items } = await client.agreements.listLineProperties({ text, limit, filter: { active: true } })
    return items.map((found) => ({ id: found.id, title: found.name, subtitle: found.code }))
  },
  resolve: async (id) => {
    const found = await client.agreements.getLineProperty({ linePropertyId: LinePropertyId.parse(id) })
    return { id, title: found.name, subtitle: found.code }
  },
}

/** Billing accounts by number or name. */
export const billingAccountLookup: Lookup = {
  route: 'billingAccounts',
  search: async (text, limit) => {
    const { items } = await client.agreements.listBillingAccounts({ text, limit })
    return items.map((found) => ({
      id: found.id,
      title: `${found.number} ${found.name}`,
      subtitle: found.customerName,
    }))
  },
  resolve: async (id) => {
    const found = await client.agreements.getBillingAccount({ billingAccountId: BillingAccountId.parse(id) })
    return { id, title: `${found.number} ${found.name}`, subtitle: found.customerName }
  },
}

/** The categories in use of one type of line; of every type without one. */
export function categoryLookup(type: () => LineType | null | undefined): Lookup {
  return {
    route: 'categories',
    search: async (text, limit) => {
      const of = type()
      const filter = { active: true, ...(of ? { type: [of] } : {}) }
      const { items } = await client.agreements.listCategories({ text, limit, filter })
      return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
    },
    resolve: async (id) => {
      const { code, name } = await client.agreements.getCategory({ categoryId: CategoryId.parse(id) })
      return { id, title: name, subtitle: code }
    },
  }
}
