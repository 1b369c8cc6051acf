import type { CalendarEvent } from './icalendar.rules'

/** What a worker's calendar files said of a visit last. */
export interface SaidEvent {
  readonly activityId: string
  readonly sequence: number
  readonly start: number
  readonly end: number
  readonly orderNumber: string
}

/** A visit as its worker's calendar has it; `away`: it is no longer in this worker's plan. */
export interface CalendarVisit extends Omit<CalendarEvent, 'isCanceled'> {
  readonly orderNumber: string
  readonly state: 'dispatched' | 'done' | 'away'
}

export interface CalendarContent {
  readonly events: readonly CalendarEvent[]
  /** What is kept for the next file. */
  readonly said: readonly SaidEvent[]
}

/** What was said is remembered so long after the visit's end. */
const keptMs = 62 * 86_400_000

/**
 * The events of a file (07 §3.13): the visits of its days; those said before that were moved to other days since; and
 * once, as canceled with a higher sequence, what was taken away since.
 *
 * @param visits - the worker's dispatched visits of the days asked for
 * @param said - what the files before said
 * @param now - the visits said before as they are now; none for one that was deleted
 */
export function calendarContent(
  visits: readonly CalendarVisit[],
  said: readonly SaidEvent[],
  now: ReadonlyMap<string, CalendarVisit>,
  at: number,
): CalendarContent {
  const listed = new Set(visits.map(({ activityId }) => activityId))
  const events: CalendarEvent[] = visits.map(confirmed)
  const kept: SaidEvent[] = visits.map(saidOf)
  for (const one of said) {
    if (listed.has(one.activityId)) continue
    const visit = now.get(one.activityId)
    if (visit?.state === 'dispatched' && visit.sequence !== one.sequence) {
      events.push(confirmed(visit))
      kept.push(saidOf(visit))
    } else if (visit && visit.state !== 'away') {
      // It stands as it was said; what took place is never taken away.
      if (one.end + keptMs > at) kept.push(one)
    } else events.push(canceled(one, visit))
  }
  return { events, said: kept }
}

function confirmed({ orderNumber: _number, state: _state, ...event }: CalendarVisit): CalendarEvent {
  return { ...event, isCanceled: false }
}

function canceled(
  { activityId, end, orderNumber, sequence, start }: SaidEvent,
  visit: CalendarVisit | undefined,
): CalendarEvent {
  return {
    ...{ activityId, start, end, isCanceled: true },
    sequence: Math.max(visit?.sequence ?? 0, sequence + 1),
    summary: visit?.summary ?? orderNumber,
    priority: visit?.priority ?? 'normal',
  }
}

function saidOf({ activityId, end, orderNumber, sequence, start }: CalendarVisit): SaidEvent {
  return { activityId, sequence, start, end, orderNumber }
}
