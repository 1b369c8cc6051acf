import { bool, entityTable, int, json, ref, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { BillingAccount, Category, LineProperty, LineType } from '../../shared/contract/agreements'
import { createPriceRules } from './priceRules.repository'

/** What the store keeps; the answers add names from joins. */
export type StoredCategory = Omit<Category, 'linePropertyCode'>
export type StoredAccount = Omit<BillingAccount, 'customerNumber' | 'customerName' | 'linePropertyCode'>

/** The line property that holds where neither account nor category names one (R02-33). */
export const standardProperty = 'CHARGEABLE'
/** The line property that work under warranty gets first. */
const warrantyCode = 'WARRANTY'

const propertyTable = entityTable<LineProperty>({
  entity: 'lineProperty',
  table: 'line_property',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    chargeable: bool({ column: 'is_chargeable' }),
    costPercent: int(),
    salesPercent: int(),
    active: bool({ column: 'is_active' }),
  },
})

const categoryTable = entityTable<StoredCategory>({
  entity: 'category',
  table: 'category',
  columns: {
    code: text(),
    name: text({ sorted: true }),
    type: text(),
    linePropertyId: ref(),
    isDefault: bool(),
    active: bool({ column: 'is_active' }),
  },
})

const accountTable = entityTable<StoredAccount>({
  entity: 'billingAccount',
  table: 'billing_account',
  columns: {
    number: text(),
    name: text({ sorted: true }),
    customerId: ref(),
    type: text(),
    currency: text(),
    linePropertyId: ref(),
    linePropertySearch: text(),
    expenseAccount: text(),
    paymentTerms: text(),
    status: text(),
    allowedWorkerIds: json(),
    allowedCategoryIds: json(),
  },
})

/** All SQL of categories, line properties, billing accounts and price rules. */
export function createAgreementsRepository(store: Store) {
  const properties = createRecords(store, propertyTable)
  const categories = createRecords(store, categoryTable)
  const accounts = createRecords(store, accountTable)

  return {
    properties,
    categories,
    accounts,
    propertyList: createListView<LineProperty>(store, {
      table: propertyTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    categoryList: createListView<StoredCategory, Category>(store, {
      table: categoryTable,
      joins: 'LEFT JOIN line_property p ON p.id = t.line_property_id',
      joined: { linePropertyCode: { sql: 'p.code', kind: 'text' } },
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    accountList: createListView<StoredAccount, BillingAccount>(store, {
      table: accountTable,
      joins: `JOIN customer c ON c.id = t.customer_id
        LEFT JOIN line_property p ON p.id = t.line_property_id`,
      joined: {
        customerNumber: { sql: 'c.number', kind: 'text' },
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
        linePropertyCode: { sql: 'p.code', kind: 'text' },
      },
      search: 'billingAccount',
      defaultSort: [{ field: 'number', direction: 'asc' }],
    }),
    ...createPriceRules(store),

    /** CHARGEABLE, which every store has (R02-33). */
    standardProperty(): LineProperty {
      const [property] = properties.where('code', standardProperty)
      if (!property) throw new Error(`the store has no line property ${standardProperty}`)
      return property
    },
    /** What work is not charged by that a promise covers: WARRANTY, else another such one; undefined without any (R08-11). */
    warrantyProperty(): LineProperty | undefined {
      const free = properties.where('chargeable', false).filter(({ active }) => active)
      return free.find(({ code }) => code === warrantyCode) ?? free[0]
    },
    /** The category that new lines of a type get. */
    defaultCategory(type: LineType): StoredCategory | undefined {
      return categories.where('type', type).find(({ isDefault, active }) => isDefault && active)
    },
    /** The customer's billing account when there is just one that work can go through. */
    onlyAccountOf(customerId: string): string | undefined {
      const usable = accounts
        .where('customerId', customerId)
        .filter(({ status, type }) => status !== 'closed' && type !== 'time')
      return usable.length === 1 ? usable[0]?.id : undefined
    },
  }
}
export type AgreementsRepository = ReturnType<typeof createAgreementsRepository>
