import { bool, date, entityTable, int, ref, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { BillableTransaction, LedgerMonth } from '../../shared/contract/billing'

/** What the store keeps; amounts are minor units of `currency`, the answers add names from joins. */
export type StoredTransaction = Omit<
  BillableTransaction,
  | 'net'
  | 'costAmount'
  | 'customerNumber'
  | 'customerName'
  | 'invoiceCustomerName'
  | 'billingAccountNumber'
  | 'workerName'
> & { readonly netMinor: number; readonly costAmountMinor: number }

const monthTable = entityTable<LedgerMonth>({
  entity: 'ledgerMonth',
  table: 'ledger_month',
  columns: { month: text(), isClosed: bool() },
})

const transactionTable = entityTable<StoredTransaction>({
  entity: 'billableTransaction',
  table: 'billable_transaction',
  columns: {
    number: text(),
    officeId: ref(),
    source: text(),
    orderId: ref(),
    orderLineId: ref(),
    customerId: ref(),
    invoiceCustomerId: ref(),
    billingAccountId: ref(),
    workerId: ref(),
    categoryId: ref(),
    itemId: ref(),
    objectId: ref(),
    kind: text(),
    date: date(),
    description: text(),
    quantity: int(),
    unit: text(),
    salesPrice: int(),
    discount: int(),
    netMinor: int(),
    costPrice: int(),
    costAmountMinor: int(),
    currency: text(),
    chargeable: bool(),
    expenseAccount: text(),
    reversalOfId: ref(),
    status: text(),
  },
})

/** All SQL of ledger months and billable transactions. */
export function createBillingRepository(store: Store) {
  return {
    months: createRecords(store, monthTable),
    transactions: createRecords(store, transactionTable),
    transactionList: createListView<StoredTransaction, BillableTransaction>(store, {
      table: transactionTable,
      joins: `JOIN customer c ON c.id = t.customer_id
        JOIN customer i ON i.id = t.invoice_customer_id
        LEFT JOIN billing_account b ON b.id = t.billing_account_id
        LEFT JOIN worker w ON w.id = t.worker_id`,
      joined: {
        customerNumber: { sql: 'c.number', kind: 'text' },
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
        invoiceCustomerName: { sql: 'i.name', kind: 'text', sortSql: 'i.name_sort' },
        billingAccountNumber: { sql: 'b.number', kind: 'text' },
        workerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
      },
      searched: ['t.number', 't.description', 'c.name', 'c.number'],
      defaultSort: [{ field: 'date', direction: 'desc' }],
      finish: toMoney,
      isLarge: true,
      isLogged: true,
    }),
  }
}
export type BillingRepository = ReturnType<typeof createBillingRepository>

function toMoney(record: Record<string, unknown>): void {
  const { costAmountMinor, currency, netMinor } = record
  record['net'] = { minor: netMinor, currency }
  record['costAmount'] = { minor: costAmountMinor, currency }
  delete record['netMinor']
  delete record['costAmountMinor']
}
