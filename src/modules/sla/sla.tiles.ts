import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

const dayMs = 86_400_000

/** Open orders whose latest completion lies in a stretch of time. */
async function countOf(latestCompletion: { from?: number; to?: number }): Promise<number | undefined> {
  return (await client.sla.listWatch({ filter: { latestCompletion }, limit: 1, withCount: true })).count
}

export const tiles: readonly HomeTile[] = [
  {
    key: 'slaBreached',
    titleKey: 'sla.tiles.breached',
    permission: 'sla.read',
    order: 14,
    to: { name: 'slaWatch' },
    count: () => countOf({ to: Date.now() }),
    entities: ['order', 'slaEntry', 'slaStep'],
  },
  {
    key: 'slaDue',
    titleKey: 'sla.tiles.due',
    permission: 'sla.read',
    order: 15,
    to: { name: 'slaWatch' },
    count: () => countOf({ from: Date.now(), to: Date.now() + dayMs }),
    entities: ['order', 'slaEntry', 'slaStep'],
  },
]
