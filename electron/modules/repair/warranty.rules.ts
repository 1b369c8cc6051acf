import type { WarrantyStep, WarrantyVerdict } from '../../shared/contract/repairLines'

/** A promise that may cover a repair: from a day to its last covered day. */
export interface WarrantyPromise {
  readonly verdict: Exclude<WarrantyVerdict, 'none'>
  readonly from?: string | undefined
  /** Empty: it has no end. */
  readonly until?: string | undefined
  /** No months: it covers nothing (R08-09). */
  readonly isEmpty?: boolean
  readonly source?: string | undefined
  readonly sourceId?: string | undefined
}

/** Whether a promise covers a local date: both its first and its last day are covered (R08-09). */
export function covers({ from, isEmpty, until }: WarrantyPromise, on: string): boolean {
  return isEmpty !== true && from !== undefined && from <= on && (until === undefined || on <= until)
}

/** Every promise in the order of R08-10, with what it says of the date; the first that covers gives the verdict. */
export function judge(
  promises: readonly WarrantyPromise[],
  on: string,
): {
  readonly verdict: WarrantyVerdict
  readonly until?: string | undefined
  readonly steps: WarrantyStep[]
} {
  const steps = promises.map((promise) => {
    const { from, source, sourceId, until, verdict } = promise
    return { verdict, covers: covers(promise, on), from, until, source, sourceId }
  })
  const first = steps.find((step) => step.covers)
  return { verdict: first?.verdict ?? 'none', until: first?.until, steps }
}
