import { changesBetween, dateOf, dayMs, edgeInstant, localDayOf, weekdayOf } from './localTime.rules'
import { longestClosedDays, openIntervals, readDay, type CalendarView, type Interval } from './working.rules'

/** A local date, or a piece of one, as a calendar reads it. */
export interface DatePart {
  readonly start: number
  readonly end: number
  readonly date: string
  /** 0 = Monday … 6 = Sunday. */
  readonly weekday: number
  readonly isOpen: boolean
  /** The name of its holiday or exception. */
  readonly name?: string | undefined
}

/** The open time of a calendar in a zone, for many questions of many clocks; all spans are milliseconds. */
export interface OpenTime {
  /** Open time inside `[from, to)`; 0 when `to` is not after `from` (R06-20). */
  counted(from: number, to: number): number
  /** The earliest instant at which `span` was counted since `from` (R06-22); undefined without working time (R06-24). */
  reached(from: number, span: number): number | undefined
  /** Open intervals inside `[from, to)` in order, those that touch as one, `limit` at most. */
  between(from: number, to: number, limit?: number): Interval[]
  /** The local dates of `[from, to)`. */
  dates(from: number, to: number): DatePart[]
  /** The instants inside `(from, to)` at which the zone's offset changes. */
  clockChanges(from: number, to: number): number[]
}

/** Every minute counts (06 §2.2: no calendar). */
export function alwaysOpen(zone: string): OpenTime {
  return {
    counted: (from, to) => Math.max(0, to - from),
    reached: (from, span) => from + Math.max(0, span),
    between: (from, to) => (to > from ? [{ start: from, end: to }] : []),
    dates: () => [],
    clockChanges: (from, to) => changesBetween(zone, from, to),
  }
}

/** So many local dates are worked out at once. */
const chunkDays = 32
const longestChunks = Math.ceil(20_000 / chunkDays)

/** The open intervals of `chunkDays` dates with the sums before each: a question is a binary search. */
interface Chunk {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly sums: readonly number[]
  readonly total: number
}

/** Works dates out when they are first asked for, and keeps them. */
export function openTimeOf(view: CalendarView, zone: string): OpenTime {
  const chunks = new Map<number, Chunk>()

  function chunkAt(index: number): Chunk {
    const known = chunks.get(index)
    if (known) return known
    const starts: number[] = []
    const ends: number[] = []
    const sums: number[] = []
    let total = 0
    for (let day = index * chunkDays; day < (index + 1) * chunkDays; day += 1)
      for (const { end, start } of openIntervals(view, zone, day)) {
        starts.push(start)
        ends.push(end)
        sums.push(total)
        total += end - start
      }
    const chunk = { starts, ends, sums, total }
    chunks.set(index, chunk)
    return chunk
  }

  /** A day of margin: at a change of midnight an instant may lie beside its date. */
  const firstChunk = (from: number) => Math.floor((localDayOf(zone, from) - 1) / chunkDays)
  const lastChunk = (to: number) => Math.floor((localDayOf(zone, to) + 1) / chunkDays)

  return {
    counted(from, to) {
      if (to <= from) return 0
      let sum = 0
      const last = lastChunk(to)
      for (let index = firstChunk(from); index <= last; index += 1) {
        const chunk = chunkAt(index)
        sum += countedUpTo(chunk, to) - countedUpTo(chunk, from)
      }
      return sum
    },
    reached(from, span) {
      if (span <= 0) return from
      let left = span
      let lastOpen = from
      const first = firstChunk(from)
      for (let index = first; index - first < longestChunks; index += 1) {
        const chunk = chunkAt(index)
        const before = countedUpTo(chunk, from)
        const opens = chunk.starts.find((_, at) => (chunk.ends[at] ?? 0) > from)
        const horizon = opens ?? (index + 1) * chunkDays * dayMs
        if (horizon - lastOpen > (longestClosedDays + 1) * dayMs) return undefined
        if (left <= chunk.total - before) return instantOf(chunk, before + left)
        left -= chunk.total - before
        lastOpen = Math.max(lastOpen, chunk.ends.at(-1) ?? 0)
      }
      return undefined
    },
    between(from, to, limit = Number.POSITIVE_INFINITY) {
      const found: Interval[] = []
      if (to <= from) return found
      const last = lastChunk(to)
      for (let index = firstChunk(from); index <= last; index += 1) {
        const { ends, starts } = chunkAt(index)
        for (let at = firstAfter(ends, from); at < starts.length; at += 1) {
          const start = Math.max(from, starts[at] ?? 0)
          const end = Math.min(to, ends[at] ?? 0)
          if (start >= to) return found
          const previous = found.at(-1)
          if (previous?.end === start) found[found.length - 1] = { start: previous.start, end }
          else if (found.length >= limit) return found
          else found.push({ start, end })
        }
      }
      return found
    },
    dates(from, to) {
      const parts: DatePart[] = []
      for (let day = localDayOf(zone, from); to > from; day += 1) {
        const start = Math.max(from, edgeInstant(zone, day, 0, 'start'))
        const end = Math.min(to, edgeInstant(zone, day, 1440, 'end'))
        if (start >= to) break
        const { name, shifts } = readDay(view, day)
        const facts = { date: dateOf(day), weekday: weekdayOf(day), isOpen: shifts.length > 0 }
        if (end > start) parts.push({ start, end, ...facts, name })
      }
      return parts
    },
    clockChanges: (from, to) => changesBetween(zone, from, to),
  }
}

