import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'

/** A part of an object with the warranty that it has of its own (08 §2.5). */
export interface WarrantedPart {
  readonly lineId: string
  readonly description: string
  readonly installedAt: number
  readonly months: number
}

interface Row {
  readonly id: Uint8Array
  readonly description: string
  readonly installed_at: number
  readonly months: number
}

/** The parts whose own warranty a repair may fall under (R08-10). */
export function createPartWarranty({ db }: Store) {
  const fields = 'l.id, l.description, l.installed_at, coalesce(l.warranty_months, 0) AS months'
  const selectOfRepair = db.prepare<[Buffer], Row>(
    `SELECT ${fields} FROM bom_history h JOIN service_bom_line l ON l.id = h.line_id
     WHERE h.repair_line_id = ? AND h.action IN ('replaced', 'deleted') AND h.undoes_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.bom_id = h.bom_id AND u.undoes_id = h.id)
     ORDER BY h.number`,
  )
  const selectOfItem = db.prepare<[{ object: Buffer; item: Buffer; at: number }], Row>(
    `SELECT ${fields} FROM service_bom b JOIN service_bom_line l ON l.bom_id = b.id
     WHERE b.object_id = :object AND l.item_id = :item AND b.moved_to_id IS NULL
       AND l.installed_at <= :at AND (l.removed_at IS NULL OR l.removed_at > :at)
     ORDER BY l.installed_at DESC`,
  )
  const toPart = ({ description, id, installed_at, months }: Row): WarrantedPart => ({
    ...{ lineId: toId(id), description, installedAt: installed_at, months },
  })
  return {
    /** Taken out by a repair, unless that was undone. */
    ofRepair: (repairLineId: string): WarrantedPart[] =>
      selectOfRepair.all(toBytes(repairLineId)).map(toPart),
    /** Of this item, in the object at an instant; the newest first. */
    inObject: (objectId: string, itemId: string, at: number): WarrantedPart[] =>
      selectOfItem.all({ object: toBytes(objectId), item: toBytes(itemId), at }).map(toPart),
  }
}
export type PartWarranty = ReturnType<typeof createPartWarranty>
