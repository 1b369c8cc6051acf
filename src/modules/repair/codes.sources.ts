import { contract } from '@contract/index'
import {
  BarrierId,
  ConditionId,
  DiagnosisAreaId,
  DiagnosisCodeId,
  RepairStageId,
  ResolutionId,
  SymptomAreaId,
  SymptomCodeId,
} from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { recordSource } from '@/composables/useRecord'
import { client } from '@/rpc/client'
import { diagnosisAreaLookup, repairStageLookup, symptomAreaLookup } from './repair.lookups'

const { repair } = contract
const ask = client.repair

export const conditionRecord = recordSource({
  entity: 'condition',
  id: ConditionId,
  schema: fieldsOf(repair.createCondition),
  labels: 'repair.code',
  get: (conditionId) => ask.getCondition({ conditionId }),
  create: (id, values) => ask.createCondition({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCondition({ conditionId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCondition({ conditionId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateCondition({ conditionId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateCondition({ conditionId: id, expectedVersion: version, reason }),
})

export const symptomAreaRecord = recordSource({
  entity: 'symptomArea',
  id: SymptomAreaId,
  schema: fieldsOf(repair.createSymptomArea),
  labels: 'repair.code',
  get: (symptomAreaId) => ask.getSymptomArea({ symptomAreaId }),
  create: (id, values) => ask.createSymptomArea({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSymptomArea({ symptomAreaId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteSymptomArea({ symptomAreaId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateSymptomArea({ symptomAreaId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateSymptomArea({ symptomAreaId: id, expectedVersion: version, reason }),
})

export const symptomCodeRecord = recordSource({
  entity: 'symptomCode',
  id: SymptomCodeId,
  schema: fieldsOf(repair.createSymptomCode),
  labels: 'repair.code',
  texts: { symptomAreaId: symptomAreaLookup },
  get: (symptomCodeId) => ask.getSymptomCode({ symptomCodeId }),
  create: (id, values) => ask.createSymptomCode({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSymptomCode({ symptomCodeId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteSymptomCode({ symptomCodeId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateSymptomCode({ symptomCodeId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateSymptomCode({ symptomCodeId: id, expectedVersion: version, reason }),
})

export const diagnosisAreaRecord = recordSource({
  entity: 'diagnosisArea',
  id: DiagnosisAreaId,
  schema: fieldsOf(repair.createDiagnosisArea),
  labels: 'repair.code',
  get: (diagnosisAreaId) => ask.getDiagnosisArea({ diagnosisAreaId }),
  create: (id, values) => ask.createDiagnosisArea({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateDiagnosisArea({ diagnosisAreaId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteDiagnosisArea({ diagnosisAreaId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateDiagnosisArea({ diagnosisAreaId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateDiagnosisArea({ diagnosisAreaId: id, expectedVersion: version, reason }),
})

export const diagnosisCodeRecord = recordSource({
  entity: 'diagnosisCode',
  id: DiagnosisCodeId,
  schema: fieldsOf(repair.createDiagnosisCode),
  labels: 'repair.code',
  texts: { diagnosisAreaId: diagnosisAreaLookup },
  get: (diagnosisCodeId) => ask.getDiagnosisCode({ diagnosisCodeId }),
  create: (id, values) => ask.createDiagnosisCode({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateDiagnosisCode({ diagnosisCodeId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteDiagnosisCode({ diagnosisCodeId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateDiagnosisCode({ diagnosisCodeId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateDiagnosisCode({ diagnosisCodeId: id, expectedVersion: version, reason }),
})

export const resolutionRecord = recordSource({
  entity: 'resolution',
  id: ResolutionId,
  schema: fieldsOf(repair.createResolution),
  labels: 'repair.code',
  texts: { outcome: 'repair.outcome' },
  get: (resolutionId) => ask.getResolution({ resolutionId }),
  create: (id, values) => ask.createResolution({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateResolution({ resolutionId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteResolution({ resolutionId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateResolution({ resolutionId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateResolution({ resolutionId: id, expectedVersion: version, reason }),
})

export const barrierRecord = recordSource({
  entity: 'barrier',
  id: BarrierId,
  schema: fieldsOf(repair.createBarrier),
  labels: 'repair.code',
  get: (barrierId) => ask.getBarrier({ barrierId }),
  create: (id, values) => ask.createBarrier({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateBarrier({ barrierId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteBarrier({ barrierId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateBarrier({ barrierId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateBarrier({ barrierId: id, expectedVersion: version, reason }),
})

export const repairStageRecord = recordSource({
  entity: 'repairStage',
  id: RepairStageId,
  schema: fieldsOf(repair.createRepairStage),
  labels: 'repair.code',
  texts: { nextStageIds: repairStageLookup },
  get: (repairStageId) => ask.getRepairStage({ repairStageId }),
  create: (id, values) => ask.createRepairStage({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateRepairStage({ repairStageId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteRepairStage({ repairStageId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateRepairStage({ repairStageId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateRepairStage({ repairStageId: id, expectedVersion: version, reason }),
})
