import type { LineType, PriceModel } from '../../shared/contract/agreements'
import { amountLimit, decimalsOf, divideRounded, type Currency } from '../../shared/contract/money'

const whole = 10_000n

export interface AmountOf {
  readonly type: LineType
  /** Milli-units; minutes for hours. */
  readonly quantity: number
  /** Ten-thousandths per unit, per hour for hours; empty: no price. */
  readonly unitPrice: number | undefined
  /** Basis points of the amount that count. */
  readonly percent: number
  /** Basis points. */
  readonly discount: number
  readonly currency: Currency
}

/**
 * Amount of a line in the currency's minor unit, rounded once, half away from zero (R04-33). No price gives 0. Exact
 * up to 2^53; whether it fits a Money is the caller's question (`fitsMoney`).
 */
export function lineAmount({ type, quantity, unitPrice, percent, discount, currency }: AmountOf): number {
  if (unitPrice === undefined) return 0
  const perUnit = type === 'hour' ? 60n : 1000n
  const minorUnits = 10n ** BigInt(decimalsOf(currency))
  const numerator =
    BigInt(quantity) * BigInt(unitPrice) * BigInt(percent) * (whole - BigInt(discount)) * minorUnits
  return Number(divideRounded(numerator, perUnit * whole * whole * whole))
}

/** Whether an amount is inside the bounds of Money. */
export function fitsMoney(minor: number): boolean {
  return Math.abs(minor) <= amountLimit
}

/** What of a line property counts for amounts. */
export interface Shares {
  readonly chargeable: boolean
  readonly costPercent: number
  readonly salesPercent: number
}
type Priced = Pick<AmountOf, 'type' | 'quantity' | 'currency'>

/** Sales amount of a line: not chargeable or without a price 0 (R04-33). */
export function salesAmount(
  line: Priced & { readonly unitPrice?: number | undefined; readonly discount: number },
  { chargeable, salesPercent }: Shares,
): number {
  const percent = chargeable ? salesPercent : 0
  return lineAmount({ ...line, unitPrice: line.unitPrice, percent })
}

/** Cost amount of a line: by costPercent, without discount (R04-33). */
export function costAmount(
  line: Priced & { readonly unitCost?: number | undefined },
  { costPercent }: Shares,
): number {
  return lineAmount({ ...line, unitPrice: line.unitCost, percent: costPercent, discount: 0 })
}

export type ModelPrice =
  | { readonly kind: 'price'; readonly unitPrice: number }
  | { readonly kind: 'contributionRange' }
  | { readonly kind: 'missing' }

/**
 * The price a rule's model gives from the cost, rounded once to ten-thousandths (R04-32).
 *
 * @returns `contributionRange` for a contribution of 100 % or more; `missing` for a model of a cost that is not known,
 *   or a price beyond what a price can be
 */
export function modelPrice(model: PriceModel, value: number, cost: number | undefined): ModelPrice {
  if (model === 'fixed') return { kind: 'price', unitPrice: value }
  if (model === 'contribution' && value >= Number(whole)) return { kind: 'contributionRange' }
  if (cost === undefined) return { kind: 'missing' }
  const unitPrice = Number(fromCost(model, BigInt(value), BigInt(cost)))
  return fitsMoney(unitPrice) ? { kind: 'price', unitPrice } : { kind: 'missing' }
}

function fromCost(model: Exclude<PriceModel, 'fixed'>, value: bigint, cost: bigint): bigint {
  switch (model) {
    case 'contribution':
      return divideRounded(cost * whole, whole - value)
    case 'chargePercent':
      return divideRounded(cost * (whole + value), whole)
    case 'chargeAmount':
      return cost + value
  }
}

export interface Deviation {
  readonly difference: number
  /** Basis points of the estimate, rounded to a tenth of a percent; absent when the estimate is 0. */
  readonly percent?: number
}

/** Actual − estimate, and in % of the estimate with one decimal (R04-35); for quantities, costs and sales alike. */
export function deviation(estimate: number, actual: number): Deviation {
  const difference = actual - estimate
  if (estimate === 0) return { difference }
  const tenths = divideRounded(BigInt(difference) * 1000n, BigInt(Math.abs(estimate)))
  return { difference, percent: Number(tenths) * 10 }
}
