import type { Db } from '../../db/database'
import { localDayOf } from '../calendars/index'
import { beginningsIn } from './similar.rules'

const chunk = 2000

/** A provider is the beginning of an external key, up to its last stroke (01 §3.2). */
const providerSql = "rtrim(rtrim(l.external_key, replace(l.external_key, '/', '')), '/')"

/** What a line says in words; the text for the customer is made of the note. */
const textSql = "concat_ws(' ', l.title, l.note)"

const noted = 'l.key IN (SELECT value FROM json_each(:keys))'
/** Days are those of the object's site, else of the order's place (08 §2). */
const zone = 'coalesce(p.zone, o.site_zone)'
const placed = `order_object_relation r ON r.id = l.object_relation_id
  CROSS JOIN service_object s ON s.id = r.object_id`

/** Keeps what statistics are counted from: every repair line that a write touched, before its transaction ends. */
export function createRepairFacts(db: Db) {
  // Its callers ask by writing; no trigger and no index of the store calls it.
  db.function('local_day', { deterministic: true }, (zone, at) =>
    typeof zone === 'string' && typeof at === 'number' ? localDayOf(zone, at) : null,
  )
  db.function('word_beginnings', { deterministic: true }, (text) =>
    typeof text === 'string' ? beginningsIn(text).join(' ') : '',
  )
  db.function('count_words', { deterministic: true }, (text) =>
    typeof text === 'string' ? beginningsIn(text).length : 0,
  )
  const selectNoted = db
    .prepare<[], string | null>(
      `SELECT json_group_array(key) FROM (SELECT key FROM local_repair_note LIMIT ${String(chunk)})`,
    )
    .pluck()
  const writers = [
    `INSERT OR IGNORE INTO local_repair_name (kind, folded, name)
     SELECT 'brand', fold(s.brand), s.brand FROM repair_line l CROSS JOIN ${placed}
     WHERE ${noted} AND s.brand IS NOT NULL`,
    `INSERT OR IGNORE INTO local_repair_name (kind, folded, name)
     SELECT 'provider', fold(${providerSql}), ${providerSql} FROM repair_line l
     WHERE ${noted} AND l.external_key LIKE '_%/%'`,
    `INSERT OR REPLACE INTO local_repair_text (rowid, words)
     SELECT l.key, word_beginnings(${textSql}) FROM repair_line l WHERE ${noted} ORDER BY l.key`,
    `INSERT OR REPLACE INTO local_repair_fact (key, office, reported_day, finished_day, resolution, category, item,
       brand, provider, technician, symptom_area, symptom_code, diagnosis_area, diagnosis_code, barrier, attempts,
       is_repeat, is_repeated, object, reported_at, finished_at, words)
     SELECT l.key, f.key, local_day(${zone}, l.reported_at), local_day(${zone}, l.finished_at), x.key, c.key,
       i.key, (SELECT n.key FROM local_repair_name n WHERE n.kind = 'brand' AND n.folded = fold(s.brand)),
       (SELECT n.key FROM local_repair_name n
        WHERE l.external_key LIKE '_%/%' AND n.kind = 'provider' AND n.folded = fold(${providerSql})),
       w.key, sa.key, sc.key, da.key, dc.key, b.key,
       (SELECT count(*) FROM repair_attempt a WHERE a.line_id = l.id), l.previous_line_id IS NOT NULL,
       EXISTS (SELECT 1 FROM repair_line later WHERE later.previous_line_id = l.id), s.key, l.reported_at,
       l.finished_at, count_words(${textSql})
     FROM repair_line l CROSS JOIN service_order o ON o.id = l.order_id CROSS JOIN office f ON f.id = o.office_id
       CROSS JOIN ${placed}
       LEFT JOIN site p ON p.id = s.site_id
       LEFT JOIN resolution x ON x.id = l.resolution_id
       LEFT JOIN product_category c ON c.id = s.product_category_id
       LEFT JOIN item i ON i.id = s.item_id
       LEFT JOIN worker w ON w.id = l.technician_id
       LEFT JOIN symptom_area sa ON sa.id = l.symptom_area_id
       LEFT JOIN symptom_code sc ON sc.id = l.symptom_code_id
       LEFT JOIN diagnosis_area da ON da.id = l.diagnosis_area_id
       LEFT JOIN diagnosis_code dc ON dc.id = l.diagnosis_code_id
       LEFT JOIN barrier b ON b.id = l.barrier_id
     WHERE ${noted}`,
    'DELETE FROM local_repair_note WHERE key IN (SELECT value FROM json_each(:keys))',
  ].map((sql) => db.prepare<[{ keys: string }]>(sql))

  return {
    /** Counts what the running transaction has noted; called before it ends. */
    settle(): void {
      for (let keys = selectNoted.get(); keys && keys !== '[]'; keys = selectNoted.get())
        for (const writer of writers) writer.run({ keys })
    },
  }
}
export type RepairFacts = ReturnType<typeof createRepairFacts>
