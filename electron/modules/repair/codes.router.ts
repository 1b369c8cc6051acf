import { implementer } from '../../rpc/implementer'
import { createCodeHandlers, type CodeDeps } from './codeKinds.router'
import { areaChecks, uniqueIn } from './saveCode'
import { stageChecks } from './saveStage'

const { repair } = implementer

/** The part of the capability `repair` that keeps its code tables and repair stages (08 §2.1). */
export function createCodesRoutes(deps: CodeDeps) {
  const { codes } = deps
  const handlers = createCodeHandlers(deps)
  const conditions = handlers(codes.conditions, {
    ...{ noun: 'Condition', key: 'conditionId' },
    check: uniqueIn(codes.conditions),
  })
  const symptomAreas = handlers(codes.symptomAreas, {
    ...{ noun: 'SymptomArea', key: 'symptomAreaId' },
    check: uniqueIn(codes.symptomAreas),
  })
  const symptomCodes = handlers(codes.symptomCodes, {
    ...{ noun: 'SymptomCode', key: 'symptomCodeId' },
    check: areaChecks(codes.symptomCodes, 'symptomAreaId'),
  })
  const diagnosisAreas = handlers(codes.diagnosisAreas, {
    ...{ noun: 'DiagnosisArea', key: 'diagnosisAreaId' },
    check: uniqueIn(codes.diagnosisAreas),
  })
  const diagnosisCodes = handlers(codes.diagnosisCodes, {
    ...{ noun: 'DiagnosisCode', key: 'diagnosisCodeId' },
    check: areaChecks(codes.diagnosisCodes, 'diagnosisAreaId'),
  })
  const resolutions = handlers(codes.resolutions, {
    ...{ noun: 'Resolution', key: 'resolutionId' },
    check: uniqueIn(codes.resolutions),
  })
  const barriers = handlers(codes.barriers, {
    ...{ noun: 'Barrier', key: 'barrierId' },
    check: uniqueIn(codes.barriers),
  })
  const stages = handlers(codes.stages, {
    ...{ noun: 'RepairStage', key: 'repairStageId', isOnBoard: true },
    ...stageChecks(codes),
  })
  return {
    listConditions: repair.listConditions.handler(conditions.list),
    getCondition: repair.getCondition.handler(conditions.get),
    createCondition: repair.createCondition.handler(conditions.create),
    updateCondition: repair.updateCondition.handler(conditions.update),
    deleteCondition: repair.deleteCondition.handler(conditions.remove),
    deactivateCondition: repair.deactivateCondition.handler(conditions.deactivate),
    activateCondition: repair.activateCondition.handler(conditions.activate),

    listSymptomAreas: repair.listSymptomAreas.handler(symptomAreas.list),
    getSymptomArea: repair.getSymptomArea.handler(symptomAreas.get),
    createSymptomArea: repair.createSymptomArea.handler(symptomAreas.create),
    updateSymptomArea: repair.updateSymptomArea.handler(symptomAreas.update),
    deleteSymptomArea: repair.deleteSymptomArea.handler(symptomAreas.remove),
    deactivateSymptomArea: repair.deactivateSymptomArea.handler(symptomAreas.deactivate),
    activateSymptomArea: repair.activateSymptomArea.handler(symptomAreas.activate),

    listSymptomCodes: repair.listSymptomCodes.handler(symptomCodes.list),
    getSymptomCode: repair.getSymptomCode.handler(symptomCodes.get),
    createSymptomCode: repair.createSymptomCode.handler(symptomCodes.create),
    updateSymptomCode: repair.updateSymptomCode.handler(symptomCodes.update),
    deleteSymptomCode: repair.deleteSymptomCode.handler(symptomCodes.remove),
    deactivateSymptomCode: repair.deactivateSymptomCode.handler(symptomCodes.deactivate),
    activateSymptomCode: repair.activateSymptomCode.handler(symptomCodes.activate),

    listDiagnosisAreas: repair.listDiagnosisAreas.handler(diagnosisAreas.list),
    getDiagnosisArea: repair.getDiagnosisArea.handler(diagnosisAreas.get),
    createDiagnosisArea: repair.createDiagnosisArea.handler(diagnosisAreas.create),
    updateDiagnosisArea: repair.updateDiagnosisArea.handler(diagnosisAreas.update),
    deleteDiagnosisArea: repair.deleteDiagnosisArea.handler(diagnosisAreas.remove),
    deactivateDiagnosisArea: repair.deactivateDiagnosisArea.handler(diagnosisAreas.deactivate),
    activateDiagnosisArea: repair.activateDiagnosisArea.handler(diagnosisAreas.activate),

    listDiagnosisCodes: repair.listDiagnosisCodes.handler(diagnosisCodes.list),
    getDiagnosisCode: repair.getDiagnosisCode.handler(diagnosisCodes.get),
    createDiagnosisCode: repair.createDiagnosisCode.handler(diagnosisCodes.create),
    updateDiagnosisCode: repair.updateDiagnosisCode.handler(diagnosisCodes.update),
    deleteDiagnosisCode: repair.deleteDiagnosisCode.handler(diagnosisCodes.remove),
    deactivateDiagnosisCode: repair.deactivateDiagnosisCode.handler(diagnosisCodes.deactivate),
    activateDiagnosisCode: repair.activateDiagnosisCode.handler(diagnosisCodes.activate),

    listResolutions: repair.listResolutions.handler(resolutions.list),
    getResolution: repair.getResolution.handler(resolutions.get),
    createResolution: repair.createResolution.handler(resolutions.create),
    updateResolution: repair.updateResolution.handler(resolutions.update),
    deleteResolution: repair.deleteResolution.handler(resolutions.remove),
    deactivateResolution: repair.deactivateResolution.handler(resolutions.deactivate),
    activateResolution: repair.activateResolution.handler(resolutions.activate),

    listBarriers: repair.listBarriers.handler(barriers.list),
    getBarrier: repair.getBarrier.handler(barriers.get),
    createBarrier: repair.createBarrier.handler(barriers.create),
    updateBarrier: repair.updateBarrier.handler(barriers.update),
    deleteBarrier: repair.deleteBarrier.handler(barriers.remove),
    deactivateBarrier: repair.deactivateBarrier.handler(barriers.deactivate),
    activateBarrier: repair.activateBarrier.handler(barriers.activate),

    listRepairStages: repair.listRepairStages.handler(stages.list),
    getRepairStage: repair.getRepairStage.handler(stages.get),
    createRepairStage: repair.createRepairStage.handler(stages.create),
    updateRepairStage: repair.updateRepairStage.handler(stages.update),
    deleteRepairStage: repair.deleteRepairStage.handler(stages.remove),
    deactivateRepairStage: repair.deactivateRepairStage.handler(stages.deactivate),
    activateRepairStage: repair.activateRepairStage.handler(stages.activate),
  }
}
