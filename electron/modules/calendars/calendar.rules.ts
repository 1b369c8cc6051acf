import type { Calendar, Holiday, Shift } from '../../shared/contract/calendars'
import type { Failure } from '../../shared/contract/domainError'

/** A calendar and those it is based on, one after the other, are at most so many (01 §2.6). */
export const longestChain = 5

/** What is wrong with the shifts of one day: SHIFT_INVALID, INTERVAL_OVERLAP; touching shifts are allowed. */
export function shiftFailures(field: string, shifts: readonly Shift[]): Failure[] {
  const isInvalid = shifts.some(
    ({ endMinute, startMinute }) => startMinute < 0 || endMinute > 1440 || endMinute <= startMinute,
  )
  if (isInvalid) return [{ code: 'SHIFT_INVALID', field }]
  const sorted = [...shifts].sort((a, b) => a.startMinute - b.startMinute)
  const overlaps = sorted.some((shift, index) => shift.startMinute < (sorted[index - 1]?.endMinute ?? 0))
  return overlaps ? [{ code: 'INTERVAL_OVERLAP', field }] : []
}

/** What is wrong with a calendar's own hours: its week and its exceptions, one for each date. */
export function hoursFailures({ exceptions, week }: Pick<Calendar, 'exceptions' | 'week'>): Failure[] {
  const ofWeek = Object.entries(week).flatMap(([day, shifts]) => shiftFailures(`week.${day}`, shifts))
  const ofExceptions = exceptions.flatMap(({ shifts }, index) =>
    shiftFailures(`exceptions.${index}.shifts`, shifts ?? []),
  )
  return [...ofWeek, ...ofExceptions, ...dateFailures('exceptions', exceptions)]
}

/** What is wrong with a holiday set: a date twice, a half day without its end. */
export function holidayFailures(holidays: readonly Holiday[]): Failure[] {
  const ofHalves = holidays.flatMap(({ kind, untilMinute }, index) =>
    kind === 'half' && untilMinute === undefined
      ? [{ code: 'SHIFT_INVALID', field: `holidays.${index}.untilMinute` }]
      : [],
  )
  return [...ofHalves, ...dateFailures('holidays', holidays)]
}

function dateFailures(field: string, days: readonly { readonly date: string }[]): Failure[] {
  const seen = new Set<string>()
  for (const [index, { date }] of days.entries()) {
    if (seen.has(date)) return [{ code: 'INTERVAL_OVERLAP', field: `${field}.${index}.date` }]
    seen.add(date)
  }
  return []
}

/** The holidays of a set after those of one year were computed: a computed day takes the place of one on its date. */
export function mergeHolidays(held: readonly Holiday[], computed: readonly Holiday[]): Holiday[] {
  const dates = new Set(computed.map(({ date }) => date))
  return [...held.filter(({ date }) => !dates.has(date)), ...computed].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  )
}
