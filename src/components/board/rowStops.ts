import type { Slot } from '@contract/dispatch'
import type { Instant } from '@contract/time'
import type { BoardBar, BoardRow } from './board.types'
import { layoutOf } from './rowLayout'

/** Where the arrow keys stop in a row: each bar, and each free stretch of working time. */
export type RowStop =
  | { readonly kind: 'bar'; readonly start: Instant; readonly end: Instant; readonly bar: BoardBar }
  | { readonly kind: 'free' | 'off'; readonly start: Instant; readonly end: Instant }

const least = 5 * 60_000

/** The stops of a row within a range, by start. A row in which nobody works has one that spans the range. */
export function stopsOf(row: BoardRow, { start: from, end: to }: Slot): RowStop[] {
  const bars = layoutOf(row.bars).bars.filter(({ end, start }) => end > from && start < to)
  const stops: RowStop[] = [
    ...bars.map((bar): RowStop => ({ kind: 'bar', start: bar.start, end: bar.end, bar })),
    ...freeOf(row, bars, { start: from, end: to }).map((slot): RowStop => ({ kind: 'free', ...slot })),
  ]
  if (stops.length === 0) return [{ kind: 'off', start: from, end: to }]
  return stops.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Working time of a row without its bars and absences. */
function freeOf(row: BoardRow, bars: readonly BoardBar[], range: Slot): Slot[] {
  if (row.kind === 'team') return []
  const taken = [
    ...bars.map(({ end, start }) => ({ start, end })),
    ...row.away.map(({ from, to }) => ({ start: from, end: to })),
  ].sort((a, b) => a.start - b.start)
  const member = { start: row.member?.from ?? range.start, end: row.member?.to ?? range.end }
  return (row.hours?.working ?? [])
    .map((shift) => shared(shared(shift, range), member))
    .flatMap((shift) => without(shift, taken))
    .filter(({ end, start }) => end - start >= least)
}

function shared(left: Slot, right: Slot): Slot {
  return { start: Math.max(left.start, right.start), end: Math.min(left.end, right.end) }
}

/** What is left of a slot; `taken` is sorted by start. */
function without(slot: Slot, taken: readonly Slot[]): Slot[] {
  const left: Slot[] = []
  let { start } = slot
  for (const other of taken) {
    if (other.end <= start) continue
    if (other.start >= slot.end) break
    if (other.start > start) left.push({ start, end: other.start })
    start = other.end
  }
  return start < slot.end ? [...left, { start, end: slot.end }] : left
}

/** The stop at an instant, else the nearest one; of several at it the one that began last. */
export function stopAt(stops: readonly RowStop[], instant: Instant): RowStop | undefined {
  const distance = ({ end, start }: RowStop) =>
    instant < start ? start - instant : instant >= end ? instant - end + 1 : 0
  return stops.reduce<RowStop | undefined>(
    (best, stop) => (best && distance(best) < distance(stop) ? best : stop),
    undefined,
  )
}
