import type { z } from 'zod'
import { isZone } from '../../db/zones'
import { calendarsErrors, type calendarsContract } from '../../shared/contract/calendars'
import { domainError } from '../../shared/contract/domainError'
import { Instant } from '../../shared/contract/time'
import type { CalendarReader } from './calendarReader'
import { dateOf, dayMs, dayOf } from './localTime.rules'

type Input<Name extends keyof typeof calendarsContract> = z.output<
  NonNullable<(typeof calendarsContract)[Name]['~orpc']['inputSchema']>
>
type Output<Name extends keyof typeof calendarsContract> = z.input<
  NonNullable<(typeof calendarsContract)[Name]['~orpc']['outputSchema']>
>

/** Working minutes are counted over at most so long: twenty years. */
const longestSpanMs = 7310 * dayMs

/** The open minutes of a date. @throws ZONE_UNKNOWN */
export function getDay(
  reader: CalendarReader,
  officeZone: string,
  { calendarId, date, zone }: Input<'getDay'>,
): Output<'getDay'> {
  const { minutes, name, shifts } = reader.day(calendarId, knownZone(zone ?? officeZone), date)
  return { shifts: [...shifts], minutes, name }
}

/** The open minutes of each day of a year. @throws ZONE_UNKNOWN */
export function getYear(
  reader: CalendarReader,
  officeZone: string,
  { calendarId, year, zone }: Input<'getYear'>,
): Output<'getYear'> {
  const dates: string[] = []
  for (let day = dayOf(`${String(year)}-01-01`); day < dayOf(`${String(year + 1)}-01-01`); day += 1)
    dates.push(dateOf(day))
  return { days: dates.map((date) => ({ date, ...getDay(reader, officeZone, { calendarId, date, zone }) })) }
}

/** When so many open minutes have passed (R01-09). @throws ZONE_UNKNOWN, CALENDAR_EMPTY */
export function getWorkingInstant(
  reader: CalendarReader,
  officeZone: string,
  { calendarId, from, minutes, zone }: Input<'getWorkingInstant'>,
): Output<'getWorkingInstant'> {
  const instant = reader.workingInstant(calendarId, knownZone(zone ?? officeZone), from, minutes)
  if (!Instant.safeParse(instant).success || instant === undefined)
    throw domainError(calendarsErrors, 'CALENDAR_EMPTY', { entity: 'calendar', id: calendarId })
  return { instant }
}

/** Open minutes between two instants (R01-09). @throws ZONE_UNKNOWN, PERIOD_INVALID */
export function getWorkingMinutes(
  reader: CalendarReader,
  officeZone: string,
  { calendarId, from, to, zone }: Input<'getWorkingMinutes'>,
): Output<'getWorkingMinutes'> {
  if (to < from || to - from > longestSpanMs)
    throw domainError(calendarsErrors, 'PERIOD_INVALID', { field: 'to' })
  return { minutes: reader.workingMinutes(calendarId, knownZone(zone ?? officeZone), from, to) }
}

function knownZone(zone: string): string {
  if (!isZone(zone)) throw domainError(calendarsErrors, 'ZONE_UNKNOWN', { field: 'zone' })
  return zone
}
