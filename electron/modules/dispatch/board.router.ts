import { implementer } from '../../rpc/implementer'
import { getBoard, listPlanConflicts, type BoardReadDeps } from './getBoard'
import { getTravel } from './getTravel'
import { listChangeSets } from './listChangeSets'
import { checkEdits, saveEdits, type BoardDeps } from './saveEdits'
import { redoSaved, undoSaved } from './undoSets'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is the board: what it shows, checked edits, undo of what was saved. */
export function createBoardRoutes(deps: BoardDeps & BoardReadDeps) {
  return {
    getBoard: dispatch.getBoard.handler(({ context, input }) =>
      getBoard(deps, context.caller, context.now(), input),
    ),
    listPlanConflicts: dispatch.listPlanConflicts.handler(({ context, input }) =>
      listPlanConflicts(deps, context.caller, context.now(), input),
    ),
    getTravel: dispatch.getTravel.handler(({ context, input }) =>
      getTravel(deps, { at: context.now(), caller: context.caller }, input.activityId),
    ),
    checkEdits: dispatch.checkEdits.handler(({ context, input }) =>
      checkEdits(deps, { caller: context.caller, at: context.now() }, input.edits),
    ),
    saveEdits: dispatch.saveEdits.handler(({ context, input }) =>
      context.write('dispatch.saveEdits', input, (act) => saveEdits(deps, act, input.edits)),
    ),
    rescheduleActivity: dispatch.rescheduleActivity.handler(({ context, input }) =>
      context.write('dispatch.rescheduleActivity', input, (act) => saveEdits(deps, act, [input])),
    ),
    undoSaved: dispatch.undoSaved.handler(({ context, input }) =>
      context.write('dispatch.undoSaved', input, (act) => undoSaved(deps, act, input)),
    ),
    redoSaved: dispatch.redoSaved.handler(({ context, input }) =>
      context.write('dispatch.redoSaved', input, (act) => redoSaved(deps, act, input)),
    ),
    listChangeSets: dispatch.listChangeSets.handler(({ context, input }) =>
      listChangeSets(deps, context.caller, input),
    ),
  }
}
