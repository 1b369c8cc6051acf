import type { LineType } from '@contract/agreements'
import {
  BillingAccountId,
  CategoryId,
  ContactId,
  CustomerId,
  ItemId,
  LinePropertyId,
  OfficeId,
  WarehouseId,
  WorkerId,
} from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

type Of = () => string | undefined | null

function customerFilter(of: Of): { filter?: { customerId: CustomerId[] } } {
  const customerId = of()
  return customerId ? { filter: { customerId: [CustomerId.parse(customerId)] } } : {}
}

export const workerLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.people.listWorkers({ text, limit, filter: { active: true } })
    return items.map(({ id, number, displayName, jobTitle }) => ({
      id,
      title: displayName,
      subtitle: [number, jobTitle].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const { displayName, number } = await client.people.getWorker({ workerId: WorkerId.parse(id) })
    return { id, title: displayName, subtitle: number }
  },
}

export const officeLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.people.listOffices({ text, limit })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await client.people.getOffice({ officeId: OfficeId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

/** The billing accounts of one customer; of all without one. */
export function accountLookup(customerId: Of): Lookup {
  return {
    search: async (text, limit) => {
      const input = { text, limit, ...customerFilter(customerId) }
      const { items } = await client.agreements.listBillingAccounts(input)
      return items.map(({ id, number, name, customerName }) => ({
        id,
        title: `${number} ${name}`,
        subtitle: customerName,
      }))
    },
    resolve: async (id) => {
      const billingAccountId = BillingAccountId.parse(id)
      const { number, name, customerName } = await client.agreements.getBillingAccount({ billingAccountId })
      return { id, title: `${number} ${name}`, subtitle: customerName }
    },
  }
}

/** The contacts of one customer; of all without one. */
export function contactLookup(customerId: Of): Lookup {
  return {
    search: async (text, limit) => {
      const { items } = await client.customers.listContacts({ text, limit, ...customerFilter(customerId) })
      return items.map(({ id, name, role, phone }) => ({
        id,
        title: name,
        subtitle: [role, phone].filter(Boolean).join(', '),
      }))
    },
    resolve: async (id) => {
      const { name, role } = await client.customers.getContact({ contactId: ContactId.parse(id) })
      return { id, title: name, subtitle: role }
    },
  }
}

/** The categories of one type of line. */
export function categoryLookup(type: () => LineType): Lookup {
  return {
    search: async (text, limit) => {
      const filter = { type: [type()], active: true }
      const { items } = await client.agreements.listCategories({ text, limit, filter })
      return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
    },
    resolve: async (id) => {
      const { code, name } = await client.agreements.getCategory({ categoryId: CategoryId.parse(id) })
      return { id, title: name, subtitle: code }
    },
  }
}

export const itemLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.catalog.listItems({ text, limit, filter: { blocked: false } })
    return items.map(({ id, number, name, categoryName, unitCode }) => ({
      id,
      title: `${number} ${name}`,
      subtitle: [categoryName, unitCode].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const { number, name } = await client.catalog.getItem({ itemId: ItemId.parse(id) })
    return { id, title: `${number} ${name}` }
  },
}

export const warehouseLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.stock.listWarehouses({ text, limit })
    return items.map(({ id, code, name, workerName }) => ({
      id,
      title: name,
      subtitle: [code, workerName].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const { code, name } = await client.stock.getWarehouse({ warehouseId: WarehouseId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

export const linePropertyLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.agreements.listLineProperties({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const linePropertyId = LinePropertyId.parse(id)
    const { code, name } = await client.agreements.getLineProperty({ linePropertyId })
    return { id, title: name, subtitle: code }
  },
}
