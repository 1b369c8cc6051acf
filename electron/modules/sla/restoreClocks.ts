import { restored } from '../../db/restored'
import type { RestoreRules } from '../history/index'
import type { StoredOrder } from '../orders/index'
import type { StoredClock, StoredEntry } from './clocks.repository'
import { calendarChanged } from './recompute'
import { derived } from './saveClock'
import type { SlaDeps } from './sla.deps'

/** How an undo brings clocks back: what follows from entries and calendars is derived anew. */
export function createRestoreClocks(deps: SlaDeps): Readonly<Record<string, RestoreRules>> {
  /** An undo is a change of its own: what it lets be passed is passed at its instant (R06-51). */
  function derive(orderId: string | undefined, at: number): void {
    const clock = orderId === undefined ? undefined : deps.clocks.ofOrder(orderId)
    if (clock) deps.clocks.setDerived(derived(deps, { ...clock, changedAt: at }))
  }
  const follow: RestoreRules = {
    finish: ({ at }, { id }) => {
      calendarChanged(deps, id, at)
    },
  }

  return {
    orderSla: {
      complete({ at }, record, plan) {
        const clock = restored<StoredClock>(record)
        const found = plan.after('order', clock.orderId)
        const order = found && restored<StoredOrder>(found)
        const { agreementId, customerId, officeId, responsibleId } = order ?? clock
        return {
          ...{ outcome: 'notMeasured', responseOutcome: 'notMeasured', elapsed: 0, allowance: 0 },
          ...{ isCalendarEmpty: false, isRecomputing: false, changedAt: at },
          ...record,
          ...{ agreementId, customerId, officeId, responsibleId },
        }
      },
      finish({ at }, { after, before }) {
        const record = after ?? before
        derive(record && restored<StoredClock>(record).orderId, at)
      },
    },
    slaEntry: {
      finish({ at }, { after, before }) {
        const record = after ?? before
        derive(record && restored<StoredEntry>(record).orderId, at)
      },
    },
    calendar: follow,
    holidaySet: follow,
    countryCalendar: {
      finish: ({ at }, { after, before }) => {
        const record = after ?? before
        if (record) calendarChanged(deps, String(record['calendarId']), at)
      },
    },
  }
}
