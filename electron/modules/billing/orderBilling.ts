import type { CustomerId, ObjectId } from '../../shared/contract/id'
import type { AgreementsRepository } from '../agreements/index'
import type { OrderBilling, StoredLine } from '../orders/index'
import type { BillingRepository } from './billing.repository'
import { createPostLine } from './postLine'
import { createIsPeriodClosed } from './setPeriod'

export interface OrderBillingDeps {
  readonly repository: BillingRepository
  readonly agreements: Pick<AgreementsRepository, 'accounts' | 'properties'>
  readonly objectOf: (line: StoredLine) => ObjectId | undefined
  /** Who pays for a customer: its billTo, else itself. */
  readonly invoiceCustomerOf: (customerId: CustomerId) => CustomerId
}

/** What posting an order asks of billing (R12-01…R12-03). */
export function createOrderBilling({
  repository,
  agreements,
  objectOf,
  invoiceCustomerOf,
}: OrderBillingDeps): OrderBilling {
  const postLine = createPostLine({ repository, invoiceCustomerOf })
  return {
    isPeriodClosed: createIsPeriodClosed(repository),
    // VAT codes come with invoicing; before the first one a transaction has none (R12-03).
    failuresOf: () => [],
    postLine({ order, line, quantity, date }) {
      const { billingAccountId } = order
      const { transaction, change } = postLine({
        ...line,
        orderId: order.id,
        orderLineId: line.id,
        orderNumber: order.number,
        officeId: order.officeId,
        customerId: order.customerId,
        account: billingAccountId === undefined ? undefined : agreements.accounts.get(billingAccountId),
        property: agreements.properties.get(line.linePropertyId),
        currency: order.currency,
        objectId: objectOf(line),
        quantity,
        date,
      })
      const status = transaction.status === 'costOnly' ? 'costOnly' : 'posted'
      return { transactionId: transaction.id, status, changes: [change] }
    },
  }
}
