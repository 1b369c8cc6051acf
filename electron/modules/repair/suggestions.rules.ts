import { divideRounded } from '../../shared/contract/money'

/** How often a diagnosis and a resolution met, and how often that held. */
export interface Pair {
  readonly diagnosisCode: string
  readonly resolutionCode: string
  readonly count: number
  readonly fixed: number
}

const most = 5

/** The best pairs (R08-21): by (fixed + 1) / (count + 2), then the more frequent, then by code. */
export function bestPairs<P extends Pair>(pairs: readonly P[]): P[] {
  return [...pairs].sort(better).slice(0, most)
}

/** (fixed + 1) / (count + 2) in ten-thousandths. */
export function scoreOf({ count, fixed }: Pair): number {
  return Number(divideRounded(BigInt(fixed + 1) * 10_000n, BigInt(count + 2)))
}

function better(a: Pair, b: Pair): number {
  const score = (b.fixed + 1) * (a.count + 2) - (a.fixed + 1) * (b.count + 2)
  return (
    score ||
    b.count - a.count ||
    byText(a.diagnosisCode, b.diagnosisCode) ||
    byText(a.resolutionCode, b.resolutionCode)
  )
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
