import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { addReason } from './addReason'
import { changeStage, type MoveDeps } from './changeStage'
import { changeStages } from './changeStages'
import { importTree } from './importTree'
import { listHistory } from './listHistory'
import { listNextStages } from './listNextStages'
import { readTree } from './readTree'
import { createReason, reasonView, updateReason } from './saveReason'
import { activateStage, createStage, deactivateStage, deleteStage, updateStage } from './saveStage'

const { stages } = implementer

export interface StagesDeps extends MoveDeps {
  readonly calendarExists: (calendarId: string) => boolean
}

export function createStagesRouter(deps: StagesDeps) {
  const { repository } = deps
  return stages.router({
    getTree: stages.getTree.handler(({ context }) => readTree(deps, context.caller.language)),
    createStage: stages.createStage.handler(({ context, input }) =>
      context.write('stages.createStage', input, ({ caller }) => createStage(deps, caller.language, input)),
    ),
    updateStage: stages.updateStage.handler(({ context, input }) =>
      context.write('stages.updateStage', input, ({ caller }) => updateStage(deps, caller.language, input)),
    ),
    deleteStage: stages.deleteStage.handler(({ context, input }) =>
      context.write('stages.deleteStage', input, () => deleteStage(deps, input)),
    ),
    deactivateStage: stages.deactivateStage.handler(({ context, input }) =>
      context.write('stages.deactivateStage', input, ({ caller }) =>
        deactivateStage(deps, caller.language, input),
      ),
    ),
    activateStage: stages.activateStage.handler(({ context, input }) =>
      context.write('stages.activateStage', input, ({ caller }) =>
        activateStage(deps, caller.language, input),
      ),
    ),
    importTree: stages.importTree.handler(({ context, input }) =>
      context.write('stages.importTree', input, () => importTree(repository, deps.calendarExists, input)),
    ),

    listReasonCodes: stages.listReasonCodes.handler(({ context, input }) =>
      repository.reasonList(context.caller.language).page(input),
    ),
    getReasonCode: stages.getReasonCode.handler(({ context, input }) =>
      reasonView(repository.reasons.get(input.reasonCodeId), context.caller.language),
    ),
    createReasonCode: stages.createReasonCode.handler(({ context, input }) =>
      context.write('stages.createReasonCode', input, ({ caller }) =>
        createReason(repository, caller.language, input),
      ),
    ),
    updateReasonCode: stages.updateReasonCode.handler(({ context, input }) =>
      context.write('stages.updateReasonCode', input, ({ caller }) =>
        updateReason(repository, caller.language, input),
      ),
    ),
    deleteReasonCode: stages.deleteReasonCode.handler(({ context, input }) =>
      context.write('stages.deleteReasonCode', input, () =>
        deleteRecord(repository.reasons, input.reasonCodeId, input.expectedVersion),
      ),
    ),
    deactivateReasonCode: stages.deactivateReasonCode.handler(({ context, input }) =>
      context.write('stages.deactivateReasonCode', input, ({ caller }) =>
        setActive(repository.reasons, input.reasonCodeId, input.expectedVersion, false, () =>
          reasonView(repository.reasons.get(input.reasonCodeId), caller.language),
        ),
      ),
    ),
    activateReasonCode: stages.activateReasonCode.handler(({ context, input }) =>
      context.write('stages.activateReasonCode', input, ({ caller }) =>
        setActive(repository.reasons, input.reasonCodeId, input.expectedVersion, true, () =>
          reasonView(repository.reasons.get(input.reasonCodeId), caller.language),
        ),
      ),
    ),

    listNextStages: stages.listNextStages.handler(({ context, input }) =>
      listNextStages(deps, context.caller, input.orderId),
    ),
    changeStage: stages.changeStage.handler(({ context, input }) =>
      context.write('stages.changeStage', input, (act) => changeStage(deps, act, input)),
    ),
    changeStages: stages.changeStages.handler(({ context, input }) =>
      changeStages(deps, context.caller, input, (useCase) =>
        context.write('stages.changeStages', input, useCase),
      ),
    ),
    listStageHistory: stages.listStageHistory.handler(({ context, input }) =>
      listHistory(deps, context.caller, input.orderId),
    ),
    addReason: stages.addReason.handler(({ context, input }) =>
      context.write('stages.addReason', input, (act) => addReason(deps, act, input)),
    ),
  })
}
