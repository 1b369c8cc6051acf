import { implementer } from '../../rpc/implementer'
import { getMap } from './dayMap'
import { getDaySheets } from './daySheet'
import { exportCalendar } from './exportCalendar'
import { listMyDay } from './myDay'
import type { DayDeps } from './plannedDay'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is about the day of technicians. */
export function createDayRoutes(deps: DayDeps) {
  return {
    getMap: dispatch.getMap.handler(({ context, input }) => getMap(deps, context.caller, input)),
    listMyDay: dispatch.listMyDay.handler(({ context, input }) => listMyDay(deps, context.caller, input)),
    getDaySheet: dispatch.getDaySheet.handler(({ context, input: { date, workerId } }) =>
      getDaySheets(deps, { at: context.now(), caller: context.caller }, { date, workerIds: [workerId] }),
    ),
    getDaySheets: dispatch.getDaySheets.handler(({ context, input }) =>
      getDaySheets(deps, { at: context.now(), caller: context.caller }, input),
    ),
    exportCalendar: dispatch.exportCalendar.handler(({ context, input }) =>
      context.write('dispatch.exportCalendar', input, (act) => exportCalendar(deps, act, input)),
    ),
  }
}
