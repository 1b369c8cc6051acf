import type { Agenda, Need, SearchTerms } from '../../electron/modules/dispatch/agenda.rules'
import { agendaOf } from '../../electron/modules/dispatch/agendas'
import type { Span, Work, WorkerFacts } from '../../electron/modules/dispatch/conflicts.rules'
import { localDaysOf } from '../../electron/modules/dispatch/localDays'
import type { PlanJob } from '../../electron/modules/dispatch/plan.rules'
import type { Place } from '../../electron/modules/dispatch/travel.rules'
import { dayOf, localDayOf, offsetAt } from '../../electron/modules/calendars/index'
import type { ActivityId, OrderId, TeamId, WorkerId } from '../../electron/shared/contract/id'
import type { OrderPriority } from '../../electron/shared/contract/orderLiterals'
import { standardTravel } from './dispatchPlaces'

export const zone = 'Europe/Oslo'
/** Tuesday of 07 §6. */
export const date = '2026-03-10'

/** The instant of a local time `hh:mm` in Oslo. */
export function at(time: string, onDate = date): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = dayOf(onDate) * 86_400_000 + (hours * 60 + minutes) * 60_000
  return wall - offsetAt(zone, wall - 3_600_000)
}

export function span(text: string, onDate = date): Span {
  const [from = '', to = ''] = text.split('-')
  return { start: at(from, onDate), end: at(to, onDate) }
}

/** Readable names stand for ids. */
export const workerId = (name: string) => name as WorkerId
export const activityId = (name: string) => name as ActivityId
const orderId = (name: string) => name as OrderId
export const teamId = (name: string) => name as TeamId

export const terms: SearchTerms = {
  now: at('00:00'),
  gridMinutes: 15,
  travel: standardTravel,
  commuteCounts: false,
}

export interface PersonSpec {
  readonly shifts?: readonly string[]
  readonly base?: Place | undefined
  readonly skills?: Readonly<Record<string, number>>
  readonly team?: string
  readonly absent?: readonly string[]
  readonly maxMinutes?: number | undefined
  readonly work?: readonly (readonly [name: string, times: string, place: Place | undefined])[]
  readonly endDate?: string
  readonly isActive?: boolean
}

/** The same shifts every day, all times local. */
export function person(number: string, spec: PersonSpec, from = date, to = from): Agenda {
  const shifts = spec.shifts ?? ['08:00-16:00']
  const facts: WorkerFacts = {
    id: workerId(number),
    isActive: spec.isActive ?? true,
    endDate: spec.endDate,
    zone,
    localDays: localDaysOf(zone),
    skills: Object.entries(spec.skills ?? {}).map(([skill, level]) => ({ skill, level })),
    maxMinutes: spec.maxMinutes,
    baseOn: () => spec.base,
    time: { between: (start, end) => shiftsBetween(shifts, start, end), closedOn: () => undefined },
    absences: (spec.absent ?? []).map((text) => ({ ...span(text, from), kind: 'other' as const })),
    teamOn: () => (spec.team === undefined ? undefined : teamId(spec.team)),
    work: (spec.work ?? []).map(([name, times, place]) => work(name, span(times, from), place)),
  }
  const worker = { id: workerId(number), number, displayName: number, facts }
  return agendaOf(worker, { from, to, allowsInactiveWorkers: false })
}

export function work(name: string, { end, start }: Span, place: Place | undefined): Work {
  return { id: activityId(name), orderId: orderId(name), orderNumber: name, start, end, place }
}

function shiftsBetween(shifts: readonly string[], from: number, to: number): Span[] {
  const found: Span[] = []
  for (let day = localDayOf(zone, from) - 1; day <= localDayOf(zone, to) + 1; day += 1)
    for (const text of shifts) {
      const onDate = new Date(day * 86_400_000).toISOString().slice(0, 10)
      const shift = span(text, onDate)
      const start = Math.max(from, shift.start)
      const end = Math.min(to, shift.end)
      const last = found.at(-1)
      if (start >= end) continue
      if (last?.end === start) found[found.length - 1] = { start: last.start, end }
      else found.push({ start, end })
    }
  return found
}

export interface NeedSpec {
  readonly minutes: number
  readonly place?: Place | undefined
  readonly earliest?: string
  readonly latest?: string
  readonly sla?: string
  readonly skills?: Readonly<Record<string, number>>
  readonly team?: string
  readonly preferred?: string
  readonly start?: string
}

export function need(name: string, spec: NeedSpec, onDate = date): Need {
  const time = (text: string | undefined) => (text === undefined ? undefined : at(text, onDate))
  return {
    ...{ id: activityId(name), orderId: orderId(name), orderNumber: name, duration: spec.minutes },
    ...{ place: spec.place, earliest: time(spec.earliest), latest: time(spec.latest) },
    ...{ slaDeadline: time(spec.sla), start: time(spec.start) },
    skills: Object.entries(spec.skills ?? {}).map(([skill, level]) => ({ skill, level })),
    teamId: spec.team === undefined ? undefined : teamId(spec.team),
    preferredTechnicianId: spec.preferred === undefined ? undefined : workerId(spec.preferred),
    ...{ isSplittable: false, missingParts: [] },
  }
}

/** One activity to plan, or a crew of so many. */
export function job(name: string, priority: OrderPriority, spec: NeedSpec, size = 1, onDate = date): PlanJob {
  const memberIds = Array.from({ length: size }, (_, index) =>
    activityId(size === 1 ? name : `${name}.${String(index + 1)}`),
  )
  return { need: need(name, spec, onDate), memberIds, takenIds: [], priority, number: name }
}

/** The local time of an instant. */
export function clock(instant: number): string {
  return new Date(instant + offsetAt(zone, instant)).toISOString().slice(11, 16)
}