/** Open time of the chunk before an instant. */
function countedUpTo({ ends, starts, sums, total }: Chunk, instant: number): number {
  const at = firstAfter(ends, instant)
  const start = starts[at]
  if (start === undefined) return total
  return (sums[at] ?? 0) + Math.max(0, instant - start)
}

/** Where `counted` is reached: inside an interval or at its end, never at the next opening. */
function instantOf({ starts, sums }: Chunk, counted: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((sums[middle] ?? 0) < counted) low = middle
    else high = middle - 1
  }
  return (starts[low] ?? 0) + counted - (sums[low] ?? 0)
}

/** The first index whose end lies after an instant. */
function firstAfter(ends: readonly number[], instant: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((ends[middle] ?? 0) > instant) high = middle
    else low = middle + 1
  }
  return low
}

/** Open time that is read in one place up to an instant and in another from then on (R06-27). */
export interface Piece {
  readonly from: number
  readonly open: OpenTime
}

/** The pieces as one; the first begins whenever, each other one at its instant. */
export function joinedTime(pieces: readonly [Piece, ...Piece[]]): OpenTime {
  const [only, ...others] = pieces
  if (others.length === 0) return only.open
  const spans = pieces.map(({ from, open }, index) => ({
    open,
    from: index === 0 ? Number.NEGATIVE_INFINITY : from,
    to: pieces[index + 1]?.from ?? Number.POSITIVE_INFINITY,
  }))
  const clipped = <Part>(
    from: number,
    to: number,
    read: (open: OpenTime, from: number, to: number) => Part[],
  ) =>
    spans.flatMap((span) => {
      const [start, end] = [Math.max(from, span.from), Math.min(to, span.to)]
      return end > start ? read(span.open, start, end) : []
    })
  return {
    counted: (from, to) =>
      spans.reduce(
        (sum, span) => sum + span.open.counted(Math.max(from, span.from), Math.min(to, span.to)),
        0,
      ),
    reached(from, span) {
      if (span <= 0) return from
      let left = span
      for (const piece of spans) {
        if (piece.to <= from) continue
        const start = Math.max(from, piece.from)
        const inside = Number.isFinite(piece.to) ? piece.open.counted(start, piece.to) : undefined
        if (inside === undefined || left <= inside) return piece.open.reached(start, left)
        left -= inside
      }
      return undefined
    },
    between: (from, to, limit) =>
      clipped(from, to, (open, start, end) => open.between(start, end, limit)).slice(0, limit),
    dates: (from, to) => clipped(from, to, (open, start, end) => open.dates(start, end)),
    clockChanges: (from, to) => clipped(from, to, (open, start, end) => open.clockChanges(start, end)),
  }
}
