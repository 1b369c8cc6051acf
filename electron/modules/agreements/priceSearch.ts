import type { FoundPrice, LineType, PriceKind } from '../../shared/contract/agreements'
import type { ItemPriceId } from '../../shared/contract/id'
import { modelPrice } from './amounts.rules'
import { chooseCost, stepOf, type FoundCost } from './price.rules'
import type { RuleQuery, StoredPriceRule } from './priceRules.repository'

/** What a price is looked up for. */
export interface PriceRequest {
  readonly type: LineType
  /** What the line's agreement line carries itself; 0 is a price. */
  readonly agreementLine?:
    { readonly priceOverride?: number | undefined; readonly costOverride?: number | undefined } | undefined
  readonly agreementId?: string | undefined
  readonly billingAccountId?: string | undefined
  /** Names the customer's billing account when there is just one and none is given. */
  readonly customerId?: string | undefined
  readonly workerId?: string | undefined
  readonly categoryId?: string | undefined
  readonly itemId?: string | undefined
  /** The order's; a price matches only in it. */
  readonly currency: string
  /** The line's service date. */
  readonly date: string
}
export type SearchPrice = (request: PriceRequest) => FoundPrice

export type FindItemPrice = (
  itemId: string,
  currency: string,
  date: string,
) => { readonly id: ItemPriceId; readonly unitPrice: number } | undefined
export type FindItemCost = (
  itemId: string,
  currency: string,
  date: string,
) => { readonly unitCost: number } | undefined

export interface PriceSearchDeps {
  /** The best valid rule of each step in one scope, in the order of the steps (R04-31). */
  readonly rules: { candidates(query: RuleQuery): readonly StoredPriceRule[] }
  readonly accounts: { onlyAccountOf(customerId: string): string | undefined }
  readonly itemPrice: FindItemPrice
  readonly itemCost: FindItemCost
}

/** The one price search of all areas (R04-30…R04-32). */
export function createPriceSearch({ rules, accounts, itemPrice, itemCost }: PriceSearchDeps): SearchPrice {
  return (request) => {
    const { agreementLine, customerId } = request
    const billingAccountId =
      request.billingAccountId ?? (customerId === undefined ? undefined : accounts.onlyAccountOf(customerId))
    const asked: PriceRequest = { ...request, billingAccountId }
    const cost = costOf(asked)
    const found: FoundPrice =
      agreementLine?.priceOverride === undefined
        ? salesOf(asked, cost?.unitCost)
        : { unitPrice: agreementLine.priceOverride, source: 'agreementLine', level: 1, step: 1 }
    return { ...found, ...cost }
  }

  function salesOf(asked: PriceRequest, unitCost: number | undefined): FoundPrice {
    const { agreementId, billingAccountId, currency, date, itemId, type } = asked
    const isItem = type === 'item'
    return (
      (agreementId === undefined ? undefined : ruleOf(asked, { agreementId }, unitCost)) ??
      (billingAccountId === undefined ? undefined : ruleOf(asked, { billingAccountId }, unitCost)) ??
      (isItem ? undefined : ruleOf(asked, {}, unitCost)) ??
      (isItem && itemId !== undefined ? listPriceOf(itemId, currency, date) : undefined) ?? {
        source: 'missing',
        level: 5,
        step: 1,
      }
    )
  }

  /** The first rule of a scope that gives a price; one whose model needs a cost that is not known gives none. */
  function ruleOf(asked: PriceRequest, scope: Scope, unitCost: number | undefined): FoundPrice | undefined {
    for (const rule of rules.candidates(queryOf('sales', asked, scope))) {
      const price = modelPrice(rule.model, rule.value, unitCost)
      if (price.kind === 'price')
        return { unitPrice: price.unitPrice, ...levelOf(scope), step: stepOf(rule), ruleId: rule.id }
    }
    return undefined
  }

  function listPriceOf(itemId: string, currency: string, date: string): FoundPrice | undefined {
    const price = itemPrice(itemId, currency, date)
    if (!price) return undefined
    return { unitPrice: price.unitPrice, source: 'base', level: 4, step: 1, itemPriceId: price.id }
  }

  function costOf(asked: PriceRequest): FoundCost | undefined {
    const { agreementId, agreementLine, billingAccountId, currency, date, itemId, type } = asked
    if (agreementLine?.costOverride !== undefined) return { unitCost: agreementLine.costOverride }
    switch (type) {
      case 'fee':
        return undefined
      case 'item': {
        const found = itemId === undefined ? undefined : itemCost(itemId, currency, date)
        return found && { unitCost: found.unitCost }
      }
      case 'hour':
      case 'expense': {
        const read = (scope: Scope) => rules.candidates(queryOf('cost', asked, scope))
        return chooseCost({
          ofAgreement: agreementId === undefined ? [] : read({ agreementId }),
          ofAccount: billingAccountId === undefined ? [] : read({ billingAccountId }),
          unscoped: read({}),
        })
      }
    }
  }
}

interface Scope {
  readonly agreementId?: string
  readonly billingAccountId?: string
}

function queryOf(kind: PriceKind, asked: PriceRequest, scope: Scope): RuleQuery {
  const { type, workerId, categoryId, itemId, currency, date } = asked
  return { kind, type, ...scope, workerId, categoryId, itemId, currency, date }
}

function levelOf({ agreementId, billingAccountId }: Scope): Pick<FoundPrice, 'source' | 'level'> {
  if (agreementId !== undefined) return { source: 'agreement', level: 2 }
  if (billingAccountId !== undefined) return { source: 'customer', level: 3 }
  return { source: 'base', level: 4 }
}
