import { mintId } from '../../db/ids'
import { outcome, type Outcome } from '../../db/changeLog'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { LedgerMonth } from '../../shared/contract/billing'
import type { BillingRepository } from './billing.repository'

interface Input {
  readonly month: string
  readonly reason?: string | undefined
}

/** Closes a ledger month, or opens it again; a month that is as asked stays as it is. Throws REASON_REQUIRED. */
export function setPeriod(
  { months }: BillingRepository,
  { month, reason }: Input,
  isClosed: boolean,
): Outcome<LedgerMonth> {
  if (!reason?.trim()) throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason' })
  const [before] = months.where('month', month)
  if (before) {
    const { record, changes } = months.update(before, { ...before, isClosed })
    return outcome(record, changes)
  }
  const fresh: LedgerMonth = { id: mintId(), version: 1, month, isClosed }
  return { result: fresh, changes: [months.insert(fresh)] }
}

/** Whether the ledger month of a local date is closed: nothing is posted on it (R04-50). */
export function createIsPeriodClosed({ months }: BillingRepository): (date: string) => boolean {
  return (date) => months.where('month', date.slice(0, 7)).some(({ isClosed }) => isClosed)
}
