import { contract } from '@contract/index'
import { ItemCategoryId, ItemCostId, ItemId, ItemPriceId, ProductCategoryId, UnitId } from '@contract/id'
import { fieldsOf, inputOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import type { z } from 'zod'
import { itemCategoryLookup, unitLookup } from './catalog.lookups'

const { catalog } = contract
const ask = client.catalog

export const unitList = listSource(catalog.listUnits, (input) => ask.listUnits(input))
export const itemCategoryList = listSource(catalog.listItemCategories, (input) =>
  ask.listItemCategories(input),
)
export const productCategoryList = listSource(catalog.listProductCategories, (input) =>
  ask.listProductCategories(input),
)
export const itemList = listSource(catalog.listItems, (input) => ask.listItems(input))

/** The prices of one item. */
export const priceList = (itemId: () => string) =>
  listSource(
    catalog.listItemPrices,
    (input) => ask.listItemPrices(input),
    () => ({ itemId: itemId() }),
  )
/** The costs of one item. */
export const costList = (itemId: () => string) =>
  listSource(
    catalog.listItemCosts,
    (input) => ask.listItemCosts(input),
    () => ({ itemId: itemId() }),
  )

export const unitRecord = recordSource({
  entity: 'unit',
  id: UnitId,
  schema: fieldsOf(catalog.createUnit),
  labels: 'catalog.unit',

  get: (unitId) => ask.getUnit({ unitId }),
  create: (id, values) => ask.createUnit({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateUnit({ unitId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteUnit({ unitId: id, expectedVersion: version, reason }),
})
export const itemCategoryRecord = recordSource({
  entity: 'itemCategory',
  id: ItemCategoryId,
  schema: fieldsOf(catalog.createItemCategory),
  labels: 'catalog.itemCategory',

  get: (itemCategoryId) => ask.getItemCategory({ itemCategoryId }),
  create: (id, values) => ask.createItemCategory({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateItemCategory({ itemCategoryId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteItemCategory({ itemCategoryId: id, expectedVersion: version, reason }),
})
export const productCategoryRecord = recordSource({
  entity: 'productCategory',
  id: ProductCategoryId,
  schema: fieldsOf(catalog.createProductCategory),
  labels: 'catalog.productCategory',

  get: (productCategoryId) => ask.getProductCategory({ productCategoryId }),
  create: (id, values) => ask.createProductCategory({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateProductCategory({ productCategoryId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteProductCategory({ productCategoryId: id, expectedVersion: version, reason }),
})
export const itemRecord = recordSource({
  entity: 'item',
  id: ItemId,
  schema: fieldsOf(catalog.createItem),
  labels: 'catalog.item',
  texts: { kind: 'catalog.itemKind', categoryId: itemCategoryLookup, unitId: unitLookup },
  get: (itemId) => ask.getItem({ itemId }),
  create: (id, values) => ask.createItem({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateItem({ itemId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteItem({ itemId: id, expectedVersion: version, reason }),
})

export type ItemPage = RecordOf<typeof itemRecord>

export const PriceInput = inputOf(catalog.setItemPrice).omit({ id: true, itemId: true, reason: true })
export const CostInput = inputOf(catalog.setItemCost).omit({ id: true, itemId: true, reason: true })

/** A price from a date on (01 §2.5). */
export function setPrice(itemId: string, id: ItemPriceId, price: z.output<typeof PriceInput>) {
  return ask.setItemPrice({ id, itemId: ItemId.parse(itemId), ...price })
}

/** A cost from a date on (01 §2.5). */
export function setCost(itemId: string, id: ItemCostId, cost: z.output<typeof CostInput>) {
  return ask.setItemCost({ id, itemId: ItemId.parse(itemId), ...cost })
}
