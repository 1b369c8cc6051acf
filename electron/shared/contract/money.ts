import { z } from 'zod'

/** The largest amount and unit price the store takes, in minor units and ten-thousandths. */
export const amountLimit = 9_000_000_000_000

/** ISO 4217 code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/)
export type Currency = z.infer<typeof Currency>

/** An amount in the currency's minor unit. */
export const Money = z.object({ minor: z.int().min(-amountLimit).max(amountLimit), currency: Currency })
export type Money = z.infer<typeof Money>

/** Integer ten-thousandths of the major unit, per one unit (per hour for hours). */
export const UnitPrice = z.int().min(-amountLimit).max(amountLimit)
export type UnitPrice = z.infer<typeof UnitPrice>

/** Integer basis points: 12.5 % = 1250. */
export const BasisPoints = z.int()
export type BasisPoints = z.infer<typeof BasisPoints>

const exponents: Readonly<Record<string, number>> = {
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0,
} // prettier-ignore

/** Decimals of the currency's minor unit: NOK 2, JPY 0, KWD 3. */
export function decimalsOf(currency: Currency): number {
  return exponents[currency] ?? 2
}

/** `numerator / denominator` rounded half away from zero to an integer; exact for any size. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n !== denominator < 0n ? -1n : 1n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  return sign * ((2n * n + d) / (2n * d))
}
