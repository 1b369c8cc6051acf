import { ActivityTypeId, TeamId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.dispatch

/** Dispatch teams in use, by code or description. */
export const teamLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await ask.listTeams({ text, limit, filter: { active: true } })
    return items.map(({ id, code, description }) => ({ id, title: `${code} ${description}` }))
  },
  resolve: async (id) => {
    const { code, description } = await ask.getTeam({ teamId: TeamId.parse(id) })
    return { id, title: `${code} ${description}` }
  },
}

/** Activity types in use, by code or description. */
export const activityTypeLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await ask.listActivityTypes({ text, limit, filter: { active: true } })
    return items.map(({ id, code, description }) => ({ id, title: `${code} ${description}` }))
  },
  resolve: async (id) => {
    const { code, description } = await ask.getActivityType({ activityTypeId: ActivityTypeId.parse(id) })
    return { id, title: `${code} ${description}` }
  },
}
