import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

export const tiles: readonly HomeTile[] = [
  {
    key: 'undispatched',
    titleKey: 'dispatch.tiles.undispatched',
    permission: 'dispatch.plan',
    order: 13,
    to: { name: 'undispatched' },
    count: async () => (await client.dispatch.listUndispatched({ limit: 1, withCount: true })).count,
    entities: ['activity'],
  },
]
