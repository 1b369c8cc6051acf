import { CustomerId } from '../../shared/contract/id'
import type { MoveCustomer } from '../customers/index'
import type { ServiceAgreements } from './serviceAgreements.repository'

/** The agreements' part of merging customers: they follow, with the site and contact they name (01 §4). */
export function createMoveAgreements(agreements: ServiceAgreements): MoveCustomer {
  return (sourceId, targetId) =>
    agreements.ofCustomer(sourceId).map((agreementId) => {
      const agreement = agreements.records.get(agreementId)
      return agreements.overwrite(agreement, { ...agreement, customerId: CustomerId.parse(targetId) }).change
    })
}
