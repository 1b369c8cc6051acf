import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type { LineDeps } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

type Deps = Pick<LineDeps, 'repository' | 'settings' | 'workerOf'>

/** The outcome class of a line's resolution. */
export function outcomeOf(
  { repository }: Pick<LineDeps, 'repository'>,
  { resolutionId }: Pick<StoredRepairLine, 'resolutionId'>,
): OutcomeClass | undefined {
  return resolutionId && repository.codes.resolutions.records.get(resolutionId).outcome
}

/**
 * Every rule of 2.2 that a line breaks. What was there before is not asked again: a code that is inactive by now stays
 * on its lines (R08-08).
 */
export function lineFailures(
  deps: Deps,
  at: number,
  after: StoredRepairLine,
  before?: StoredRepairLine,
): Failure[] {
  return [
    ...codeFailures(deps, after, before),
    ...areaFailures(deps, after),
    ...workerFailures(deps, after, before),
    ...timeFailures(at, after),
    ...barrierFailures(deps, after, before),
    ...(after.finishedAt !== undefined && after.resolutionId === undefined
      ? [{ code: 'RESOLUTION_REQUIRED', field: 'resolutionId' }]
      : []),
  ]
}

/** Throws the failures, when there are any. */
export function refuse([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}

const codeFields = [
  ['conditionId', 'conditions'],
  ['symptomAreaId', 'symptomAreas'],
  ['symptomCodeId', 'symptomCodes'],
  ['diagnosisAreaId', 'diagnosisAreas'],
  ['diagnosisCodeId', 'diagnosisCodes'],
  ['resolutionId', 'resolutions'],
  ['barrierId', 'barriers'],
  ['repairStageId', 'stages'],
] as const

function codeFailures(
  { repository }: Deps,
  after: StoredRepairLine,
  before: StoredRepairLine | undefined,
): Failure[] {
  return codeFields.flatMap(([field, kind]) => {
    const id = after[field]
    if (id === undefined || id === before?.[field]) return []
    const { active } = repository.codes[kind].records.get(id)
    return active ? [] : [{ code: 'CODE_INACTIVE', field, ids: [id] }]
  })
}

/** A code is chosen within its area. */
function areaFailures({ repository }: Deps, after: StoredRepairLine): Failure[] {
  const { diagnosisCodes, symptomCodes } = repository.codes
  const { diagnosisAreaId, diagnosisCodeId, symptomAreaId, symptomCodeId } = after
  const isOfSymptom =
    symptomCodeId === undefined || symptomCodes.records.get(symptomCodeId).symptomAreaId === symptomAreaId
  const isOfDiagnosis =
    diagnosisCodeId === undefined ||
    diagnosisCodes.records.get(diagnosisCodeId).diagnosisAreaId === diagnosisAreaId
  return [
    ...(isOfSymptom ? [] : [{ code: 'CODE_AREA_MISMATCH', field: 'symptomCodeId' }]),
    ...(isOfDiagnosis ? [] : [{ code: 'CODE_AREA_MISMATCH', field: 'diagnosisCodeId' }]),
  ]
}

function workerFailures(
  { settings, workerOf }: Deps,
  { technicianId }: StoredRepairLine,
  before: StoredRepairLine | undefined,
): Failure[] {
  if (technicianId === undefined || technicianId === before?.technicianId) return []
  return workerOf(technicianId).active || settings.value('allowInactiveWorkers')
    ? []
    : [{ code: 'WORKER_INACTIVE', field: 'technicianId', ids: [technicianId] }]
}

/** Only what is at its end has a barrier; an imported line keeps the one it came with (4.1). */
function barrierFailures(
  deps: Deps,
  after: StoredRepairLine,
  before: StoredRepairLine | undefined,
): Failure[] {
  const { barrierId, resolutionId } = after
  const isAsBefore = barrierId === before?.barrierId && resolutionId === before?.resolutionId
  if (barrierId === undefined || isAsBefore || outcomeOf(deps, after) === 'endOfLife') return []
  return [{ code: 'BARRIER_NOT_ALLOWED', field: 'barrierId' }]
}

function timeFailures(at: number, { finishedAt, reportedAt }: StoredRepairLine): Failure[] {
  if (reportedAt > at) return [{ code: 'DATE_IN_FUTURE', field: 'reportedAt' }]
  return finishedAt !== undefined && finishedAt < reportedAt
    ? [{ code: 'PERIOD_INVALID', field: 'reportedAt' }]
    : []
}
