import { CalendarId, SlaGroupId, SlaId } from '../../../shared/contract/id'
import type { Sla } from '../../../shared/contract/sla'
import type { DemoCustomer } from './makeCustomers'
import { newId, type World } from './world'

interface Promised {
  readonly code: string
  readonly description: Sla['description']
  /** Working minutes, of orders with high priority as well. */
  readonly allowance: number
  readonly allowanceHigh: number
  readonly responseAllowance: number
  readonly tier: { readonly code: string; readonly description: string; readonly rank: number }
  /** Which customers get it: this one of four. */
  readonly share: number
}

const promises: readonly Promised[] = [
  {
    code: 'PREMIUM',
    description: {
      ...{ en: 'Done within five working days', nb: 'Utført innen fem virkedager' },
      ...{ fi: 'Valmis viidessä työpäivässä', lv: 'Paveikts piecās darba dienās' },
      ...{ et: 'Valmis viie tööpäevaga', de: 'Erledigt in fünf Arbeitstagen' },
    },
    ...{ allowance: 2400, allowanceHigh: 960, responseAllowance: 240 },
    tier: { code: 'GOLD', description: 'Gold', rank: 1 },
    share: 0,
  },
  {
    code: 'BASIC',
    description: {
      ...{ en: 'Done within ten working days', nb: 'Utført innen ti virkedager' },
      ...{ fi: 'Valmis kymmenessä työpäivässä', lv: 'Paveikts desmit darba dienās' },
      ...{ et: 'Valmis kümne tööpäevaga', de: 'Erledigt in zehn Arbeitstagen' },
    },
    ...{ allowance: 4800, allowanceHigh: 2400, responseAllowance: 480 },
    tier: { code: 'SILVER', description: 'Silver', rank: 2 },
    share: 1,
  },
]

/**
 * Service levels of two customer tiers, by the company's calendar; half of the customers have one. Without steps, so that
 * the program writes nothing of its own into the invented past.
 */
export function makePromises({ deps, owner }: World, customers: readonly DemoCustomer[]): void {
  const { calendarId } = deps.people.company()
  for (const { share, tier, ...promised } of promises) {
    const slaId = newId(SlaId)
    owner.sla.createSla({
      ...promised,
      steps: [],
      id: slaId,
      calendarId: calendarId === undefined ? undefined : CalendarId.parse(calendarId),
    })
    const slaGroupId = newId(SlaGroupId)
    owner.sla.createSlaGroup({ id: slaGroupId, ...tier, slaId })
    for (const [index, { customer }] of customers.entries())
      if (index % 4 === share)
        owner.customers.updateCustomer({
          ...{ customerId: customer.id, expectedVersion: customer.version, patch: { slaGroupId } },
        })
  }
}
