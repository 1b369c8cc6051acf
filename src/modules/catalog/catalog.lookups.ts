import { ItemCategoryId, ItemId, ProductCategoryId, UnitId } from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

/** Units of measure by name. */
export const unitLookup: Lookup = {
  route: 'units',
  search: async (text, limit) => {
    const { items } = await client.catalog.listUnits({ text, limit })
    return items.map((found) => ({ id: found.id, title: found.name, subtitle: found.code }))
  },
  resolve: async (id) => {
    const found = await client.catalog.getUnit({ unitId: UnitId.parse(id) })
    return { id, title: found.name, subtitle: found.code }
  },
}

/** Item categories by name. */
export const itemCategoryLookup: Lookup = {
  route: 'itemCategories',
  search: async (text, limit) => {
    const { items } = await client.catalog.listItemCategories({ text, limit })
    return items.map((found) => ({ id: found.id, title: found.name, subtitle: found.code }))
  },
  resolve: async (id) => {
    const found = await client.catalog.getItemCategory({ itemCategoryId: ItemCategoryId.parse(id) })
    return { id, title: found.name, subtitle: found.code }
  },
}

/** Product categories by name. */
export const productCategoryLookup: Lookup = {
  route: 'productCategories',
  search: async (text, limit) => {
    const { items } = await client.catalog.listProductCategories({ text, limit })
    return items.map((found) => ({ id: found.id, title: found.name, subtitle: String(found.externalId) }))
  },
  resolve: async (id) => {
    const found = await client.catalog.getProductCategory({ productCategoryId: ProductCategoryId.parse(id) })
    return { id, title: found.name, subtitle: String(found.externalId) }
  },
}

/** Items that are not blocked, by number or name. */
export const itemLookup: Lookup = {
  route: 'items',
  search: async (text, limit) => {
    const { items } = await client.catalog.listItems({ text, limit, filter: { blocked: false } })
    return items.map((found) => ({
      id: found.id,
      title: `${found.number} ${found.name}`,
      subtitle: [found.categoryName, found.unitCode].filter(Boolean).join(', '),
    }))
  },
  resolve: async (id) => {
    const found = await client.catalog.getItem({ itemId: ItemId.parse(id) })
    return {
      id,
      title: `${found.number} ${found.name}`,
      subtitle: [found.categoryName, found.unitCode].filter(Boolean).join(', '),
    }
  },
}
