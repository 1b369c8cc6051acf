import type { OrderSla } from '@contract/sla'
import type { ClockMark } from '@contract/clockMark'

/** How an order stands against its promise (R06-52). */
export type ClockState = 'none' | 'onTrack' | 'risk' | 'breached' | 'stopped' | 'met' | 'canceled'

/** The state at an instant: an open clock passes its marks without asking anybody. */
export function stateAt({ latestCompletion, outcome, status, warnsAt }: ClockMark, now: number): ClockState {
  if (outcome === 'met' || outcome === 'breached') return outcome
  if (status === 'canceled') return 'canceled'
  if (status === 'none') return 'none'
  if (latestCompletion !== undefined && now > latestCompletion) return 'breached'
  if (status === 'stopped') return 'stopped'
  return warnsAt !== undefined && now >= warnsAt ? 'risk' : 'onTrack'
}

type Counting = Pick<OrderSla, 'elapsed' | 'open' | 'readAt' | 'status'>

/** Seconds counted until an instant: a running clock goes on in the open time that came with it. */
export function elapsedAt({ elapsed, open, readAt, status }: Counting, now: number): number {
  if (status !== 'running') return elapsed
  const counted = open.reduce(
    (sum, { end, start }) => sum + Math.max(0, Math.min(now, end) - Math.max(readAt, start)),
    0,
  )
  return elapsed + Math.floor(counted / 1000)
}

/** When the open time that came with a running clock is used up and it has to be read again. */
export function knownUntil({ open, status }: Counting): number | undefined {
  return status === 'running' ? open.at(-1)?.end : undefined
}

/** The mark of a clock that was read whole. */
export function markOf({ fired, latestCompletion, outcome, status, ...clock }: OrderSla): ClockMark {
  const crossed = fired.map(({ crossedAt }) => crossedAt)
  const first = crossed.length > 0 ? Math.min(...crossed) : firstWarning(clock)
  return {
    ...{ status, outcome },
    ...(latestCompletion === undefined ? {} : { latestCompletion }),
    ...(first === undefined ? {} : { warnsAt: first }),
  }
}

/** When the first step will be passed, in the open time that is known. */
function firstWarning({
  allowance,
  elapsed,
  open,
  readAt,
  steps,
}: Pick<OrderSla, 'allowance' | 'elapsed' | 'open' | 'readAt' | 'steps'>): number | undefined {
  if (allowance === undefined) return undefined
  const spans = steps.map(({ minutesBefore, threshold }) =>
    threshold === undefined
      ? allowance - (minutesBefore ?? 0) * 60
      : Math.ceil((allowance * threshold) / 10_000),
  )
  if (spans.length === 0) return undefined
  let left = (Math.min(...spans) - elapsed) * 1000
  for (const { end, start } of open) {
    const from = Math.max(readAt, start)
    if (left <= end - from) return from + Math.max(0, left)
    left -= Math.max(0, end - from)
  }
  return undefined
}

/** Seconds as hours and minutes: 6000 is "1:40"; a started minute counts as left. */
export function spanText(seconds: number): string {
  const minutes = Math.ceil(Math.abs(seconds) / 60)
  return `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`
}
