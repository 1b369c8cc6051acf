import type { Act, Caller } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { DomainError } from '../../shared/contract/domainError'
import { RenewalRow, type Renewals } from '../../shared/contract/agreementTerms'
import { readAgreement } from './agreementAccess'
import type { AgreementWorkDeps } from './agreementDeps'
import { extend, nextTerm } from './renewAgreement'
import { isRenewalDue } from './renewal.rules'
import type { StoredAgreement } from './serviceAgreements.repository'

/** Runs one use case in its own transaction with its own log entry. */
export type WriteRenewal = <Result>(
  officeId: string,
  useCase: (act: Pick<Act, 'at'>) => Outcome<Result>,
) => Result

/** What the renewals of a day do, or would do: nothing is written (R02-25). */
export function previewRenewals(
  deps: AgreementWorkDeps,
  officeIds: readonly string[],
  today: (officeId: string) => string,
): Renewals {
  const rows = dueAgreements(deps, officeIds, today).map((agreement) => rowOf(deps, agreement))
  return {
    renewed: rows.filter(({ code }) => code === undefined),
    reported: rows.filter(({ code }) => code !== undefined),
  }
}

/**
 * Renews each `auto` agreement that is due, each in its own transaction, once per term (R02-25). What cannot be renewed is
 * reported.
 */
export function runRenewals(
  deps: AgreementWorkDeps,
  officeIds: readonly string[],
  today: (officeId: string) => string,
  write: WriteRenewal,
): Renewals {
  const { renewed, reported } = previewRenewals(deps, officeIds, today)
  const done: RenewalRow[] = []
  for (const row of renewed) {
    const { officeId } = deps.agreements.records.get(row.agreementId)
    try {
      write(officeId, () => {
        const loaded = readAgreement(deps, row.agreementId)
        return outcome(undefined, extend(deps, loaded))
      })
      done.push(row)
    } catch (error) {
      const code = error instanceof DomainError ? RenewalRow.shape.code.safeParse(error.code).data : undefined
      if (code === undefined) throw error
      reported.push({ ...row, newEndDate: undefined, code })
    }
  }
  return { renewed: done, reported }
}

function dueAgreements(
  { agreements, settings }: AgreementWorkDeps,
  officeIds: readonly string[],
  today: (officeId: string) => string,
): StoredAgreement[] {
  return agreements
    .renewable(officeIds)
    .filter(
      ({ endDate, officeId }) =>
        endDate !== undefined &&
        isRenewalDue(endDate, today(officeId), settings.value('renewalDaysAhead', { officeId })),
    )
}

function rowOf(deps: AgreementWorkDeps, agreement: StoredAgreement): RenewalRow {
  const { customerId, description, endDate = '', id, number, status, terminationDate } = agreement
  const row = {
    ...{ agreementId: id, number, description, endDate },
    customerName: customerId === undefined ? undefined : deps.customers.customers.find(customerId)?.name,
  }
  if (status === 'suspended') return { ...row, code: 'AGREEMENT_SUSPENDED' }
  if (terminationDate !== undefined) return { ...row, code: 'AGREEMENT_TERMINATED' }
  if (deps.agreements.successorOf(id)) return { ...row, code: 'ALREADY_RENEWED' }
  return { ...row, newEndDate: nextTerm(deps, agreement).to }
}

/** The offices of a caller, and today in each: the date asked for, else the clock's. */
export function renewalDay(
  deps: Pick<AgreementWorkDeps, 'localDate'>,
  { officeIds }: Pick<Caller, 'officeIds'>,
  at: number,
  date: string | undefined,
): [readonly string[], (officeId: string) => string] {
  return [officeIds, (officeId) => date ?? deps.localDate(officeId, at)]
}
