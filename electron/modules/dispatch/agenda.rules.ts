import type { ActivityId, WorkerId } from '../../shared/contract/id'
import type { LocalDate } from '../../shared/contract/time'
import {
  sharedTime,
  type Site,
  type Span,
  type Subject,
  type Work,
  type WorkerFacts,
} from './conflicts.rules'
import type { Place, TravelParams } from './travel.rules'

export const minuteMs = 60_000

/** One local date of a person. */
export interface AgendaDay extends Span {
  readonly date: LocalDate
  /** Neither inactive nor terminated on the date. */
  readonly isEmployed: boolean
  /** Where the day begins and ends. */
  readonly base?: Place | undefined
  /** From the first opening to the last closing of the date's working time; undefined without any. */
  readonly work?: Span | undefined
  /** Working time less absences, in order; the last may run past midnight. */
  readonly free: readonly Span[]
  /** Minutes of `free` on the date itself. */
  readonly capacity: number
}

/** A person as a candidate, with the days that are searched. */
export interface Candidate {
  readonly id: WorkerId
  readonly number: string
  readonly displayName: string
  readonly facts: WorkerFacts
  readonly days: readonly AgendaDay[]
  /** Of the person's zone from UTC at an instant, in milliseconds. */
  readonly offsetAt: (instant: number) => number
}

/** A candidate and what lies in the plan so far, by start. */
export interface Agenda {
  readonly candidate: Candidate
  readonly work: readonly Work[]
}

/** What an activity asks of a person and a time (07 §2.4). */
export interface Need extends Subject {
  readonly orderNumber: string
  /** Minutes. */
  readonly duration: number
  /** The start of the rest of the crew, which this one shares (3.6). */
  readonly start?: number | undefined
}

export interface SearchTerms {
  readonly now: number
  readonly gridMinutes: number
  readonly travel: TravelParams
  /** The way from and to the base needs free time too (R07-12). */
  readonly commuteCounts: boolean
}

/** Minutes of the plan that lie on a day. */
export function plannedMinutes(work: readonly Span[], day: Span): number {
  let planned = 0
  for (const one of work) if (one.start < day.end) planned += sharedTime(one, day)
  return Math.ceil(planned / minuteMs)
}

/** Spans without what the others take from them; both in order. */
export function spansWithout(spans: readonly Span[], taken: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    const left: Span[] = []
    let { start } = span
    for (const other of taken) {
      if (other.end <= start || other.start >= span.end) continue
      if (other.start > start) left.push({ start, end: other.start })
      start = Math.max(start, other.end)
    }
    return start < span.end ? [...left, { start, end: span.end }] : left
  })
}

/** Whole minutes of the spans inside another. */
export function minutesInside(spans: readonly Span[], inside: Span): number {
  return Math.floor(spans.reduce((sum, span) => sum + sharedTime(span, inside), 0) / minuteMs)
}

/** What an activity adds to a plan at a time. */
export function workAt(need: Need, id: ActivityId, { end, start }: Span): Work {
  const { orderId, orderNumber, place, siteId } = need
  const site: Site = { orderId, siteId, place }
  return { ...site, id, orderNumber, start, end }
}
