import { z } from 'zod'
import { crud } from './crud'
import { refusals } from './domainError'
import {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CategoryId,
  CustomerId,
  ItemId,
  ItemPriceId,
  LinePropertyId,
  PriceRuleId,
  Version,
  WorkerId,
} from './id'
import { Currency, UnitPrice } from './money'
import { query } from './procedure'
import { serviceTasksContract } from './serviceTasks'
import { LocalDate } from './time'

const code = z.string().trim().toUpperCase().min(1).max(20)
const name = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => z.string().trim().max(max)

/** What a line is: of an agreement, of an order, of a transaction. */
export const LineType = z.enum(['hour', 'expense', 'item', 'fee'])
export type LineType = z.infer<typeof LineType>

/** Basis points; 10000 = the whole amount. */
const share = z.int().min(0).max(100_000)

const linePropertyFields = {
  code,
  name: name(80),
  /** Not chargeable: the sales amount is 0, the cost is kept. */
  chargeable: z.boolean(),
  costPercent: share,
  salesPercent: share,
}
/** Says how much of a line is charged and carried as cost (02 §2.3). */
export const LineProperty = z.object({
  id: LinePropertyId,
  version: Version,
  ...linePropertyFields,
  active: z.boolean(),
})
export type LineProperty = z.infer<typeof LineProperty>

const categoryFields = {
  code,
  name: name(80),
  type: LineType,
  linePropertyId: LinePropertyId.optional(),
  /** The category that new lines of this type get; one a type. */
  isDefault: z.boolean().default(false),
}
export const Category = z.object({
  id: CategoryId,
  version: Version,
  ...categoryFields,
  isDefault: z.boolean(),
  active: z.boolean(),
  linePropertyCode: z.string().optional(),
})
export type Category = z.infer<typeof Category>

export const BillingAccountType = z.enum([
  'timeAndMaterial',
  'fixedPrice',
  'subscription',
  'internal',
  'time',
])
export type BillingAccountType = z.infer<typeof BillingAccountType>
export const BillingAccountStatus = z.enum(['open', 'blocked', 'closed'])
export type BillingAccountStatus = z.infer<typeof BillingAccountStatus>
/** Which line property comes first: the account's or the category's (R02-33). */
export const LinePropertySearch = z.enum(['account', 'category'])
export type LinePropertySearch = z.infer<typeof LinePropertySearch>

const billingAccountFields = {
  /** Empty: the next number of the series BA. */
  number: name(40).optional(),
  name: name(120),
  customerId: CustomerId,
  type: BillingAccountType,
  /** Empty: the customer's. */
  currency: Currency.optional(),
  linePropertyId: LinePropertyId.optional(),
  linePropertySearch: LinePropertySearch.default('account'),
  /** Copied to expense transactions (R12-28). */
  expenseAccount: text(40).optional(),
  paymentTerms: text(80).optional(),
  status: BillingAccountStatus.default('open'),
  /** Empty: every worker, every category (R02-31). */
  allowedWorkerIds: z.array(WorkerId).max(500).default([]),
  allowedCategoryIds: z.array(CategoryId).max(200).default([]),
}
/** Through which a customer's work is posted and invoiced (02 §2.3). */
export const BillingAccount = z.object({
  id: BillingAccountId,
  version: Version,
  ...billingAccountFields,
  number: z.string(),
  currency: Currency,
  linePropertySearch: LinePropertySearch,
  status: BillingAccountStatus,
  allowedWorkerIds: z.array(WorkerId),
  allowedCategoryIds: z.array(CategoryId),
  customerNumber: z.string(),
  customerName: z.string(),
  linePropertyCode: z.string().optional(),
})
export type BillingAccount = z.infer<typeof BillingAccount>

export const PriceKind = z.enum(['cost', 'sales'])
export type PriceKind = z.infer<typeof PriceKind>
export const PriceModel = z.enum(['fixed', 'contribution', 'chargePercent', 'chargeAmount'])
export type PriceModel = z.infer<typeof PriceModel>

const priceRuleFields = {
  kind: PriceKind,
  type: LineType,
  /** The scope of an agreement's prices (R02-16). */
  agreementId: AgreementId.optional(),
  /** The scope of a customer's prices; without a scope it is a base price. */
  billingAccountId: BillingAccountId.optional(),
  workerId: WorkerId.optional(),
  categoryId: CategoryId.optional(),
  itemId: ItemId.optional(),
  /** Of a sales price; a cost without one holds in any currency. */
  currency: Currency.optional(),
  validFrom: LocalDate,
  validTo: LocalDate.optional(),
  model: PriceModel.default('fixed'),
  /** `fixed`, `chargeAmount`: a unit price; `contribution`, `chargePercent`: basis points (R04-32). */
  value: UnitPrice,
}
export const PriceRule = z.object({
  id: PriceRuleId,
  version: Version,
  ...priceRuleFields,
  model: PriceModel,
  agreementNumber: z.string().optional(),
  billingAccountNumber: z.string().optional(),
  billingAccountName: z.string().optional(),
  workerName: z.string().optional(),
  categoryCode: z.string().optional(),
  itemNumber: z.string().optional(),
})
export type PriceRule = z.infer<typeof PriceRule>

