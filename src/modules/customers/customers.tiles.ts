import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

const ask = client.customers

export const tiles: readonly HomeTile[] = [
  {
    key: 'customers',
    titleKey: 'customers.tiles.active',
    permission: 'customers.read',
    order: 60,
    to: { name: 'customers', query: { view: 'active' } },
    count: async () =>
      (await ask.listCustomers({ filter: { status: ['active'] }, limit: 1, withCount: true })).count,
    entities: ['customer'],
  },
  {
    key: 'blockedCustomers',
    titleKey: 'customers.tiles.blocked',
    permission: 'customers.write',
    order: 61,
    to: { name: 'customers', query: { view: 'blocked' } },
    count: async () =>
      (await ask.listCustomers({ filter: { status: ['blocked'] }, limit: 1, withCount: true })).count,
    entities: ['customer'],
  },
]
