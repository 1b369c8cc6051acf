import { CustomerId } from '../../shared/contract/id'
import type { MoveCustomer } from '../customers/index'
import type { CasesRepository } from './cases.repository'

/** The cases' part of merging customers: they follow, with the contacts they name (01 §4). */
export function createMoveCases({ cases }: Pick<CasesRepository, 'cases'>): MoveCustomer {
  return (sourceId, targetId) =>
    cases
      .where('customerId', sourceId)
      .flatMap((held) => cases.update(held, { ...held, customerId: CustomerId.parse(targetId) }).changes)
}
