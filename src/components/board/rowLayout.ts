import type { Instant } from '@contract/time'
import type { BoardBar } from './board.types'

export interface RowLayout {
  /** By start; of the same start the longer first. */
  readonly bars: readonly BoardBar[]
  /** The lane of each bar of `bars`. */
  readonly lanes: readonly number[]
  readonly laneCount: number
  /** The longest bar's milliseconds: nothing that begins earlier than that before a time is still there. */
  readonly longest: number
}

const kept = new WeakMap<readonly BoardBar[], RowLayout>()

/**
 * Puts the bars of a row into lanes so that no two in a lane share time; intervals are half-open. It is kept as long as
 * the array is the same.
 */
export function layoutOf(bars: readonly BoardBar[]): RowLayout {
  const known = kept.get(bars)
  if (known) return known
  const sorted = [...bars].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
  const ends: number[] = []
  let longest = 0
  const lanes = sorted.map(({ end, start }) => {
    const free = ends.findIndex((until) => until <= start)
    const lane = free < 0 ? ends.length : free
    ends[lane] = end
    longest = Math.max(longest, end - start)
    return lane
  })
  const layout = { bars: sorted, lanes, laneCount: Math.max(1, ends.length), longest }
  kept.set(bars, layout)
  return layout
}

/** The places in a layout of the bars that share time with a range, in their order. */
export function placesWithin({ bars, longest }: RowLayout, from: Instant, to: Instant): number[] {
  const found: number[] = []
  for (let at = firstFrom(bars, from - longest); at < bars.length; at += 1) {
    const bar = bars[at]
    if (!bar || bar.start >= to) break
    if (bar.end > from) found.push(at)
  }
  return found
}

/** The first place whose bar begins at or after an instant. */
function firstFrom(bars: readonly BoardBar[], instant: Instant): number {
  let low = 0
  let high = bars.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bars[middle]?.start ?? Infinity) < instant) low = middle + 1
    else high = middle
  }
  return low
}

/** Where rows of different heights begin, the end of the last one included. */
export function offsetsOf(heights: readonly number[]): number[] {
  const offsets = [0]
  let sum = 0
  for (const height of heights) {
    sum += height
    offsets.push(sum)
  }
  return offsets
}

/** The row that holds a distance from the first row's top; before the first: the first, after the last: the last. */
export function rowAtOffset(offsets: readonly number[], y: number): number {
  let low = 0
  let high = offsets.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] ?? Infinity) <= y) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
