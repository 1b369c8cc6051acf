import type { OrderBilling } from '../orders/index'
import { createPostLine, type PostLineDeps } from './postLine'
import { statusOfPosted } from './posting.rules'
import { createIsPeriodClosed } from './setPeriod'

/** What posting an order asks of billing (R12-01…R12-03). */
export function createOrderBilling({ repository, invoiceCustomerOf }: PostLineDeps): OrderBilling {
  return {
    isPeriodClosed: createIsPeriodClosed(repository),
    statusOf: statusOfPosted,
    postLine: createPostLine({ repository, invoiceCustomerOf }),
  }
}
