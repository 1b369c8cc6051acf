import {
  BillingAccountStatus,
  BillingAccountType,
  LineType,
  PriceKind,
  PriceModel,
  type BillingAccount,
  type Category,
  type LineProperty,
  type PriceRule,
} from '@contract/agreements'
import type { Column, Filter, ListView, Sort } from '@/composables/list'
import { useFormat } from '@/composables/useFormat'
import { usePagedList } from '@/composables/usePagedList'
import { itemLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { billingAccountLookup, categoryLookup, linePropertyLookup } from './agreements.lookups'
import { billingAccountList, categoryList, linePropertyList, priceRuleList } from './agreements.sources'

const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]
const anyCategory = categoryLookup(() => undefined)

const linePropertyColumns: readonly Column<LineProperty>[] = [
  { key: 'code', titleKey: 'agreements.lineProperty.code', kind: 'text', width: 160 },
  { key: 'name', titleKey: 'agreements.lineProperty.name', kind: 'text', grow: 1 },
  { key: 'chargeable', titleKey: 'agreements.lineProperty.chargeable', kind: 'boolean', width: 110 },
  { key: 'costPercent', titleKey: 'agreements.lineProperty.costPercent', kind: 'percent', width: 130 },
  { key: 'salesPercent', titleKey: 'agreements.lineProperty.salesPercent', kind: 'percent', width: 130 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
]

/** All line properties (02 §2.3). */
export function useLineProperties() {
  return usePagedList({
    key: 'lineProperties', entities: ['lineProperty'], source: linePropertyList, columns: linePropertyColumns,
    sort: byCode,
  }) // prettier-ignore
}

const categoryColumns: readonly Column<Category>[] = [
  { key: 'code', titleKey: 'agreements.category.code', kind: 'text', width: 160 },
  { key: 'name', titleKey: 'agreements.category.name', kind: 'text', grow: 1 },
  { key: 'type', titleKey: 'agreements.category.type', kind: 'enum', width: 120, options: LineType.options, textKey: 'agreements.lineType' },
  { key: 'linePropertyCode', titleKey: 'agreements.category.linePropertyId', kind: 'ref', width: 160, filterKey: 'linePropertyId', lookup: linePropertyLookup },
  { key: 'isDefault', titleKey: 'agreements.category.isDefault', kind: 'boolean', width: 110 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
] // prettier-ignore

/** All categories of lines. */
export function useCategories() {
  return usePagedList({
    key: 'categories', entities: ['category', 'lineProperty'], source: categoryList, columns: categoryColumns,
    sort: byCode,
  }) // prettier-ignore
}

const accountColumns: readonly Column<BillingAccount>[] = [
  { key: 'number', titleKey: 'agreements.billingAccount.number', kind: 'text', width: 140 },
  { key: 'name', titleKey: 'agreements.billingAccount.name', kind: 'text', grow: 2 },
  { key: 'customerName', titleKey: 'agreements.billingAccount.customerId', kind: 'ref', grow: 2, filterKey: 'customerId', lookup: customerLookup },
  { key: 'type', titleKey: 'agreements.billingAccount.type', kind: 'enum', width: 150, options: BillingAccountType.options, textKey: 'agreements.accountType' },
  { key: 'currency', titleKey: 'agreements.billingAccount.currency', kind: 'text', width: 90 },
  { key: 'status', titleKey: 'agreements.billingAccount.status', kind: 'enum', width: 110, options: BillingAccountStatus.options, textKey: 'agreements.accountStatus' },
] // prettier-ignore

const accountViews: readonly ListView[] = [
  { key: 'open', titleKey: 'agreements.accountStatus.open', filter: { status: ['open'] } },
  { key: 'all', titleKey: 'agreements.views.all' },
]

/** All billing accounts, or those of one customer (02 §2.3). */
export function useBillingAccounts(customerId?: () => string) {
  return usePagedList({
    key: customerId ? `billing accounts of ${customerId()}` : 'billingAccounts',
    entities: ['billingAccount', 'customer'], source: billingAccountList,
    columns: customerId ? accountColumns.filter(({ key }) => key !== 'customerName') : accountColumns,
    sort: [{ field: 'number', direction: 'asc' }],
    ...(customerId ? { scope: () => ({ customerId: [customerId()] }) } : { views: accountViews }),
  }) // prettier-ignore
}

const ofScope = new Set(['agreementNumber', 'billingAccountName'])
/** All price rules (04 §2.2); costs only for those who may read them. */
export function usePriceRules() {
  return rulesOf({ key: 'priceRules' })
}

/** The price rules of one agreement (R02-16). */
export function usePriceRulesOf(agreementId: () => string) {
  return rulesOf({
    key: `price rules of ${agreementId()}`,
    scope: () => ({ agreementId: [agreementId()] }),
  })
}

function rulesOf({ key, scope }: { key: string; scope?: () => Filter }) {
  const format = useFormat()
  const columns: readonly Column<PriceRule>[] = [
    { key: 'kind', titleKey: 'agreements.priceRule.kind', kind: 'enum', width: 80, options: PriceKind.options, textKey: 'agreements.priceKind' },
    { key: 'type', titleKey: 'agreements.priceRule.type', kind: 'enum', width: 100, options: LineType.options, textKey: 'agreements.lineType' },
    { key: 'agreementNumber', titleKey: 'agreements.priceRule.agreementId', kind: 'text', width: 130, sortKey: null, filterKey: null },
    { key: 'billingAccountName', titleKey: 'agreements.priceRule.billingAccountId', kind: 'ref', grow: 1, filterKey: 'billingAccountId', lookup: billingAccountLookup },
    { key: 'workerName', titleKey: 'agreements.priceRule.workerId', kind: 'ref', grow: 1, filterKey: 'workerId', lookup: workerLookup },
    { key: 'categoryCode', titleKey: 'agreements.priceRule.categoryId', kind: 'ref', width: 100, filterKey: 'categoryId', lookup: anyCategory },
    { key: 'itemNumber', titleKey: 'agreements.priceRule.itemId', kind: 'ref', isHidden: true, filterKey: 'itemId', lookup: itemLookup },
    { key: 'model', titleKey: 'agreements.priceRule.model', kind: 'enum', isHidden: true, options: PriceModel.options, textKey: 'agreements.priceModel' },
    {
      key: 'value', titleKey: 'agreements.priceRule.value', kind: 'text', align: 'end', width: 120,
      value: (rule) => isShare(rule.model) ? format.percent(rule.value) : format.unitPrice(rule.value, rule.currency),
      exported: () => ({ kind: 'unitPrice', kindBy: { field: 'model', kinds: { contribution: 'percent', chargePercent: 'percent' } } }),
    },
    { key: 'validFrom', titleKey: 'agreements.priceRule.validFrom', kind: 'date', width: 105 },
    { key: 'validTo', titleKey: 'agreements.priceRule.validTo', kind: 'date', width: 105 },
  ] // prettier-ignore
  return usePagedList({
    key, entities: ['priceRule'], source: priceRuleList,
    columns: scope ? columns.filter((column) => !ofScope.has(column.key)) : columns,
    sort: [{ field: 'validFrom', direction: 'desc' }],
    ...(scope ? { scope } : {}),
  }) // prettier-ignore
}

/** Whether a model's value is basis points and no price (R04-32). */
export function isShare(model: PriceModel | null | undefined): boolean {
  return model === 'contribution' || model === 'chargePercent'
}
