import type { FrozenSla, SlaEntryKind } from '../../shared/contract/sla'
import type { OrderPriority } from '../../shared/contract/orders'

/** What the clock asks of open time; all spans are milliseconds (R06-20…R06-23). */
export interface CountedTime {
  counted(from: number, to: number): number
  /** The earliest instant at which so much was counted; undefined without working time (R06-24). */
  reached(from: number, span: number): number | undefined
}

export interface EntryFacts {
  readonly id: string
  readonly kind: SlaEntryKind
  readonly at: number
}

/** A stretch during which the clock runs; the last one may not have ended. */
export interface Stretch {
  readonly from: number
  readonly to?: number | undefined
}

/** Entries in their order in time, each with whether an earlier one of its kind stands for it (R06-18). */
export function mergedEntries<Entry extends EntryFacts>(
  entries: readonly Entry[],
): (Entry & { readonly isSuperseded: boolean })[] {
  let last: SlaEntryKind = 'stop'
  return [...entries].sort(inTime).map((entry) => {
    const isSuperseded = entry.kind === last
    last = entry.kind
    return { ...entry, isSuperseded }
  })
}

function inTime(a: EntryFacts, b: EntryFacts): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** When the clock runs. */
export function stretchesOf(entries: readonly EntryFacts[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { at, isSuperseded, kind } of mergedEntries(entries)) {
    if (isSuperseded) continue
    const last = stretches.at(-1)
    if (kind === 'start') stretches.push({ from: at })
    else if (last) stretches[stretches.length - 1] = { from: last.from, to: at }
  }
  return stretches
}

/** Counted time up to an instant. */
export function countedAt(time: CountedTime, stretches: readonly Stretch[], at: number): number {
  return stretches.reduce((sum, { from, to = at }) => sum + time.counted(from, Math.min(to, at)), 0)
}

/** Counted time up to the last Stop. */
export function countedToStop(time: CountedTime, stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + (to === undefined ? 0 : time.counted(from, to)), 0)
}

/** The instant at which so much is counted (R06-22, R06-30); undefined when the clock stops before, or never opens. */
export function crossingOf(
  time: CountedTime,
  stretches: readonly Stretch[],
  span: number,
): number | undefined {
  let left = span
  for (const { from, to } of stretches) {
    if (to === undefined) return time.reached(from, left)
    const inside = time.counted(from, to)
    if (left <= inside) return time.reached(from, left)
    left -= inside
  }
  return undefined
}

/** Minutes that a priority allows (06 §2.2). */
export function allowanceOf(
  { allowance, allowanceHigh, allowanceLow }: Pick<FrozenSla, 'allowance' | 'allowanceHigh' | 'allowanceLow'>,
  priority: OrderPriority,
): number {
  const own = { high: allowanceHigh, normal: undefined, low: allowanceLow }[priority]
  return own ?? allowance
}

const longestAllowance = 525_600

/** The fields of a service level that are no allowance: 1 … 525,600 minutes (06 §2.2). */
export function wrongAllowances(fields: {
  readonly allowance: number
  readonly allowanceHigh?: number | undefined
  readonly allowanceLow?: number | undefined
  readonly responseAllowance?: number | undefined
}): string[] {
  const { allowance, allowanceHigh, allowanceLow, responseAllowance } = fields
  return Object.entries({ allowance, allowanceHigh, allowanceLow, responseAllowance }).flatMap(
    ([field, minutes]) =>
      minutes !== undefined && (minutes < 1 || minutes > longestAllowance) ? [field] : [],
  )
}

const latestMs = 5 * 60_000
const earliestMs = 30 * 24 * 3_600_000

/** What is wrong with the time of an entry (R06-11): it comes after the one before it and before the one after it. */
export function timeFailure(
  at: number,
  place: {
    readonly now: number
    readonly previous?: number | undefined
    readonly next?: number | undefined
    /** Of a first Start: when the order was made. */
    readonly createdAt?: number | undefined
  },
): 'TIME_ORDER' | 'TIME_FUTURE' | 'TIME_TOO_EARLY' | undefined {
  const { createdAt, next, now, previous } = place
  if (previous !== undefined && at <= previous) return 'TIME_ORDER'
  if (next !== undefined && at >= next) return 'TIME_ORDER'
  if (at > now + latestMs) return 'TIME_FUTURE'
  if (createdAt !== undefined && at < createdAt - earliestMs) return 'TIME_TOO_EARLY'
  return undefined
}

/** The earliest first Start of an order that asks for one before it was made (R04-81). */
export function firstStartOf(wanted: number, createdAt: number): number {
  return toSecond(Math.max(wanted, createdAt - earliestMs))
}

/** Entries are to the second (06 §2.4). */
export function toSecond(instant: number): number {
  return Math.floor(instant / 1000) * 1000
}

/** The time of an entry that the program writes: the act's, but after the entry before it. */
export function ownTime(at: number, previous: number | undefined): number {
  return Math.max(toSecond(at), (previous ?? Number.NEGATIVE_INFINITY) + 1000)
}
