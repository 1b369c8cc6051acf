import {
  ItemKind,
  type Item,
  type ItemCategory,
  type ItemCost,
  type ItemPrice,
  type ProductCategory,
  type Unit,
} from '@contract/catalog'
import type { Column, ListView, Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { itemCategoryLookup } from './catalog.lookups'
import {
  costList,
  itemCategoryList,
  itemList,
  priceList,
  productCategoryList,
  unitList,
} from './catalog.sources'

const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]
const newestFirst: readonly Sort[] = [{ field: 'validFrom', direction: 'desc' }]

const itemColumns: readonly Column<Item>[] = [
  { key: 'number', titleKey: 'catalog.item.number', kind: 'text', width: 150 },
  { key: 'name', titleKey: 'catalog.item.name', kind: 'text', grow: 3 },
  { key: 'categoryName', titleKey: 'catalog.item.categoryId', kind: 'ref', grow: 1, filterKey: 'categoryId', lookup: itemCategoryLookup },
  { key: 'subcategory', titleKey: 'catalog.item.subcategory', kind: 'text', grow: 1 },
  { key: 'kind', titleKey: 'catalog.item.kind', kind: 'enum', width: 120, options: ItemKind.options, textKey: 'catalog.itemKind' },
  { key: 'unitCode', titleKey: 'catalog.item.unitId', kind: 'text', width: 80 },
  { key: 'serialTracked', titleKey: 'catalog.item.serialTracked', kind: 'boolean', width: 110 },
  { key: 'blocked', titleKey: 'catalog.item.blocked', kind: 'boolean', isHidden: true },
] // prettier-ignore

const itemViews: readonly ListView[] = [
  { key: 'open', titleKey: 'catalog.views.open', filter: { blocked: false } },
  { key: 'blocked', titleKey: 'catalog.views.blocked', filter: { blocked: true } },
  { key: 'all', titleKey: 'catalog.views.all' },
]

/** All items (01 §2.5). */
export function useItems() {
  return usePagedList({
    key: 'items', entities: ['item', 'itemCategory', 'unit'], source: itemList, columns: itemColumns, views: itemViews,
    sort: [{ field: 'number', direction: 'asc' }],
  }) // prettier-ignore
}

const priceColumns: readonly Column<ItemPrice>[] = [
  { key: 'validFrom', titleKey: 'catalog.price.validFrom', kind: 'date', width: 130 },
  { key: 'validTo', titleKey: 'catalog.price.validTo', kind: 'date', width: 130 },
  { key: 'unitPrice', titleKey: 'catalog.price.unitPrice', kind: 'unitPrice', width: 160 },
  { key: 'currency', titleKey: 'catalog.price.currency', kind: 'text', grow: 1 },
]

/** The prices of one item, the newest first. */
export function usePrices(itemId: () => string) {
  return usePagedList({
    key: `prices of ${itemId()}`, entities: ['itemPrice'], source: priceList(itemId), columns: priceColumns,
    sort: newestFirst,
  }) // prettier-ignore
}

const costColumns: readonly Column<ItemCost>[] = [
  { key: 'validFrom', titleKey: 'catalog.price.validFrom', kind: 'date', width: 130 },
  { key: 'validTo', titleKey: 'catalog.price.validTo', kind: 'date', width: 130 },
  { key: 'unitCost', titleKey: 'catalog.price.unitCost', kind: 'unitPrice', width: 160 },
  { key: 'currency', titleKey: 'catalog.price.currency', kind: 'text', grow: 1 },
]

/** The costs of one item, the newest first. */
export function useCosts(itemId: () => string) {
  return usePagedList({
    key: `costs of ${itemId()}`, entities: ['itemCost'], source: costList(itemId), columns: costColumns,
    sort: newestFirst,
  }) // prettier-ignore
}

const unitColumns: readonly Column<Unit>[] = [
  { key: 'code', titleKey: 'catalog.unit.code', kind: 'text', width: 140 },
  { key: 'name', titleKey: 'catalog.unit.name', kind: 'text', grow: 1 },
  { key: 'decimals', titleKey: 'catalog.unit.decimals', kind: 'number', width: 120 },
]

/** Units of measure. */
export function useUnits() {
  return usePagedList({
    key: 'units',
    entities: ['unit'],
    source: unitList,
    columns: unitColumns,
    sort: byCode,
  })
}

const itemCategoryColumns: readonly Column<ItemCategory>[] = [
  { key: 'code', titleKey: 'catalog.itemCategory.code', kind: 'text', width: 200 },
  { key: 'name', titleKey: 'catalog.itemCategory.name', kind: 'text', grow: 1 },
]

/** Categories of items. */
export function useItemCategories() {
  return usePagedList({
    key: 'itemCategories', entities: ['itemCategory'], source: itemCategoryList, columns: itemCategoryColumns,
    sort: byCode,
  }) // prettier-ignore
}

const productCategoryColumns: readonly Column<ProductCategory>[] = [
  { key: 'externalId', titleKey: 'catalog.productCategory.externalId', kind: 'number', width: 140 },
  { key: 'name', titleKey: 'catalog.productCategory.name', kind: 'text', grow: 1 },
]

/** Categories of products, as repair files name them. */
export function useProductCategories() {
  return usePagedList({
    key: 'productCategories', entities: ['productCategory'], source: productCategoryList,
    columns: productCategoryColumns, sort: [{ field: 'name', direction: 'asc' }],
  }) // prettier-ignore
}
