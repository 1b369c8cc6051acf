import type { Act } from '../../db/act'
import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { assertVersion } from '../../db/version'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { Permission } from '../../shared/contract/permission'
import { clockErrors, type OrderSla } from '../../shared/contract/sla'
import type { ReasonUse } from '../../shared/contract/stages'
import { assertReaches, type StoredOrder } from '../orders/index'
import { timeFailure, toSecond } from './clock.rules'
import type { ChosenSla, StoredClock } from './clocks.repository'
import { clockView } from './clockView'
import { addEntry, isReasonFor, needsReason, startFirst } from './orderClocks'
import {
  choiceFor,
  countingEntries,
  finished,
  frozenOf,
  newClock,
  saveClock,
  type NewEntry,
} from './saveClock'
import type { SlaDeps, SlaInput } from './sla.deps'

/**
 * Starts the clock, for the first time with the service level of R06-01.
 *
 * @throws NO_SLA, SLA_STATUS_INVALID, TIME_ORDER, TIME_FUTURE, TIME_TOO_EARLY, REASON_NOT_ALLOWED
 */
export function startClock(deps: SlaDeps, act: Act, input: SlaInput<'startClock'>): Outcome<OrderSla> {
  const order = loadOrder(deps, act, input, 'sla.record')
  const clock = deps.clocks.ofOrder(order.id)
  const entry = manualEntry(act, 'start', input)
  // Nothing would end the measurement of an order whose work is over.
  const isOver = order.progress !== 'inProcess'
  if (clock && clock.status !== 'none') {
    if (clock.status !== 'stopped' || isOver) throw invalidStatus(clock)
    refuse([...timeFailures(deps, order, entry.at, act.at), ...reasonFailures(deps, input.reasonId)])
    const open = { finalStop: undefined, finalElapsed: undefined, finalAllowance: undefined }
    return saved(deps, act, order, addEntry(deps, act, order, { clock, entry, state: open }))
  }
  const choice = clock ?? choiceOf(deps, order)
  if (order.intake === 'awaiting' || isOver) throw invalidStatus(clock)
  refuse([...timeFailures(deps, order, entry.at, act.at), ...reasonFailures(deps, input.reasonId)])
  return saved(deps, act, order, startFirst(deps, act, order, { choice, entry, held: clock }))
}

/**
 * Stops the clock; what was counted beyond the allowance asks for a reason where the company wants one (R06-12).
 *
 * @throws NO_SLA, SLA_STATUS_INVALID, TIME_ORDER, TIME_FUTURE, REASON_REQUIRED, REASON_NOT_ALLOWED
 */
export function stopClock(deps: SlaDeps, act: Act, input: SlaInput<'stopClock'>): Outcome<OrderSla> {
  const order = loadOrder(deps, act, input, 'sla.record')
  const clock = startedClock(deps, order)
  if (clock.status !== 'running') throw invalidStatus(clock)
  const entry = manualEntry(act, 'stop', input)
  const isMissing = input.reasonId === undefined && needsReason(deps, order, entry.at)
  refuse([
    ...timeFailures(deps, order, entry.at, act.at),
    ...(isMissing ? [missingReason] : []),
    ...reasonFailures(deps, input.reasonId, 'slaExceeded'),
  ])
  return saved(deps, act, order, addEntry(deps, act, order, { clock, entry }))
}

