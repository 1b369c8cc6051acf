import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { previewDates } from './previewDates'
import type { Rhythms } from './rhythms.repository'
import { createInterval, intervalView, updateInterval } from './saveInterval'
import { createTimeWindow, updateTimeWindow, windowView } from './saveTimeWindow'

const { generation } = implementer

/** The procedures of service intervals and time windows; part of the router of generation. */
export function rhythmProcedures(deps: Rhythms) {
  return {
    ...intervalProcedures(deps),
    ...windowProcedures(deps),
    previewDates: generation.previewDates.handler(({ input }) => ({ dates: previewDates(deps, input) })),
  }
}

function intervalProcedures(deps: Rhythms) {
  const { intervals } = deps
  return {
    listIntervals: generation.listIntervals.handler(({ context, input }) =>
      deps.intervalList(context.caller.language).page(input),
    ),
    getInterval: generation.getInterval.handler(({ context, input }) =>
      intervalView(intervals.get(input.intervalId), context.caller.language),
    ),
    createInterval: generation.createInterval.handler(({ context, input }) =>
      context.write('generation.createInterval', input, ({ caller }) =>
        createInterval(deps, caller.language, input),
      ),
    ),
    updateInterval: generation.updateInterval.handler(({ context, input }) =>
      context.write('generation.updateInterval', input, ({ caller }) =>
        updateInterval(deps, caller.language, input),
      ),
    ),
    deleteInterval: generation.deleteInterval.handler(({ context, input }) =>
      context.write('generation.deleteInterval', input, () =>
        deleteRecord(intervals, input.intervalId, input.expectedVersion),
      ),
    ),
    deactivateInterval: generation.deactivateInterval.handler(({ context, input }) =>
      context.write('generation.deactivateInterval', input, ({ caller }) =>
        setActive(intervals, input.intervalId, input.expectedVersion, false, () =>
          intervalView(intervals.get(input.intervalId), caller.language),
        ),
      ),
    ),
    activateInterval: generation.activateInterval.handler(({ context, input }) =>
      context.write('generation.activateInterval', input, ({ caller }) =>
        setActive(intervals, input.intervalId, input.expectedVersion, true, () =>
          intervalView(intervals.get(input.intervalId), caller.language),
        ),
      ),
    ),
  }
}

function windowProcedures(deps: Rhythms) {
  const { windows } = deps
  return {
    listTimeWindows: generation.listTimeWindows.handler(({ context, input }) =>
      deps.windowList(context.caller.language).page(input),
    ),
    getTimeWindow: generation.getTimeWindow.handler(({ context, input }) =>
      windowView(windows.get(input.timeWindowId), context.caller.language),
    ),
    createTimeWindow: generation.createTimeWindow.handler(({ context, input }) =>
      context.write('generation.createTimeWindow', input, ({ caller }) =>
        createTimeWindow(deps, caller.language, input),
      ),
    ),
    updateTimeWindow: generation.updateTimeWindow.handler(({ context, input }) =>
      context.write('generation.updateTimeWindow', input, ({ caller }) =>
        updateTimeWindow(deps, caller.language, input),
      ),
    ),
    deleteTimeWindow: generation.deleteTimeWindow.handler(({ context, input }) =>
      context.write('generation.deleteTimeWindow', input, () =>
        deleteRecord(windows, input.timeWindowId, input.expectedVersion),
      ),
    ),
    deactivateTimeWindow: generation.deactivateTimeWindow.handler(({ context, input }) =>
      context.write('generation.deactivateTimeWindow', input, ({ caller }) =>
        setActive(windows, input.timeWindowId, input.expectedVersion, false, () =>
          windowView(windows.get(input.timeWindowId), caller.language),
        ),
      ),
    ),
    activateTimeWindow: generation.activateTimeWindow.handler(({ context, input }) =>
      context.write('generation.activateTimeWindow', input, ({ caller }) =>
        setActive(windows, input.timeWindowId, input.expectedVersion, true, () =>
          windowView(windows.get(input.timeWindowId), caller.language),
        ),
      ),
    ),
  }
}
