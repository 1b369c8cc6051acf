import { CalendarId, StageId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

async function allStages() {
  return (await client.stages.getTree()).stages
}

/** Stages by code or name, in the order of the tree. */
export const stageLookup: Lookup = {
  route: 'stages',
  search: async (text, limit) => {
    const words = text.trim().toLocaleLowerCase()
    return (await allStages())
      .filter(({ code, name }) => `${code} ${name}`.toLocaleLowerCase().includes(words))
      .slice(0, limit)
      .map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const stageId = StageId.parse(id)
    const found = (await allStages()).find((stage) => stage.id === stageId)
    if (!found) throw new Error(`there is no stage ${id}`)
    return { id, title: found.name, subtitle: found.code }
  },
}

export const calendarLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.calendars.listCalendars({ text, limit })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await client.calendars.getCalendar({ calendarId: CalendarId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}
