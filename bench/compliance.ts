import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { mintId, toBytes } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import { ComplianceGrouping } from '../electron/shared/contract/slaReport'
import { copyOf } from './copy'
import { each, round, summary, timed, type Figure } from './measure'
import type { Scene } from './scenarios'
import { connectService } from './service'

const runs = 3
const ever = { from: '1900-01-01', to: '2200-12-31' }

/** The report of compliance over a clock of every order, with pages of the list of orders meanwhile. */
export async function compliance({ folder, say }: Scene): Promise<Figure[]> {
  const copy = copyOf(folder)
  try {
    const service = await connectService(copy.folder)
    await service.close() // the copy has the newest tables now
    say('compliance: clocks')
    const count = fill(copy.folder)
    return await asked(copy.folder, count)
  } finally {
    copy.remove()
  }
}

async function asked(folder: string, count: number): Promise<Figure[]> {
  const service = await connectService(folder)
  try {
    const { orders, sla } = service.client
    const figures: Figure[] = []
    for (const groupBy of ComplianceGrouping.options)
      for (const isBrief of [true, false]) {
        const times = await each(runs, () => sla.getCompliance({ ...ever, groupBy, isBrief }))
        const what = isBrief ? 'counts and rate' : 'all figures'
        figures.push({
          name: `compliance of ${String(count)} orders by ${groupBy}, ${what}`,
          unit: 'ms',
          limit: isBrief ? 1000 : 3000,
          value: round(summary(times).max),
          note: `the worst of ${String(runs)}`,
        })
      }
    const pages: number[] = []
    const going = { isOver: false }
    const report = sla.getCompliance({ ...ever, groupBy: 'customer' }).finally(() => (going.isOver = true))
    while (!going.isOver) pages.push(await timed(() => orders.listOrders({ limit: 100 })))
    await report
    figures.push({
      ...{ name: 'a page of orders meanwhile, p95', value: round(summary(pages).p95), unit: 'ms', limit: 50 },
      note: `${String(pages.length)} pages`,
    })
    return figures
  } finally {
    await service.close()
  }
}

/**
 * Gives every order a clock, the same on each machine: seven of ten met, two breached with a pause and a reason, one
 * canceled; a few are open.
 */
function fill(folder: string): number {
  const db = openDatabase(storeFile(folder))
  try {
    const levels = Array.from({ length: 8 }, (_, at) => level(db, at))
    const marks = levels.map(() => '(?)').join(', ')
    db.transaction(() => {
      const insert = db.prepare(
        `INSERT INTO order_sla (id, version, order_id, sla_id, source, frozen, status, is_canceled_with_order, start_time,
           final_stop, conditions, changed_at, outcome, elapsed, allowance, latest_completion, compliance,
           response_outcome, is_calendar_empty, is_recomputing, measured_on, office_id, customer_id, agreement_id,
           responsible_id)
         WITH levels (at, id) AS (SELECT key, value FROM (
           SELECT row_number() OVER () - 1 AS key, column1 AS value FROM (VALUES ${marks})))
         SELECT randomblob(16), 1, o.id, l.id, 'order', '{}',
           CASE WHEN o.key % 10 = 9 THEN 'canceled' WHEN o.key % 101 = 0 THEN 'running' ELSE 'stopped' END, 0,
           o.preferred_service_at, o.preferred_service_at + 28800000,
           '[{"at":0,"priority":"normal","zone":"Europe/Oslo"}]', 0,
           CASE WHEN o.key % 10 = 9 THEN 'notMeasured' WHEN o.key % 101 = 0 THEN 'open'
             WHEN o.key % 10 >= 7 THEN 'breached' ELSE 'met' END,
           (o.key * 7919) % 28800, 28800, o.preferred_service_at + 20000000,
           CASE WHEN o.key % 10 = 9 THEN NULL WHEN o.key % 10 >= 7 THEN 10001 + (o.key * 7919) % 9999
             ELSE (o.key * 7919) % 10001 END,
           'notMeasured', 0, 0, o.service_date, o.office_id, o.customer_id, NULL, o.responsible_id
         FROM service_order o JOIN levels l ON l.at = o.key % ${String(levels.length)}
         WHERE NOT EXISTS (SELECT 1 FROM order_sla z WHERE z.order_id = o.id)`,
      )
      insert.run(...levels)
      const entry = db.prepare(
        `INSERT INTO sla_entry (id, version, order_id, seq, kind, at, source, reason_code, reason_description, by_id,
           recorded_at)
         SELECT randomblob(16), 1, z.order_id, e.column1, e.column2, z.start_time + e.column3, 'manual', e.column4,
           e.column5, zeroblob(16), z.start_time
         FROM order_sla z, (VALUES (1, 'start', 0, NULL, NULL), (2, 'stop', 7200000, NULL, NULL),
           (3, 'start', 10800000, NULL, NULL), (4, 'stop', 28800000, 'PARTS', '{"en":"Waiting for parts"}')) e
         WHERE z.outcome = 'breached' ORDER BY z.key, e.column1`,
      )
      entry.run()
    })()
    db.exec('ANALYZE')
    return db.prepare<[], number>('SELECT count(*) FROM order_sla').pluck().get() ?? 0
  } finally {
    closeDatabase(db)
  }
}

function level(db: Db, at: number): Buffer {
  const id = toBytes(mintId())
  db.prepare(
    `INSERT INTO service_level (id, version, code, description, allowance, steps, is_active)
     VALUES (?, 1, ?, '{"en":"Bench"}', 480, '[]', 1)`,
  ).run(id, `BENCH${String(at)}`)
  return id
}
