import { createHash } from 'node:crypto'
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

/**
 * The id of the record that says that a step of an order has fired: two machines that see it make the same one
 * (R06-53). A UUIDv7 of the order's time.
 */
export function firedStepId(orderId: string, step: StepThreshold): string {
  const own = orderId.replaceAll('-', '').slice(0, 12)
  const digest = createHash('sha256')
    .update(`${orderId} ${stepKey(step)}`)
    .digest('hex')
  const variant = ((Number.parseInt(digest.charAt(3), 16) & 3) | 8).toString(16)
  const rest = [`7${digest.slice(0, 3)}`, `${variant}${digest.slice(4, 7)}`, digest.slice(7, 19)]
  return [own.slice(0, 8), own.slice(8, 12), ...rest].join('-')
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
