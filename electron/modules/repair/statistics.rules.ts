import { divideRounded } from '../../shared/contract/money'
import type { OutcomeClass } from '../../shared/contract/repairCodes'

/** Lines of one group, one resolution and one set of marks. */
export interface Tally {
  /** The group, as the store numbers it. */
  readonly group: number
  readonly outcome: OutcomeClass | undefined
  readonly resolution: number
  /** At most one attempt and no later line repeats it. */
  readonly isFirstTime: boolean
  /** Its repeat window is not over. */
  readonly isProvisional: boolean
  readonly isRepeat: boolean
  readonly count: number
}

export interface Counts {
  count: number
  readonly outcomes: Partial<Record<OutcomeClass, number>>
  numerator: number
  denominator: number
  provisional: number
}

export type RateMeasure = 'fixRate' | 'firstTimeFix' | 'repeatRate' | 'pareto'

export const emptyCounts = (): Counts => ({
  ...{ count: 0, outcomes: {}, numerator: 0, denominator: 0, provisional: 0 },
})

/** The outcomes that a rate of fixing divides (R08-13, R08-15). */
export const triedOutcomes: readonly OutcomeClass[] = ['fixed', 'repairable', 'endOfLife']

/** Adds the lines of a tally to what a measure counts (R08-13…R08-15). */
export function addTally(counts: Counts, measure: RateMeasure, tally: Tally): void {
  const { count, isFirstTime, isProvisional, isRepeat, outcome } = tally
  const isTried = outcome !== undefined && triedOutcomes.includes(outcome)
  if (measure === 'firstTimeFix' && !isTried) return
  counts.count += count
  if (outcome) counts.outcomes[outcome] = (counts.outcomes[outcome] ?? 0) + count
  if (measure === 'pareto') return
  if (measure === 'repeatRate' || isTried) counts.denominator += count
  const isFixed = outcome === 'fixed'
  const isIn = { fixRate: isFixed, firstTimeFix: isFixed && isFirstTime, repeatRate: isRepeat }[measure]
  if (isIn) counts.numerator += count
  if (measure === 'firstTimeFix' && isProvisional) counts.provisional += count
}

/** Part of a whole in basis points, half away from zero; undefined of nothing: no data is never 0 % (R08-13). */
export function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Number(divideRounded(BigInt(part) * 10_000n, BigInt(whole)))
}

interface Ranked {
  readonly count: number
  readonly label: string
}

/** The order of a Pareto: most first, then by name. */
export function byCount(compare: (a: string, b: string) => number): (a: Ranked, b: Ranked) => number {
  return (a, b) => b.count - a.count || compare(a.label, b.label)
}

export interface Pareto<Row> {
  readonly rows: readonly (Row & { readonly share?: number; readonly cumulative?: number })[]
  readonly eightyAt?: number
}

/** Shares of ordered rows, their sums so far, and the first row by which 80 % of the whole are reached. */
export function paretoOf<Row extends Ranked>(rows: readonly Row[], whole: number): Pareto<Row> {
  let sum = 0
  let eightyAt: number | undefined
  const shared = rows.map((row, index) => {
    sum += row.count
    if (eightyAt === undefined && sum * 100 >= whole * 80) eightyAt = index + 1
    const [share, cumulative] = [shareOf(row.count, whole), shareOf(sum, whole)]
    return share === undefined || cumulative === undefined ? row : { ...row, share, cumulative }
  })
  return { rows: shared, ...(eightyAt === undefined ? {} : { eightyAt }) }
}

/** The period of the same length that ends the day before; days counted from 1970-01-01, both in the period. */
export function periodBefore(from: number, to: number): { from: number; to: number } {
  return { from: from - (to - from + 1), to: from - 1 }
}
