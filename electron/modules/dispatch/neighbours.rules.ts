import type { ActivityId } from '../../shared/contract/id'
import type { Site, Span, Subject, Work, WorkerFacts } from './conflicts.rules'
import { travelBetween, type Travel, type TravelParams } from './travel.rules'

/** The worker's other activities around a place. */
export interface Neighbours {
  /** Those that share time with it, by start. */
  readonly meeting: readonly Work[]
  /** Of those of the day that end before it, the last; several that end at once. */
  readonly before: readonly Work[]
  /** Of those of the day that begin after it, the first. */
  readonly after: readonly Work[]
  /** From the day's beginning to its end, whatever there is of it. */
  readonly ofDays: readonly Work[]
  readonly days: Days
}

/** The local days that a place touches, as instants. */
interface Days {
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
}

/** A way between a place and one of its neighbours. */
export interface Leg {
  readonly work: Work
  readonly way: Travel
}

/** How a worker comes to a place: from what ends last before it that day, as the first of the day from the base. */
export interface Approach {
  readonly way: Travel
  /** None: from the base. */
  readonly from?: Work | undefined
}

/** No work is longer than a day. */
const longestMs = 86_400_000

/** Looks no farther than the local days of the place: a worker may have thousands of activities. */
export function neighboursOf(id: ActivityId, slot: Span, { localDays, work }: WorkerFacts): Neighbours {
  const [first, last] = [localDays.of(slot.start), localDays.of(slot.end - 1)]
  const days = { first, last, start: localDays.startOf(first), end: localDays.startOf(last + 1) }
  const near: { meeting: Work[]; ofDays: Work[]; before: Work[]; after: Work[] } = {
    ...{ meeting: [], ofDays: [], before: [], after: [] },
  }
  for (let at = firstFrom(work, days.start - longestMs); at < work.length; at += 1) {
    const other = work[at]
    if (!other || other.start >= days.end) break
    // What ends at midnight is of the day before.
    if (other.end <= days.start || other.id === id) continue
    near.ofDays.push(other)
    if (other.end <= slot.start) keepLatest(near.before, other)
    else if (other.start < slot.end) near.meeting.push(other)
    else if (near.after[0] === undefined || near.after[0].start === other.start) near.after.push(other)
  }
  return { ...near, days }
}

/** Those that end last. */
function keepLatest(kept: Work[], other: Work): void {
  const end = kept[0]?.end ?? Number.NEGATIVE_INFINITY
  if (other.end > end) kept.length = 0
  if (other.end >= end) kept.push(other)
}

/** The first of those by start that begins at an instant or later. */
function firstFrom(work: readonly Span[], at: number): number {
  let low = 0
  let high = work.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((work[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The way between two sites (R07-11); at the same one there is none. */
export function wayBetween(from: Site, to: Site, params: TravelParams): Travel {
  const isSame = from.orderId === to.orderId || (from.siteId !== undefined && from.siteId === to.siteId)
  if (isSame && !(from.place && to.place)) return { minutes: 0, isAssumed: false }
  return travelBetween(from.place, to.place, params)
}

/** Of several that end, or begin, at once the one with the longest way; of equal ways the one that was made first. */
export function longestLeg(works: readonly Work[], subject: Subject, params: TravelParams): Leg | undefined {
  let longest: Leg | undefined
  for (const work of works) {
    const way = wayBetween(work, subject, params)
    const more = longest ? way.minutes - longest.way.minutes : 1
    if (!longest || more > 0 || (more === 0 && work.id < longest.work.id)) longest = { work, way }
  }
  return longest
}

/** How the worker comes to a place; undefined where something else lasts into it. */
export function approachTo(
  subject: Subject,
  slot: Span,
  near: Neighbours,
  { baseOn, localDays }: WorkerFacts,
  params: TravelParams,
): Approach | undefined {
  const leg = longestLeg(near.before, subject, params)
  if (leg) return { way: leg.way, from: leg.work }
  if (near.meeting.some(({ start }) => start <= slot.start)) return undefined
  return { way: travelBetween(baseOn(localDays.dateOf(near.days.first)), subject.place, params) }
}
