import type { z } from 'zod'
import type { Caller } from '../../db/act'
import type { DayMap, MapStop, MapWorker, dispatchDayContract } from '../../shared/contract/dispatchDay'
import type { Worker } from '../../shared/contract/people'
import { reachOf } from '../orders/index'
import { isBoard, spanOf, tripOfWorker, visitsOf, type DayDeps, type VisitStop } from './plannedDay'
import type { Travel } from './travel.rules'
import type { Trip } from './trip.rules'

type Input = z.output<NonNullable<(typeof dispatchDayContract.getMap)['~orpc']['inputSchema']>>

/** The sites of a day's visits, per technician in the order of the day (07 §3.12). */
export function getMap(deps: DayDeps, caller: Caller, { date, workerIds }: Input): DayMap {
  const zone = deps.officeZone(caller.officeId)
  const asked = askedWorkers(caller, workerIds)
  const visits = visitsOf(deps, caller, asked, spanOf(zone, date))
  const busy = new Set<string>(visits.map(({ workerId }) => workerId))
  const workers = deps.workers
    .findMany(asked ?? [...busy])
    .filter(({ id, officeId }) => busy.has(id) || isSeen(caller, officeId))
    .sort((left, right) => (left.number < right.number ? -1 : 1))
  const days = workers.map((worker) => {
    const own = visits.filter(({ workerId }) => workerId === worker.id)
    return { worker, trip: tripOfWorker(deps, caller, worker, date, own) }
  })
  return {
    ...{ date, zone },
    workers: days.map(({ trip, worker }) => mapWorker(worker, trip, isBoard(caller))),
    stops: days.flatMap(({ trip }) =>
      trip.legs.map(({ stop, travel }, index) => mapStop(stop, travel, index)),
    ),
  }
}

/** Without a visit in the caller's offices people of other ones are not shown. */
function isSeen({ officeIds }: Caller, officeId: Worker['officeId']): boolean {
  return officeId === undefined || officeIds.includes(officeId)
}

/** With reach own nobody but the caller. */
function askedWorkers(caller: Caller, asked: Input['workerIds']): readonly string[] | undefined {
  if (reachOf(caller, 'dispatch.read') !== 'own') return asked
  const { workerId } = caller
  return workerId === undefined || asked?.includes(workerId) === false ? [] : [workerId]
}

function mapWorker(
  { displayName, id, latitude, longitude, number }: Worker,
  trip: Trip<VisitStop>,
  isHidden: boolean,
) {
  const base = isHidden ? {} : { latitude, longitude }
  const worker: MapWorker = { id, number, displayName, ...base, ...totalsOf(trip) }
  return worker
}

/** Kilometres to a tenth: the way itself is an estimate. */
export function rounded(kilometres: number): number {
  return Math.round(kilometres * 10) / 10
}

export function totalsOf({ kilometres, minutes }: Trip<unknown>) {
  return { travelMinutes: minutes, kilometres: rounded(kilometres) }
}

export function travelFields({ isAssumed, kilometres, minutes }: Travel) {
  return {
    ...{ travelMinutes: minutes, isAssumed },
    ...(kilometres === undefined ? {} : { kilometres: rounded(kilometres) }),
  }
}

function mapStop({ visit }: VisitStop, travel: Travel, index: number): MapStop {
  const { customerName, end, latitude, longitude, orderId, orderNumber, siteCity, siteZone } = visit
  const { id: activityId, start, subject, workerId } = visit
  return {
    ...{ activityId, position: index + 1, workerId, orderId, orderNumber, subject, customerName },
    ...{ siteCity, siteZone, start, end, latitude, longitude },
    ...travelFields(travel),
  }
}
