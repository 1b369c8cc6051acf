import { implementer } from '../../rpc/implementer'
import { assertModule } from '../settings/index'
import { lineOf, lineScope } from './access'
import { changeStage } from './changeStage'
import type { LineDeps } from './lines.deps'
import { createLine, updateLine } from './saveLine'

const { repair } = implementer

/** The part of the capability `repair` that is about repair lines (08 §2.2). */
export function createLinesRoutes(deps: LineDeps) {
  const assertOn = () => {
    assertModule(deps.settings, 'repair')
  }
  return {
    listLines: repair.listLines.handler(({ context: { caller }, input }) =>
      deps.repository.lineList(caller.language).page(input, ...lineScope(deps, caller)),
    ),
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
  }
}
