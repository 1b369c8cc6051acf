import type { OrderPriority } from '../../shared/contract/orders'
import type { ClosedKind, SlaOutcome, SlaStatus, TraceRow } from '../../shared/contract/sla'
import { mergedEntries, stretchesOf, type EntryFacts } from './clock.rules'

/** A local date, or a piece of one, as a calendar reads it. */
interface DatePart {
  readonly start: number
  readonly end: number
  /** 0 = Monday … 6 = Sunday. */
  readonly weekday: number
  readonly isOpen: boolean
  readonly name?: string | undefined
}
/** What an explanation asks of open time. */
export interface TracedTime {
  between(from: number, to: number): readonly { readonly start: number; readonly end: number }[]
  dates(from: number, to: number): readonly DatePart[]
  clockChanges(from: number, to: number): readonly number[]
}

/** What a row says of the entry it stands for. */
export type SaidOfEntry = Pick<TraceRow, 'entrySource' | 'byName' | 'reasonName' | 'comment' | 'isCorrected'>
/** The priority of an order from an instant on, with the milliseconds it allows. */
export interface PriorityFrom {
  readonly at: number
  readonly priority: OrderPriority
  readonly allowanceMs: number
}

export interface TracedClock<Entry extends EntryFacts = EntryFacts> {
  readonly entries: readonly Entry[]
  readonly open: TracedTime
  /** Offset from UTC in milliseconds at an instant, where the order's site is. */
  readonly offset: (instant: number) => number
  /** The first is that of the start. */
  readonly priorities: readonly [PriorityFrom, ...PriorityFrom[]]
  readonly deadline: number | undefined
  readonly status: SlaStatus
  readonly now: number
  /** Set once the order is measured. */
  readonly result?:
    { readonly outcome: SlaOutcome; readonly compliance: number; readonly exceededBy: number } | undefined
  readonly sla: Pick<TraceRow, 'slaCode' | 'slaSource' | 'calendarName'>
  readonly said: (entry: Entry) => SaidOfEntry
}

type Facts = Omit<
  TraceRow,
  'n' | 'counted' | 'total' | 'remaining' | 'isAhead' | 'fromOffset' | 'toOffset'
> & { readonly counted?: number }

/**
 * The explanation of a deadline (R06-60): rows that add up. The last total of what is past is the elapsed time; the
 * `deadline` row is the latest completion; what is to come until then is marked as ahead.
 */
