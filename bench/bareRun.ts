import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { migrate } from '../electron/db/migrate'
import { storeFile } from '../electron/db/storeLock'

const entry = "(SELECT seq FROM change_log WHERE command = 'generation.commitGeneration')"
const ofEntry = `seq = ${entry}`
const recordsOf = (entity: string) =>
  `id IN (SELECT id FROM change WHERE ${ofEntry} AND entity = '${entity}')`
/** Where the records of the run's entry stand. */
const recordTables: Readonly<Record<string, string>> = {
  activity: 'activity',
  generationRun: 'generation_run',
  itemRequirement: 'item_requirement',
  occurrence: 'occurrence',
  order: 'service_order',
  orderLine: 'service_order_line',
  orderObjectRelation: 'order_object_relation',
  orderTaskRelation: 'order_task_relation',
  orderSla: 'order_sla',
  slaEntry: 'sla_entry',
  slaStep: 'sla_step',
  stageHistory: 'stage_history',
}
/** What was written beside them, the log too; what the full-text index holds follows from the records. */
const otherTables: readonly (readonly [table: string, condition: string])[] = [
  ['activity_line', `activity_id IN (SELECT id FROM change WHERE ${ofEntry} AND entity = 'activity')`],
  ['number_use', `record_id IN (SELECT id FROM change WHERE ${ofEntry})`],
  ['change', ofEntry],
  ['change_log', ofEntry],
  ['personal_value', ofEntry],
]
const rowsAtOnce = 5000

/** Seconds for inserting the rows of a store's only run, log included, in one transaction with nothing around. */
export function bareRun(folder: string): { seconds: number; rows: number } {
  const made = openDatabase(storeFile(folder), { readonly: true })
  const copy = join(folder, 'bare.db')
  const bare = openDatabase(copy)
  migrate(bare)
  bare.pragma('foreign_keys = OFF')
  for (const trigger of bare
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .pluck()
    .all())
    bare.exec(`DROP TRIGGER "${trigger}"`)
  let seconds = 0
  let rows = 0
  const counted = (work: () => void) => {
    const begun = performance.now()
    work()
    seconds += (performance.now() - begun) / 1000
  }
  counted(() => bare.exec('BEGIN IMMEDIATE'))
  for (const [table, condition] of [...tablesOf(made), ...otherTables]) {
    const insert = insertInto(bare, table)
    for (const page of pages(made, table, condition)) {
      rows += page.length
      counted(() => {
        for (const row of page) insert.run(...row)
      })
    }
  }
  counted(() => bare.exec('COMMIT'))
  made.close()
  closeDatabase(bare)
  rmSync(copy, { force: true })
  return { seconds, rows }
}

/** The tables of all records that the entry names. */
function tablesOf(db: Db): (readonly [table: string, condition: string])[] {
  return db
    .prepare<[], string>(`SELECT DISTINCT entity FROM change WHERE ${ofEntry}`)
    .pluck()
    .all()
    .map((entity) => {
      const table = recordTables[entity]
      if (table === undefined)
        throw new Error(`the run wrote records that the bare loop leaves out: ${entity}`)
      return [table, recordsOf(entity)] as const
    })
}

function insertInto(db: Db, table: string) {
  const count = db.prepare(`SELECT * FROM "${table}" LIMIT 0`).columns().length
  return db.prepare(`INSERT INTO "${table}" VALUES (${Array.from({ length: count }, () => '?').join(', ')})`)
}

/** The rows read before they are inserted: reading is not counted. */
function* pages(db: Db, table: string, condition: string): Generator<unknown[][]> {
  let page: unknown[][] = []
  for (const row of db
    .prepare<[], unknown[]>(`SELECT * FROM "${table}" WHERE ${condition}`)
    .raw()
    .iterate()) {
    page.push(row)
    if (page.length < rowsAtOnce) continue
    yield page
    page = []
  }
  yield page
}
