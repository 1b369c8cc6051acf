import type { z } from 'zod'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { deleteRecord } from '../../db/recordActs'
import { isZone } from '../../db/zones'
import type { Calendar, calendarsContract } from '../../shared/contract/calendars'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { CalendarId } from '../../shared/contract/id'
import { hoursFailures, longestChain } from './calendar.rules'
import type { CalendarsRepository } from './calendars.repository'

type Input<Name extends keyof typeof calendarsContract> = z.output<
  NonNullable<(typeof calendarsContract)[Name]['~orpc']['inputSchema']>
>

/** Creates a calendar (01 §2.6). @throws CODE_TAKEN, ZONE_UNKNOWN, SHIFT_INVALID, INTERVAL_OVERLAP, CALENDAR_CYCLE */
export function createCalendar(
  repository: CalendarsRepository,
  { reason: _reason, ...fields }: Input<'createCalendar'>,
): Outcome<Calendar> {
  const { calendars } = repository
  const replayed = calendars.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  const calendar: Calendar = { ...fields, version: 1 }
  assertCalendar(repository, calendar)
  return { result: calendar, changes: [calendars.insert(calendar)] }
}

/** Changes a calendar; what reads it sees the change at once (R06-26). */
export function updateCalendar(
  repository: CalendarsRepository,
  { calendarId, expectedVersion, patch }: Input<'updateCalendar'>,
): Outcome<Calendar> {
  const { before, after } = repository.calendars.patched(calendarId, expectedVersion, patch)
  assertCalendar(repository, after)
  const { record, changes } = repository.calendars.update(before, after)
  return outcome(record, changes)
}

/** Deletes a calendar that nothing uses, the setting of the service calendar included (R01-05). */
export function deleteCalendar(
  { calendars }: CalendarsRepository,
  countSettings: (id: CalendarId) => number,
  { calendarId, expectedVersion }: Input<'deleteCalendar'>,
): Outcome<{ id: CalendarId }> {
  const settings = countSettings(calendarId)
  if (settings > 0)
    throw domainError(commonErrors, 'IN_USE', {
      entity: 'calendar',
      id: calendarId,
      counts: { setting: settings },
      dependants: [],
    })
  return deleteRecord(calendars, calendarId, expectedVersion)
}

function assertCalendar(repository: CalendarsRepository, calendar: Calendar): void {
  const { calendars, holidaySets } = repository
  if (calendar.holidaySetId !== undefined) holidaySets.get(calendar.holidaySetId)
  const failures: Failure[] = []
  if (calendars.isTaken('code', calendar.code, calendar.id))
    failures.push({ code: 'CODE_TAKEN', field: 'code' })
  if (calendar.zone !== 'SITE' && !isZone(calendar.zone))
    failures.push({ code: 'ZONE_UNKNOWN', field: 'zone' })
  failures.push(...hoursFailures(calendar))
  if (isChainBad(repository, calendar)) failures.push({ code: 'CALENDAR_CYCLE', field: 'baseCalendarId' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** Whether the chain of base calendars comes back to this one or, with those based on it, gets too long. */
function isChainBad({ calendars }: CalendarsRepository, calendar: Calendar): boolean {
  let length = 1
  for (let baseId = calendar.baseCalendarId; baseId !== undefined; length += 1) {
    if (baseId === calendar.id || length >= longestChain) return true
    baseId = calendars.get(baseId).baseCalendarId
  }
  return length + heightAbove(calendar.id) > longestChain

  function heightAbove(id: string): number {
    const heights = calendars.where('baseCalendarId', id).map((child) => 1 + heightAbove(child.id))
    return Math.max(0, ...heights)
  }
}
