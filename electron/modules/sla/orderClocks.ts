import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { OrderSlaId, SlaEntryId, SlaStepId, type OrderId } from '../../shared/contract/id'
import type { Failure } from '../../shared/contract/domainError'
import type { OrderPriority } from '../../shared/contract/orders'
import type { ReasonUse } from '../../shared/contract/stages'
import { dayOf, offsetAt, serviceInstant } from '../calendars/index'
import type { StoredOrder } from '../orders/index'
import { countedAt, firstStartOf, ownTime, stretchesOf, toSecond } from './clock.rules'
import type { ChosenSla, StoredClock, StoredEntry } from './clocks.repository'
import { runningClock } from './deriveClock'
import { isExceeded } from './outcome.rules'
import {
  conditionOf,
  countingEntries,
  entryOf,
  finished,
  frozenOf,
  newClock,
  saveClock,
  type NewEntry,
} from './saveClock'
import type { SlaDeps } from './sla.deps'
import { firedStepId } from './firedStepId'

const dayMs = 86_400_000

/** The stage an order enters, as its clock sees it. */
export interface EnteredStage {
  readonly stopsSla: boolean
  readonly reasonId?: string | undefined
  readonly comment?: string | undefined
}

/** Starts an order's clock for the first time, with the service level as it is now (R06-03, R06-19). */
export function startFirst(
  deps: SlaDeps,
  act: Act,
  order: StoredOrder,
  { choice, entry, held }: { choice: ChosenSla; entry: NewEntry; held?: StoredClock | undefined },
): EntityChange[] {
  const made = held ?? newClock(deps, order, choice, act.at)
  const after: StoredClock = {
    ...made,
    frozen: frozenOf(deps.slas.slas.get(made.slaId)),
    ...{ status: 'running', startTime: entry.at, changedAt: act.at },
    conditions: [conditionOf(order, entry.at)],
  }
  const entries = [entryOf(deps, act, order, [], entry)]
  return saveClock(deps, { before: held, after, entries }).changes
}

/** Whether a Stop at this instant needs a reason: more is counted than allowed, and the company asks (R06-12, R06-14). */
export function needsReason(deps: SlaDeps, order: Pick<StoredOrder, 'id' | 'officeId'>, at: number): boolean {
  const clock = deps.clocks.ofOrder(order.id)
  if (clock?.status !== 'running' || !deps.settings.value('reasonOnSlaExceeded', order)) return false
  const entries = deps.clocks.entriesOf(order.id)
  const running = runningClock(deps, clock, entries)
  if (!running) return false
  const counted = countedAt(running.open, stretchesOf(entries), toSecond(at))
  return isExceeded(Math.floor(counted / 1000), running.allowanceMs / 1000)
}

/** Whether a reason is active and made for this use; undefined: for any. */
export function isReasonFor({ reasons }: SlaDeps, reasonId: string, use: ReasonUse | undefined): boolean {
  const { active, uses } = reasons.get(reasonId)
  return active && (use === undefined || uses.includes(use))
}

/** Adds one entry to a clock that was started, with the state it leads to. */
export function addEntry(
  deps: SlaDeps,
  act: Act,
  order: StoredOrder,
  { clock, entry, state = {} }: { clock: StoredClock; entry: NewEntry; state?: Partial<StoredClock> },
): EntityChange[] {
  const entries = deps.clocks.entriesOf(order.id)
  const added = entryOf(deps, act, order, entries, entry)
  const isStart = entry.kind === 'start'
  const after: StoredClock = {
    ...clock,
    status: isStart ? 'running' : 'stopped',
    ...(isStart ? { changedAt: act.at } : {}),
    ...state,
  }
  return saveClock(deps, { before: clock, after, entries: [added] }).changes
}

