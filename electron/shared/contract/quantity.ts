import { z } from 'zod'

/** Milli-units: 1.5 pieces = 1500; for hours integer minutes. */
export const Quantity = z.int().min(-1_000_000_000_000).max(1_000_000_000_000)
export type Quantity = z.infer<typeof Quantity>
