import {
  createPriceSearch,
  type PriceSearchDeps,
  type SearchPrice,
  type StoredPriceRule,
} from '../agreements/index'
import type { ItemCost, ItemPrice } from '../../shared/contract/catalog'

/** What the search of a whole plan reads: each list once. */
export interface PriceSources {
  /** Rules without billing account: those of agreements and those without scope. */
  unboundRules(): readonly StoredPriceRule[]
  accountRules(billingAccountId: string): readonly StoredPriceRule[]
  readonly accounts: PriceSearchDeps['accounts']
  itemPrices(itemId: string): readonly ItemPrice[]
  itemCosts(itemId: string): readonly ItemCost[]
}
type RuleQuery = Parameters<PriceSearchDeps['rules']['candidates']>[0]

/**
 * The price search (R04-30) of very many lines: the same steps over rules and prices that are read once, by scope, item
 * and account, and then looked up in memory. Lives no longer than one plan.
 */
export function createRememberedPrices(sources: PriceSources): SearchPrice {
  let unbound: Map<string, readonly StoredPriceRule[]> | undefined
  const ofAccount = remembered((id) => byCriteria(sources.accountRules(id)))
  const prices = remembered((id) => newestFirst(sources.itemPrices(id)))
  const costs = remembered((id) => newestFirst(sources.itemCosts(id)))
  const onlyAccount = remembered((id) => ({ id: sources.accounts.onlyAccountOf(id) }))

  function rulesOf(query: RuleQuery): ReadonlyMap<string, readonly StoredPriceRule[]> {
    if (query.billingAccountId !== undefined) return ofAccount(query.billingAccountId)
    unbound ??= byCriteria(sources.unboundRules())
    return unbound
  }

  return createPriceSearch({
    accounts: { onlyAccountOf: (customerId) => onlyAccount(customerId).id },
    rules: {
      candidates(query) {
        const rules = rulesOf(query)
        return stepsOf(query).flatMap((criteria) => {
          const found = rules.get(criteria)?.find((rule) => holds(rule, query))
          return found ? [found] : []
        })
      },
    },
    itemPrice: (itemId, currency, date) => rowOn(prices(itemId), currency, date),
    itemCost: (itemId, currency, date) => rowOn(costs(itemId), currency, date),
  })
}

function remembered<Value>(read: (id: string) => Value): (id: string) => Value {
  const known = new Map<string, Value>()
  return (id) => {
    const held = known.get(id)
    if (held !== undefined) return held
    const value = read(id)
    known.set(id, value)
    return value
  }
}

/** Rules by their criteria, the latest valid first. */
function byCriteria(rules: readonly StoredPriceRule[]): Map<string, StoredPriceRule[]> {
  const found = new Map<string, StoredPriceRule[]>()
  for (const rule of newestFirst(rules)) {
    const key = criteriaOf(rule, rule.workerId, rule.categoryId)
    const held = found.get(key)
    if (held) held.push(rule)
    else found.set(key, [rule])
  }
  return found
}

/** Worker and category, worker, category, neither (R04-31). */
function stepsOf(query: RuleQuery): string[] {
  const { categoryId, workerId } = query
  const steps = [criteriaOf(query, undefined, undefined)]
  if (categoryId !== undefined) steps.unshift(criteriaOf(query, undefined, categoryId))
  if (workerId !== undefined) steps.unshift(criteriaOf(query, workerId, undefined))
  if (workerId !== undefined && categoryId !== undefined)
    steps.unshift(criteriaOf(query, workerId, categoryId))
  return steps
}

function criteriaOf(
  { agreementId, itemId, kind, type }: Pick<RuleQuery, 'agreementId' | 'itemId' | 'kind' | 'type'>,
  workerId: string | undefined,
  categoryId: string | undefined,
): string {
  const item = type === 'item' ? itemId : undefined
  return [kind, type, agreementId, item, workerId, categoryId].map((part) => part ?? '').join('/')
}

function holds({ currency, kind, validFrom, validTo }: StoredPriceRule, query: RuleQuery): boolean {
  const isCurrency = currency === query.currency || (kind === 'cost' && currency === undefined)
  return isCurrency && validFrom <= query.date && (validTo === undefined || validTo >= query.date)
}

function newestFirst<Row extends { readonly validFrom: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : 0))
}

/** Rows of one item and currency do not overlap: the newest that has begun is the only one that can hold. */
function rowOn<
  Row extends {
    readonly currency: string
    readonly validFrom: string
    readonly validTo?: string | undefined
  },
>(rows: readonly Row[], currency: string, date: string): Row | undefined {
  const row = rows.find((one) => one.currency === currency && one.validFrom <= date)
  return row && (row.validTo === undefined || row.validTo >= date) ? row : undefined
}
