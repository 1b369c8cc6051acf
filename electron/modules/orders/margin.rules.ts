import type { Money } from '../../shared/contract/money'
import { divideRounded } from '../../shared/contract/money'

export interface Margin {
  readonly sales: Money
  readonly cost: Money
  readonly margin: Money
  /** Basis points of the sales; absent where there are none. */
  readonly share?: number
}

/** Sales less cost, and its share of the sales in two decimals of a percent (R04-36). */
export function marginOf(
  lines: readonly { readonly salesAmount: number; readonly costAmount: number }[],
  currency: string,
): Margin {
  const sales = lines.reduce((sum, { salesAmount }) => sum + salesAmount, 0)
  const cost = lines.reduce((sum, { costAmount }) => sum + costAmount, 0)
  const money = (minor: number): Money => ({ minor, currency })
  const whole = { sales: money(sales), cost: money(cost), margin: money(sales - cost) }
  if (sales === 0) return whole
  const sign = sales < 0 ? -1n : 1n
  const share = divideRounded(sign * BigInt(sales - cost) * 10_000n, BigInt(Math.abs(sales)))
  return { ...whole, share: Number(share) }
}
