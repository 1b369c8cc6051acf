import { SlaGroupId, SlaId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Service levels that may be chosen, by code. */
export const slaLookup: Lookup = {
  route: 'slas',
  search: async (text, limit) => {
    const { items } = await client.sla.listSlas({ text, limit, filter: { active: true } })
    return items.map(({ code, id, name }) => ({ id, title: code, subtitle: name }))
  },
  resolve: async (id) => {
    const { code, name } = await client.sla.getSla({ slaId: SlaId.parse(id) })
    return { id, title: code, subtitle: name }
  },
}

/** Tiers of customers, by code. */
export const slaGroupLookup: Lookup = {
  route: 'slaGroups',
  search: async (text, limit) => {
    const { items } = await client.sla.listSlaGroups({ text, limit, filter: { active: true } })
    return items.map(({ code, description, id }) => ({ id, title: code, subtitle: description }))
  },
  resolve: async (id) => {
    const { code, description } = await client.sla.getSlaGroup({ slaGroupId: SlaGroupId.parse(id) })
    return { id, title: code, subtitle: description }
  },
}
