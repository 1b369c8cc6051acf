import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { termErrors } from '../../shared/contract/agreementTerms'
import type { Agreement } from '../../shared/contract/serviceAgreements'
import { loadAgreement } from './agreementAccess'
import type { AgreementInput, AgreementWorkDeps, OrderRef } from './agreementDeps'
import { agreementOf } from './agreementView'
import { assertReason } from './changeAgreementLine'
import { saveAgreement } from './saveAgreement'
import type { StoredAgreement } from './serviceAgreements.repository'

/**
 * Ends an agreement on a date. Its untouched orders in process after that are canceled in the same transaction (R02-27).
 *
 * @throws REASON_REQUIRED, INVALID_TRANSITION; ORDERS_AFTER_TERMINATION, DATE_OUTSIDE_TERM, LATE_NOTICE, all at once
 */
export function terminateAgreement(
  deps: AgreementWorkDeps,
  act: Act,
  { acceptLateNotice = false, agreementId, date, expectedVersion, reason }: AgreementInput<'terminate'>,
): Outcome<Agreement> {
  assertReason(reason)
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.manage')
  const { agreement } = loaded
  assertTerminable(agreement)
  const after = deps.orders.notCanceledAfter(agreementId, date)
  const touched = after.flatMap((order) => {
    const reasons = deps.orderActs.touchedBy(order.id)
    return reasons.length > 0 ? [{ ...order, reasons }] : []
  })
  const today = deps.localDate(agreement.officeId, act.at)
  const [first, ...rest] = [
    ...touchedFailures(touched),
    ...termFailures(agreement, date),
    ...(isLate(agreement, today) && !acceptLateNotice
      ? [{ code: 'LATE_NOTICE', field: 'acceptLateNotice', noticeDeadline: agreement.noticeDeadline }]
      : []),
  ]
  if (first) throw refuseAll([first, ...rest])
  const canceled = after.flatMap(({ id }) => deps.orderActs.cancel(act, id, reason))
  const changes = saveAgreement(deps, loaded, {
    ...loaded,
    agreement: {
      ...agreement,
      ...{ terminationDate: date, terminationReason: reason, terminatedById: act.caller.userId },
      canceledOrderIds: after.length > 0 ? after.map(({ id }) => id) : undefined,
    },
  })
  return outcome(agreementOf(deps, act.caller, act.at, agreementId), [...changes, ...canceled])
}

/**
 * Takes a termination back until its date; the orders it canceled are in process again (R02-27).
 *
 * @throws INVALID_TRANSITION, DATE_OUTSIDE_TERM
 */
export function withdrawTermination(
  deps: AgreementWorkDeps,
  act: Act,
  { agreementId, expectedVersion }: AgreementInput<'withdrawTermination'>,
): Outcome<Agreement> {
  const loaded = loadAgreement(deps, act, { agreementId, expectedVersion }, 'agreements.manage')
  const { agreement } = loaded
  const { canceledOrderIds = [], id, officeId, status, terminationDate } = agreement
  if (terminationDate === undefined || status === 'closed')
    throw domainError(termErrors, 'INVALID_TRANSITION', { field: 'status', id, status, step: 'withdraw' })
  if (deps.localDate(officeId, act.at) > terminationDate)
    throw domainError(termErrors, 'DATE_OUTSIDE_TERM', { field: 'terminationDate', terminationDate })
  const changes = saveAgreement(deps, loaded, {
    ...loaded,
    agreement: {
      ...agreement,
      ...{ terminationDate: undefined, terminationReason: undefined, terminatedById: undefined },
      canceledOrderIds: undefined,
    },
  })
  const restored = canceledOrderIds.flatMap((orderId) => deps.orderActs.restore(act, orderId))
  return outcome(agreementOf(deps, act.caller, act.at, agreementId), [...changes, ...restored])
}

function assertTerminable({ id, isTemplate, status, terminationDate }: StoredAgreement): void {
  const isRunning = status === 'active' || status === 'suspended'
  if (isTemplate || !isRunning || terminationDate !== undefined)
    throw domainError(termErrors, 'INVALID_TRANSITION', { field: 'status', id, status, step: 'terminate' })
}

function termFailures({ endDate, startDate }: StoredAgreement, date: string): Failure[] {
  const isInside = date >= startDate && (endDate === undefined || date <= endDate)
  return isInside ? [] : [{ code: 'DATE_OUTSIDE_TERM', field: 'date', startDate, endDate }]
}

/** Whether the notice for the running term comes too late (R02-26). */
function isLate({ noticeDeadline, renewal }: StoredAgreement, today: string): boolean {
  return renewal === 'auto' && noticeDeadline !== undefined && today > noticeDeadline
}

function touchedFailures(orders: readonly (OrderRef & { readonly reasons: readonly string[] })[]): Failure[] {
  if (orders.length === 0) return []
  return [
    {
      code: 'ORDERS_AFTER_TERMINATION',
      field: 'date',
      ids: orders.map(({ id }) => id),
      orders: orders.slice(0, 100),
    },
  ]
}
