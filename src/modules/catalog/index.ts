export { itemCategoryLookup, itemLookup, productCategoryLookup, unitLookup } from './catalog.lookups'
