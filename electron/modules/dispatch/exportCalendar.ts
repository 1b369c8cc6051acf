import type { z } from 'zod'
import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError, refusals } from '../../shared/contract/domainError'
import { calendarDays, type dispatchDayContract } from '../../shared/contract/dispatchDay'
import type { Language } from '../../shared/contract/session'
import { localText } from '../../shared/localText'
import { dayOf } from '../calendars/index'
import { reachOf } from '../orders/index'
import type { ActivityRow } from './activities.repository'
import { calendarContent, type CalendarVisit } from './calendarFile.rules'
import { writeCalendar } from './icalendar.rules'
import { addressOf } from './myDay'
import { assertMayCarry, spanOf, visitsMeeting, zoneOf, type DayDeps } from './plannedDay'

type Procedure = (typeof dispatchDayContract.exportCalendar)['~orpc']
type Input = z.output<NonNullable<Procedure['inputSchema']>>
type Output = z.output<NonNullable<Procedure['outputSchema']>>

const rangeErrors = refusals('RANGE_INVALID')

/**
 * A worker's visits of some days as a calendar file (07 §3.13), and what it said, in one transaction.
 *
 * @throws RANGE_INVALID; FORBIDDEN for other people's calendars, and for one's own where it is not given out (07 §2.2)
 */
export function exportCalendar(
  deps: DayDeps,
  { at, caller }: Act,
  { from, to, workerId }: Input,
): Outcome<Output> {
  const worker = deps.workers.get(workerId)
  assertMayCarry(caller, worker)
  const days = dayOf(to) - dayOf(from) + 1
  if (days < 1 || days > calendarDays) throw domainError(rangeErrors, 'RANGE_INVALID', { field: 'to' })
  if (reachOf(caller, 'dispatch.work') === 'own' && !deps.hasCalendar(worker))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'dispatch.work' })

  const language = deps.languageOf(workerId)
  const visits = visitsMeeting(deps, caller, [workerId], spanOf(zoneOf(deps, caller, worker), from, to))
  const held = deps.exports.ofWorker(workerId)
  const said = held?.events ?? []
  const earlier = eventsOf(
    deps,
    deps.activities.byIds(said.map(({ activityId }) => activityId)),
    workerId,
    language,
  )
  const content = calendarContent(
    eventsOf(deps, visits.filter(({ status }) => status === 'dispatched'), workerId, language),
    said,
    new Map(earlier.map((visit) => [visit.activityId, visit] as const)),
    at,
  ) // prettier-ignore

  const next = { workerId, exportedAt: at, events: content.said }
  const changes = held
    ? deps.exports.records.update(held, { ...held, ...next }).changes
    : [deps.exports.records.insert({ id: mintId(), version: 1, ...next })]
  return outcome(
    {
      fileName: `${worker.number} ${from} ${to}.ics`,
      ics: writeCalendar(content.events, at),
      count: content.events.length,
    },
    changes,
  )
}

/** Activities as the calendar of this worker says them. */
function eventsOf(
  { details }: DayDeps,
  rows: readonly ActivityRow[],
  workerId: string,
  language: Language,
): CalendarVisit[] {
  const orderIds = [...new Set(rows.map(({ orderId }) => orderId))]
  const places = details.placesOf(orderIds)
  const tasks = details.tasksOf(orderIds)
  return rows.map((row) => {
    const { customerName, latitude, longitude, orderNumber, priority, siteName, subject, version } = row
    const place = places.get(row.orderId)
    const names = tasks.get(row.orderId)?.map(({ name }) => localText(name, language)) ?? []
    const contact = [place?.contactName, place?.contactPhone].filter((part) => part).join(', ')
    return {
      ...{ activityId: row.id, sequence: version, start: row.start ?? 0, end: row.end ?? 0, orderNumber },
      ...{ latitude, longitude, priority },
      summary: `${orderNumber} ${subject} – ${customerName}`,
      location: [siteName, ...addressOf(place)].filter((part) => part).join(', '),
      // Neither internal notes nor how to get in: calendars go on to telephones and their providers.
      description: [row.number, contact, ...names].filter((part) => part !== '').join('\n'),
      state: stateOf(row, workerId),
    }
  })
}

function stateOf(
  { closedOutcome, status, workerId }: ActivityRow,
  ofWorkerId: string,
): CalendarVisit['state'] {
  if (workerId !== ofWorkerId) return 'away'
  if (status === 'dispatched') return 'dispatched'
  return status === 'closed' && closedOutcome === 'done' ? 'done' : 'away'
}
