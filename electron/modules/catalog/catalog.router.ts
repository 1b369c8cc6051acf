import { deleteRecord } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { ofItem, type CatalogRepository } from './catalog.repository'
import { createItem, itemOf, updateItem } from './saveItem'
import { createSerial, serialOf, updateSerial } from './saveSerial'
import {
  createItemCategory,
  createProductCategory,
  createUnit,
  updateItemCategory,
  updateProductCategory,
  updateUnit,
} from './saveUnit'
import { getItemCost, getItemPrice, setItemCost, setItemPrice } from './setPrice'

const { catalog } = implementer

export function createCatalogRouter(repository: CatalogRepository) {
  return catalog.router({
    ...reference(repository),
    listItems: catalog.listItems.handler(({ input }) => repository.itemList.page(input)),
    getItem: catalog.getItem.handler(({ input }) => itemOf(repository, input.itemId)),
    createItem: catalog.createItem.handler(({ context, input }) =>
      context.write('catalog.createItem', input, () => createItem(repository, input)),
    ),
    updateItem: catalog.updateItem.handler(({ context, input }) =>
      context.write('catalog.updateItem', input, () => updateItem(repository, input)),
    ),
    deleteItem: catalog.deleteItem.handler(({ context, input }) =>
      context.write('catalog.deleteItem', input, () =>
        deleteRecord(repository.items, input.itemId, input.expectedVersion),
      ),
    ),

    listSerials: catalog.listSerials.handler(({ input }) => repository.serialList.page(input)),
    getSerial: catalog.getSerial.handler(({ input }) => serialOf(repository, input.serialId)),
    createSerial: catalog.createSerial.handler(({ context, input }) =>
      context.write('catalog.createSerial', input, () => createSerial(repository, input)),
    ),
    updateSerial: catalog.updateSerial.handler(({ context, input }) =>
      context.write('catalog.updateSerial', input, () => updateSerial(repository, input)),
    ),
    deleteSerial: catalog.deleteSerial.handler(({ context, input }) =>
      context.write('catalog.deleteSerial', input, () =>
        deleteRecord(repository.serials, input.serialId, input.expectedVersion),
      ),
    ),

    setItemPrice: catalog.setItemPrice.handler(({ context, input }) =>
      context.write('catalog.setItemPrice', input, () => setItemPrice(repository, input)),
    ),
    setItemCost: catalog.setItemCost.handler(({ context, input }) =>
      context.write('catalog.setItemCost', input, () => setItemCost(repository, input)),
    ),
    listItemPrices: catalog.listItemPrices.handler(({ input }) =>
      repository.priceList.page(input, ofItem(input.itemId)),
    ),
    listItemCosts: catalog.listItemCosts.handler(({ input }) =>
      repository.costList.page(input, ofItem(input.itemId)),
    ),
    getItemPrice: catalog.getItemPrice.handler(({ input }) => getItemPrice(repository, input)),
    getItemCost: catalog.getItemCost.handler(({ input }) => getItemCost(repository, input)),
  })
}

/** Units and categories. */
function reference(repository: CatalogRepository) {
  return {
    listUnits: catalog.listUnits.handler(({ input }) => repository.unitList.page(input)),
    getUnit: catalog.getUnit.handler(({ input }) => repository.units.get(input.unitId)),
    createUnit: catalog.createUnit.handler(({ context, input }) =>
      context.write('catalog.createUnit', input, () => createUnit(repository, input)),
    ),
    updateUnit: catalog.updateUnit.handler(({ context, input }) =>
      context.write('catalog.updateUnit', input, () => updateUnit(repository, input)),
    ),
    deleteUnit: catalog.deleteUnit.handler(({ context, input }) =>
      context.write('catalog.deleteUnit', input, () =>
        deleteRecord(repository.units, input.unitId, input.expectedVersion),
      ),
    ),

    listItemCategories: catalog.listItemCategories.handler(({ input }) =>
      repository.itemCategoryList.page(input),
    ),
    getItemCategory: catalog.getItemCategory.handler(({ input }) =>
      repository.itemCategories.get(input.itemCategoryId),
    ),
    createItemCategory: catalog.createItemCategory.handler(({ context, input }) =>
      context.write('catalog.createItemCategory', input, () => createItemCategory(repository, input)),
    ),
    updateItemCategory: catalog.updateItemCategory.handler(({ context, input }) =>
      context.write('catalog.updateItemCategory', input, () => updateItemCategory(repository, input)),
    ),
    deleteItemCategory: catalog.deleteItemCategory.handler(({ context, input }) =>
      context.write('catalog.deleteItemCategory', input, () =>
        deleteRecord(repository.itemCategories, input.itemCategoryId, input.expectedVersion),
      ),
    ),

    listProductCategories: catalog.listProductCategories.handler(({ input }) =>
      repository.productCategoryList.page(input),
    ),
    getProductCategory: catalog.getProductCategory.handler(({ input }) =>
      repository.productCategories.get(input.productCategoryId),
    ),
    createProductCategory: catalog.createProductCategory.handler(({ context, input }) =>
      context.write('catalog.createProductCategory', input, () => createProductCategory(repository, input)),
    ),
    updateProductCategory: catalog.updateProductCategory.handler(({ context, input }) =>
      context.write('catalog.updateProductCategory', input, () => updateProductCategory(repository, input)),
    ),
    deleteProductCategory: catalog.deleteProductCategory.handler(({ context, input }) =>
      context.write('catalog.deleteProductCategory', input, () =>
        deleteRecord(repository.productCategories, input.productCategoryId, input.expectedVersion),
      ),
    ),
  }
}
