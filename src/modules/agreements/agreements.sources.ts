import { contract } from '@contract/index'
import { BillingAccountId, CategoryId, LinePropertyId, PriceRuleId } from '@contract/id'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import type { PreviewPriceInput } from '@contract/agreements'
import { itemLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { billingAccountLookup, categoryLookup, linePropertyLookup } from './agreements.lookups'

const { agreements } = contract
const ask = client.agreements

export const linePropertyList = listSource(agreements.listLineProperties, (input) =>
  ask.listLineProperties(input),
)
export const categoryList = listSource(agreements.listCategories, (input) => ask.listCategories(input))
export const billingAccountList = listSource(agreements.listBillingAccounts, (input) =>
  ask.listBillingAccounts(input),
)
export const priceRuleList = listSource(agreements.listPriceRules, (input) => ask.listPriceRules(input))
export const linePropertyRecord = recordSource({
  entity: 'lineProperty',
  id: LinePropertyId,
  schema: fieldsOf(agreements.createLineProperty),
  labels: 'agreements.lineProperty',

  get: (linePropertyId) => ask.getLineProperty({ linePropertyId }),
  create: (id, values) => ask.createLineProperty({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateLineProperty({ linePropertyId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteLineProperty({ linePropertyId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateLineProperty({ linePropertyId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateLineProperty({ linePropertyId: id, expectedVersion: version, reason }),
})
export const categoryRecord = recordSource({
  entity: 'category',
  id: CategoryId,
  schema: fieldsOf(agreements.createCategory),
  labels: 'agreements.category',
  texts: { type: 'agreements.lineType', linePropertyId: linePropertyLookup },
  get: (categoryId) => ask.getCategory({ categoryId }),
  create: (id, values) => ask.createCategory({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCategory({ categoryId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCategory({ categoryId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateCategory({ categoryId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateCategory({ categoryId: id, expectedVersion: version, reason }),
})
export const billingAccountRecord = recordSource({
  entity: 'billingAccount',
  id: BillingAccountId,
  schema: fieldsOf(agreements.createBillingAccount),
  labels: 'agreements.billingAccount',
  texts: {
    type: 'agreements.accountType',
    status: 'agreements.accountStatus',
    linePropertySearch: 'agreements.propertySearch',
    customerId: customerLookup,
    linePropertyId: linePropertyLookup,
  },
  get: (billingAccountId) => ask.getBillingAccount({ billingAccountId }),
  create: (id, values) => ask.createBillingAccount({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateBillingAccount({ billingAccountId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteBillingAccount({ billingAccountId: id, expectedVersion: version, reason }),
})
export const priceRuleRecord = recordSource({
  entity: 'priceRule',
  id: PriceRuleId,
  schema: fieldsOf(agreements.createPriceRule),
  labels: 'agreements.priceRule',
  texts: {
    kind: 'agreements.priceKind',
    type: 'agreements.lineType',
    model: 'agreements.priceModel',
    billingAccountId: billingAccountLookup,
    workerId: workerLookup,
    categoryId: categoryLookup(() => undefined),
    itemId: itemLookup,
  },
  get: (priceRuleId) => ask.getPriceRule({ priceRuleId }),
  create: (id, values) => ask.createPriceRule({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updatePriceRule({ priceRuleId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deletePriceRule({ priceRuleId: id, expectedVersion: version, reason }),
})

export type BillingAccountPage = RecordOf<typeof billingAccountRecord>
export type PriceRulePage = RecordOf<typeof priceRuleRecord>

export const PreviewInput = inputOf(agreements.previewPrice)

/** Which price a line would get, and why (R04-30). */
export function previewPrice(asked: PreviewPriceInput) {
  return ask.previewPrice(asked)
}
