import { CaseCategoryId, CaseId, OrderId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.orders

/** Categories of cases by name. */
export const caseCategoryLookup: Lookup = {
  route: 'caseCategories',
  search: async (text, limit) => {
    const { items } = await ask.listCaseCategories({ text, limit })
    return items.map(({ code, id, name, parentName }) => ({
      id,
      title: name,
      subtitle: [code, parentName].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const { code, name } = await ask.getCaseCategory({ caseCategoryId: CaseCategoryId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

/** Cases by number and title. */
export const caseLookup: Lookup = {
  route: 'cases',
  search: async (text, limit) => {
    const { items } = await ask.listCases({ text, limit })
    return items.map(({ customerName, id, number, title }) => ({
      id,
      title: `${number} ${title}`,
      subtitle: customerName,
    }))
  },
  resolve: async (id) => {
    const { number, title } = await ask.getCase({ caseId: CaseId.parse(id) })
    return { id, title: `${number} ${title}` }
  },
}

/** Service orders by number and description. */
export const orderLookup: Lookup = {
  route: 'orders',
  search: async (text, limit) => {
    const { items } = await ask.listOrders({ text, limit })
    return items.map(({ customerName, description, id, number }) => ({
      id,
      title: [number, description].filter(Boolean).join(' '),
      subtitle: customerName,
    }))
  },
  resolve: async (id) => {
    const { description, number } = await ask.getOrder({ orderId: OrderId.parse(id) })
    return { id, title: [number, description].filter(Boolean).join(' ') }
  },
}
