import { WallId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.wall

/** Screens on the wall in use, by name. */
export const wallLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await ask.listWalls({ text, limit, filter: { active: true } })
    return items.map(({ id, name }) => ({ id, title: name }))
  },
  resolve: async (id) => {
    const { wall } = await ask.getWall({ wallId: WallId.parse(id) })
    return { id, title: wall.name }
  },
}
