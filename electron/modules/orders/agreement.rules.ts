import type { Failure } from '../../shared/contract/domainError'

/** What the rules ask of an agreement. */
interface Terms {
  readonly id: string
  readonly customerId?: string | undefined
  readonly isTemplate: boolean
  readonly status: 'draft' | 'active' | 'suspended' | 'closed'
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly terminationDate?: string | undefined
}

export interface AgreementUse {
  readonly customerId: string
  readonly serviceDate: string
  /** The order has the agreement already; what became of it since does not touch the order (R02-01). */
  readonly isHeld: boolean
  /** The order has the date already. */
  readonly isHeldDate: boolean
}

const statusCodes = {
  draft: 'AGREEMENT_DRAFT',
  suspended: 'AGREEMENT_SUSPENDED',
  closed: 'AGREEMENT_CLOSED',
} as const

/** What speaks against an order of the agreement: its state, its customer, its period (R04-20, R02-05). */
export function checkAgreement(agreement: Terms, use: AgreementUse): Failure[] {
  const { customerId, id, isTemplate, status } = agreement
  const field = 'agreementId'
  const failures: Failure[] = []
  if (!use.isHeld && isTemplate) return [{ code: 'AGREEMENT_IS_TEMPLATE', field, ids: [id] }]
  if (!use.isHeld && status !== 'active') failures.push({ code: statusCodes[status], field, ids: [id] })
  if (customerId !== use.customerId) failures.push({ code: 'AGREEMENT_OTHER_CUSTOMER', field, ids: [id] })
  if (!(use.isHeld && use.isHeldDate)) failures.push(...dateFailures(agreement, use.serviceDate))
  return failures
}

/** The last day on which the agreement holds; absent while it is open-ended. */
export function lastDay({ endDate, terminationDate }: Pick<Terms, 'endDate' | 'terminationDate'>) {
  if (endDate === undefined || terminationDate === undefined) return endDate ?? terminationDate
  return endDate < terminationDate ? endDate : terminationDate
}

function dateFailures(agreement: Terms, serviceDate: string): Failure[] {
  const { startDate: from } = agreement
  const to = lastDay(agreement)
  if (serviceDate >= from && (to === undefined || serviceDate <= to)) return []
  return [{ code: 'DATE_OUTSIDE_AGREEMENT', field: 'preferredServiceAt', from, to, date: serviceDate }]
}

/** What the rules ask of an agreement's line. */
interface LinePeriod {
  readonly id: string
  readonly startDate: string
  readonly endDate?: string | undefined
}

/** Whether a line made from the agreement's line may be dated so (R04-23); an empty end is open. */
export function checkPeriod({ endDate, id, startDate }: LinePeriod, serviceDate: string): Failure[] {
  if (serviceDate >= startDate && (endDate === undefined || serviceDate <= endDate)) return []
  const period = { from: startDate, to: endDate, date: serviceDate }
  return [{ code: 'OUTSIDE_LINE_PERIOD', field: 'serviceDate', ids: [id], ...period }]
}

/** Whether the agreement's line may make new lines (R02-03); a suspended agreement stops all of its own (R02-01). */
export function checkRunning(
  { id, isStopped }: { readonly id: string; readonly isStopped: boolean },
  { status }: Pick<Terms, 'status'>,
): Failure[] {
  if (!isStopped && status !== 'suspended') return []
  return [{ code: 'LINE_STOPPED', field: 'agreementLineId', ids: [id] }]
}
