import { CustomerId } from '../../shared/contract/id'
import type { MoveCustomer } from '../customers/index'
import type { BillingRepository } from './billing.repository'

/** The transactions' part of merging customers (01 §4). */
export function createMoveTransactions({ transactions }: BillingRepository): MoveCustomer {
  return (sourceId, targetId) => {
    const target = CustomerId.parse(targetId)
    const own = transactions.where('customerId', sourceId)
    const paid = transactions
      .where('invoiceCustomerId', sourceId)
      .filter(({ customerId }) => customerId !== sourceId)
    return [...own, ...paid].flatMap((transaction) => {
      const { customerId, invoiceCustomerId } = transaction
      return transactions.update(transaction, {
        ...transaction,
        customerId: customerId === sourceId ? target : customerId,
        invoiceCustomerId: invoiceCustomerId === sourceId ? target : invoiceCustomerId,
      }).changes
    })
  }
}
