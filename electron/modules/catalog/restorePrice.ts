import { restored } from '../../db/restored'
import { catalogErrors, type ItemCost, type ItemPrice } from '../../shared/contract/catalog'
import { domainError } from '../../shared/contract/domainError'
import type { RestoreRules } from '../history/index'
import type { CatalogRepository } from './catalog.repository'
import { overlapping } from './price.rules'

/** What an undo says of prices and costs: no two rows of a currency hold on the same day (01 §2.5). */
export function createRestorePrices({
  costs,
  prices,
}: CatalogRepository): Readonly<Record<string, RestoreRules>> {
  return {
    itemPrice: rulesOf((itemId) => prices.where('itemId', itemId)),
    itemCost: rulesOf((itemId) => costs.where('itemId', itemId)),
  }
}

type Row = ItemPrice | ItemCost

function rulesOf(ofItem: (itemId: string) => readonly Row[]): RestoreRules {
  return {
    check(_act, { after, entity }, plan) {
      if (!after) return
      const row = restored<Row>(after)
      const others = ofItem(row.itemId).flatMap(({ id }) => {
        const other = plan.after(entity, id)
        return other ? [restored<Row>(other)] : []
      })
      const inTheWay = overlapping(
        others.filter(({ currency }) => currency === row.currency),
        row,
      )
      if (inTheWay.length > 0)
        throw domainError(catalogErrors, 'PRICE_OVERLAP', {
          field: 'validFrom',
          ids: inTheWay.map(({ id }) => id),
        })
    },
  }
}
