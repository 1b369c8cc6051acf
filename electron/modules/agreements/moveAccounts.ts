import type { MoveCustomer } from '../customers/index'
import { CustomerId } from '../../shared/contract/id'
import type { AgreementsRepository } from './agreements.repository'

/** The billing accounts' part of merging customers (01 §4). */
export function createMoveAccounts({ accounts }: AgreementsRepository): MoveCustomer {
  return (sourceId, targetId) => {
    const customerId = CustomerId.parse(targetId)
    return accounts
      .where('customerId', sourceId)
      .flatMap((account) => accounts.update(account, { ...account, customerId }).changes)
  }
}
