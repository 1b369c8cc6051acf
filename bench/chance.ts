/** The day the generated branch lives on. */
export const branchToday = Date.UTC(2026, 10, 2, 9)

/** Deterministic chance (mulberry32): the same seed gives the same branch everywhere. */
export interface Chance {
  /** 0 ≤ n < 1. */
  next(): number
  /** A whole number 0 ≤ n < limit. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  function below(limit: number): number {
    return Math.floor(next() * limit)
  }
  return {
    next,
    below,
    pick<T>(list: readonly T[]): T {
      const found = list[below(list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
