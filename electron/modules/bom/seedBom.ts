import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { ReasonCodeId } from '../../shared/contract/id'
import type { StagesRepository } from '../stages/index'

/** Why a list is changed, in a new store (09 §2.3). */
const reasons = [
  { code: 'WEAR', name: 'Worn out' },
  { code: 'DEFECT', name: 'Defect' },
  { code: 'RECALL', name: 'Recall' },
  { code: 'UPGRADE', name: 'Upgrade' },
  { code: 'MAINT', name: 'Preventive maintenance' },
  { code: 'CUSTOMER', name: "Customer's wish" },
  { code: 'CORRECTION', name: 'Correction' },
]

/** The reason codes of a new store. */
export function seedBom({ reasons: records }: Pick<StagesRepository, 'reasons'>): EntityChange[] {
  return reasons.map(({ code, name }) =>
    records.insert({
      ...{ id: ReasonCodeId.parse(mintId()), version: 1, code, description: { en: name } },
      ...{ uses: ['bomChange'], stageIds: [], active: true },
    }),
  )
}
