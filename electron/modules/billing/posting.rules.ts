import type { BillingAccountType } from '../../shared/contract/agreements'
import type { TransactionStatus } from '../../shared/contract/billing'

export interface PostingFacts {
  readonly chargeable: boolean
  readonly quantity: number
  /** Absent: the order has no billing account. */
  readonly accountType?: BillingAccountType | undefined
}

/**
 * What becomes of a posted line: `posted` is to be billed; not chargeable, a quantity of 0 (R12-02), and every line on
 * an account that is not billed by work (R12-28) is `costOnly`.
 */
export function statusOfPosted({ accountType, chargeable, quantity }: PostingFacts): TransactionStatus {
  if (!chargeable || quantity === 0) return 'costOnly'
  switch (accountType) {
    case undefined:
    case 'timeAndMaterial':
    case 'subscription':
      return 'posted'
    case 'fixedPrice':
    case 'internal':
    case 'time':
      return 'costOnly'
  }
}
