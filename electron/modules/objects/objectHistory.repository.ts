import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { BomHistoryId, OrderId, RepairLineId, ServiceBomId } from '../../shared/contract/id'
import { ObjectEvent } from '../../shared/contract/objects'
import type { OutcomeClass } from '../../shared/contract/repairCodes'

/** Where a page of the time line ends: the instant, the kind and the key of its last event. */
export interface TimeLinePlace {
  readonly at: number
  readonly rank: number
  readonly key: number
}
export interface TimeLineQuery {
  readonly objectId: string
  readonly officeIds: readonly string[]
  readonly language: string
  readonly after?: TimeLinePlace | undefined
  readonly limit: number
}
/** A repair line as far as it says when the object was broken. */
export interface RepairSpan {
  readonly reportedAt: number
  readonly finishedAt?: number | undefined
  readonly outcome?: OutcomeClass | undefined
  readonly isRepeat: boolean
}

interface EventRow {
  readonly rank: number
  readonly key: number
  readonly id: Uint8Array
  readonly at: number
  readonly number: string | null
  readonly text: string | null
  readonly state: string
  readonly order_id: Uint8Array | null
  readonly order_number: string | null
  readonly repair_line_id: Uint8Array | null
  readonly bom_id: Uint8Array | null
  readonly finished_at: number | null
  readonly symptom: string | null
  readonly resolution: string | null
  readonly barrier: string | null
  readonly outcome: string | null
  readonly is_repeat: number
  readonly serial: string | null
  readonly new_number: string | null
  readonly new_text: string | null
  readonly new_serial: string | null
  readonly note: string | null
}
interface SpanRow {
  readonly reported_at: number
  readonly finished_at: number | null
  readonly outcome: OutcomeClass | null
  readonly is_repeat: number
}

const ranks = { order: 3, repair: 2, part: 1 } as const
const inOffices = "o.office_id IN (SELECT unhex(value, '-') FROM json_each(:officeIds))"
/** What comes behind the last event of the page before. */
const behind = (at: string, rank: number, key: string) =>
  `(${at}, ${String(rank)}, ${key}) < (:at, :rank, :key)`
const named = (table: string) => `coalesce(json_extract(${table}.names, '$.' || :language), ${table}.name)`

const orderEvents = `
  SELECT ${String(ranks.order)} AS rank, o.key, o.id, o.preferred_service_at AS at, o.number, o.description AS text,
    o.progress AS state, o.id AS order_id, o.number AS order_number, NULL AS repair_line_id, NULL AS bom_id,
    NULL AS finished_at, NULL AS symptom, NULL AS resolution, NULL AS barrier, NULL AS outcome, 0 AS is_repeat,
    NULL AS serial, NULL AS new_number, NULL AS new_text, NULL AS new_serial, NULL AS note
  FROM order_object_relation r JOIN service_order o ON o.id = r.order_id
  WHERE r.object_id = :objectId AND ${inOffices} AND ${behind('o.preferred_service_at', ranks.order, 'o.key')}
  ORDER BY o.preferred_service_at DESC, o.key DESC LIMIT :limit`
const repairEvents = `
  SELECT ${String(ranks.repair)}, l.key, l.id, l.reported_at, l.number, l.title,
    l.warranty_verdict, l.order_id, o.number, l.id, NULL, l.finished_at,
    coalesce(${named('c')}, ${named('a')}), ${named('s')}, ${named('b')}, s.outcome,
    l.previous_line_id IS NOT NULL, NULL, NULL, NULL, NULL, substr(l.note, 1, 200)
  FROM repair_line l JOIN service_order o ON o.id = l.order_id
    LEFT JOIN symptom_area a ON a.id = l.symptom_area_id LEFT JOIN symptom_code c ON c.id = l.symptom_code_id
    LEFT JOIN resolution s ON s.id = l.resolution_id LEFT JOIN barrier b ON b.id = l.barrier_id
  WHERE l.object_id = :objectId AND ${inOffices} AND ${behind('l.reported_at', ranks.repair, 'l.key')}
  ORDER BY l.reported_at DESC, l.key DESC LIMIT :limit`
