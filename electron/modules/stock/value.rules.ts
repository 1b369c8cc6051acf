import { decimalsOf, divideRounded } from '../../shared/contract/money'

/** Quantity in milli-units and value in minor units of what lies somewhere. */
export interface Holding {
  readonly quantity: number
  readonly amount: number
}

/** What so many milli-units cost at a unit cost in ten-thousandths; rounded half away from zero. */
export function costOf(quantity: number, unitCost: number, currency: string): number {
  const minorUnits = 10n ** BigInt(decimalsOf(currency))
  return Number(divideRounded(BigInt(quantity) * BigInt(unitCost) * minorUnits, 10_000_000n))
}

/** The part of an amount that falls on a part of a quantity; the whole takes all of it. */
export function shareOf({ amount, quantity }: Holding, part: number): number {
  if (part === quantity) return amount
  return Number(divideRounded(BigInt(amount) * BigInt(part), BigInt(quantity)))
}
