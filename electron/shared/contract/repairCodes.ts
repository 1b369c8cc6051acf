import { z } from 'zod'
import { crud } from './crud'
import { refusals } from './domainError'
import {
  BarrierId,
  ConditionId,
  DiagnosisAreaId,
  DiagnosisCodeId,
  RepairStageId,
  ResolutionId,
  SymptomAreaId,
  SymptomCodeId,
  Version,
} from './id'
import { Language } from './session'

/** What drives every repair statistic (08 §2.1). */
export const OutcomeClass = z.enum([
  'fixed',
  'repairable',
  'endOfLife',
  'noFaultFound',
  'canceled',
  'unknown',
])
export type OutcomeClass = z.infer<typeof OutcomeClass>

/** Codes are stored in capitals, unique without regard to case. */
const code = z.string().trim().toUpperCase().min(1).max(20)
const name = z.string().trim().min(1).max(80)
/** The name in other languages; the name itself stands where a language has none. */
const Names = z.partialRecord(Language, name)
const codeFields = {
  code,
  name,
  names: Names.optional(),
  sortOrder: z.int().min(0).max(1_000_000).default(0),
}
const stored = {
  version: Version,
  ...codeFields,
  sortOrder: z.int(),
  active: z.boolean(),
}

/** The circumstance in which a fault shows. */
export const Condition = z.object({ id: ConditionId, ...stored })
export type Condition = z.infer<typeof Condition>
/** Where the malfunction is seen. */
export const SymptomArea = z.object({ id: SymptomAreaId, ...stored })
export type SymptomArea = z.infer<typeof SymptomArea>
const symptomCodeFields = { ...codeFields, symptomAreaId: SymptomAreaId }
/** What the customer observes; unique within its area. */
export const SymptomCode = z.object({
  id: SymptomCodeId,
  ...stored,
  symptomAreaId: SymptomAreaId,
  symptomAreaCode: z.string(),
  symptomAreaName: z.string(),
})
export type SymptomCode = z.infer<typeof SymptomCode>
/** The kind of operation needed. */
export const DiagnosisArea = z.object({ id: DiagnosisAreaId, ...stored })
export type DiagnosisArea = z.infer<typeof DiagnosisArea>
const diagnosisCodeFields = { ...codeFields, diagnosisAreaId: DiagnosisAreaId }
/** What was found or done; unique within its area. */
export const DiagnosisCode = z.object({
  id: DiagnosisCodeId,
  ...stored,
  diagnosisAreaId: DiagnosisAreaId,
  diagnosisAreaCode: z.string(),
  diagnosisAreaName: z.string(),
})
export type DiagnosisCode = z.infer<typeof DiagnosisCode>
const resolutionFields = { ...codeFields, outcome: OutcomeClass }
export const Resolution = z.object({ id: ResolutionId, ...stored, outcome: OutcomeClass })
export type Resolution = z.infer<typeof Resolution>
/** Why an `endOfLife` outcome could not be repaired. */
export const Barrier = z.object({ id: BarrierId, ...stored })
export type Barrier = z.infer<typeof Barrier>

const repairStageFields = {
  ...codeFields,
  /** Unique: stages are walked in this order. */
  sequence: z.int().min(0).max(1_000_000),
  /** Entering it signs the line off (R08-01). */
  finished: z.boolean().default(false),
  /** Exactly one stage is; setting it takes it from the other (R08-02). */
  initial: z.boolean().default(false),
  /** Empty: any stage may follow. */
  nextStageIds: z.array(RepairStageId).max(100).default([]),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .optional(),
}
export const RepairStage = z.object({
  id: RepairStageId,
  ...stored,
  ...repairStageFields,
  sortOrder: z.int(),
  finished: z.boolean(),
  initial: z.boolean(),
  nextStageIds: z.array(RepairStageId),
})
export type RepairStage = z.infer<typeof RepairStage>

export const repairCodeErrors = refusals(
  'CODE_TAKEN',
  /** Another stage has this sequence. */
  'SEQUENCE_TAKEN',
  /** One stage stays initial, active and unfinished. */
  'INITIAL_STAGE_REQUIRED',
  /** A used code stays in its area (R08-08). */
  'AREA_FIXED',
)

