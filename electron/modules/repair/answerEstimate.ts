import type { Act } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import type { Permission } from '../../shared/contract/permission'
import { domainError } from '../../shared/contract/domainError'
import { estimateErrors, type Estimate } from '../../shared/contract/repairEstimates'
import {
  assertUnlocked,
  reachedRepair,
  todayOf,
  type EstimateDeps,
  type EstimatesInput,
} from './estimates.deps'
import type { EstimatedRepair, StoredEstimate } from './estimates.repository'
import { statusOn } from './estimates.rules'
import { estimateView } from './estimateView'
import { wrongState } from './saveEstimate'

/**
 * Sends a draft to the customer: its lines are fixed; drafts and sent versions before it are superseded, an approved one
 * holds until this one is approved (R08-18).
 *
 * @throws ESTIMATE_STATE, ESTIMATE_EMPTY, ESTIMATE_EXPIRED, ORDER_LOCKED
 */
export function sendEstimate(
  deps: EstimateDeps,
  act: Act,
  input: EstimatesInput<'sendEstimate'>,
): Outcome<Estimate> {
  const { before, repair } = loaded(deps, act, input, 'repair.approve')
  // An amount in another currency than the order's could not be held against its lines.
  if (before.status !== 'draft' || before.currency !== repair.currency) throw wrongState(before)
  if (before.lines.length === 0)
    throw domainError(estimateErrors, 'ESTIMATE_EMPTY', { field: 'lines', ids: [before.id] })
  assertNotExpired(act, repair, before)
  // What has run out is over as it is.
  const today = todayOf(repair, act.at)
  const earlier = deps.repository
    .ofLine(before.lineId)
    .filter((other) => other.estimateVersion < before.estimateVersion && isOpen(statusOn(other, today)))
  const superseded = earlier.flatMap((other) => supersede(deps, other))
  return answered(deps, act, repair, before, { status: 'sent', sentAt: act.at }, superseded)
}

/**
 * Records that the customer approved a version; the one approved before is superseded, and what a manager let pass ends
 * (R08-18, R08-19).
 *
 * @throws ESTIMATE_STATE, ESTIMATE_EXPIRED once its last day is over, ORDER_LOCKED
 */
export function approveEstimate(
  deps: EstimateDeps,
  act: Act,
  input: EstimatesInput<'approveEstimate'>,
): Outcome<Estimate> {
  const { before, repair } = loaded(deps, act, input, 'repair.approve')
  if (before.status !== 'sent') throw wrongState(before)
  assertNotExpired(act, repair, before)
  const { overrides } = deps.repository
  const held = deps.repository.approvedOf(before.lineId)
  const ended = [
    ...(held ? supersede(deps, held) : []),
    ...overrides.where('orderId', repair.orderId).map((override) => overrides.remove(override)),
  ]
  const approverName = input.approverName || act.caller.displayName
  return answered(deps, act, repair, before, { status: 'approved', approverName, approvedAt: act.at }, ended)
}

/** Records that the customer said no, also to a version that has run out. @throws ESTIMATE_STATE, ORDER_LOCKED */
export function rejectEstimate(
  deps: EstimateDeps,
  act: Act,
  input: EstimatesInput<'rejectEstimate'>,
): Outcome<Estimate> {
  const { before, repair } = loaded(deps, act, input, 'repair.approve')
  if (before.status !== 'sent') throw wrongState(before)
  return answered(deps, act, repair, before, { status: 'rejected', rejectedAt: act.at }, [])
}

interface LoadedEstimate {
  readonly before: StoredEstimate
  readonly repair: EstimatedRepair
}

/** Throws NOT_FOUND, CONFLICT, FORBIDDEN and ORDER_LOCKED. */
export function loaded(
  deps: EstimateDeps,
  { caller }: Act,
  { estimateId, expectedVersion }: { readonly estimateId: string; readonly expectedVersion: number },
  permission: Permission,
): LoadedEstimate {
  const { estimates } = deps.repository
  const repair = reachedRepair(deps, caller, permission, estimates.get(estimateId).lineId)
  const before = estimates.expect(estimateId, expectedVersion)
  assertUnlocked(repair)
  return { before, repair }
}

function isOpen(status: StoredEstimate['status']): boolean {
  return status === 'draft' || status === 'sent'
}

function supersede({ repository }: EstimateDeps, estimate: StoredEstimate): readonly EntityChange[] {
  return repository.estimates.update(estimate, { ...estimate, status: 'superseded' }).changes
}

function assertNotExpired({ at }: Act, repair: EstimatedRepair, { id, validUntil }: StoredEstimate): void {
  if (statusOn({ status: 'sent', validUntil }, todayOf(repair, at)) === 'expired')
    throw domainError(estimateErrors, 'ESTIMATE_EXPIRED', { field: 'validUntil', ids: [id], validUntil })
}

function answered(
  deps: EstimateDeps,
  { at }: Act,
  repair: EstimatedRepair,
  before: StoredEstimate,
  answer: Partial<StoredEstimate>,
  others: readonly EntityChange[],
): Outcome<Estimate> {
  const { changes, record } = deps.repository.estimates.update(before, { ...before, ...answer })
  return outcome(estimateView(deps, repair, record, at), [...others, ...changes])
}
