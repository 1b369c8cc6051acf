import type { SearchSource } from './db/searchIndex'
import { agreementsSearch, serviceAgreementsSearch, type ServiceAgreements } from './modules/agreements/index'
import { attachedTexts } from './modules/attachments/index'
import { bomSearch, type ServiceBomDeps } from './modules/bom/index'
import { casesSearch } from './modules/cases/index'
import { catalogSearch } from './modules/catalog/index'
import { customersSearch } from './modules/customers/index'
import { objectsSearch } from './modules/objects/index'
import { ordersSearch, type OrderDeps } from './modules/orders/index'
import { peopleSearch } from './modules/people/index'
import { repairSearch } from './modules/repair/index'

/** What each capability says of its records that can be searched (R01-12). */
export function searchSources(
  orderDeps: Pick<OrderDeps, 'orders' | 'settings'>,
  agreements: ServiceAgreements,
  { lists }: Pick<ServiceBomDeps, 'lists'>,
): readonly SearchSource[] {
  const sources = [
    ordersSearch(orderDeps),
    casesSearch,
    repairSearch(orderDeps),
    ...customersSearch,
    objectsSearch,
    bomSearch({ lists, settings: orderDeps.settings }),
    ...catalogSearch,
    peopleSearch,
    agreementsSearch,
    serviceAgreementsSearch(agreements),
  ]
  return sources.map((source) => ({ ...source, rest: [...source.rest, ...attachedTexts] }))
}
