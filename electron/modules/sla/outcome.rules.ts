import type { SlaOutcome } from '../../shared/contract/sla'

/** Counted against allowed seconds in basis points, half away from zero (R06-40). */
export function complianceOf(elapsed: number, allowance: number): number {
  return Math.floor((elapsed * 20_000 + allowance) / (2 * allowance))
}

/** Exceeded is decided in seconds, never on the rounded percentage (R06-14). */
export function isExceeded(elapsed: number, allowance: number): boolean {
  return elapsed > allowance
}

/** What a measured order comes to at its final Stop (R06-40). */
export function outcomeOf(elapsed: number, allowance: number): Extract<SlaOutcome, 'met' | 'breached'> {
  return isExceeded(elapsed, allowance) ? 'breached' : 'met'
}

/** What became of the promise to respond (R06-45): contacted in time, too late, or still to be. */
export function responseOutcome(facts: {
  /** Minutes. */
  readonly responseAllowance?: number | undefined
  /** Counted from the start until the customer was contacted, in milliseconds. */
  readonly counted?: number | undefined
  readonly due?: number | undefined
  readonly endedAt?: number | undefined
}): SlaOutcome {
  const { counted, due, endedAt, responseAllowance } = facts
  if (responseAllowance === undefined) return 'notMeasured'
  if (counted !== undefined) return counted <= responseAllowance * 60_000 ? 'met' : 'breached'
  if (endedAt === undefined) return 'open'
  return due !== undefined && endedAt > due ? 'breached' : 'notMeasured'
}
