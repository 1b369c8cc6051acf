import { isDeepStrictEqual } from 'node:util'
import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { estimateAmount, limitOf } from '../../shared/contract/estimateAmount'
import { EstimateId } from '../../shared/contract/id'
import { amountLimit, type Currency } from '../../shared/contract/money'
import { estimateErrors, type Estimate, type NewEstimateLine } from '../../shared/contract/repairEstimates'
import { fitsMoney } from '../agreements/index'
import {
  assertUnlocked,
  reachedRepair,
  todayOf,
  writableRepair,
  type EstimateDeps,
  type EstimatesInput,
} from './estimates.deps'
import type { StoredEstimate } from './estimates.repository'
import { estimateView } from './estimateView'

/** Days that an offer holds where nothing else is said (08 §2.4). */
const standardDays = 30
const dayMs = 86_400_000

/**
 * The next version of a repair line's estimate, a draft in the order's currency (08 §2.4).
 *
 * @throws ORDER_LOCKED, DATE_IN_PAST, QTY_INVALID for amounts beyond what money can be
 */
export function createEstimate(
  deps: EstimateDeps,
  act: Act,
  { id: givenId, lineId, lines, tolerance, validUntil }: EstimatesInput<'createEstimate'>,
): Outcome<Estimate> {
  const { repository } = deps
  const id = givenId ?? EstimateId.parse(mintId())
  const stored = repository.estimates.find(id)
  if (stored && !isSame(stored, { lineId, lines, tolerance, validUntil }))
    throw domainError(commonErrors, 'ID_TAKEN', { entity: 'estimate', id })
  const repair = writableRepair(deps, act.caller, 'repair.estimate', lineId)
  if (stored) return unchanged(estimateView(deps, repair, stored, act.at))
  const today = todayOf(repair, act.at)
  const estimate: StoredEstimate = {
    ...{ id, version: 1, lineId, status: 'draft', currency: repair.currency },
    tolerance: tolerance ?? deps.settings.value('estimateTolerance', repair),
    estimateVersion: Math.max(0, ...repository.ofLine(lineId).map((other) => other.estimateVersion)) + 1,
    validUntil: validUntil ?? laterBy(today, standardDays),
    ...priced(lines, repair.currency),
  }
  assertFits(estimate, today)
  const change = repository.estimates.insert(estimate)
  return outcome(estimateView(deps, repair, estimate, act.at), [change])
}

/**
 * Changes a draft; what was sent is fixed (R08-18).
 *
 * @throws ESTIMATE_STATE, ORDER_LOCKED, DATE_IN_PAST, QTY_INVALID
 */
export function updateEstimate(
  deps: EstimateDeps,
  act: Act,
  {
    estimateId,
    expectedVersion,
    reason: _reason,
    patch: given = {},
    ...offer
  }: EstimatesInput<'updateEstimate'>,
): Outcome<Estimate> {
  const patch = { ...offer, ...given }
  const { estimates } = deps.repository
  const { lineId } = estimates.get(estimateId)
  const repair = reachedRepair(deps, act.caller, 'repair.estimate', lineId)
  const before = estimates.expect(estimateId, expectedVersion, patch)
  assertUnlocked(repair)
  if (before.status !== 'draft') throw wrongState(before)
  const today = todayOf(repair, act.at)
  const after: StoredEstimate = {
    ...before,
    currency: repair.currency,
    tolerance:
      patch.tolerance === undefined
        ? before.tolerance
        : (patch.tolerance ?? deps.settings.value('estimateTolerance', repair)),
    validUntil:
      patch.validUntil === undefined ? before.validUntil : (patch.validUntil ?? laterBy(today, standardDays)),
    ...priced(patch.lines ?? before.lines, repair.currency),
  }
  assertFits(after, today, before)
  const { changes, record } = estimates.update(before, after)
  return outcome(estimateView(deps, repair, record, act.at), changes)
}

/** ESTIMATE_STATE: what is wanted is not done with a version in this status. */
export function wrongState({ id, status }: Pick<StoredEstimate, 'id' | 'status'>): Error {
  return domainError(estimateErrors, 'ESTIMATE_STATE', { entity: 'estimate', id, status })
}

function priced(
  lines: readonly NewEstimateLine[],
  currency: Currency,
): Pick<StoredEstimate, 'lines' | 'total'> {
  const withAmounts = lines.map((line) => ({ ...line, amount: estimateAmount(line, currency) }))
  return { lines: withAmounts, total: withAmounts.reduce((sum, { amount }) => sum + amount, 0) }
}

/** Refuses amounts that no money can be, and a last day that is over already. */
function assertFits(estimate: StoredEstimate, today: string, held?: StoredEstimate): void {
  const { lines, validUntil } = estimate
  const tooLarge = lines.findIndex(({ amount }) => !fitsMoney(amount))
  const isTotalTooLarge = limitOf(estimate) > amountLimit
  const failures: Failure[] = [
    ...(tooLarge >= 0 || isTotalTooLarge
      ? [{ code: 'QTY_INVALID', field: 'lines', index: tooLarge >= 0 ? tooLarge : lines.length - 1 }]
      : []),
    ...(validUntil < today && validUntil !== held?.validUntil
      ? [{ code: 'DATE_IN_PAST', field: 'validUntil' }]
      : []),
  ]
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** Whether a repeated create says what the first one said. */
function isSame(
  stored: StoredEstimate,
  given: {
    readonly lineId: string
    readonly lines: readonly NewEstimateLine[]
    readonly tolerance?: number | undefined
    readonly validUntil?: string | undefined
  },
): boolean {
  const said = stored.lines.map(({ amount: _amount, orderLineId: _orderLineId, ...line }) => line)
  return (
    stored.lineId === given.lineId &&
    (given.tolerance ?? stored.tolerance) === stored.tolerance &&
    isDeepStrictEqual(said, given.lines.map(withoutEmpty)) &&
    (given.validUntil ?? stored.validUntil) === stored.validUntil
  )
}

function withoutEmpty(line: object): object {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined))
}

function laterBy(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}
