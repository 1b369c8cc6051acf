import type { Caller } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { OfficeId, WorkerId } from '../../shared/contract/id'
import type { Worker } from '../../shared/contract/people'
import type { Language } from '../../shared/contract/session'
import { dayOf, edgeInstant } from '../calendars/index'
import type { DaySheet } from '../documents/index'
import { reachOf } from '../orders/index'
import type { ActivitiesRepository, ActivityRow } from './activities.repository'
import type { CalendarExports } from './calendarExports.repository'
import type { Place, TravelParams } from './travel.rules'
import { tripOf, type Trip } from './trip.rules'
import type { VisitDetailsRepository } from './visitDetails.repository'

/** What the day of technicians is made of. */
export interface DayDeps {
  readonly activities: Pick<ActivitiesRepository, 'ofWorkers' | 'inRange' | 'byIds'>
  readonly details: VisitDetailsRepository
  readonly exports: CalendarExports
  readonly workers: { get(id: string): Worker; findMany(ids: readonly string[]): Worker[] }
  readonly officeZone: (officeId: OfficeId) => string
  /** Where a worker's days begin and end: the own base, else the team's on that date (07 §2.1, §2.2). */
  readonly baseOf: (worker: Worker, date: string) => Place | undefined
  readonly travelParams: (officeId: OfficeId) => TravelParams
  /** What people wrote on an order's page for those who work on it. */
  readonly internalNotes: (orderId: string) => readonly string[]
  /** Whether the worker's visits are given out as calendar files (07 §2.2). */
  readonly hasCalendar: (worker: Worker) => boolean
  /** What the worker reads. */
  readonly languageOf: (workerId: WorkerId) => Language
  readonly renderDaySheets: (sheets: readonly DaySheet[], at: number) => Promise<RenderedSheets>
}
export interface RenderedSheets {
  readonly title: string
  readonly bytes: Uint8Array
}

/** A visit that stands in the plan, or took place. */
export type PlannedVisit = ActivityRow & {
  readonly workerId: WorkerId
  readonly start: number
  readonly end: number
}

/** [from, to) */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** The days from the first to the last, both included, as instants of a zone. */
export function spanOf(zone: string, first: string, last = first): TimeSpan {
  return {
    from: edgeInstant(zone, dayOf(first), 0, 'start'),
    to: edgeInstant(zone, dayOf(last) + 1, 0, 'start'),
  }
}

/** The zone in which a worker's days begin: that of the own office, else of the caller's. */
export function zoneOf(deps: DayDeps, caller: Caller, { officeId = caller.officeId }: Worker): string {
  return deps.officeZone(officeId)
}

function isPlanned(row: ActivityRow): row is PlannedVisit {
  const stands = row.status === 'dispatched' || (row.status === 'closed' && row.closedOutcome === 'done')
  return stands && row.workerId !== undefined && row.start !== undefined && row.end !== undefined
}

/** The visits that meet a time, by start, of the caller's offices; of everyone without `workerIds`. */
export function visitsMeeting(
  { activities }: DayDeps,
  { officeIds }: Caller,
  workerIds: readonly string[] | undefined,
  { from, to }: TimeSpan,
): PlannedVisit[] {
  const rows = workerIds ? activities.ofWorkers(workerIds, from, to) : activities.inRange(from, to)
  return rows.filter(isPlanned).filter(({ officeId }) => officeIds.includes(officeId))
}

/** Those that begin within it: a visit over midnight is one of the day before. */
export function visitsOf(
  deps: DayDeps,
  caller: Caller,
  workerIds: readonly string[] | undefined,
  span: TimeSpan,
): PlannedVisit[] {
  return visitsMeeting(deps, caller, workerIds, span).filter(({ start }) => start >= span.from)
}

/** Where a visit is; undefined when nobody knows the position. */
export function placeOf({ latitude, longitude }: PlannedVisit): Place | undefined {
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
}

export interface VisitStop {
  readonly visit: PlannedVisit
  readonly place: Place | undefined
}

/** A worker's way over the visits of a day. */
export function tripOfWorker(
  deps: DayDeps,
  caller: Caller,
  worker: Worker,
  date: string,
  visits: readonly PlannedVisit[],
): Trip<VisitStop> {
  const stops = visits.map((visit) => ({ visit, place: placeOf(visit) }))
  return tripOf(deps.baseOf(worker, date), stops, deps.travelParams(worker.officeId ?? caller.officeId))
}

/** A wall board is shown no more of visits than its map and lists. */
export function isBoard(caller: Caller): boolean {
  return reachOf(caller, 'orders.read') === 'board'
}

/** Throws FORBIDDEN for the day of somebody of another office and, with reach own, of anybody else. */
export function assertMayCarry(caller: Caller, { id, officeId }: Pick<Worker, 'id' | 'officeId'>): void {
  if (caller.workerId === id) return
  if (reachOf(caller, 'dispatch.work') === 'own')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'dispatch.work' })
  assertInOffices(caller, 'dispatch.work', officeId)
}
