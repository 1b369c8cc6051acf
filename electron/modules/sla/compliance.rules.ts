import { divideRounded } from '../../shared/contract/money'

/** The orders of one row of the report. */
export interface Measured {
  readonly met: number
  readonly breached: number
  /** Compliance of each of them in basis points, in any order. */
  readonly values: readonly number[] | Int32Array
}

/** What is said of the measured orders of a row; figures without orders are absent and shown as "–". */
export interface ComplianceFigures {
  readonly measured: number
  readonly met: number
  readonly breached: number
  readonly rate?: number
  readonly mean?: number
  readonly median?: number
  readonly p90?: number
}

/** Met among met and breached, in basis points, half away from zero; undefined without orders (R06-46). */
export function rateOf(met: number, breached: number): number | undefined {
  return shareOf(met * 10_000, met + breached)
}

/** The arithmetic mean, half away from zero (R06-46). */
export function meanOf(values: Measured['values']): number | undefined {
  let sum = 0
  for (const value of values) sum += value
  return shareOf(sum, values.length)
}

function shareOf(numerator: number, denominator: number): number | undefined {
  return denominator === 0 ? undefined : Number(divideRounded(BigInt(numerator), BigInt(denominator)))
}

/** The value at ⌈p·n⌉ of ascending values, counted from 1; `percent` is a whole number (R06-46: nearest rank). */
export function nearestRank(ascending: Int32Array, percent: number): number | undefined {
  return ascending[Math.max(1, Math.ceil((percent * ascending.length) / 100)) - 1]
}

/** Counts and rate of a row. */
export function briefOf(met: number, breached: number): ComplianceFigures {
  const rate = rateOf(met, breached)
  return { measured: met + breached, met, breached, ...(rate === undefined ? {} : { rate }) }
}

/** All figures of a row (R06-46). */
export function figuresOf({ breached, met, values }: Measured): ComplianceFigures {
  const ascending = Int32Array.from(values).sort()
  const some = { rate: rateOf(met, breached), mean: meanOf(ascending) }
  const ranks = { median: nearestRank(ascending, 50), p90: nearestRank(ascending, 90) }
  return { measured: met + breached, met, breached, ...given({ ...some, ...ranks }) }
}

/** Only what there is: figures of nothing are left out. */
function given(figures: Readonly<Record<'rate' | 'mean' | 'median' | 'p90', number | undefined>>) {
  const { mean, median, p90, rate } = figures
  if (rate === undefined || mean === undefined || median === undefined || p90 === undefined) return {}
  return { rate, mean, median, p90 }
}
