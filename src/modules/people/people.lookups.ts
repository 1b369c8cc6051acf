import { CalendarId, CategoryId, OfficeId, WorkerId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.people

/** Active workers by number or name. */
export const workerLookup: Lookup = {
  route: 'workers',
  search: async (text, limit) => {
    const { items } = await ask.listWorkers({ text, limit, filter: { active: true } })
    return items.map(({ id, number, displayName, jobTitle }) => ({
      id,
      title: `${number} ${displayName}`,
      subtitle: jobTitle,
    }))
  },
  resolve: async (id) => {
    const { number, displayName } = await ask.getWorker({ workerId: WorkerId.parse(id) })
    return { id, title: `${number} ${displayName}` }
  },
}

/** Active offices by name. */
export const officeLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await ask.listOffices({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => ({ id, title: (await ask.getOffice({ officeId: OfficeId.parse(id) })).name }),
}

/** Working calendars by name. */
export const calendarLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.calendars.listCalendars({ text, limit })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => ({
    id,
    title: (await client.calendars.getCalendar({ calendarId: CalendarId.parse(id) })).name,
  }),
}

/** Skills in use, by their codes: workers and work name them by these. */
export const skillLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.dispatch.listSkills({ text, limit, filter: { active: true } })
    return items.map(({ code, description }) => ({ id: code, title: code, subtitle: description }))
  },
  resolve: (code) => Promise.resolve({ id: code, title: code }),
}

/** Categories of work in use, by name. */
export const categoryLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.agreements.listCategories({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => ({
    id,
    title: (await client.agreements.getCategory({ categoryId: CategoryId.parse(id) })).name,
  }),
}
