import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

type Filter = NonNullable<Parameters<typeof client.orders.listOrders>[0]['filter']>

async function countOf(filter: Filter): Promise<number | undefined> {
  return (await client.orders.listOrders({ filter, limit: 1, withCount: true })).count
}

export const tiles: readonly HomeTile[] = [
  {
    key: 'activeOrders',
    titleKey: 'orders.tiles.active',
    permission: 'orders.read',
    order: 10,
    to: { name: 'orders', query: { view: 'active' } },
    count: () => countOf({ progress: ['inProcess'], intake: ['none'] }),
    entities: ['order'],
  },
  {
    key: 'readyOrders',
    titleKey: 'orders.tiles.ready',
    permission: 'orders.post',
    order: 11,
    to: { name: 'orders', query: { view: 'ready' } },
    count: () => countOf({ progress: ['inProcess'], intake: ['none'], isReadyForPosting: true }),
    entities: ['order'],
  },
  {
    key: 'requests',
    titleKey: 'orders.tiles.requests',
    permission: 'orders.write',
    order: 12,
    to: { name: 'orders', query: { view: 'requests' } },
    count: () => countOf({ intake: ['awaiting'] }),
    entities: ['order'],
  },
]
