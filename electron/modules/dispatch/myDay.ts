import type { z } from 'zod'
import type { Caller } from '../../db/act'
import type { MyDay, MyVisit, VisitPart, dispatchDayContract } from '../../shared/contract/dispatchDay'
import { localText } from '../../shared/localText'
import { localDate } from '../calendars/index'
import { totalsOf, travelFields } from './dayMap'
import { spanOf, tripOfWorker, visitsOf, zoneOf, type DayDeps, type VisitStop } from './plannedDay'
import type { Trip } from './trip.rules'
import type { NeededPart, VisitDetails, VisitPlace } from './visitDetails.repository'

type Input = z.output<NonNullable<(typeof dispatchDayContract.listMyDay)['~orpc']['inputSchema']>>

/** So far ahead the next visit is looked for. */
const aheadMs = 31 * 86_400_000

/** The caller's own visits of a date, with what is needed to do them; nothing for a user who is no worker. */
export function listMyDay(deps: DayDeps, caller: Caller, { date }: Input): MyDay {
  const { workerId } = caller
  if (workerId === undefined)
    return {
      ...{ date, zone: deps.officeZone(caller.officeId), hasCalendar: false, visits: [] },
      ...{ workMinutes: 0, travelMinutes: 0, kilometres: 0 },
    }
  const worker = deps.workers.get(workerId)
  const zone = zoneOf(deps, caller, worker)
  const span = spanOf(zone, date)
  const visits = visitsOf(deps, caller, [workerId], span)
  const trip = tripOfWorker(deps, caller, worker, date, visits)
  const ahead = visitsOf(deps, caller, [workerId], { from: span.to, to: span.to + aheadMs })
  const next = ahead.filter(({ status }) => status === 'dispatched').slice(0, 1)
  const [first] = next
  const nextTrip = first && tripOfWorker(deps, caller, worker, localDate(zone, first.start), next)
  const [nextVisit] = nextTrip ? visitsOn(deps, caller, nextTrip) : []
  return {
    ...{ date, zone, workerId, hasCalendar: deps.hasCalendar(worker) },
    visits: visitsOn(deps, caller, trip),
    workMinutes: visits.reduce((sum, { duration }) => sum + duration, 0),
    ...totalsOf(trip),
    ...(nextVisit ? { next: nextVisit } : {}),
  }
}

/** The stops of a way with what is known of their orders. */
function visitsOn(deps: DayDeps, { language }: Caller, { legs }: Trip<VisitStop>): MyVisit[] {
  const detailsOf = deps.details.detailsOf(legs.map(({ stop }) => stop.visit.orderId))
  return legs.map(({ stop: { visit }, travel }) => {
    const { actualEnd, actualStart, closedOutcome, customerId, customerName, duration, end, id } = visit
    const { latitude, locked, longitude, number, orderId, orderNumber, priority, siteCity, siteName } = visit
    const { siteZone, slaDeadline, start, status, subject, version } = visit
    const { objects, parts, place, tasks } = detailsOf(orderId)
    return {
      ...{ id, version, number, orderId, orderNumber, subject, status, duration, priority, start, end },
      ...{ customerId, customerName, siteName, siteCity, siteZone, latitude, longitude, slaDeadline, locked },
      ...{ closedOutcome, actualStart, actualEnd },
      address: addressOf(place),
      ...contactOf(place),
      internalNotes: notesOf(deps, orderId, place),
      tasks: tasks.map(({ internalNote, name }) => ({
        name: localText(name, language),
        ...present({ internalNote }),
      })),
      objects: objectsOf(objects),
      parts: parts.map(partOf),
      ...travelFields(travel),
    }
  })
}

/** The address in lines. */
export function addressOf(place: VisitPlace | undefined): string[] {
  const { addressLine1, addressLine2, city, postalCode } = place ?? {}
  const town = [postalCode, city].filter((part) => part).join(' ')
  return [addressLine1, addressLine2, town].flatMap((line) => (line ? [line] : []))
}

export function contactOf(place: VisitPlace | undefined) {
  const { accessNotes, contactName, contactPhone } = place ?? {}
  return present({ accessNotes, contactName, contactPhone })
}

/** For those who do the work: the order's own note, then what was written on its page. */
export function notesOf(
  { internalNotes }: Pick<DayDeps, 'internalNotes'>,
  orderId: string,
  place: VisitPlace | undefined,
): string[] {
  return [...(place?.internalNote ? [place.internalNote] : []), ...internalNotes(orderId)]
}

export function objectsOf(objects: VisitDetails['objects']): MyVisit['objects'] {
  return objects.map(({ name, note, number, serialNumber }) => ({
    ...{ number, name },
    ...present({ serialNumber, note }),
  }))
}

export function partOf({
  itemName,
  itemNumber,
  quantity,
  status,
  unit,
}: NeededPart): z.output<typeof VisitPart> {
  const isReady = status === 'reserved' || status === 'delivered'
  return { itemNumber, itemName, quantity, unit, status, isReady }
}

type Text = string | null | undefined

/** Without what is empty in the store. */
function present<Name extends string>(fields: Readonly<Record<Name, Text>>): { [K in Name]?: string }
function present(fields: Readonly<Record<string, Text>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
}
