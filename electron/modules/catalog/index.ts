export { createCatalogReader, type CatalogReader } from './catalogReader'
export { createCatalogRepository, type CatalogRepository, type StoredItem } from './catalog.repository'
export { createCatalogRouter } from './catalog.router'