/** Takes the order out of the measurement (06 §3.2). @throws NO_SLA, SLA_STATUS_INVALID, REASON_REQUIRED (R06-13) */
export function cancelClock(deps: SlaDeps, act: Act, input: SlaInput<'cancelClock'>): Outcome<OrderSla> {
  const order = loadOrder(deps, act, input, 'sla.cancel')
  const clock = startedClock(deps, order)
  const isOpen = clock.status === 'running' || clock.status === 'stopped'
  if (!isOpen || clock.finalStop !== undefined) throw invalidStatus(clock)
  const isMissing = input.reasonId === undefined && deps.settings.value('reasonOnSlaCancel', order)
  refuse([...(isMissing ? [missingReason] : []), ...reasonFailures(deps, input.reasonId, 'slaCanceled')])
  const state = { status: 'canceled', isCanceledWithOrder: false } as const
  if (clock.status === 'stopped')
    return saved(deps, act, order, saveClock(deps, { before: clock, after: { ...clock, ...state } }).changes)
  const last = countingEntries(deps.clocks.entriesOf(order.id)).at(-1)
  const at = Math.max(toSecond(act.at), (last?.at ?? 0) + 1000)
  const entry = { kind: 'stop', at, source: 'manual', reasonId: input.reasonId } as const
  return saved(deps, act, order, addEntry(deps, act, order, { clock, entry, state }))
}

/**
 * Gives an entry another time; the one it had stays in the log (R06-17).
 *
 * @throws REASON_REQUIRED, TIME_ORDER, TIME_FUTURE, TIME_TOO_EARLY
 */
export function correctEntry(deps: SlaDeps, act: Act, input: SlaInput<'correctEntry'>): Outcome<OrderSla> {
  const held = deps.clocks.entries.get(input.entryId)
  const order = deps.orders.records.get(held.orderId)
  assertReaches(deps, act.caller, 'sla.correct', order)
  assertVersion('slaEntry', held, input.expectedVersion, { at: input.at })
  if (!input.reason?.trim()) throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
  const clock = startedClock(deps, order)
  const entries = deps.clocks.entriesOf(order.id)
  const counting = countingEntries(entries)
  const index = counting.findIndex(({ id }) => id === held.id)
  const at = toSecond(input.at)
  const failure = timeFailure(at, {
    now: act.at,
    previous: counting[index - 1]?.at,
    next: index < 0 ? undefined : counting[index + 1]?.at,
    ...(index === 0 ? { createdAt: deps.clocks.createdAt(order.id) } : {}),
  })
  if (failure) throw domainError(clockErrors, failure, { field: 'at' })
  if (at === held.at) return unchanged(clockView(deps, act.caller, order, act.at))
  const entry = { ...held, at, correctedFrom: held.correctedFrom ?? held.at }
  const others = entries.map((one) => (one.id === held.id ? entry : one))
  const [first, ...rest] = clock.conditions
  const isFirst = index === 0 && first !== undefined
  const moved = {
    ...clock,
    ...{ changedAt: act.at, startTime: isFirst ? at : clock.startTime },
    conditions: isFirst ? [{ ...first, at }, ...rest] : clock.conditions,
  }
  const after = clock.finalStop === undefined ? moved : finished(deps, moved, others)
  return saved(deps, act, order, saveClock(deps, { before: clock, after, entries: [entry] }).changes)
}

/**
 * Gives the order another service level; one whose clock was started takes its copy anew, for a reason.
 *
 * @throws SLA_STATUS_INVALID, SLA_INACTIVE, NO_SLA for an imported order, REASON_REQUIRED
 */
export function setOrderSla(deps: SlaDeps, act: Act, input: SlaInput<'setOrderSla'>): Outcome<OrderSla> {
  const order = loadOrder(deps, act, input, 'sla.record')
  const sla = deps.slas.slas.get(input.slaId)
  if (order.origin === 'import') throw domainError(clockErrors, 'NO_SLA', { ids: [order.id] })
  const clock = deps.clocks.ofOrder(order.id)
  if (clock?.status === 'canceled' || clock?.finalStop !== undefined) throw invalidStatus(clock)
  if (!sla.active && sla.id !== clock?.slaId)
    throw domainError(clockErrors, 'SLA_INACTIVE', { field: 'slaId', ids: [sla.id] })
  const isStarted = clock?.frozen !== undefined
  if (isStarted && !input.reason?.trim())
    throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
  const choice = { slaId: sla.id, source: 'order' } as const
  const held = clock ?? newClock(deps, order, choice, act.at)
  const after: StoredClock = {
    ...{ ...held, ...choice, sourceId: undefined, changedAt: act.at },
    ...(isStarted ? { frozen: frozenOf(sla) } : {}),
  }
  return saved(deps, act, order, saveClock(deps, { before: clock, after }).changes)
}

