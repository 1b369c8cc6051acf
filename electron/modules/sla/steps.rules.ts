import type { SlaStep } from '../../shared/contract/sla'
import { crossingOf, type CountedTime, type Stretch } from './clock.rules'

export type StepThreshold = Pick<SlaStep, 'kind' | 'threshold' | 'minutesBefore'>

/** A step with the instant at which it is to fire. */
export interface Crossing<Step extends StepThreshold = SlaStep> {
  readonly step: Step
  readonly at: number
}

/** Names a step of an order's service level: what makes it another one. */
export function stepKey({ kind, minutesBefore, threshold }: StepThreshold): string {
  return threshold === undefined ? `${kind} -${String(minutesBefore ?? 0)}` : `${kind} ${String(threshold)}`
}

/** Counted milliseconds at which a step fires. */
export function spanOf({ minutesBefore, threshold }: StepThreshold, allowanceMs: number): number {
  if (threshold !== undefined) return Math.ceil((allowanceMs * threshold) / 10_000)
  return Math.max(0, allowanceMs - (minutesBefore ?? 0) * 60_000)
}

/**
 * The steps that the clock reaches, in the order in which they fire (R06-50, R06-51). A change that lets a step be
 * passed fires it at its own instant; while the clock stands nothing fires that was not passed before.
 */
export function crossingsOf<Step extends StepThreshold>(
  time: CountedTime,
  clock: {
    readonly stretches: readonly Stretch[]
    readonly allowanceMs: number
    readonly changedAt: number
    readonly steps: readonly Step[]
  },
): Crossing<Step>[] {
  const { allowanceMs, changedAt, steps, stretches } = clock
  const stoppedAt = stretches.at(-1)?.to
  return steps
    .map((step) => ({ step, span: spanOf(step, allowanceMs) }))
    .sort((a, b) => a.span - b.span)
    .flatMap(({ span, step }) => {
      const crossing = stretches.length === 0 ? undefined : crossingOf(time, stretches, span)
      if (crossing === undefined) return []
      const at = Math.max(crossing, changedAt)
      return stoppedAt !== undefined && at > stoppedAt ? [] : [{ step, at }]
    })
}
