export { default as ItemStockTab } from './ItemStockTab.vue'
export { warehouseLookup } from './stock.lookups'
