import type { Instant } from '@contract/time'
import type { ActivityId } from '@contract/id'
import type { BoardBar, BoardItem, BoardMove, BoardRow, BoardWorkerRow, BoardZoom } from './board.types'
import type { ZoneClock } from './zoneClock'

const minuteMs = 60_000
/** Real minutes of an activity (07 §2.4). */
const shortest = 5
const longest = 1440
/** When the working day of somebody without hours begins, in minutes. */
const morning = 480

/** What is dragged or carried, and how it stood before. */
export interface Held extends BoardItem {
  /** The row it was taken from; none for an entry of a list. */
  readonly rowKey?: string | undefined
}

export interface MoveRules {
  readonly clock: ZoneClock
  readonly gridMinutes: number
  readonly zoom: BoardZoom
  /** Shift: only the worker changes (R07-32). */
  readonly keepsTime: boolean
  /** Ctrl: to the minute. */
  readonly ignoresGrid: boolean
}

/** A bar as something that can be held. */
export function heldBar(bar: BoardBar, rowKey: string): Held {
  const { duration, id, label, orderNumber, pattern, priority, start } = bar
  return { activityId: id, label, orderNumber, priority, duration, pattern, start, rowKey }
}

/**
 * What a drop on a row at a time does (R07-32): it takes the worker and the nearest time of the grid; a team's row takes
 * the team only. In the month a day is dropped on: its own time of day, else the beginning of the working time.
 */
export function moveTo(held: Held, row: BoardRow, start: Instant, rules: MoveRules): BoardMove {
  const { activityId, duration } = held
  if (row.kind === 'team') return { kind: 'team', activityId, rowKey: row.key, teamId: row.teamId }
  const place = { kind: 'move', activityId, rowKey: row.key, workerId: row.workerId } as const
  const at = rules.keepsTime ? held.start : placed(held, row, start, rules)
  if (at === undefined) return place
  return { ...place, slot: { start: at, end: at + duration * minuteMs } }
}

function placed(held: Held, row: BoardWorkerRow, start: Instant, rules: MoveRules): Instant {
  const { clock, gridMinutes, ignoresGrid, zoom } = rules
  if (zoom === 'month') return timeInDay(held, row, start, clock)
  return ignoresGrid ? Math.round(start / minuteMs) * minuteMs : clock.snap(start, gridMinutes)
}

function timeInDay(held: Held, row: BoardWorkerRow, at: Instant, clock: ZoneClock): Instant {
  const day = clock.dayAt(at)
  if (!day) return at
  if (held.start !== undefined) {
    const days = Math.ceil((clock.wallOf(day.from) - clock.wallOf(held.start)) / (longest * minuteMs))
    return clock.addDays(held.start, days)
  }
  const shift = row.hours?.working.find(({ end, start }) => end > day.from && start < day.to)
  return shift ? Math.max(shift.start, day.from) : day.from + morning * minuteMs
}

interface Stretched {
  readonly activityId: ActivityId
  readonly rowKey: string
  readonly start: Instant
  readonly end: Instant
}

/** What dragging an edge to a time does: the duration changes, within what an activity may last. */
export function resizeTo(
  { activityId, end, rowKey, start }: Stretched,
  edge: 'start' | 'end',
  at: Instant,
  rules: MoveRules,
): BoardMove {
  const to = rules.ignoresGrid
    ? Math.round(at / minuteMs) * minuteMs
    : rules.clock.snap(at, rules.gridMinutes)
  const minutes = Math.min(longest, Math.max(shortest, (edge === 'end' ? to - start : end - to) / minuteMs))
  const slot =
    edge === 'end' ? { start, end: start + minutes * minuteMs } : { start: end - minutes * minuteMs, end }
  return { kind: 'resize', activityId, rowKey, slot, duration: minutes }
}

/** Whether a drop would leave everything as it is. */
export function isUnmoved(held: Held, move: BoardMove): boolean {
  if (move.kind === 'unassign') return held.rowKey === undefined
  if (held.rowKey !== move.rowKey) return false
  if (move.kind === 'team') return true
  return (
    (move.slot === undefined || move.slot.start === held.start) &&
    (move.kind === 'move' || move.duration === held.duration)
  )
}

/** Whether two moves ask the same. */
export function isSameMove(left: BoardMove | undefined, right: BoardMove | undefined): boolean {
  if (!left || !right) return left === right
  if (left.kind !== right.kind || left.activityId !== right.activityId) return false
  if (left.kind === 'unassign' || right.kind === 'unassign') return true
  if (left.rowKey !== right.rowKey) return false
  if (left.kind === 'team' || right.kind === 'team') return true
  return left.slot?.start === right.slot?.start && left.slot?.end === right.slot?.end
}
