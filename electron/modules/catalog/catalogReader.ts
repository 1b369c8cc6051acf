import type { ItemCost, ItemPrice, Unit } from '../../shared/contract/catalog'
import type { Failure } from '../../shared/contract/domainError'
import type { CatalogRepository, StoredItem } from './catalog.repository'
import { fitsUnit } from './price.rules'

/** What other areas read of the catalog. */
export interface CatalogReader {
  /** Throws NOT_FOUND. */
  item(itemId: string): StoredItem
  /** The unit of an item; throws NOT_FOUND. */
  unitOf(itemId: string): Unit
  /** The sales price row of a date; undefined when none holds (PRICE_MISSING). */
  itemPrice(itemId: string, currency: string, date: string): ItemPrice | undefined
  /** The cost row of a date; undefined when none holds. */
  itemCost(itemId: string, currency: string, date: string): ItemCost | undefined
  /** What is wrong with a quantity in milli-units of a unit: more decimals than it has. */
  unitDecimalsFailure(unitId: string, quantity: number, field: string): Failure | undefined
}

export function createCatalogReader(repository: CatalogRepository): CatalogReader {
  const { items, units } = repository
  return {
    item: (itemId) => items.get(itemId),
    unitOf: (itemId) => units.get(items.get(itemId).unitId),
    itemPrice: repository.priceOn,
    itemCost: repository.costOn,
    unitDecimalsFailure(unitId, quantity, field) {
      const { code, decimals } = units.get(unitId)
      return fitsUnit(quantity, decimals) ? undefined : { code: 'UNIT_DECIMALS', field, unit: code, decimals }
    },
  }
}