const shared = { read: 'repair.read', write: 'repair.setUp', errors: repairCodeErrors } as const
const condition = crud({
  key: 'conditionId',
  id: ConditionId,
  fields: codeFields,
  record: Condition,
  ...shared,
})
const symptomArea = crud({
  key: 'symptomAreaId',
  id: SymptomAreaId,
  fields: codeFields,
  record: SymptomArea,
  ...shared,
})
const symptomCode = crud({
  key: 'symptomCodeId',
  id: SymptomCodeId,
  fields: symptomCodeFields,
  record: SymptomCode,
  ...shared,
})
const diagnosisArea = crud({
  key: 'diagnosisAreaId',
  id: DiagnosisAreaId,
  fields: codeFields,
  record: DiagnosisArea,
  ...shared,
})
const diagnosisCode = crud({
  key: 'diagnosisCodeId',
  id: DiagnosisCodeId,
  fields: diagnosisCodeFields,
  record: DiagnosisCode,
  ...shared,
})
const resolution = crud({
  key: 'resolutionId',
  id: ResolutionId,
  fields: resolutionFields,
  record: Resolution,
  ...shared,
})
const barrier = crud({ key: 'barrierId', id: BarrierId, fields: codeFields, record: Barrier, ...shared })
const repairStage = crud({
  key: 'repairStageId',
  id: RepairStageId,
  fields: repairStageFields,
  record: RepairStage,
  ...shared,
})

/** The code tables of repair management (08 §2.1). */
export const repairCodesContract = {
  listConditions: condition.list,
  getCondition: condition.get,
  createCondition: condition.create,
  updateCondition: condition.update,
  deleteCondition: condition.delete,
  deactivateCondition: condition.deactivate,
  activateCondition: condition.activate,
  listSymptomAreas: symptomArea.list,
  getSymptomArea: symptomArea.get,
  createSymptomArea: symptomArea.create,
  updateSymptomArea: symptomArea.update,
  deleteSymptomArea: symptomArea.delete,
  deactivateSymptomArea: symptomArea.deactivate,
  activateSymptomArea: symptomArea.activate,
  listSymptomCodes: symptomCode.list,
  getSymptomCode: symptomCode.get,
  createSymptomCode: symptomCode.create,
  updateSymptomCode: symptomCode.update,
  deleteSymptomCode: symptomCode.delete,
  deactivateSymptomCode: symptomCode.deactivate,
  activateSymptomCode: symptomCode.activate,
  listDiagnosisAreas: diagnosisArea.list,
  getDiagnosisArea: diagnosisArea.get,
  createDiagnosisArea: diagnosisArea.create,
  updateDiagnosisArea: diagnosisArea.update,
  deleteDiagnosisArea: diagnosisArea.delete,
  deactivateDiagnosisArea: diagnosisArea.deactivate,
  activateDiagnosisArea: diagnosisArea.activate,
  listDiagnosisCodes: diagnosisCode.list,
  getDiagnosisCode: diagnosisCode.get,
  createDiagnosisCode: diagnosisCode.create,
  updateDiagnosisCode: diagnosisCode.update,
  deleteDiagnosisCode: diagnosisCode.delete,
  deactivateDiagnosisCode: diagnosisCode.deactivate,
  activateDiagnosisCode: diagnosisCode.activate,
  listResolutions: resolution.list,
  getResolution: resolution.get,
  createResolution: resolution.create,
  updateResolution: resolution.update,
  deleteResolution: resolution.delete,
  deactivateResolution: resolution.deactivate,
  activateResolution: resolution.activate,
  listBarriers: barrier.list,
  getBarrier: barrier.get,
  createBarrier: barrier.create,
  updateBarrier: barrier.update,
  deleteBarrier: barrier.delete,
  deactivateBarrier: barrier.deactivate,
  activateBarrier: barrier.activate,
  listRepairStages: repairStage.list,
  getRepairStage: repairStage.get,
  createRepairStage: repairStage.create,
  updateRepairStage: repairStage.update,
  deleteRepairStage: repairStage.delete,
  deactivateRepairStage: repairStage.deactivate,
  activateRepairStage: repairStage.activate,
}
