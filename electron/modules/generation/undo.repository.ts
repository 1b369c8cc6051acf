import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { TouchedBy } from '../../shared/contract/generationRuns'

/** An order of a run, and why it is not taken back with it (R03-23). */
export interface RunOrderState {
  readonly orderId: string
  readonly number: string
  readonly officeId: string
  /** Made by the run; else only lines were appended to it. */
  readonly isOwn: boolean
  readonly why: readonly TouchedBy[]
}

/** The orders that hold a line of the run: its own ones, those it appended lines to, and where a person moved lines. */
const orders = `
  SELECT o.id, o.key, o.number, o.office_id, o.version, (o.run_id IS :run AND o.origin = 'agreement') AS is_own,
    min(u.order_version) AS first_version, max(u.order_version) AS last_version, o.canceled_at
  FROM occurrence u
  JOIN service_order_line l ON l.id = u.order_line_id
  JOIN service_order o ON o.id = l.order_id
  WHERE u.run_id = :run AND u.state = 'active' GROUP BY o.key`

/** Another version than the run wrote; in version 1 the run wrote only its own: lines were split off by somebody. */
const changed = `o.version <> o.first_version OR o.version <> o.last_version
  OR (NOT o.is_own AND o.first_version = 1)`

const reasons: readonly (readonly [why: TouchedBy, sql: string])[] = [
  [
    'time',
    `EXISTS (SELECT 1 FROM service_order_line l WHERE l.order_id = o.id
      AND (l.actual_qty IS NOT NULL OR l.start_at IS NOT NULL OR l.end_at IS NOT NULL))`,
  ],
  [
    'posting',
    `EXISTS (SELECT 1 FROM service_order_line l WHERE l.order_id = o.id AND l.status = 'posted')
      OR EXISTS (SELECT 1 FROM billable_transaction b WHERE b.order_id = o.id)`,
  ],
  [
    'requirement',
    `EXISTS (SELECT 1 FROM item_requirement r WHERE r.order_id = o.id AND (r.version > 1
      OR NOT EXISTS (SELECT 1 FROM occurrence x WHERE x.order_line_id = r.line_id AND x.run_id IS NOT NULL)))
      OR EXISTS (SELECT 1 FROM delivery_note n WHERE n.order_id = o.id)`,
  ],
  [
    'activity',
    // The run made one of each hour line: a second one is somebody's, and so is another version, unless the order's.
    `EXISTS (SELECT 1 FROM activity v WHERE v.order_id = o.id AND (v.status = 'dispatched'
      OR v.closed_outcome = 'done' OR v.crew_id IS NOT NULL OR (v.version > 1 AND NOT (${changed}))))
      OR EXISTS (SELECT 1 FROM activity v JOIN activity_line x ON x.activity_id = v.id
        WHERE v.order_id = o.id GROUP BY x.line_id HAVING count(*) > 1)
      OR EXISTS (SELECT 1 FROM activity v JOIN activity_line x ON x.activity_id = v.id
        WHERE v.order_id = o.id
          AND NOT EXISTS (SELECT 1 FROM service_order_line y WHERE y.id = x.line_id AND y.type = 'hour'))`,
  ],
  ['signOff', 'EXISTS (SELECT 1 FROM sign_off s WHERE s.order_id = o.id)'],
  [
    'attachment',
    `EXISTS (SELECT 1 FROM attachment h WHERE h.entity = 'order' AND h.record_id = o.id)
      OR EXISTS (SELECT 1 FROM note h WHERE h.entity = 'order' AND h.record_id = o.id)`,
  ],
  ['repairLine', 'EXISTS (SELECT 1 FROM repair_line p WHERE p.order_id = o.id)'],
  [
    'cancellation',
    `o.canceled_at IS NOT NULL
      OR EXISTS (SELECT 1 FROM service_order_line l WHERE l.order_id = o.id AND l.status = 'canceled')`,
  ],
  ['case', 'EXISTS (SELECT 1 FROM case_link c WHERE c.order_id = o.id)'],
]

type Row = Readonly<Record<string, unknown>>

/** All SQL by which an undo looks at what became of a run. */
export function createUndoRepository({ db }: Store) {
  const selectOrders = db.prepare<[{ run: Buffer }], Row>(
    `SELECT o.id, o.number, o.office_id, o.is_own, (${changed}) AS changed,
       ${reasons.map(([why, sql]) => `(${sql}) AS "${why}"`).join(', ')}
     FROM (${orders}) o ORDER BY o.number`,
  )
  const selectOccurrences = db
    .prepare<[Buffer, string], Buffer>(
      `SELECT u.id FROM occurrence u JOIN service_order_line l ON l.id = u.order_line_id
       WHERE u.run_id = ? AND u.state = 'active' AND l.order_id IN (SELECT unhex(value, '-') FROM json_each(?))`,
    )
    .pluck()
  const deleteOrders = db.prepare(
    "DELETE FROM service_order WHERE id IN (SELECT unhex(value, '-') FROM json_each(?))",
  )
  const deleteLines = db.prepare(
    "DELETE FROM service_order_line WHERE id IN (SELECT unhex(value, '-') FROM json_each(?))",
  )

  return {
    /** The run's orders that are still there, by number, each with what a person did to it. */
    orders(runId: string): RunOrderState[] {
      return selectOrders.all({ run: toBytes(runId) }).map((row) => ({
        orderId: idOf(row['id']),
        officeId: idOf(row['office_id']),
        number: String(row['number']),
        isOwn: row['is_own'] === 1,
        why: whyOf(row),
      }))
    },
    /** The run's occurrences on these orders, ascending. */
    occurrenceIds: (runId: string, orderIds: readonly string[]) =>
      selectOccurrences.all(toBytes(runId), JSON.stringify(orderIds)).map(toId).sort(),
    deleteOrders: (ids: readonly string[]) => void deleteOrders.run(JSON.stringify(ids)),
    deleteLines: (ids: readonly string[]) => void deleteLines.run(JSON.stringify(ids)),
  }
}
export type UndoRepository = ReturnType<typeof createUndoRepository>

function idOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? toId(bytes) : ''
}

function whyOf(row: Row): TouchedBy[] {
  const why = reasons.flatMap(([name]) => (row[name] === 1 ? [name] : []))
  return why.length === 0 && row['changed'] === 1 ? ['changed'] : why
}
