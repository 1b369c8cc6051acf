import type { Holiday } from '../../../shared/contract/calendars'

const dayMs = 86_400_000

/** The date so many days later. */
export function datePlus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(date: string): number {
  return new Date(Date.parse(date)).getUTCDay()
}

/** The date itself, or the Friday before it. */
export function lastWorkday(date: string): string {
  const weekday = weekdayOf(date)
  return datePlus(date, weekday === 6 ? -1 : weekday === 0 ? -2 : 0)
}

/** The date itself, or the working day next to it. */
export function workday(date: string): string {
  const weekday = weekdayOf(date)
  if (weekday === 6) return datePlus(date, -1)
  return weekday === 0 ? datePlus(date, 1) : date
}

/** Easter Sunday by the Gregorian computus. */
export function easterOf(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25)
  const epact = (skipped + 19 * golden + 15) % 30
  const moon =
    epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const offset = moon - weekday
  const month = 3 + Math.floor((offset + 40) / 44)
  const day = offset + 28 - 31 * Math.floor(month / 4)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

/** The public holidays of Norway, and the half day before Christmas. */
export function norwegianHolidays(year: number): Holiday[] {
  const easter = easterOf(year)
  const closed = (date: string, name: string): Holiday => ({ date, name, kind: 'closed' })
  const fixed = (day: string, name: string) => closed(`${year}-${day}`, name)
  const days = new Map<string, Holiday>()
  for (const holiday of [
    fixed('01-01', '1. nyttårsdag'),
    closed(datePlus(easter, -3), 'Skjærtorsdag'),
    closed(datePlus(easter, -2), 'Langfredag'),
    closed(easter, '1. påskedag'),
    closed(datePlus(easter, 1), '2. påskedag'),
    fixed('05-01', 'Arbeidernes dag'),
    fixed('05-17', 'Grunnlovsdagen'),
    closed(datePlus(easter, 39), 'Kristi himmelfartsdag'),
    closed(datePlus(easter, 49), '1. pinsedag'),
    closed(datePlus(easter, 50), '2. pinsedag'),
    { date: `${year}-12-24`, name: 'Julaften', kind: 'half' as const, untilMinute: 720 },
    fixed('12-25', '1. juledag'),
    fixed('12-26', '2. juledag'),
  ])
    if (!days.has(holiday.date)) days.set(holiday.date, holiday)
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}
