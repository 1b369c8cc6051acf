import { CalendarId, HolidaySetId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Working calendars by name. */
export const calendarLookup: Lookup = {
  route: 'calendars',
  search: async (text, limit) => {
    const { items } = await client.calendars.listCalendars({ text, limit })
    return items.map((found) => ({ id: found.id, title: found.name, subtitle: found.code }))
  },
  resolve: async (id) => {
    const found = await client.calendars.getCalendar({ calendarId: CalendarId.parse(id) })
    return { id, title: found.name, subtitle: found.code }
  },
}

/** Holiday sets by name. */
export const holidaySetLookup: Lookup = {
  route: 'holidaySets',
  search: async (text, limit) => {
    const { items } = await client.calendars.listHolidaySets({ text, limit })
    return items.map((found) => ({
      id: found.id,
      title: found.name,
      subtitle: [found.code, found.country].join(', '),
    }))
  },
  resolve: async (id) => {
    const found = await client.calendars.getHolidaySet({ holidaySetId: HolidaySetId.parse(id) })
    return { id, title: found.name, subtitle: [found.code, found.country].join(', ') }
  },
}
