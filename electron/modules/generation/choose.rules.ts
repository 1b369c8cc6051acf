import { dateOf, dayOf } from './days.rules'
import type { GroupFacts, JoinableOrder, Occurrence, PlannedOrder } from './planning.rules'

/**
 * What must be equal for occurrences to share an order (R03-15): agreement and site, and what the agreement combines by.
 * `none` separates every occurrence; `customer` lets agreements meet.
 */
export function groupKey(facts: GroupFacts): string {
  const { agreementId, billingAccountId, combine, currency, customerId, siteId } = facts
  const owner = combine === 'customer' ? [customerId, billingAccountId, currency] : [agreementId]
  return JSON.stringify([combine, siteId ?? null, ...owner.map((part) => part ?? null), ...combineKey(facts)])
}

function combineKey(facts: GroupFacts): (string | null)[] {
  switch (facts.combine) {
    case 'agreement':
    case 'customer':
      return []
    case 'task':
      return [facts.taskId ?? null]
    case 'employee':
      return [facts.workerId ?? null]
    case 'object':
      return [facts.objectId ?? null]
    case 'none':
      return [facts.lineId, facts.calculatedDate]
  }
}

/**
 * The fewest orders that hold all occurrences, each on a day it allows (R03-16); orders that may be joined count as
 * forced dates (R03-17). The order of the input decides nothing but who comes first in an order.
 *
 * @returns by date, then group in the order of the input
 */
export function chooseDates<Held extends Occurrence>(
  occurrences: readonly Held[],
  joinable: readonly JoinableOrder[] = [],
): PlannedOrder<Held>[] {
  const ordersOf = byKey(joinable)
  const planned = [...byKey(occurrences)].flatMap(([key, held]) =>
    chooseOfGroup(key, held, ordersOf.get(key) ?? []),
  )
  return planned.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

function chooseOfGroup<Held extends Occurrence>(
  key: string,
  held: readonly Held[],
  joinable: readonly JoinableOrder[],
): PlannedOrder<Held>[] {
  const orderOn = new Map<number, string>()
  for (const { date, orderId } of joinable) if (!orderOn.has(dayOf(date))) orderOn.set(dayOf(date), orderId)

  const waiting = held.map(toWaiting)
  const forced = new Set<number>(orderOn.keys())
  for (const { allowed } of waiting) if (allowed.length === 1) forced.add(first(allowed))

  const byDay = new Map<number, Waiting<Held>[]>()
  const put = (day: number, one: Waiting<Held>): void => {
    const there = byDay.get(day)
    if (there) there.push(one)
    else byDay.set(day, [one])
  }
  const rest: Waiting<Held>[] = []
  for (const one of waiting) {
    const day = nearest(
      one.allowed.filter((allowed) => forced.has(allowed)),
      one.calculated,
    )
    if (day === undefined) rest.push(one)
    else put(day, one)
  }
  for (const cluster of clusters(rest)) {
    const day = sharedDay(cluster)
    for (const one of cluster) put(day, one)
  }
  return [...byDay].map(([day, there]) => ({
    groupKey: key,
    date: dateOf(day),
    ...(orderOn.has(day) && { orderId: orderOn.get(day) }),
    occurrences: there.sort((a, b) => a.at - b.at).map(({ occurrence }) => occurrence),
  }))
}

function byKey<Keyed extends { readonly groupKey: string }>(all: readonly Keyed[]): Map<string, Keyed[]> {
  const groups = new Map<string, Keyed[]>()
  for (const one of all) {
    const group = groups.get(one.groupKey)
    if (group) group.push(one)
    else groups.set(one.groupKey, [one])
  }
  return groups
}

interface Waiting<Held> {
  readonly occurrence: Held
  /** Its place in the input. */
  readonly at: number
  readonly lineNo: number
  readonly calculated: number
  readonly allowed: readonly number[]
}

function toWaiting<Held extends Occurrence>(occurrence: Held, at: number): Waiting<Held> {
  const { allowed, calculatedDate, lineNo } = occurrence
  return { occurrence, at, lineNo, calculated: dayOf(calculatedDate), allowed }
}

/**
 * Step 3: the pivot is the last day of the one that ends first; who allows it belongs to the cluster. Pivots only grow,
 * so whoever begins by the pivot waits in a pool that is looked through once a pivot, not everybody.
 */
function clusters<Held>(rest: readonly Waiting<Held>[]): Waiting<Held>[][] {
  const byLast = rest.toSorted(
    (a, b) => last(a.allowed) - last(b.allowed) || a.lineNo - b.lineNo || a.calculated - b.calculated,
  )
  const byFirst = rest.toSorted((a, b) => first(a.allowed) - first(b.allowed))
  const placed = new Set<Waiting<Held>>()
  const found: Waiting<Held>[][] = []
  let pool: Waiting<Held>[] = []
  let begun = 0
  for (const leader of byLast) {
    if (placed.has(leader)) continue
    const pivot = last(leader.allowed)
    for (; begun < byFirst.length; begun += 1) {
      const next = byFirst[begun]
      if (!next || first(next.allowed) > pivot) break
      pool.push(next)
    }
    const cluster = pool.filter(({ allowed }) => includes(allowed, pivot))
    pool = pool.filter(({ allowed }) => !includes(allowed, pivot))
    for (const one of cluster) placed.add(one)
    found.push(cluster)
  }
  return found
}

/** Step 4: of the days that all allow, the one with the smallest sum of distances, the earliest of equals. */
function sharedDay<Held>(cluster: readonly Waiting<Held>[]): number {
  const shortest = cluster.reduce((a, b) => (b.allowed.length < a.allowed.length ? b : a))
  const shared = cluster.reduce(
    (days, { allowed }) =>
      allowed === shortest.allowed ? days : days.filter((day) => includes(allowed, day)),
    shortest.allowed,
  )
  const distance = (day: number): number =>
    cluster.reduce((sum, { calculated }) => sum + Math.abs(calculated - day), 0)
  let best = { day: first(shared), sum: distance(first(shared)) }
  for (const day of shared.slice(1)) {
    const sum = distance(day)
    if (sum < best.sum) best = { day, sum }
  }
  return best.day
}

/** The day nearest to the wanted one, the earlier of two; undefined of none. */
function nearest(days: readonly number[], wanted: number): number | undefined {
  let best: number | undefined
  for (const day of days)
    if (best === undefined || Math.abs(day - wanted) < Math.abs(best - wanted)) best = day
  return best
}

function first(days: readonly number[]): number {
  const day = days[0]
  if (day === undefined) throw new Error('an occurrence allows no day')
  return day
}

function last(days: readonly number[]): number {
  return days.at(-1) ?? first(days)
}

/** Whether an ascending list holds the day. */
function includes(days: readonly number[], wanted: number): boolean {
  let low = 0
  let high = days.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const day = days[middle]
    if (day === undefined || day === wanted) return day === wanted
    if (day < wanted) low = middle + 1
    else high = middle - 1
  }
  return false
}
