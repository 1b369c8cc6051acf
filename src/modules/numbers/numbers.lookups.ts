import { DeviceId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Devices that may work, by name. */
export const deviceLookup: Lookup = {
  route: 'devices',
  search: async (text, limit) => {
    const { items } = await client.people.listDevices({ text, limit, filter: { revoked: false } })
    return items.map(({ id, name }) => ({ id, title: name }))
  },
  resolve: async (id) => {
    const { items } = await client.people.listDevices({ filter: { id: [DeviceId.parse(id)] }, limit: 1 })
    return { id, title: items[0]?.name ?? id }
  },
}
