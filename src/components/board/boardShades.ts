import type { Instant } from '@contract/time'
import type { BoardHours, BoardWorkerRow } from './board.types'

/** A stretch of a row's ground. */
export interface BoardShade {
  readonly kind: 'off' | 'holiday' | 'away' | 'other'
  readonly from: Instant
  readonly to: Instant
  readonly text: string
}

const keptOff = new WeakMap<BoardHours, readonly BoardShade[]>()

/** What is shaded behind a worker's bars within a range besides off-time: holidays, absences, other teams' time. */
export function shadesOf({ away, hours, member }: BoardWorkerRow, from: Instant, to: Instant): BoardShade[] {
  const shades = [
    ...(hours?.holidays ?? []).map((day): BoardShade => ({
      kind: 'holiday',
      from: day.from,
      to: day.to,
      text: day.name,
    })),
    ...away.map((stretch): BoardShade => ({ kind: 'away', ...stretch })),
    ...(member?.from === undefined ? [] : [otherTeam(-Infinity, member.from)]),
    ...(member?.to === undefined ? [] : [otherTeam(member.to, Infinity)]),
  ]
  return within(shades, from, to)
}

/** When nobody with these hours works. */
export function offShades(hours: BoardHours, from: Instant, to: Instant): BoardShade[] {
  return within(offTimes(hours), from, to)
}

function within(shades: readonly BoardShade[], from: Instant, to: Instant): BoardShade[] {
  return shades
    .filter((shade) => shade.to > from && shade.from < to)
    .map((shade) => ({ ...shade, from: Math.max(shade.from, from), to: Math.min(shade.to, to) }))
}

function otherTeam(from: Instant, to: Instant): BoardShade {
  return { kind: 'other', from, to, text: '' }
}

/** Between the working times; computed once for all workers of a calendar. */
function offTimes(hours: BoardHours): readonly BoardShade[] {
  const known = keptOff.get(hours)
  if (known) return known
  const ends = [-Infinity, ...hours.working.map(({ end }) => end)]
  const starts = [...hours.working.map(({ start }) => start), Infinity]
  const off = ends.flatMap((end, at): BoardShade[] => {
    const start = starts[at] ?? Infinity
    return start > end ? [{ kind: 'off', from: end, to: start, text: '' }] : []
  })
  keptOff.set(hours, off)
  return off
}
