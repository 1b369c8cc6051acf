import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'

/** A repair that may be the earlier one: of the same object or serial, signed off as fixed. */
export interface EarlierRepair {
  readonly id: string
  readonly number: string
  readonly objectId: string
  readonly finishedAt: number
  readonly symptomAreaId?: string | undefined
  readonly diagnosisAreaId?: string | undefined
}

/** Before what: an object's report, by the line that asks, if there is one. */
interface EarlierAsked {
  readonly objectId: string
  readonly reportedAt: number
  readonly ownId?: string | undefined
  readonly goneId?: string | undefined
}

interface Row {
  readonly id: Uint8Array
  readonly number: string
  readonly object_id: Uint8Array
  readonly finished_at: number
  readonly symptom_area_id: Uint8Array | null
  readonly diagnosis_area_id: Uint8Array | null
}

const optional = (id: Uint8Array | null) => (id === null ? undefined : toId(id))

/** What repairs of one object know of one another (R08-10, R08-12). */
export function createEarlierRepairs({ db }: Store) {
  /** The object, and others that are the same thing by item and serial. */
  const same = `SELECT :object AS id UNION
    SELECT o.id FROM service_object o JOIN service_object me ON me.id = :object
    WHERE o.item_id = me.item_id AND o.serial_number = me.serial_number`
  /** Of lines reported at one instant the one that was entered first is the earlier. */
  const earlier = `(l.reported_at < :at OR (l.reported_at = :at
    AND l.key < coalesce((SELECT key FROM repair_line WHERE id = :own), 9223372036854775807)))`
  const selectFixed = db.prepare<[{ object: Buffer; at: number; own: Buffer | null; except: string }], Row>(
    `SELECT l.id, l.number, l.object_id, l.finished_at, l.symptom_area_id, l.diagnosis_area_id
     FROM (${same}) s CROSS JOIN repair_line l ON l.object_id = s.id
       CROSS JOIN resolution x ON x.id = l.resolution_id
     WHERE ${earlier} AND l.finished_at <= :at AND x.outcome = 'fixed'
       AND l.id NOT IN (SELECT unhex(value, '-') FROM json_each(:except))
     ORDER BY l.finished_at DESC, l.key DESC`,
  )
  const selectLater = db
    .prepare<[{ object: Buffer; at: number; except: Buffer }], Buffer>(
      `SELECT l.id FROM (${same}) s CROSS JOIN repair_line l ON l.object_id = s.id
       WHERE l.reported_at >= :at AND l.id <> :except ORDER BY l.key`,
    )
    .pluck()
  return {
    /** Fixed before something was reported, the latest first; neither the line that asks nor one that is about to go. */
    fixedBefore({ goneId, objectId, ownId, reportedAt }: EarlierAsked): EarlierRepair[] {
      const asked = {
        ...{ object: toBytes(objectId), at: reportedAt },
        own: ownId === undefined ? null : toBytes(ownId),
        except: JSON.stringify([ownId, goneId].filter((id) => id !== undefined)),
      }
      return selectFixed.all(asked).map((row) => ({
        ...{ id: toId(row.id), number: row.number, objectId: toId(row.object_id) },
        finishedAt: row.finished_at,
        symptomAreaId: optional(row.symptom_area_id),
        diagnosisAreaId: optional(row.diagnosis_area_id),
      }))
    },
    /** Lines of the same thing that were reported then or later: an earlier repair may count for them. */
    reportedFrom(objectId: string, reportedAt: number, exceptId: string): string[] {
      return selectLater
        .all({ object: toBytes(objectId), at: reportedAt, except: toBytes(exceptId) })
        .map(toId)
    },
  }
}
