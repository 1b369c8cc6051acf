import { isDeepStrictEqual } from 'node:util'
import type { JobControl } from '../../db/act'
import type { WriteLocal } from '../../db/unitOfWork'
import { caseDue } from './caseTimes'
import type { StoredClock } from './clocks.repository'
import { withDerivedClock } from './deriveClock'
import type { SlaDeps } from './sla.deps'

/** Up to so many clocks follow in the calendar's own act; more are a job (R06-26). */
const inActLimit = 500
const stepClocks = 200

/**
 * Lets the open clocks that read a calendar or a holiday set follow its change: at once, or by marking them as being
 * recomputed (R06-26). Finished orders keep their figures.
 */
export function calendarChanged(deps: SlaDeps, calendarOrSetId: string, at: number): void {
  deps.calendars.forget()
  const calendarIds = deps.clocks.readingCalendars(calendarOrSetId)
  if (calendarIds.length === 0) return
  if (deps.clocks.countAffected(calendarIds) > inActLimit) deps.clocks.markAffected(calendarIds)
  else recomputeAll(remembering(deps), deps.clocks.affected(calendarIds), at)
  for (const held of deps.clocks.openCases(calendarIds)) deps.clocks.setCaseDue(held.id, caseDue(deps, held))
}

/** Recomputes every marked clock in short steps, with its progress; what a stop leaves stays marked. */
export function* recomputeMarked(deps: SlaDeps, control: JobControl): Generator<void, { clocks: number }> {
  const total = deps.clocks.countMarked()
  let done = 0
  for (;;) {
    const count = control.local(() => recomputeSome(deps, control.startedAt))
    if (count === 0) return { clocks: done }
    done += count
    control.progress(Math.min(done, total), total)
    yield
  }
}

/** Recomputes some of what is marked, in a local transaction of the caller; 0 when nothing is. */
export function recomputeSome(deps: SlaDeps, at: number): number {
  const ids = deps.clocks.marked(stepClocks)
  recomputeAll(remembering(deps), ids, at)
  return ids.length
}

/** The same for what a stop of the program left, between other work. */
export function recomputeStep(deps: SlaDeps, local: WriteLocal, at: number): boolean {
  return deps.clocks.countMarked() > 0 && local(() => recomputeSome(deps, at)) > 0
}

function recomputeAll(deps: SlaDeps, ids: readonly string[], at: number): void {
  for (const id of ids) {
    const clock = deps.clocks.clocks.get(id)
    const next = followed(deps, clock, at)
    if (!isDeepStrictEqual(next, clock)) deps.clocks.setDerived(next)
  }
}

/** The clock by the calendars as they are now; what changes lets steps be passed from now on (R06-51). */
export function followed(deps: SlaDeps, clock: StoredClock, at: number): StoredClock {
  const entries = deps.clocks.entriesOf(clock.orderId)
  const fired = deps.clocks.stepsOf(clock.orderId)
  const officeZone = deps.people.offices.get(clock.officeId).zone
  const facts = { entries, fired, officeZone }
  const next = withDerivedClock(deps, { ...facts, clock })
  const isSame = next.elapsed === clock.elapsed && next.latestCompletion === clock.latestCompletion
  return isSame ? next : withDerivedClock(deps, { ...facts, clock: { ...clock, changedAt: at } })
}

/** Asks for each calendar, country and office once a batch, which lives no longer than its transaction. */
function remembering(deps: SlaDeps): SlaDeps {
  const { calendars, people, slas } = deps
  const openTime = remembered((calendarId: string | undefined, zone: string) =>
    calendars.openTime(calendarId, zone),
  )
  const countryOf = remembered((calendarId: string, country: string) => slas.countryOf(calendarId, country))
  const office = remembered((id: string) => people.offices.get(id))
  return {
    ...deps,
    calendars: { ...calendars, openTime },
    slas: { ...slas, countryOf },
    people: { ...people, offices: { ...people.offices, get: office } },
  }
}

function remembered<Asked extends readonly (string | undefined)[], Value>(
  read: (...asked: Asked) => Value,
): (...asked: Asked) => Value {
  const known = new Map<string, Value>()
  return (...asked) => {
    const key = asked.join(' ')
    const held = known.get(key)
    if (held !== undefined || known.has(key)) return held ?? read(...asked)
    const value = read(...asked)
    known.set(key, value)
    return value
  }
}