/** What orders, their stages and sign-offs do to the clock, each in their own transaction (R05-42). */
export function createOrderClocks(deps: SlaDeps) {
  const { clocks } = deps

  /** The time of an entry that the program writes. */
  function timeOf(orderId: string, at: number): number {
    return ownTime(at, countingEntries(clocks.entriesOf(orderId)).at(-1)?.at)
  }

  function startedAt(order: StoredOrder, act: Act, at: number, slaId?: string): EntityChange[] {
    if (order.origin === 'import' || !deps.settings.value('slaStartsAutomatically', order)) return []
    return startedBy(order, act, at, slaId)
  }

  function startedBy(order: StoredOrder, act: Act, at: number, slaId?: string): EntityChange[] {
    // One that was set by hand before the order was taken over waits for its Start.
    const held = clocks.ofOrder(order.id)
    const named = slaId === undefined ? undefined : { slaId, source: 'order' as const }
    const choice = held ?? named ?? clocks.choice(clocks.agreementOf(order.id), order.customerId)
    const entry: NewEntry = { kind: 'start', at, source: 'creation' }
    return choice ? startFirst(deps, act, order, { choice, entry, held }) : []
  }

  /** Ends the measurement at the last Stop, or at a Stop of its own if the clock still runs (R06-40). */
  function ended(order: StoredOrder, act: Act, entry: Omit<NewEntry, 'at' | 'kind'>): EntityChange[] {
    const clock = clocks.ofOrder(order.id)
    if (!clock || clock.finalStop !== undefined) return []
    if (clock.status !== 'running' && clock.status !== 'stopped') return []
    const held = clocks.entriesOf(order.id)
    const stop: NewEntry = { ...entry, kind: 'stop', at: timeOf(order.id, act.at) }
    const added = clock.status === 'running' ? [entryOf(deps, act, order, held, stop)] : []
    const after = finished(deps, { ...clock, status: 'stopped' }, [...held, ...added])
    return saveClock(deps, { before: clock, after, entries: added }).changes
  }

  return {
    /** The clock of an order that was just made; those of imports, parts of others and generated ones do not start. */
    created(order: StoredOrder, act: Act, slaId?: string): readonly EntityChange[] {
      if (order.intake === 'awaiting' || order.origin === 'split') return []
      const started = startedAt(order, act, firstStartOf(order.receivedAt ?? act.at, act.at), slaId)
      if (started.length > 0 || slaId === undefined) return started
      const waiting = newClock(deps, order, { slaId, source: 'order' }, act.at)
      return saveClock(deps, { before: undefined, after: waiting }).changes
    },
    /** A customer's request was taken over: its clock starts at receipt (R06-03). */
    transferred(order: StoredOrder, act: Act): readonly EntityChange[] {
      return startedAt(order, act, toSecond(order.receivedAt ?? act.at))
    },
    /** A generated order is measured only where the company wants it, from midnight of its date (R06-02). */
    generated(order: StoredOrder, act: Act): readonly EntityChange[] {
      if (!deps.settings.value('measureGeneratedOrders', order)) return []
      const midnight = serviceInstant(dayOf(order.serviceDate) * dayMs, (at) => offsetAt(order.siteZone, at))
      return startedBy(order, act, midnight)
    },
    /** Another priority or place counts from now on (R06-27). */
    changed(before: StoredOrder, after: StoredOrder, act: Act): readonly EntityChange[] {
      const clock = clocks.ofOrder(after.id)
      if (clock?.outcome !== 'open') return []
      const [old, next] = [conditionOf(before, act.at), conditionOf(after, act.at)]
      const isSame = old.priority === next.priority && old.zone === next.zone && old.country === next.country
      if (isSame) return []
      const conditions = [...clock.conditions, next]
      return saveClock(deps, { before: clock, after: { ...clock, conditions, changedAt: act.at } }).changes
    },
    canceled(order: StoredOrder, act: Act): readonly EntityChange[] {
      const clock = clocks.ofOrder(order.id)
      if (!clock || clock.finalStop !== undefined) return []
      const state = { status: 'canceled', isCanceledWithOrder: true } as const
      if (clock.status === 'running') {
        const entry: NewEntry = { kind: 'stop', at: timeOf(order.id, act.at), source: 'orderCancel' }
        return addEntry(deps, act, order, { clock, entry, state })
      }
      return clock.status === 'stopped'
        ? saveClock(deps, { before: clock, after: { ...clock, ...state } }).changes
        : []
    },
    /** The time that was counted is kept; the user starts again (06 §3.2). */
    cancelRevoked(order: StoredOrder, act: Act): readonly EntityChange[] {
      const clock = clocks.ofOrder(order.id)
      if (clock?.status !== 'canceled' || !clock.isCanceledWithOrder) return []
      const after: StoredClock = {
        ...clock,
        ...{ status: 'stopped', isCanceledWithOrder: false, changedAt: act.at },
      }
      return saveClock(deps, { before: clock, after }).changes
    },
    /** An activity of the order became Dispatched: its first response, unless there was one before (R06-45). */
    responded({ id }: Pick<StoredOrder, 'id'>, act: Act): readonly EntityChange[] {
      const clock = clocks.ofOrder(id)
      if (clock?.startTime === undefined || clock.firstResponse !== undefined) return []
      if (clock.status === 'canceled' || clock.finalStop !== undefined) return []
      const firstResponse = Math.max(clock.startTime, toSecond(act.at))
      return saveClock(deps, { before: clock, after: { ...clock, firstResponse } }).changes
    },
    /** Whether a Stop now needs a reason (R06-12). */
    needsReason: (order: Pick<StoredOrder, 'id' | 'officeId'>, at: number) => needsReason(deps, order, at),
    /** What keeps a sign-off from stopping the clock. */
    stopFailures(
      order: Pick<StoredOrder, 'id' | 'officeId'>,
      at: number,
      reasonId: string | undefined,
    ): readonly Failure[] {
      const field = 'slaReasonId'
      if (reasonId === undefined)
        return needsReason(deps, order, at) ? [{ code: 'REASON_REQUIRED', field, fields: [field] }] : []
      return isReasonFor(deps, reasonId, 'slaExceeded') ? [] : [{ code: 'REASON_NOT_ALLOWED', field }]
    },
    /** A stage stops the clock; leaving it starts the clock again only where a stage stopped it (R05-40, R05-41). */
    moved(
      order: StoredOrder,
      act: Act,
      { comment, reasonId, stopsSla }: EnteredStage,
    ): readonly EntityChange[] {
      const clock = clocks.ofOrder(order.id)
      if (!clock || clock.finalStop !== undefined) return []
      const at = timeOf(order.id, act.at)
      const entry = { at, source: 'stage', reasonId, comment } as const
      if (stopsSla && clock.status === 'running')
        return addEntry(deps, act, order, { clock, entry: { ...entry, kind: 'stop' } })
      const last = countingEntries(clocks.entriesOf(order.id)).at(-1)
      if (stopsSla || clock.status !== 'stopped' || last?.source !== 'stage') return []
      return addEntry(deps, act, order, { clock, entry: { kind: 'start', at, source: 'stage' } })
    },
    /** The order is signed completely: its final Stop. */
    signedOff(order: StoredOrder, act: Act, reasonId: string | undefined): readonly EntityChange[] {
      return ended(order, act, { source: 'signOff', reasonId })
    },
    /** A sign-off was taken back: what it stopped runs again, the measurement is open (06 §3.2). */
    signOffRevoked(order: StoredOrder, act: Act): readonly EntityChange[] {
      const clock = clocks.ofOrder(order.id)
      if (clock?.finalStop === undefined) return []
      const open = { finalStop: undefined, finalElapsed: undefined, finalAllowance: undefined }
      const last = countingEntries(clocks.entriesOf(order.id)).at(-1)
      if (last?.source !== 'signOff')
        return saveClock(deps, { before: clock, after: { ...clock, ...open } }).changes
      const entry: NewEntry = { kind: 'start', at: timeOf(order.id, act.at), source: 'revoke' }
      return addEntry(deps, act, order, { clock, entry, state: open })
    },
    /** The last line is posted: without sign-off this ends the measurement (R06-40). */
    posted(order: StoredOrder, act: Act): readonly EntityChange[] {
      return ended(order, act, { source: 'posting' })
    },
    /** The part of a split order takes the whole history along (R04-71). */
    split(source: Pick<StoredOrder, 'id'>, { id: orderId }: StoredOrder): readonly EntityChange[] {
      const clock = clocks.ofOrder(source.id)
      if (!clock) return []
      const fired = clocks.stepsOf(source.id).map((step) => ({
        ...{ ...step, version: 1, orderId },
        id: SlaStepId.parse(firedStepId(orderId, step)),
      }))
      const steps = fired.map((step) => clocks.steps.insert(step))
      const entries = clocks.entriesOf(source.id).map((entry) => copiedEntry(entry, orderId))
      const after = { ...clock, id: OrderSlaId.parse(mintId()), version: 1, orderId }
      return [...steps, ...saveClock(deps, { before: undefined, after, entries }).changes]
    },
    /** The log lines of a clock that goes with its order; to be called before the order is deleted. */
    removed(orderId: OrderId): readonly EntityChange[] {
      const clock = clocks.ofOrder(orderId)
      return [
        ...(clock ? [clocks.clocks.changeOf('delete', clock, undefined)] : []),
        ...clocks.entriesOf(orderId).map((entry) => clocks.entries.changeOf('delete', entry, undefined)),
        ...clocks.stepsOf(orderId).map((step) => clocks.steps.changeOf('delete', step, undefined)),
      ]
    },
    /** The priority of new orders of a customer, by its tier (04 §2.1). */
    defaultPriority: (customerId: string): OrderPriority | undefined => clocks.tierOf(customerId)?.priority,
  }
}
export type OrderClocks = ReturnType<typeof createOrderClocks>

/** The first Start says that it came with a split; the others say what they said. */
function copiedEntry(entry: StoredEntry, orderId: OrderId): StoredEntry {
  const source = entry.source === 'creation' ? 'split' : entry.source
  return { ...entry, id: SlaEntryId.parse(mintId()), version: 1, orderId, source }
}
