import type { PriceRule } from '../../shared/contract/agreements'
import type { Failure } from '../../shared/contract/domainError'

type Rule = Pick<
  PriceRule,
  | 'kind'
  | 'type'
  | 'agreementId'
  | 'billingAccountId'
  | 'itemId'
  | 'currency'
  | 'validFrom'
  | 'validTo'
  | 'model'
  | 'value'
>

/** A million percent; beyond it no price would fit. */
const maxPercent = 100_000_000

/** The field that cannot be what it is (INVALID_INPUT), and why; undefined when the rule has a meaning. */
export function senselessField(rule: Rule): { field: keyof Rule; message: string } | undefined {
  const { agreementId, billingAccountId, itemId, kind, model, type, value } = rule
  const isPercent = model === 'contribution' || model === 'chargePercent'
  // Items cost what area 01 says and a fee costs nothing (R02-14); cost rules are the base of the other models.
  if (kind === 'cost' && (type === 'item' || type === 'fee'))
    return { field: 'type', message: 'kind cost: hour, expense' }
  if (model !== 'fixed' && (kind === 'cost' || type === 'fee'))
    return { field: 'model', message: 'kind cost, type fee: fixed' }
  if (itemId !== undefined && type !== 'item') return { field: 'itemId', message: 'type item only' }
  // The list price of an item is area 01's (R02-16).
  if (type === 'item' && agreementId === undefined && billingAccountId === undefined)
    return { field: 'billingAccountId', message: 'type item: required' }
  if (agreementId !== undefined && billingAccountId !== undefined)
    return { field: 'billingAccountId', message: 'one scope' }
  if (isPercent && Math.abs(value) > maxPercent) return { field: 'value', message: `±${String(maxPercent)}` }
  return undefined
}

/** The fields a rule of its kind and type cannot do without: the currency of a sales price, the item of an item. */
export function missingFields({ kind, type, currency, itemId }: Rule): string[] {
  const fields: string[] = []
  if (kind === 'sales' && currency === undefined) fields.push('currency')
  if (type === 'item' && itemId === undefined) fields.push('itemId')
  return fields
}

/** PERIOD_INVALID, CONTRIBUTION_RANGE for 100 % or more, NEGATIVE_PRICE for a price below 0 (02 §4). */
export function checkPriceRule({ model, validFrom, validTo, value }: Rule): Failure[] {
  const failures: Failure[] = []
  if (validTo !== undefined && validTo < validFrom)
    failures.push({ code: 'PERIOD_INVALID', field: 'validTo' })
  switch (model) {
    case 'contribution':
      if (value >= 10_000) failures.push({ code: 'CONTRIBUTION_RANGE', field: 'value' })
      break
    case 'chargePercent':
      if (value < -10_000) failures.push({ code: 'NEGATIVE_PRICE', field: 'value' })
      break
    case 'fixed':
    case 'chargeAmount':
      if (value < 0) failures.push({ code: 'NEGATIVE_PRICE', field: 'value' })
  }
  return failures
}
