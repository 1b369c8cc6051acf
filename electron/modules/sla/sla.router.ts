import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import type { CallContext } from '../../rpc/callContext'
import { clockView, readableOrder } from './clockView'
import { explainDeadline, previewDeadline } from './explain'
import { calendarChanged, recomputeMarked } from './recompute'
import { cancelClock, correctEntry, recordContact, setOrderSla, startClock, stopClock } from './recordTime'
import {
  createSla,
  createSlaGroup,
  groupView,
  setCountryCalendar,
  slaView,
  updateSla,
  updateSlaGroup,
} from './saveSla'
import type { SlaDeps, SlaInput } from './sla.deps'

const { sla } = implementer

/** Starts the job that recomputes what an act marked (R06-26). */
export function startRecomputing(deps: SlaDeps, context: Pick<CallContext, 'startJob'>): void {
  if (deps.recompute.countMarked() > 0)
    context.startJob('sla.recompute', (control) => recomputeMarked(deps, control))
}

/** A clock that stands has no Stop to keep the reason of its cancel: the log keeps its code (R06-13). */
function cancelReason({ reasons }: SlaDeps, { reason, reasonId }: SlaInput<'cancelClock'>) {
  return reason ?? (reasonId === undefined ? undefined : reasons.find(reasonId)?.code)
}

/** Service levels, customer tiers and the clocks of single orders (area 06). */
export function createSlaRoutes(deps: SlaDeps) {
  const { groups, slas, groupList } = deps.slas
  return {
    listSlas: sla.listSlas.handler(({ context, input }) =>
      deps.slas.slaList(context.caller.language).page(input),
    ),
    getSla: sla.getSla.handler(({ context, input }) =>
      slaView(deps, slas.get(input.slaId), context.caller.language),
    ),
    createSla: sla.createSla.handler(({ context, input }) =>
      context.write('sla.createSla', input, ({ caller }) => createSla(deps, caller.language, input)),
    ),
    updateSla: sla.updateSla.handler(({ context, input }) =>
      context.write('sla.updateSla', input, ({ caller }) => updateSla(deps, caller.language, input)),
    ),
    deleteSla: sla.deleteSla.handler(({ context, input }) =>
      context.write('sla.deleteSla', input, () => deleteRecord(slas, input.slaId, input.expectedVersion)),
    ),
    deactivateSla: sla.deactivateSla.handler(({ context, input }) =>
      context.write('sla.deactivateSla', input, ({ caller }) =>
        setActive(slas, input.slaId, input.expectedVersion, false, () =>
          slaView(deps, slas.get(input.slaId), caller.language),
        ),
      ),
    ),
    activateSla: sla.activateSla.handler(({ context, input }) =>
      context.write('sla.activateSla', input, ({ caller }) =>
        setActive(slas, input.slaId, input.expectedVersion, true, () =>
          slaView(deps, slas.get(input.slaId), caller.language),
        ),
      ),
    ),
    listSlaGroups: sla.listSlaGroups.handler(({ input }) => groupList.page(input)),
    getSlaGroup: sla.getSlaGroup.handler(({ input }) => groupView(deps, groups.get(input.slaGroupId))),
    createSlaGroup: sla.createSlaGroup.handler(({ context, input }) =>
      context.write('sla.createSlaGroup', input, () => createSlaGroup(deps, input)),
    ),
    updateSlaGroup: sla.updateSlaGroup.handler(({ context, input }) =>
      context.write('sla.updateSlaGroup', input, () => updateSlaGroup(deps, input)),
    ),
    deleteSlaGroup: sla.deleteSlaGroup.handler(({ context, input }) =>
      context.write('sla.deleteSlaGroup', input, () =>
        deleteRecord(groups, input.slaGroupId, input.expectedVersion),
      ),
    ),
    deactivateSlaGroup: sla.deactivateSlaGroup.handler(({ context, input }) =>
      context.write('sla.deactivateSlaGroup', input, () =>
        setActive(groups, input.slaGroupId, input.expectedVersion, false, () =>
          groupView(deps, groups.get(input.slaGroupId)),
        ),
      ),
    ),
    activateSlaGroup: sla.activateSlaGroup.handler(({ context, input }) =>
      context.write('sla.activateSlaGroup', input, () =>
        setActive(groups, input.slaGroupId, input.expectedVersion, true, () =>
          groupView(deps, groups.get(input.slaGroupId)),
        ),
      ),
    ),
    listCountryCalendars: sla.listCountryCalendars.handler(({ input }) => ({
      items: deps.slas.countryList(input.calendarId),
    })),
    setCountryCalendar: sla.setCountryCalendar.handler(({ context, input }) => {
      const answer = context.write('sla.setCountryCalendar', input, ({ at }) => {
        const written = setCountryCalendar(deps, input)
        if ('changes' in written) calendarChanged(deps, input.calendarId, at)
        return written
      })
      startRecomputing(deps, context)
      return answer
    }),

    getOrderSla: sla.getOrderSla.handler(({ context, input }) =>
      clockView(deps, context.caller, readableOrder(deps, context.caller, input.orderId), context.now()),
    ),
    startClock: sla.startClock.handler(({ context, input }) =>
      context.write('sla.startClock', input, (act) => startClock(deps, act, input)),
    ),
    stopClock: sla.stopClock.handler(({ context, input }) =>
      context.write('sla.stopClock', input, (act) => stopClock(deps, act, input)),
    ),
    cancelClock: sla.cancelClock.handler(({ context, input }) =>
      context.write('sla.cancelClock', { ...input, reason: cancelReason(deps, input) }, (act) =>
        cancelClock(deps, act, input),
      ),
    ),
    correctEntry: sla.correctEntry.handler(({ context, input }) =>
      context.write('sla.correctEntry', input, (act) => correctEntry(deps, act, input)),
    ),
    setOrderSla: sla.setOrderSla.handler(({ context, input }) =>
      context.write('sla.setOrderSla', input, (act) => setOrderSla(deps, act, input)),
    ),
    recordContact: sla.recordContact.handler(({ context, input }) =>
      context.write('sla.recordContact', input, (act) => recordContact(deps, act, input)),
    ),
    explainDeadline: sla.explainDeadline.handler(({ context, input }) =>
      explainDeadline(deps, context.caller, input.orderId, context.now()),
    ),
    previewDeadline: sla.previewDeadline.handler(({ input }) => previewDeadline(deps, input)),
  }
}
