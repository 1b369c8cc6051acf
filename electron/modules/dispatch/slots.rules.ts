import {
  minuteMs,
  plannedMinutes,
  type Agenda,
  type AgendaDay,
  type Candidate,
  type Need,
  type SearchTerms,
} from './agenda.rules'
import type { Span, Work } from './conflicts.rules'
import { wayBetween } from './neighbours.rules'
import { travelBetween, type Travel } from './travel.rules'

/** A free place for an activity. */
export interface FreeSlot extends Span {
  /** What the way there begins at; undefined: it is the first of the day and begins at the base. */
  readonly previous?: Work | undefined
  readonly way: Travel
}

/** What the search of one day looks at. */
interface DaySearch {
  readonly need: Need
  readonly candidate: Candidate
  readonly day: AgendaDay
  readonly terms: SearchTerms
  readonly from: number
}

/**
 * The earliest free time of a day for an activity (R07-40, step 2).
 *
 * @param notBefore - besides the activity's own earliest time and now
 * @returns undefined when the day has none
 */
export function slotOn(
  need: Need,
  { candidate, work }: Agenda,
  day: AgendaDay,
  terms: SearchTerms,
  notBefore = Number.NEGATIVE_INFINITY,
): FreeSlot | undefined {
  const { maxMinutes } = candidate.facts
  if (maxMinutes !== undefined && plannedMinutes(work, day) + need.duration > maxMinutes) return undefined
  const from = Math.max(need.earliest ?? Number.NEGATIVE_INFINITY, terms.now, day.start, notBefore)
  const search = { need, candidate, day, terms, from }
  const length = need.duration * minuteMs
  let previous: Work | undefined
  for (let index = 0; index <= work.length; index += 1) {
    const next = work[index]
    const isGap = !previous || !next || next.start > previous.end
    if (isGap && (!next || next.start >= from + length)) {
      const start = startInGap(search, previous, next && nearestOf(work, index, search))
      if (start !== undefined) return slotAfter(search, start, previous)
    }
    if (next) previous = later(previous, next, search)
    if (previous && previous.end >= day.end) return undefined
  }
  return undefined
}

function slotAfter({ day, need, terms }: DaySearch, start: number, previous: Work | undefined): FreeSlot {
  const before = previous && previous.end > day.start ? previous : undefined
  return {
    start,
    end: start + need.duration * minuteMs,
    previous: before,
    way: before ? wayBetween(before, need, terms.travel) : travelBetween(day.base, need.place, terms.travel),
  }
}

/** What ends later; of two that end together the one with the longer way. */
function later(previous: Work | undefined, next: Work, { need, terms }: DaySearch): Work {
  if (!previous || next.end > previous.end) return next
  if (next.end < previous.end) return previous
  const minutes = (work: Work) => wayBetween(work, need, terms.travel).minutes
  return minutes(next) > minutes(previous) ? next : previous
}

/** Of those that begin together the one with the longest way. */
function nearestOf(work: readonly Work[], index: number, { need, terms }: DaySearch): Work | undefined {
  let nearest = work[index]
  for (let at = index + 1; nearest && work[at]?.start === nearest.start; at += 1) {
    const other = work[at]
    const minutes = (one: Work) => wayBetween(need, one, terms.travel).minutes
    if (other && minutes(other) > minutes(nearest)) nearest = other
  }
  return nearest
}

/** The earliest start between two neighbours that leaves time for the ways there and on. */
function startInGap(
  { candidate, day, from, need, terms }: DaySearch,
  previous: Work | undefined,
  next: Work | undefined,
): number | undefined {
  const length = need.duration * minuteMs
  let low = from
  let high = need.latest ?? Number.POSITIVE_INFINITY
  if (previous)
    low = Math.max(low, previous.end + wayBetween(previous, need, terms.travel).minutes * minuteMs)
  if (next) high = Math.min(high, next.start - wayBetween(need, next, terms.travel).minutes * minuteMs)
  if (terms.commuteCounts && day.work) {
    const commute = travelBetween(day.base, need.place, terms.travel).minutes * minuteMs
    if (!previous || previous.end <= day.start) low = Math.max(low, day.work.start + commute)
    if (!next || next.start >= day.end) high = Math.min(high, day.work.end - commute)
  }
  // What runs past midnight would count for two days.
  if (candidate.facts.maxMinutes !== undefined) high = Math.min(high, day.end)
  for (const piece of day.free) {
    const end = Math.min(high, piece.end)
    if (low + length > end) continue
    const first = Math.max(low, piece.start)
    const start = need.start ?? onGrid(first, terms.gridMinutes, candidate.offsetAt)
    if (start >= first && start < day.end && start + length <= end) return start
  }
  return undefined
}

/** The first instant at or after another whose wall clock is on the grid. */
export function onGrid(instant: number, gridMinutes: number, offsetAt: (instant: number) => number): number {
  const grid = gridMinutes * minuteMs
  const beside = (at: number) => (((at + offsetAt(at)) % grid) + grid) % grid
  let at = instant
  // A change of the clock on the way may shift the grid: then once more from where it led.
  for (let off = beside(at); off !== 0; off = beside(at)) at += grid - off
  return at
}
