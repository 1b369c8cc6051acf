import { z } from 'zod'
import { Money } from './money'

/** Sums over the lines that are not canceled (R04-33) and estimate against actual (R04-35). */
export const OrderTotals = z.object({
  sales: Money,
  estimatedSales: Money,
  actualSales: Money,
  cost: Money.optional(),
  estimatedCost: Money.optional(),
  actualCost: Money.optional(),
})
export type OrderTotals = z.infer<typeof OrderTotals>
