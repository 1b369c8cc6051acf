import { implementer } from '../../rpc/implementer'
import { assertModule } from '../settings/index'
import { lineOf, listLines } from './access'
import { changeStage } from './changeStage'
import { createIntake } from './createIntake'
import { deleteLine } from './deleteLine'
import type { LineDeps } from './lines.deps'
import { overrideVerdict } from './overrideVerdict'
import { createLine, updateLine } from './saveLine'
import { askWarranty } from './askWarranty'
import { endAttempt, listAttempts, startAttempt } from './workAttempt'

const { repair } = implementer

/** The part of the capability `repair` that is about repair lines (08 §2.2). */
export function createLinesRoutes(deps: LineDeps) {
  const assertOn = () => {
    assertModule(deps.settings, 'repair')
  }
  return {
    listLines: repair.listLines.handler(({ context, input }) => listLines(deps, context.caller, input)),
    getLine: repair.getLine.handler(({ context, input }) => lineOf(deps, context.caller, input.lineId)),
    createLine: repair.createLine.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.createLine', input, (act) => createLine(deps, act, input))
    }),
    updateLine: repair.updateLine.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.updateLine', input, (act) => updateLine(deps, act, input))
    }),
    changeStage: repair.changeStage.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.changeStage', input, (act) => changeStage(deps, act, input))
    }),
    createIntake: repair.createIntake.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.createIntake', input, (act) => createIntake(deps, act, input))
    }),
    deleteLine: repair.deleteLine.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.deleteLine', input, (act) => deleteLine(deps, act, input))
    }),
    overrideVerdict: repair.overrideVerdict.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.overrideVerdict', input, (act) => overrideVerdict(deps, act, input))
    }),
    checkWarranty: repair.checkWarranty.handler(({ context, input }) =>
      askWarranty(deps, context.caller, context.now(), input),
    ),
    listAttempts: repair.listAttempts.handler(({ context, input }) =>
      listAttempts(deps, context.caller, input.lineId),
    ),
    startAttempt: repair.startAttempt.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.startAttempt', input, (act) => startAttempt(deps, act, input))
    }),
    endAttempt: repair.endAttempt.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.endAttempt', input, (act) => endAttempt(deps, act, input))
    }),
  }
}
