import { WarehouseId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Warehouses by name. */
export const warehouseLookup: Lookup = {
  route: 'warehouses',
  search: async (text, limit) => {
    const { items } = await client.stock.listWarehouses({ text, limit })
    return items.map((found) => ({
      id: found.id,
      title: found.name,
      subtitle: [found.code, found.workerName].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const found = await client.stock.getWarehouse({ warehouseId: WarehouseId.parse(id) })
    return { id, title: found.name, subtitle: [found.code, found.workerName].filter(Boolean).join(', ') }
  },
}