const partEvents = `
  SELECT ${String(ranks.part)}, h.key, h.id, h.effective_at, i.number, coalesce(p.description, i.name), h.action,
    o.id, o.number, h.repair_line_id, h.bom_id, NULL, NULL, NULL, NULL, NULL, 0,
    coalesce(json_extract(h.before, '$.serialNumber'), json_extract(h.after, '$.serialNumber')),
    n.number, coalesce(q.description, n.name), json_extract(h.after_new, '$.serialNumber'), NULL
  FROM service_bom m CROSS JOIN bom_history h ON h.bom_id = m.id
    JOIN service_bom_line p ON p.id = h.line_id JOIN item i ON i.id = p.item_id
    LEFT JOIN service_bom_line q ON q.id = h.new_line_id LEFT JOIN item n ON n.id = q.item_id
    LEFT JOIN repair_line z ON z.id = h.repair_line_id
    LEFT JOIN service_order o ON o.id = coalesce(
      (SELECT id FROM service_order WHERE id = h.order_id), z.order_id)
    LEFT JOIN agreement ma ON ma.id = m.agreement_id LEFT JOIN service_order mo ON mo.id = m.order_id
  WHERE m.object_id = :objectId AND m.moved_to_id IS NULL
    AND coalesce(ma.office_id, mo.office_id) IN (SELECT unhex(value, '-') FROM json_each(:officeIds)) AND h.action <> 'copied' AND h.undoes_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.bom_id = h.bom_id AND u.undoes_id = h.id)
    AND ${behind('h.effective_at', ranks.part, 'h.key')}
  ORDER BY h.effective_at DESC, h.key DESC LIMIT :limit`

/** All SQL of an object's time line (08 §5). */
export function createObjectHistory({ db }: Store) {
  const selectEvents = db.prepare<object, EventRow>(`
    SELECT * FROM (SELECT * FROM (${orderEvents}) UNION ALL SELECT * FROM (${repairEvents})
      UNION ALL SELECT * FROM (${partEvents}))
    ORDER BY at DESC, rank DESC, key DESC LIMIT :limit`)
  const selectSpans = db.prepare<object, SpanRow>(`
    SELECT l.reported_at, l.finished_at, s.outcome, l.previous_line_id IS NOT NULL AS is_repeat
    FROM repair_line l JOIN service_order o ON o.id = l.order_id LEFT JOIN resolution s ON s.id = l.resolution_id
    WHERE l.object_id = :objectId AND ${inOffices}`)

  return {
    /** Events newest first, each with its place; one more than asked for where there are more. */
    events({ after, language, limit, objectId, officeIds }: TimeLineQuery) {
      const place = after ?? { at: Number.MAX_SAFE_INTEGER, rank: 0, key: 0 }
      const asked = {
        ...place,
        language,
        limit,
        objectId: toBytes(objectId),
        officeIds: JSON.stringify(officeIds),
      }
      return selectEvents
        .all(asked)
        .map((row) => ({ place: { at: row.at, rank: row.rank, key: row.key }, event: toEvent(row) }))
    },
    /** When the object was broken, in no order. */
    spans(objectId: string, officeIds: readonly string[]): RepairSpan[] {
      return selectSpans
        .all({ objectId: toBytes(objectId), officeIds: JSON.stringify(officeIds) })
        .map((row) => ({
          reportedAt: row.reported_at,
          finishedAt: row.finished_at ?? undefined,
          outcome: row.outcome ?? undefined,
          isRepeat: row.is_repeat === 1,
        }))
    },
  }
}
export type ObjectHistoryRepository = ReturnType<typeof createObjectHistory>

function toEvent(row: EventRow): ObjectEvent {
  const { at, number, state } = row
  const text = row.text ?? ''
  switch (row.rank) {
    case ranks.order:
      return ObjectEvent.parse({
        ...{ kind: 'order', id: toId(row.id), at, number, description: text, progress: state },
      })
    case ranks.repair:
      return ObjectEvent.parse({
        ...{ kind: 'repair', id: RepairLineId.parse(toId(row.id)), at, number },
        ...{ orderId: idOf(row.order_id), orderNumber: row.order_number, warrantyVerdict: state },
        ...{ isRepeat: row.is_repeat === 1, finishedAt: row.finished_at ?? undefined },
        ...{ title: row.text ?? undefined, symptom: row.symptom ?? undefined },
        ...{ resolution: row.resolution ?? undefined, barrier: row.barrier ?? undefined },
        ...{ outcome: row.outcome ?? undefined, note: row.note ?? undefined },
      })
    default:
      return ObjectEvent.parse({
        ...{ kind: 'part', id: BomHistoryId.parse(toId(row.id)), at, action: state },
        ...{
          bomId: row.bom_id && ServiceBomId.parse(toId(row.bom_id)),
          itemNumber: number,
          description: text,
        },
        ...{ serialNumber: row.serial ?? undefined, newSerialNumber: row.new_serial ?? undefined },
        ...{ newItemNumber: row.new_number ?? undefined, newDescription: row.new_text ?? undefined },
        ...{ orderId: idOf(row.order_id), orderNumber: row.order_number ?? undefined },
        repairLineId: row.repair_line_id ? RepairLineId.parse(toId(row.repair_line_id)) : undefined,
      })
  }
}

function idOf(id: Uint8Array | null): OrderId | undefined {
  return id === null ? undefined : OrderId.parse(toId(id))
}