/** Where a line's sales price comes from (04 §2.2). */
export const SalesPriceSource = z.enum([
  'agreementLine',
  'agreement',
  'customer',
  'base',
  'manual',
  'missing',
])
export type SalesPriceSource = z.infer<typeof SalesPriceSource>
export const FoundPriceSource = SalesPriceSource.exclude(['manual'])
export type FoundPriceSource = z.infer<typeof FoundPriceSource>

/** A price with why it is this one (R04-30); the cost part only for those who may read costs. */
export const FoundPrice = z.object({
  unitPrice: UnitPrice.optional(),
  source: FoundPriceSource,
  /** 1 agreement line, 2 agreement, 3 customer, 4 base, 5 none. */
  level: z.int(),
  /** Within the level: 1 worker and category, 2 worker, 3 category, 4 neither; 1 where a level has one step. */
  step: z.int(),
  ruleId: PriceRuleId.optional(),
  /** The row of the item's list price. */
  itemPriceId: ItemPriceId.optional(),
  unitCost: UnitPrice.optional(),
  /** 1 to 8 of the cost table (R04-31); absent for a line's own cost and an item's. */
  costStep: z.int().optional(),
  costRuleId: PriceRuleId.optional(),
})
export type FoundPrice = z.infer<typeof FoundPrice>

export const PreviewPriceInput = z.object({
  /** Its own prices come first, then those of its agreement; both with what the line says where it is not asked. */
  agreementLineId: AgreementLineId.optional(),
  agreementId: AgreementId.optional(),
  type: LineType,
  billingAccountId: BillingAccountId.optional(),
  customerId: CustomerId.optional(),
  workerId: WorkerId.optional(),
  categoryId: CategoryId.optional(),
  itemId: ItemId.optional(),
  currency: Currency,
  date: LocalDate,
})
export type PreviewPriceInput = z.infer<typeof PreviewPriceInput>

export const agreementsErrors = refusals(
  'CODE_TAKEN',
  'NUMBER_TAKEN',
  'NUMBERS_EXHAUSTED',
  'FIELD_FROZEN',
  'STANDARD_RECORD',
  'CATEGORY_TYPE',
  'PERIOD_INVALID',
  'PRICE_OVERLAP',
  'CONTRIBUTION_RANGE',
  'NEGATIVE_PRICE',
)

const setUp = { read: 'agreements.read', write: 'agreements.setUp', errors: agreementsErrors } as const
const lineProperty = crud({
  key: 'linePropertyId', id: LinePropertyId, fields: linePropertyFields, record: LineProperty, ...setUp,
}) // prettier-ignore
const category = crud({
  key: 'categoryId', id: CategoryId, fields: categoryFields, record: Category, ...setUp,
}) // prettier-ignore
const billingAccount = crud({
  key: 'billingAccountId', id: BillingAccountId, fields: billingAccountFields, record: BillingAccount,
  read: 'agreements.read', write: 'agreements.write', errors: agreementsErrors,
}) // prettier-ignore
const priceRule = crud({
  key: 'priceRuleId', id: PriceRuleId, fields: priceRuleFields, record: PriceRule,
  read: 'agreements.read', write: 'agreements.setPrice', errors: agreementsErrors,
}) // prettier-ignore

export const agreementsContract = {
  listLineProperties: lineProperty.list,
  getLineProperty: lineProperty.get,
  createLineProperty: lineProperty.create,
  updateLineProperty: lineProperty.update,
  deleteLineProperty: lineProperty.delete,
  deactivateLineProperty: lineProperty.deactivate,
  activateLineProperty: lineProperty.activate,
  listCategories: category.list,
  getCategory: category.get,
  createCategory: category.create,
  updateCategory: category.update,
  deleteCategory: category.delete,
  deactivateCategory: category.deactivate,
  activateCategory: category.activate,
  listBillingAccounts: billingAccount.list,
  getBillingAccount: billingAccount.get,
  createBillingAccount: billingAccount.create,
  updateBillingAccount: billingAccount.update,
  deleteBillingAccount: billingAccount.delete,
  /** Cost rules, and models that show a margin, only to those who may read costs. */
  listPriceRules: priceRule.list,
  getPriceRule: priceRule.get,
  createPriceRule: priceRule.create,
  updatePriceRule: priceRule.update,
  deletePriceRule: priceRule.delete,
  ...serviceTasksContract,
  /** Which price a line would get, and why (R04-30). */
  previewPrice: query('agreements.read').input(PreviewPriceInput).output(FoundPrice),
}
