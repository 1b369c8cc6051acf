import { z } from 'zod'
import { Instant } from './time'

export const SlaStatus = z.enum(['none', 'running', 'stopped', 'canceled'])
export type SlaStatus = z.infer<typeof SlaStatus>
export const SlaOutcome = z.enum(['open', 'met', 'breached', 'notMeasured'])
export type SlaOutcome = z.infer<typeof SlaOutcome>

/** How the clock of an order stands, for lists; a window lets it go on by itself. */
export const ClockMark = z.object({
  status: SlaStatus,
  outcome: SlaOutcome,
  latestCompletion: Instant.optional(),
  /** When the first step was passed, or will be as long as nothing changes. */
  warnsAt: Instant.optional(),
})
export type ClockMark = z.infer<typeof ClockMark>

/** What lists of orders say of the clock; absent without a service level. */
export const listedClock = {
  clock: ClockMark.optional(),
  slaStatus: SlaStatus.optional(),
  latestCompletion: Instant.optional(),
}
