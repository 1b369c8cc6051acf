const dayMs = 86_400_000

/** No date lies after it. */
export const lastDay = Date.parse('9999-12-31') / dayMs

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  return Date.parse(date) / dayMs
}

/** The date of a day number. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Months since year 0 of a day. */
export function monthOf(day: number): number {
  const date = new Date(day * dayMs)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** 1…31 */
export function dayOfMonth(day: number): number {
  return new Date(day * dayMs).getUTCDate()
}

/** The first day of a month since year 0; beyond year 9999 too, where a series is asked for one date more. */
export function firstDayOfMonth(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) / dayMs
}

export function lastDayOfMonth(month: number): number {
  return firstDayOfMonth(month + 1) - 1
}

/** Asks each day once: calendars are read for every occurrence of every line. */
export function rememberOpenDays(isOpen: (date: string) => boolean): (day: number) => boolean {
  const known = new Map<number, boolean>()
  return (day) => {
    const found = known.get(day)
    if (found !== undefined) return found
    const open = isOpen(dateOf(day))
    known.set(day, open)
    return open
  }
}
