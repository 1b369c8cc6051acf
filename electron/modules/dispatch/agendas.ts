import type { WorkerId } from '../../shared/contract/id'
import { dateOf, dayOf, edgeInstant, offsetAt } from '../calendars/index'
import { minutesInside, spansWithout, type Agenda, type AgendaDay } from './agenda.rules'
import type { WorkerFacts } from './conflicts.rules'

export interface AgendaOf {
  readonly id: WorkerId
  readonly number: string
  readonly displayName: string
  readonly facts: WorkerFacts
}

/** The dates that are searched, both included, and whether those count who are inactive. */
export interface AgendaRange {
  readonly from: string
  readonly to: string
  readonly allowsInactiveWorkers: boolean
}

/** A person's days with what is free of them; the search never looks past the last one (R07-40). */
export function agendaOf({ facts, ...worker }: AgendaOf, range: AgendaRange): Agenda {
  const { zone } = facts
  const midnight = (day: number) => edgeInstant(zone, day, 0, 'start')
  const last = dayOf(range.to)
  const limit = midnight(last + 1)
  const days: AgendaDay[] = []
  for (let day = dayOf(range.from); day <= last; day += 1) {
    const edges = { start: midnight(day), end: midnight(day + 1), limit }
    days.push({ ...agendaDay(facts, range, dateOf(day), edges), base: facts.baseOn(dateOf(day)) })
  }
  return {
    candidate: { ...worker, facts, days, offsetAt: (instant) => offsetAt(zone, instant) },
    work: facts.work,
  }
}

interface DayEdges {
  readonly start: number
  readonly end: number
  /** Where the last searched day ends. */
  readonly limit: number
}

/** What begins on one day runs on into the next one at most. */
function agendaDay(
  { absences, endDate, isActive, time }: WorkerFacts,
  { allowsInactiveWorkers }: AgendaRange,
  date: string,
  { end, limit, start }: DayEdges,
): AgendaDay {
  const day = { start, end }
  const working = time
    .between(start, Math.min(limit, end + (end - start)))
    .filter((interval) => interval.start < end)
  const free = spansWithout(working, absences).filter((piece) => piece.start < end)
  const [first] = working
  const lastEnd = Math.min(end, working.at(-1)?.end ?? end)
  return {
    ...{ date, start, end },
    isEmployed: (isActive || allowsInactiveWorkers) && (endDate === undefined || endDate >= date),
    work: first && { start: first.start, end: lastEnd },
    free,
    capacity: minutesInside(free, day),
  }
}
