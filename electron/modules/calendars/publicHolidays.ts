import type { Holiday, HolidayCountry } from '../../shared/contract/calendars'

/** The nationwide public holidays of a year, computed offline (01 §4). The library is loaded when it is first needed. */
export async function publicHolidays(country: HolidayCountry, year: number): Promise<Holiday[]> {
  const { default: Holidays } = await import('date-holidays')
  const byDate = new Map<string, string[]>()
  for (const { date, name } of new Holidays(country, { types: ['public'] }).getHolidays(year)) {
    const day = date.slice(0, 10)
    byDate.set(day, [...(byDate.get(day) ?? []), name])
  }
  return [...byDate].map(([date, names]) => ({ date, name: names.join(', ').slice(0, 120), kind: 'closed' }))
}
