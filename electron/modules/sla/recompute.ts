import type { JobControl } from '../../db/act'
import type { WriteLocal } from '../../db/unitOfWork'
import { caseDue } from './caseTimes'
import { deriveClock } from './deriveClock'
import type { MarkedClock } from './recompute.repository'
import type { SlaDeps } from './sla.deps'

/** Up to so many clocks follow in the calendar's own act; more are a job (R06-26). */
const inActLimit = 500
const stepClocks = 500

/**
 * Lets the open clocks that read a calendar or a holiday set follow its change: at once, or by leaving them marked as
 * being recomputed (R06-26). Finished orders keep their figures.
 */
export function calendarChanged(deps: SlaDeps, calendarOrSetId: string, at: number): void {
  const { recompute } = deps
  deps.calendars.forget()
  const calendarIds = recompute.readingCalendars(calendarOrSetId)
  if (calendarIds.length === 0) return
  const marked = recompute.mark(calendarIds)
  if (marked > 0 && recompute.countMarked() <= inActLimit) recomputeSome(deps, at)
  for (const held of recompute.openCases(calendarIds)) recompute.setCaseDue(held.id, caseDue(deps, held))
}

/** Recomputes every marked clock in short steps, with its progress; what a stop leaves stays marked. */
export function* recomputeMarked(deps: SlaDeps, control: JobControl): Generator<void, { clocks: number }> {
  const total = deps.recompute.countMarked()
  let done = 0
  for (;;) {
    const count = control.local(() => recomputeSome(deps, control.startedAt))
    if (count === 0) return { clocks: done }
    done += count
    control.progress(Math.min(done, total), total)
    yield
  }
}

/** The same for what a stop of the program left, between other work; whether there was something. */
export function recomputeStep(deps: SlaDeps, local: WriteLocal, at: number): boolean {
  return deps.recompute.countMarked() > 0 && local(() => recomputeSome(deps, at)) > 0
}

/** Recomputes some of what is marked, in a transaction of the caller; how many. */
function recomputeSome(deps: SlaDeps, at: number): number {
  const batch = remembering(deps)
  const marked = deps.recompute.marked(stepClocks)
  for (const one of marked) settle(batch, one, at)
  return marked.length
}

/** The clock by the calendars as they are now; what changes lets steps be passed from now on (R06-51). */
function settle(
  deps: SlaDeps,
  { clock, entries, fired, key, officeId, ...before }: MarkedClock,
  at: number,
): void {
  const facts = { entries, fired, officeZone: deps.people.offices.get(officeId).zone }
  const next = deriveClock(deps, { ...facts, clock })
  const isSame = next.elapsed === before.elapsed && next.latestCompletion === before.latestCompletion
  if (isSame) deps.recompute.settle(key, next, clock.changedAt)
  else deps.recompute.settle(key, deriveClock(deps, { ...facts, clock: { ...clock, changedAt: at } }), at)
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
  const known = new Map<string, { readonly value: Value }>()
  return (...asked) => {
    const key = asked.join(' ')
    const held = known.get(key) ?? { value: read(...asked) }
    known.set(key, held)
    return held.value
  }
}
