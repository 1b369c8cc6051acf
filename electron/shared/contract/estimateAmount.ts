import type { LineType } from './agreements'
import { decimalsOf, divideRounded, type Currency } from './money'

const whole = 10_000n

/** A line of an estimate as far as its amount goes. */
export interface AmountedLine {
  readonly kind: LineType
  /** Milli-units; hours in minutes. */
  readonly quantity: number
  /** Ten-thousandths per unit, per hour for hours. */
  readonly unitPrice: number
  /** Basis points. */
  readonly discount: number
}

/** Quantity × unit price × (1 − discount) in minor units, rounded half away from zero per line (08 §2.4). */
export function estimateAmount(
  { discount, kind, quantity, unitPrice }: AmountedLine,
  currency: Currency,
): number {
  const perUnit = kind === 'hour' ? 60n : 1000n
  const minorUnits = 10n ** BigInt(decimalsOf(currency))
  const numerator = BigInt(quantity) * BigInt(unitPrice) * (whole - BigInt(discount)) * minorUnits
  return Number(divideRounded(numerator, perUnit * whole * whole))
}

/** What posting may reach: the approved total and its tolerance, rounded to minor units (R08-19). */
export function limitOf({
  tolerance,
  total,
}: {
  readonly total: number
  readonly tolerance: number
}): number {
  return Number(divideRounded(BigInt(total) * (whole + BigInt(tolerance)), whole))
}
