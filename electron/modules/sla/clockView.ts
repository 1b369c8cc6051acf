import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { AgreementId, SlaId } from '../../shared/contract/id'
import type { OrderSla, SlaEntry } from '../../shared/contract/sla'
import { localText } from '../../shared/localText'
import { assertReaches, reachOf, type StoredOrder } from '../orders/index'
import { countedAt, mergedEntries } from './clock.rules'
import type { StoredClock, StoredEntry } from './clocks.repository'
import { runningClock, type RunningClock } from './deriveClock'
import { complianceOf, isExceeded } from './outcome.rules'
import { choiceFor } from './saveClock'
import type { SlaDeps } from './sla.deps'

const toldIntervals = 40
const toldMs = 60 * 86_400_000

/** Throws NOT_FOUND, FORBIDDEN; a wall board reads no clocks of single orders. */
export function readableOrder(deps: SlaDeps, caller: Caller, orderId: string): StoredOrder {
  if (reachOf(caller, 'sla.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'sla.read' })
  const order = deps.orders.records.get(orderId)
  assertReaches(deps, caller, 'sla.read', order)
  return order
}

/** The clock of an order at an instant (06 §2.4), with the open time that lets a window count on by itself. */
export function clockView(deps: SlaDeps, caller: Caller, order: StoredOrder, at: number): OrderSla {
  const clock = deps.clocks.ofOrder(order.id)
  const entries = deps.clocks.entriesOf(order.id)
  const base = {
    ...{ orderId: order.id, version: order.version, number: order.number, siteZone: order.siteZone },
    ...{ priority: order.priority, readAt: at },
    entries: entryViews(deps, caller, entries),
    fired: deps.clocks.stepsOf(order.id).map(({ orderId: _orderId, version: _version, ...step }) => step),
  }
  if (!clock?.frozen) return { ...base, ...notStarted(deps, caller, order, clock) }
  const running = runningClock(deps, clock, entries)
  if (!running) throw new Error(`order ${order.id}: a frozen clock runs`)
  return { ...base, ...slaOf(deps, caller, clock), ...figuresOf(clock, running, at) }
}

function notStarted(deps: SlaDeps, caller: Caller, order: StoredOrder, clock: StoredClock | undefined) {
  const choice = clock ?? choiceFor(deps, order)
  const sla = choice && deps.slas.slas.find(choice.slaId)
  return {
    ...({ status: 'none', outcome: 'notMeasured', responseOutcome: 'notMeasured', elapsed: 0 } as const),
    ...{ isExceeded: false, isOverdue: false, isRecomputing: false, warnings: [], steps: [], open: [] },
    ...(sla && {
      ...{ slaId: sla.id, slaCode: sla.code, slaName: localText(sla.description, caller.language) },
      source: choice.source,
    }),
    ...(choice?.sourceId === undefined ? {} : { agreementId: AgreementId.parse(choice.sourceId) }),
  }
}

function slaOf(deps: SlaDeps, caller: Caller, { frozen, slaId, source, sourceId }: StoredClock) {
  const sla = deps.slas.slas.find(slaId)
  const { calendarId } = frozen ?? {}
  return {
    ...{ slaId: SlaId.parse(slaId), slaCode: frozen?.code, source, agreementId: sourceId },
    slaName: sla && localText(sla.description, caller.language),
    calendarId,
    calendarName: calendarId && deps.calendarName(calendarId),
    steps: [...(frozen?.steps ?? [])],
  }
}

function figuresOf(clock: StoredClock, { allowanceMs, open, stretches }: RunningClock, at: number) {
  const isMeasured = clock.finalStop !== undefined && clock.status !== 'canceled'
  const counted = countedAt(open, stretches, at)
  const elapsed = clock.finalElapsed ?? Math.floor(counted / 1000)
  const allowance = clock.finalAllowance ?? allowanceMs / 1000
  const isCanceled = clock.status === 'canceled'
  const { latestCompletion, finalStop, firstResponse, isRecomputing, outcome, startTime, status } = clock
  const isPaused = status === 'stopped' && !isMeasured
  const isOpenClock = !isMeasured && !isCanceled
  return {
    ...{ status, outcome, startTime, elapsed, allowance, latestCompletion, isRecomputing },
    ifStartedNow: isPaused && counted < allowanceMs ? open.reached(at, allowanceMs - counted) : undefined,
    compliance: isCanceled ? undefined : complianceOf(elapsed, allowance),
    isExceeded: !isCanceled && isExceeded(elapsed, allowance),
    isOverdue: isOpenClock && latestCompletion !== undefined && latestCompletion < at,
    ...{ finalStop, firstResponse, responseDue: clock.responseDue, responseOutcome: clock.responseOutcome },
    warnings: clock.isCalendarEmpty ? ['CALENDAR_EMPTY' as const] : [],
    open: status === 'running' ? open.between(at, at + toldMs, toldIntervals) : [],
  }
}

/** Entries as answered, in their order in time, each with whether it counts (R06-18). */
export function entryViews(
  { people }: Pick<SlaDeps, 'people'>,
  { language }: Pick<Caller, 'language'>,
  entries: readonly StoredEntry[],
): SlaEntry[] {
  return mergedEntries(entries).map(({ reasonDescription, ...entry }) => ({
    ...entry,
    ...(reasonDescription && { reasonName: localText(reasonDescription, language) }),
    byName: people.users.find(entry.byId)?.displayName ?? '',
  }))
}
