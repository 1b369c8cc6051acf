import type { BoardActivity } from '@contract/dispatchBoard'
import { ActivityId, CustomerId, OrderId } from '@contract/id'
import { v7 } from 'uuid'

let made = 0

/** An activity of the board that waits to be planned, at version 3. */
export function activity(fields: Partial<BoardActivity> = {}): BoardActivity {
  made += 1
  return {
    ...{ id: ActivityId.parse(v7()), version: 3, number: `OSL-SA-${String(made).padStart(6, '0')}` },
    ...{ orderId: OrderId.parse(v7()), orderNumber: `OSL-SO-${String(made).padStart(6, '0')}` },
    ...{ subject: 'Inspection', status: 'undispatched', duration: 60, priority: 'normal', pattern: 'plain' },
    ...{
      locked: false,
      customerId: CustomerId.parse(v7()),
      customerName: 'Fjord Laundry',
      siteCity: 'Sandvika',
    },
    ...{ siteZone: 'Europe/Oslo', conflicts: [], isChangedEstimate: false },
    ...fields,
  }
}
