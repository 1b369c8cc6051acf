import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { OrderSlaId, SlaEntryId, SlaGroupId, SlaId, AgreementId } from '../../shared/contract/id'
import type { FrozenSla, SlaEntryKind, SlaEntrySource } from '../../shared/contract/sla'
import type { StoredOrder } from '../orders/index'
import type { ChosenSla, Condition, StoredClock, StoredEntry } from './clocks.repository'
import { countedAt, mergedEntries, stretchesOf } from './clock.rules'
import { runningClock, withDerivedClock } from './deriveClock'
import type { SlaDeps } from './sla.deps'
import type { StoredSla } from './slas.repository'

/** A clock with its entries as they shall be. */
export interface ClockChange {
  readonly before: StoredClock | undefined
  readonly after: StoredClock
  /** Entries to add, or to write over one of the same id. */
  readonly entries?: readonly StoredEntry[]
}

export interface NewEntry {
  readonly kind: SlaEntryKind
  readonly at: number
  readonly source: SlaEntrySource
  readonly reasonId?: string | undefined
  readonly comment?: string | undefined
}

/** The service level as a clock takes it over (R06-19 keeps it from later edits). */
export function frozenOf(sla: StoredSla): FrozenSla {
  const { allowance, allowanceHigh, allowanceLow, calendarId, code, responseAllowance, steps } = sla
  return { code, allowance, allowanceHigh, allowanceLow, responseAllowance, calendarId, steps }
}

export function conditionOf(order: StoredOrder, at: number): Condition {
  const { country, priority, siteZone } = order
  return { at, priority, zone: siteZone, ...(country === undefined ? {} : { country }) }
}

/**
 * What R06-01 gives an order. Imported ones are never measured, those of a run only where the company wants it (R06-02);
 * one that a person made from an agreement always is.
 */
export function choiceFor({ clocks, settings }: SlaDeps, order: StoredOrder): ChosenSla | undefined {
  const { customerId, id, origin, runId } = order
  const isMeasured = runId === undefined || settings.value('measureGeneratedOrders', order)
  return origin === 'import' || !isMeasured ? undefined : clocks.choice(clocks.agreementOf(id), customerId)
}

/** A clock that has not been started. */
export function newClock(deps: SlaDeps, order: StoredOrder, choice: ChosenSla, at: number): StoredClock {
  const { customerId, id: orderId, officeId, responsibleId } = order
  const agreementId = deps.clocks.agreementOf(orderId)
  const tier = deps.clocks.tierOf(customerId)
  return {
    ...{ id: OrderSlaId.parse(mintId()), version: 1, orderId, status: 'none', changedAt: at },
    ...{ slaId: SlaId.parse(choice.slaId), source: choice.source, isCanceledWithOrder: false },
    sourceId: choice.sourceId === undefined ? undefined : AgreementId.parse(choice.sourceId),
    conditions: [],
    ...{ outcome: 'notMeasured', responseOutcome: 'notMeasured', elapsed: 0, allowance: 0 },
    ...{ isCalendarEmpty: false, isRecomputing: false, officeId, customerId, responsibleId },
    agreementId: agreementId === undefined ? undefined : AgreementId.parse(agreementId),
    slaGroupId: tier && SlaGroupId.parse(tier.id),
  }
}

/** The next entry of an order's clock, with a copy of its reason. */
export function entryOf(
  deps: Pick<SlaDeps, 'reasons'>,
  { at: recordedAt, caller }: Act,
  { id: orderId }: Pick<StoredOrder, 'id'>,
  entries: readonly StoredEntry[],
  { at, comment, kind, reasonId, source }: NewEntry,
): StoredEntry {
  const reason = reasonId === undefined ? undefined : deps.reasons.get(reasonId)
  return {
    ...{ id: SlaEntryId.parse(mintId()), version: 1, orderId, kind, at, source },
    seq: Math.max(0, ...entries.map(({ seq }) => seq)) + 1,
    ...(reason && { reasonId: reason.id, reasonCode: reason.code, reasonDescription: reason.description }),
    comment: comment === '' ? undefined : comment,
    ...{ byId: caller.userId, recordedAt },
  }
}

/** Entries that count, in their order in time. */
export function countingEntries<Entry extends StoredEntry>(entries: readonly Entry[]): Entry[] {
  return mergedEntries(entries).filter(({ isSuperseded }) => !isSuperseded)
}

/** The clock as measured at its last Stop, with its figures (R06-40). */
export function finished(deps: SlaDeps, clock: StoredClock, entries: readonly StoredEntry[]): StoredClock {
  const stop = countingEntries(entries).at(-1)
  const running = runningClock(deps, clock, entries)
  if (!running || stop?.kind !== 'stop') return clock
  const counted = countedAt(running.open, stretchesOf(entries), stop.at)
  return {
    ...clock,
    finalStop: stop.at,
    finalElapsed: Math.floor(counted / 1000),
    finalAllowance: running.allowanceMs / 1000,
  }
}

/** Writes a clock with its new entries, and all that follows from them. */
export function saveClock(
  deps: SlaDeps,
  { after, before, entries = [] }: ClockChange,
): { clock: StoredClock; changes: EntityChange[] } {
  const { clocks } = deps
  const changes: EntityChange[] = []
  for (const entry of entries) {
    const held = clocks.entries.find(entry.id)
    changes.push(...(held ? clocks.entries.update(held, entry).changes : [clocks.entries.insert(entry)]))
  }
  const clock = derived(deps, after)
  if (!before) return { clock, changes: [clocks.clocks.insert(clock), ...changes] }
  const written = clocks.clocks.update(before, clock)
  clocks.setDerived({ ...clock, id: before.id })
  return { clock: { ...clock, version: written.record.version }, changes: [...written.changes, ...changes] }
}

/** The clock with what follows from its entries, as they lie in the store. */
export function derived(deps: SlaDeps, clock: StoredClock): StoredClock {
  return withDerivedClock(deps, {
    clock,
    entries: deps.clocks.entriesOf(clock.orderId),
    fired: deps.clocks.stepsOf(clock.orderId),
    officeZone: deps.people.offices.get(clock.officeId).zone,
  })
}