export function traceOf<Entry extends EntryFacts>(clock: TracedClock<Entry>): TraceRow[] {
  const { deadline, now, open, priorities, result, said, status } = clock
  const rows: TraceRow[] = []
  let total = 0
  let allowance = priorities[0].allowanceMs
  const entries = mergedEntries(clock.entries)
  const stretches = stretchesOf(clock.entries)
  const marks = [
    ...priorities.slice(1).map(({ allowanceMs, at, priority }) => ({
      at,
      add: () => {
        allowance = allowanceMs
        add({ kind: 'priority', from: at, priority })
      },
    })),
    ...entries
      .filter(({ isSuperseded }) => isSuperseded)
      .map((entry) => ({
        at: entry.at,
        add: () => {
          const kind = entry.kind === 'start' ? 'resume' : 'stop'
          add({ kind, from: entry.at, isSuperseded: true, ...said(entry) })
        },
      })),
    ...(deadline === undefined
      ? []
      : [{ at: deadline, add: () => add({ kind: 'deadline', from: deadline }) }]),
  ].sort((a, b) => a.at - b.at)

  function add({ counted = 0, ...facts }: Facts): void {
    total += counted
    const seconds = Math.floor(total / 1000)
    const offsetOf = (instant: number) => Math.round(clock.offset(instant) / 60_000)
    rows.push({
      ...facts,
      n: rows.length + 1,
      counted: Math.floor(counted / 1000),
      total: seconds,
      remaining: Math.floor(allowance / 1000) - seconds,
      isAhead: isAhead(facts, now),
      ...(facts.from === undefined ? {} : { fromOffset: offsetOf(facts.from) }),
      ...(facts.to === undefined ? {} : { toOffset: offsetOf(facts.to) }),
    })
  }

  /** Marks up to an instant, those at it included if asked. */
  function addMarks(until: number, isWith: boolean): void {
    for (let next = marks[0]; next && (isWith ? next.at <= until : next.at < until); next = marks[0]) {
      marks.shift()
      next.add()
    }
  }

  function addWork(start: number, end: number): void {
    let from = start
    for (const change of open.clockChanges(start, end)) {
      add({ kind: 'work', from, to: change, counted: change - from })
      add({ kind: 'clockChange', from: change })
      from = change
    }
    add({ kind: 'work', from, to: end, counted: end - from })
  }

  /** Work and closed time of a stretch, cut where something is to be said, and at now. */
  function addStretch(from: number, to: number): void {
    addMarks(from, true)
    for (const span of spansOf(open, from, to)) {
      let at = span.start
      while (at < span.end) {
        const cut = Math.min(span.end, marks[0]?.at ?? span.end, at < now ? now : span.end)
        if (cut > at && span.closed) add({ kind: 'closed', from: at, to: cut, ...span.closed })
        else if (cut > at) addWork(at, cut)
        at = Math.max(at, cut)
        addMarks(at, true)
      }
    }
  }

  add({ kind: 'sla', priority: priorities[0].priority, ...clock.sla })
  const counted = entries.filter(({ isSuperseded }) => !isSuperseded)
  for (const [index, { from, to }] of stretches.entries()) {
    const start = counted[index * 2]
    const stop = counted[index * 2 - 1]
    if (stop) {
      add({ kind: 'pause', from: stop.at, to: from, ...said(stop) })
      addMarks(from, false)
    }
    add({ kind: stop ? 'resume' : 'start', from, ...(start ? said(start) : {}) })
    addStretch(from, to ?? Math.max(now, deadline ?? now))
  }
  const last = counted.at(-1)
  if (last?.kind === 'stop') {
    const isEnd = result !== undefined || status === 'canceled'
    add({ kind: isEnd ? 'stop' : 'pause', from: last.at, ...said(last) })
  }
  addMarks(Number.POSITIVE_INFINITY, true)
  if (result) add({ kind: 'result', ...result })
  return rows
}

/** What was recorded is no forecast, whatever its time; time and the deadline are, once they lie after now. */
function isAhead({ from, kind }: Pick<Facts, 'kind' | 'from'>, now: number): boolean {
  if (from === undefined) return false
  if (kind === 'deadline') return from > now
  return ['work', 'closed', 'clockChange'].includes(kind) && from >= now
}

interface Span {
  readonly start: number
  readonly end: number
  /** Absent: open. */
  readonly closed?: Pick<TraceRow, 'closed' | 'name'>
}

/** Open time and why the rest is closed, in order. */
function spansOf(open: TracedTime, from: number, to: number): Span[] {
  const spans: Span[] = []
  let at = from
  for (const { end, start } of open.between(from, to)) {
    if (start > at) spans.push(...closedSpans(open.dates(at, start), at > from))
    spans.push({ start, end })
    at = end
  }
  if (at < to) spans.push(...closedSpans(open.dates(at, to), false))
  return spans
}

/** One row for closed time, more where a holiday is named (R06-60). */
function closedSpans(dates: readonly DatePart[], isBetweenShifts: boolean): Span[] {
  const groups: { readonly name: string | undefined; readonly parts: [DatePart, ...DatePart[]] }[] = []
  for (const part of dates) {
    const last = groups.at(-1)
    if (last && last.name === part.name) last.parts.push(part)
    else groups.push({ name: part.name, parts: [part] })
  }
  return groups.map(({ name, parts }) => ({
    start: parts[0].start,
    end: parts.at(-1)?.end ?? parts[0].end,
    closed:
      name === undefined
        ? { closed: isBetweenShifts && dates.length === 1 ? 'break' : closedKind(parts) }
        : { closed: 'holiday', name },
  }))
}

function closedKind(parts: readonly DatePart[]): ClosedKind {
  const closed = parts.filter(({ isOpen }) => !isOpen)
  if (closed.some(({ weekday }) => weekday >= 5)) return 'weekend'
  return closed.length > 0 ? 'other' : 'night'
}
