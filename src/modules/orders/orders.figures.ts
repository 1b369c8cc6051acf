import type { Money } from '@contract/money'
import type { OrderLine } from '@contract/orders'

/** Actual less estimate, and in % of the estimate with one decimal; without share where the estimate is 0 (R04-35). */
export interface Deviation {
  readonly estimate: number
  readonly actual: number
  readonly difference: number
  /** Basis points. */
  readonly share: number | undefined
}

export function deviationOf(estimate: number, actual: number): Deviation {
  const difference = actual - estimate
  const sign = difference < 0 ? -1 : 1
  const share =
    estimate === 0 ? undefined : sign * Math.round((1_000 * Math.abs(difference)) / Math.abs(estimate)) * 10
  return { estimate, actual, difference, share }
}

/** The three comparisons of a line; what is not registered counts as nothing done. */
export interface LineFigures {
  readonly line: OrderLine
  readonly quantity: Deviation
  readonly sales: Deviation
  /** Only for those who may see costs. */
  readonly cost: Deviation | undefined
}

const minorOf = (money: Money | undefined) => money?.minor ?? 0

/** Estimate against actual of each line that is not canceled. */
export function figuresOf(lines: readonly OrderLine[]): LineFigures[] {
  return lines
    .filter(({ status }) => status !== 'canceled')
    .map((line) => {
      const isDone = line.actualQty !== undefined
      const cost = line.costAmount
      return {
        line,
        quantity: deviationOf(line.estimatedQty ?? 0, line.actualQty ?? 0),
        sales: deviationOf(line.estimatedSalesAmount.minor, isDone ? line.salesAmount.minor : 0),
        cost: cost && deviationOf(minorOf(line.estimatedCostAmount), isDone ? cost.minor : 0),
      }
    })
}

/** The sums of one comparison over all lines. */
export function sumOf(all: readonly Deviation[]): Deviation {
  return deviationOf(
    all.reduce((sum, { estimate }) => sum + estimate, 0),
    all.reduce((sum, { actual }) => sum + actual, 0),
  )
}
