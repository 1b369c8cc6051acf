import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { BillingAccountType, LineType } from '../../shared/contract/agreements'
import {
  TransactionId,
  type BillingAccountId,
  type CategoryId,
  type CustomerId,
  type ItemId,
  type ObjectId,
  type OfficeId,
  type OrderId,
  type OrderLineId,
  type WorkerId,
} from '../../shared/contract/id'
import { costAmount, salesAmount, type Shares } from '../agreements/index'
import type { BillingRepository, StoredTransaction } from './billing.repository'
import { statusOfPosted } from './posting.rules'

/** An order line that is being posted; its conditions are those of R04-50 and were checked. */
export interface PostedLine {
  readonly officeId: OfficeId
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly orderLineId: OrderLineId
  readonly lineNo: number
  readonly customerId: CustomerId
  readonly account?:
    | {
        readonly id: BillingAccountId
        readonly type: BillingAccountType
        readonly expenseAccount?: string | undefined
      }
    | undefined
  readonly type: LineType
  readonly description: string
  /** The posting date. */
  readonly date: string
  /** What is posted: milli-units, minutes for hours; negative on a reversal line. */
  readonly quantity: number
  readonly unit: string
  readonly salesPrice?: number | undefined
  readonly discount: number
  readonly costPrice?: number | undefined
  readonly currency: string
  readonly property: Shares
  readonly workerId?: WorkerId | undefined
  readonly categoryId?: CategoryId | undefined
  readonly itemId?: ItemId | undefined
  readonly objectId?: ObjectId | undefined
  /** Of a reversal line: the line it reverses. */
  readonly reversalOfLineId?: OrderLineId | undefined
}

export interface PostLineDeps {
  readonly repository: BillingRepository
  /** Who pays for a customer: its billTo, else itself. */
  readonly invoiceCustomerOf: (customerId: CustomerId) => CustomerId
}
export type PostLine = (line: PostedLine) => {
  readonly transaction: StoredTransaction
  readonly change: EntityChange
}

/** Makes the one billable transaction of a posted line, inside the transaction that posts it (R12-02, R12-28). */
export function createPostLine({ repository, invoiceCustomerOf }: PostLineDeps): PostLine {
  const { transactions } = repository
  return (line) => {
    const { account, costPrice, property, quantity, reversalOfLineId, salesPrice, type } = line
    const [reversed] =
      reversalOfLineId === undefined ? [] : transactions.where('orderLineId', reversalOfLineId)
    const transaction: StoredTransaction = {
      id: TransactionId.parse(mintId()),
      version: 1,
      number: `${line.orderNumber}/${String(line.lineNo)}`,
      officeId: line.officeId,
      source: 'orderLine',
      orderId: line.orderId,
      orderLineId: line.orderLineId,
      customerId: line.customerId,
      invoiceCustomerId: invoiceCustomerOf(line.customerId),
      billingAccountId: account?.id,
      workerId: line.workerId,
      categoryId: line.categoryId,
      itemId: line.itemId,
      objectId: line.objectId,
      kind: type,
      date: line.date,
      description: line.description,
      quantity,
      unit: line.unit,
      salesPrice,
      discount: line.discount,
      netMinor: salesAmount({ ...line, unitPrice: salesPrice }, property),
      costPrice,
      costAmountMinor: costAmount({ ...line, unitCost: costPrice }, property),
      currency: line.currency,
      chargeable: property.chargeable,
      expenseAccount: type === 'expense' ? account?.expenseAccount : undefined,
      reversalOfId: reversed?.id,
      status: statusOfPosted({ chargeable: property.chargeable, quantity, accountType: account?.type }),
    }
    return { transaction, change: transactions.insert(transaction) }
  }
}
