import { contract } from '@contract/index'
import { RepairLineId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { workerLookup } from '@/modules/people'
import { client } from '@/rpc/client'
import {
  barrierLookup,
  conditionLookup,
  diagnosisAreaLookup,
  diagnosisCodeLookup,
  repairStageLookup,
  resolutionLookup,
  symptomAreaLookup,
  symptomCodeLookup,
} from './repair.lookups'

const { repair } = contract
const ask = client.repair

export const lineList = listSource(repair.listLines, (input) => ask.listLines(input))

/** How the history and comparisons say the fields of a repair line that are references or literals. */
export const lineTexts = {
  warrantyVerdict: 'repair.verdict',
  technicianId: workerLookup,
  repairStageId: repairStageLookup,
  conditionId: conditionLookup,
  symptomAreaId: symptomAreaLookup,
  symptomCodeId: symptomCodeLookup,
  diagnosisAreaId: diagnosisAreaLookup,
  diagnosisCodeId: diagnosisCodeLookup,
  resolutionId: resolutionLookup,
  barrierId: barrierLookup,
}

/** A repair line; it is made by an intake or on its order, and keeps its object. */
export const lineRecord = recordSource({
  entity: 'repairLine',
  id: RepairLineId,
  schema: fieldsOf(repair.createLine).omit({ orderId: true, objectRelationId: true }),
  labels: 'repair.line',
  texts: lineTexts,
  get: (lineId) => ask.getLine({ lineId }),
  update: ({ id, version }, patch, reason) =>
    ask.updateLine({ lineId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteLine({ lineId: id, expectedVersion: version, reason }),
})

/** The repair line's record on a screen, for the parts of its page. */
export type LinePage = RecordOf<typeof lineRecord>
