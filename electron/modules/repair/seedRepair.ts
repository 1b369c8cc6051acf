import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { BarrierId, ResolutionId } from '../../shared/contract/id'
import type { OutcomeClass } from '../../shared/contract/repair'
import type { RepairRepository } from './repair.repository'

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

/** The codes a new store starts with: one resolution per outcome class, and the barriers. */
export function seedRepair(repository: RepairRepository): EntityChange[] {
  return [
    ...resolutions.map((resolution, index) =>
      repository.resolutions.insert({
        id: ResolutionId.parse(mintId()),
        version: 1,
        ...resolution,
        sortOrder: (index + 1) * 10,
        active: true,
      }),
    ),
    ...barriers.map((barrier, index) =>
      repository.barriers.insert({
        id: BarrierId.parse(mintId()),
        version: 1,
        ...barrier,
        sortOrder: (index + 1) * 10,
        active: true,
      }),
    ),
  ]
}
