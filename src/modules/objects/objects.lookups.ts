import { CustomerId, ObjectGroupId, ObjectId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Object groups by description. */
export const objectGroupLookup: Lookup = {
  route: 'objectGroups',
  search: async (text, limit) => {
    const { items } = await client.objects.listObjectGroups({ text, limit })
    return items.map((found) => ({ id: found.id, title: found.description, subtitle: found.code }))
  },
  resolve: async (id) => {
    const found = await client.objects.getObjectGroup({ objectGroupId: ObjectGroupId.parse(id) })
    return { id, title: found.description, subtitle: found.code }
  },
}

/** The service objects of one customer; of all customers without one. */
export function objectLookup(customerId: () => string | null | undefined): Lookup {
  return {
    route: 'objects',
    search: async (text, limit) => {
      const of = customerId()
      const filter = of ? { filter: { customerId: [CustomerId.parse(of)] } } : {}
      const { items } = await client.objects.listObjects({ text, limit, ...filter })
      return items.map(({ id, number, description, serialNumber, customerName }) => ({
        id,
        title: `${number} ${description}`,
        subtitle: [serialNumber, customerName].filter(Boolean).join(', '),
      }))
    },
    resolve: async (id) => {
      const { number, description } = await client.objects.getObject({ objectId: ObjectId.parse(id) })
      return { id, title: `${number} ${description}` }
    },
  }
}
