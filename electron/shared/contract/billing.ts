import { z } from 'zod'
import { Reason } from './crud'
import { refusals } from './domainError'
import {
  BillingAccountId,
  CategoryId,
  CustomerId,
  ItemId,
  ObjectId,
  OfficeId,
  OrderId,
  OrderLineId,
  TransactionId,
  Version,
  WorkerId,
} from './id'
import { BasisPoints, Currency, Money, UnitPrice } from './money'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { LocalDate } from './time'

export const TransactionSource = z.enum(['orderLine', 'subscriptionFee', 'returnLine', 'onAccount'])
export type TransactionSource = z.infer<typeof TransactionSource>
export const TransactionKind = z.enum(['hour', 'item', 'expense', 'fee', 'subscription', 'onAccount'])
export type TransactionKind = z.infer<typeof TransactionKind>
/** `costOnly` is never invoiced (R12-02, R12-28). */
export const TransactionStatus = z.enum([
  'posted',
  'proposal',
  'invoiced',
  'selectedForCredit',
  'credited',
  'costOnly',
])
export type TransactionStatus = z.infer<typeof TransactionStatus>

/** What posting hands over to billing (12 §2). */
export const BillableTransaction = z.object({
  id: TransactionId,
  version: Version,
  /** Of an order line: the order's number and the line's. */
  number: z.string(),
  officeId: OfficeId,
  source: TransactionSource,
  orderId: OrderId.optional(),
  orderLineId: OrderLineId.optional(),
  customerId: CustomerId,
  customerNumber: z.string(),
  customerName: z.string(),
  invoiceCustomerId: CustomerId,
  invoiceCustomerName: z.string(),
  billingAccountId: BillingAccountId.optional(),
  billingAccountNumber: z.string().optional(),
  workerId: WorkerId.optional(),
  workerName: z.string().optional(),
  categoryId: CategoryId.optional(),
  itemId: ItemId.optional(),
  objectId: ObjectId.optional(),
  kind: TransactionKind,
  date: LocalDate,
  description: z.string(),
  /** Milli-units; minutes for hours. */
  quantity: Quantity,
  unit: z.string(),
  salesPrice: UnitPrice.optional(),
  discount: BasisPoints,
  net: Money,
  costPrice: UnitPrice.optional(),
  costAmount: Money,
  currency: Currency,
  chargeable: z.boolean(),
  /** Of expenses: the billing account's (R12-28). */
  expenseAccount: z.string().optional(),
  reversalOfId: TransactionId.optional(),
  status: TransactionStatus,
})
export type BillableTransaction = z.infer<typeof BillableTransaction>

/** A month of the ledger, `YYYY-MM`. */
export const Month = z.string().regex(/^(19|[2-9]\d)\d{2}-(0[1-9]|1[0-2])$/)
export type Month = z.infer<typeof Month>
/** Whether anything can still be posted in a month; a month nobody closed is open. */
export const LedgerMonth = z.object({ id: z.uuidv7(), version: Version, month: Month, isClosed: z.boolean() })
export type LedgerMonth = z.infer<typeof LedgerMonth>

export const billingErrors = refusals('PERIOD_CLOSED')

const periodInput = z.object({ month: Month, reason: Reason })

export const billingContract = {
  listTransactions: query('billing.read')
    .input(listInput(BillableTransaction.shape))
    .output(pageOf(BillableTransaction)),
  /** From then on nothing is posted in the month: PERIOD_CLOSED. */
  closePeriod: command('billing.setUp').input(periodInput).output(LedgerMonth),
  openPeriod: command('billing.setUp').input(periodInput).output(LedgerMonth),
}
