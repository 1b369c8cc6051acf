import type { Chance } from './chance.rules'
import { datePlus, lastWorkday, workday } from './days.rules'

/** How far an order has come on the demo's day. */
export type Outcome = 'planned' | 'inProcess' | 'waiting' | 'done' | 'posted' | 'archived' | 'canceled'

export interface PlannedOrder {
  readonly index: number
  /** Local date of the service. */
  readonly serviceDate: string
  /** Local minute of the service. */
  readonly startMinute: number
  /** Days before the service on which the order came in; at least one before the demo's day. */
  readonly createdOn: string
  readonly createdMinute: number
  readonly outcome: Outcome
  readonly priority: 'high' | 'normal' | 'low'
  readonly isWarranty: boolean
}

export const orderCount = 160
const reachDays = 60

/** The orders of the demo company, spread evenly over sixty days before and after its day (R01-23). */
export function planOrders(chance: Chance, date: string): PlannedOrder[] {
  return Array.from({ length: orderCount }, (_, index) => {
    const spread = Math.round((index * 2 * reachDays) / (orderCount - 1)) - reachDays
    const serviceDate = workday(datePlus(date, spread))
    const lead = chance.whole(2, 12)
    const early = datePlus(serviceDate, -lead)
    const latest = datePlus(date, -chance.whole(1, 6))
    const slot = chance.whole(0, 10)
    const priorityChance = chance.next()
    return {
      ...{ index, serviceDate, startMinute: 480 + slot * 30 },
      createdOn: lastWorkday(early < latest ? early : latest),
      createdMinute: chance.whole(430, 930),
      outcome: outcomeOf(chance, index, serviceDate, date),
      priority: priorityChance < 0.15 ? 'high' : priorityChance < 0.85 ? 'normal' : 'low',
      isWarranty: chance.happens(0.1),
    }
  })
}

/** How far the orders of the last days are, in turn. */
const recent: readonly Outcome[] = ['inProcess', 'done', 'waiting', 'inProcess', 'done']

/** What is long ago is mostly posted; what is to come is planned. */
function outcomeOf(chance: Chance, index: number, serviceDate: string, date: string): Outcome {
  const draw = chance.next()
  if (serviceDate >= date) return draw < 0.06 ? 'canceled' : 'planned'
  if (serviceDate >= datePlus(date, -9)) return recent[index % recent.length] ?? 'done'
  if (draw < 0.5) return 'posted'
  if (draw < 0.68) return 'archived'
  if (draw < 0.82) return 'done'
  if (draw < 0.9) return 'waiting'
  return 'canceled'
}
