import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { BarrierId, RepairStageId, ResolutionId } from '../../shared/contract/id'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type { CodesRepository } from './codes.repository'

const resolutions: readonly { code: string; name: string; outcome: OutcomeClass }[] = [
  { code: 'FIXED', name: 'Fixed', outcome: 'fixed' },
  { code: 'REPAIRABLE', name: 'Repairable', outcome: 'repairable' },
  { code: 'END_OF_LIFE', name: 'End of life', outcome: 'endOfLife' },
  { code: 'NO_FAULT', name: 'No fault found', outcome: 'noFaultFound' },
  { code: 'CANCELED', name: 'Canceled', outcome: 'canceled' },
  { code: 'UNKNOWN', name: 'Unknown', outcome: 'unknown' },
]

/** The barriers that the repair files name (01 §3.2). */
const barriers = [
  { code: 'NO_PARTS', name: 'Spare parts not available' },
  { code: 'PARTS_PRICE', name: 'Spare parts too expensive' },
  { code: 'CANNOT_OPEN', name: 'No way to open the product' },
  { code: 'NO_INFORMATION', name: 'Repair information not available' },
  { code: 'NO_EQUIPMENT', name: 'Lack of equipment' },
  { code: 'WORN_OUT', name: 'Item too worn out' },
]

const stages = [
  { code: 'RECEIVED', name: 'Received', finished: false },
  { code: 'DIAGNOSIS', name: 'Diagnosis', finished: false },
  { code: 'WAITING', name: 'Waiting', finished: false },
  { code: 'IN_REPAIR', name: 'In repair', finished: false },
  { code: 'REPAIRED', name: 'Repaired', finished: true },
  { code: 'NOT_REPAIRED', name: 'Not repaired', finished: true },
]
const step = 10

/** The codes a new store starts with: one resolution per outcome class, the barriers, the repair stages. */
export function seedRepair({ codes }: { readonly codes: CodesRepository }): EntityChange[] {
  const stateOf = (index: number) => ({ version: 1, sortOrder: (index + 1) * step, active: true })
  return [
    ...resolutions.map((resolution, index) =>
      codes.resolutions.records.insert({
        ...{ id: ResolutionId.parse(mintId()), ...resolution, ...stateOf(index) },
      }),
    ),
    ...barriers.map((barrier, index) =>
      codes.barriers.records.insert({ id: BarrierId.parse(mintId()), ...barrier, ...stateOf(index) }),
    ),
    ...stages.map((stage, index) =>
      codes.stages.records.insert({
        ...{ id: RepairStageId.parse(mintId()), ...stage, ...stateOf(index) },
        ...{ sequence: (index + 1) * step, initial: index === 0, nextStageIds: [] },
      }),
    ),
  ]
}
