import type { Caller } from '../../db/act'
import { isZone } from '../../db/zones'
import { domainError } from '../../shared/contract/domainError'
import { traceErrors, type TraceRow } from '../../shared/contract/sla'
import { offsetAt } from '../calendars/index'
import { allowanceOf, crossingOf, stretchesOf, wrongAllowances, type EntryFacts } from './clock.rules'
import { entryViews, readableOrder } from './clockView'
import { placeTime, runningClock } from './deriveClock'
import { complianceOf } from './outcome.rules'
import type { StoredClock } from './clocks.repository'
import type { SlaDeps, SlaInput } from './sla.deps'
import { traceOf, type PriorityFrom } from './trace.rules'

const minuteMs = 60_000

/** Why a deadline is what it is (R06-60). @throws NO_SLA while there is no clock, CALENDAR_EMPTY */
export function explainDeadline(deps: SlaDeps, caller: Caller, orderId: string, now: number) {
  const order = readableOrder(deps, caller, orderId)
  const clock = deps.clocks.ofOrder(orderId)
  const stored = deps.clocks.entriesOf(orderId)
  const running = clock && runningClock(deps, clock, stored)
  if (!clock || !running) throw domainError(traceErrors, 'NO_SLA', { ids: [orderId] })
  if (clock.isCalendarEmpty) throw calendarEmpty(clock.calendarId)
  const { calendarId } = running.frozen
  const entries = entryViews(deps, caller, stored)
  const zoneAt = zonesOf(clock)
  const rows = traceOf({
    entries,
    open: running.open,
    offset: (instant) => offsetAt(zoneAt(instant), instant),
    priorities: prioritiesOf(clock),
    deadline: clock.status === 'canceled' ? undefined : clock.latestCompletion,
    status: clock.status,
    now: clock.finalStop ?? now,
    result: resultOf(clock),
    sla: {
      ...{ slaCode: running.frozen.code, slaSource: clock.source },
      ...(calendarId === undefined ? {} : { calendarName: deps.calendarName(calendarId) }),
    },
    said: ({ byName, comment, correctedFrom, reasonName, source }) => ({
      ...{ entrySource: source, byName, comment, reasonName },
      isCorrected: correctedFrom !== undefined,
    }),
  })
  return { rows, siteZone: order.siteZone, readAt: now }
}

/** The deadline of a clock that nobody has started (06 §5). @throws ZONE_UNKNOWN, ALLOWANCE_INVALID, TIME_ORDER, CALENDAR_EMPTY */
export function previewDeadline(
  deps: SlaDeps,
  input: SlaInput<'previewDeadline'>,
): { deadline: number; rows: TraceRow[] } {
  const { country, draft, pauses = [], priority = 'normal', slaId, start, zone } = input
  if (!isZone(zone)) throw domainError(traceErrors, 'ZONE_UNKNOWN', { field: 'zone' })
  const kept = slaId === undefined ? undefined : deps.slas.slas.get(slaId)
  const sla = kept ?? draft
  if (!sla) throw new Error('the contract asks for a service level or a draft')
  const [wrong] = wrongAllowances(sla)
  if (wrong !== undefined) throw domainError(traceErrors, 'ALLOWANCE_INVALID', { field: `draft.${wrong}` })
  const instants = [start, ...pauses.flatMap(({ from, to }) => [from, to])]
  if (instants.some((at, index) => index > 0 && at <= (instants[index - 1] ?? at)))
    throw domainError(traceErrors, 'TIME_ORDER', { field: 'pauses' })
  const entries: EntryFacts[] = instants.map((at, index) => ({
    ...{ id: String(index).padStart(4, '0'), at },
    kind: index % 2 === 0 ? 'start' : 'stop',
  }))
  const open = placeTime(deps, sla.calendarId, { zone, country })
  const allowanceMs = allowanceOf(sla, priority) * minuteMs
  const deadline = crossingOf(open, stretchesOf(entries), allowanceMs)
  if (deadline === undefined) throw calendarEmpty(sla.calendarId)
  const rows = traceOf({
    ...{ entries, open, deadline, status: 'running', now: start, said: () => ({}) },
    offset: (instant) => offsetAt(zone, instant),
    priorities: [{ at: start, priority, allowanceMs }],
    sla: {
      ...(kept ? { slaCode: kept.code } : {}),
      ...(sla.calendarId === undefined ? {} : { calendarName: deps.calendarName(sla.calendarId) }),
    },
  })
  return { deadline, rows }
}

function calendarEmpty(calendarId: string | undefined): Error {
  return domainError(traceErrors, 'CALENDAR_EMPTY', { entity: 'calendar', id: calendarId ?? '' })
}

/** The priorities that the order had, each with what it allows (R06-27). */
function prioritiesOf({ conditions, frozen }: StoredClock): [PriorityFrom, ...PriorityFrom[]] {
  const [first, ...others] = conditions.map(({ at, priority }) => ({
    ...{ at, priority },
    allowanceMs: frozen ? allowanceOf(frozen, priority) * minuteMs : 0,
  }))
  if (!first) throw new Error('a clock that was started has a condition')
  const changes = others.filter(({ priority }, index) => priority !== (others[index - 1] ?? first).priority)
  return [first, ...changes]
}

/** The zone of the order's site at an instant. */
function zonesOf({ conditions }: StoredClock): (instant: number) => string {
  return (instant) => (conditions.findLast(({ at }) => at <= instant) ?? conditions[0])?.zone ?? 'UTC'
}

function resultOf({ allowance, elapsed, finalStop, outcome, status }: StoredClock) {
  if (status === 'canceled' || finalStop === undefined) return undefined
  const compliance = complianceOf(elapsed, allowance)
  return { outcome, compliance, exceededBy: Math.max(0, elapsed - allowance) }
}