/** The first time that somebody contacted the customer (R06-45). @throws NO_SLA, SLA_STATUS_INVALID, TIME_FUTURE, TIME_ORDER */
export function recordContact(deps: SlaDeps, act: Act, input: SlaInput<'recordContact'>): Outcome<OrderSla> {
  const order = loadOrder(deps, act, input, 'sla.record')
  const clock = startedClock(deps, order)
  if (clock.status === 'canceled' || clock.startTime === undefined) throw invalidStatus(clock)
  const at = toSecond(input.at ?? act.at)
  const failure = timeFailure(at, { now: act.at, previous: clock.startTime - 1 })
  if (failure) throw domainError(clockErrors, failure, { field: 'at' })
  if (clock.firstResponse !== undefined && clock.firstResponse <= at)
    return unchanged(clockView(deps, act.caller, order, act.at))
  const after = { ...clock, firstResponse: at }
  return saved(deps, act, order, saveClock(deps, { before: clock, after }).changes)
}

const missingReason: Failure = { code: 'REASON_REQUIRED', field: 'reasonId', fields: ['reasonId'] }

function loadOrder(
  deps: SlaDeps,
  { caller }: Act,
  { expectedVersion, orderId }: { readonly orderId: string; readonly expectedVersion: number },
  permission: Permission,
): StoredOrder {
  const order = deps.orders.records.get(orderId)
  assertReaches(deps, caller, permission, order)
  assertVersion('order', order, expectedVersion)
  return order
}

function startedClock(deps: SlaDeps, order: StoredOrder): StoredClock {
  const clock = deps.clocks.ofOrder(order.id)
  if (!clock) {
    choiceOf(deps, order)
    throw invalidStatus(undefined)
  }
  return clock
}

function choiceOf(deps: SlaDeps, order: StoredOrder): ChosenSla {
  const choice = choiceFor(deps, order)
  if (!choice) throw domainError(clockErrors, 'NO_SLA', { ids: [order.id] })
  return choice
}

function manualEntry(
  { at }: Act,
  kind: NewEntry['kind'],
  input: Pick<SlaInput<'startClock'>, 'at' | 'reasonId' | 'comment'>,
): NewEntry {
  const { comment, reasonId } = input
  return { kind, at: toSecond(input.at ?? at), source: 'manual', reasonId, comment }
}

function timeFailures(deps: SlaDeps, order: StoredOrder, at: number, now: number): Failure[] {
  const last = countingEntries(deps.clocks.entriesOf(order.id)).at(-1)
  const place = last ? { now, previous: last.at } : { now, createdAt: deps.clocks.createdAt(order.id) }
  const code = timeFailure(at, place)
  return code ? [{ code, field: 'at' }] : []
}

/** A reason that is inactive, or not made for this. */
function reasonFailures(deps: SlaDeps, reasonId: string | undefined, use?: ReasonUse): Failure[] {
  if (reasonId === undefined || isReasonFor(deps, reasonId, use)) return []
  return [{ code: 'REASON_NOT_ALLOWED', field: 'reasonId' }]
}

function invalidStatus(clock: StoredClock | undefined): Error {
  const status = clock?.status ?? 'none'
  return domainError(clockErrors, 'SLA_STATUS_INVALID', { field: 'status', status })
}

function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}

/** The clock's changes with the order's next version, which commands on the clock expect. */
function saved(
  deps: SlaDeps,
  { at, caller }: Act,
  order: StoredOrder,
  changes: readonly EntityChange[],
): Outcome<OrderSla> {
  if (changes.length === 0) return unchanged(clockView(deps, caller, order, at))
  const written = deps.orders.overwrite(order, order)
  return outcome(clockView(deps, caller, written.order, at), [written.change, ...changes])
}
