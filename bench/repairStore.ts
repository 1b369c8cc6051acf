import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { storeFile } from '../electron/db/storeLock'
import { newId, setUp, type TestApp } from '../tests/support/app'
import { workshopOf } from '../tests/support/repair'

const linesPerOrder = 5

export interface RepairStore {
  readonly folder: string
  remove(): void
}

/** A folder for a store of its own; taken away afterwards. */
export function emptyFolder(): RepairStore {
  const folder = mkdtempSync(join(process.env['AFTERCARE_BENCH_DATA'] ?? tmpdir(), 'aftercare-repairs-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A store of so many repair lines, the same on each machine: five visits an object, over ten years. */
export async function repairStore(count: number, say: (text: string) => void): Promise<RepairStore> {
  const store = emptyFolder()
  const db = openDatabase(storeFile(store.folder), { cacheKb: 2_000_000 })
  db.pragma('synchronous = OFF')
  const app = setUp({ db, now: Date.UTC(2026, 10, 2, 9) })
  await makeCast(app)
  say('repairs: lines')
  fill(db, count)
  say('repairs: facts')
  // The next act brings what is derived up to date.
  await app.owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
  db.exec('ANALYZE')
  app.application.close()
  closeDatabase(db)
  return store
}

async function makeCast(app: TestApp): Promise<void> {
  const { owner } = app
  const shop = await workshopOf(app)
  const unit = await owner.catalog.createUnit({ id: newId(), code: 'PCS', name: 'Pieces', decimals: 0 })
  await owner.catalog.createItem({ id: newId(), number: 'ITEM', name: 'Item', unitId: unit.id })
  await owner.catalog.createProductCategory({ id: newId(), name: 'Category', externalId: 1 })
  await owner.repair.createLine({ id: newId(), orderId: shop.order.id })
}

/** The id of the n-th copy of a record. */
const copied = "unhex(printf('%012x70008%015x', 1700000000000, n.value))"
/** A column of the n-th record of a table, counted round. */
const nth = (table: string, value: string, column = 'id') =>
  `(SELECT ${column} FROM ${table}_at WHERE at = (${value}) % (SELECT count(*) FROM ${table}_at))`

/** Numbers the records of a table, so that they can be dealt out. */
function number(db: Db, ...tables: readonly string[]): void {
  for (const table of tables)
    db.exec(
      `CREATE TEMP TABLE ${table}_at AS SELECT row_number() OVER (ORDER BY key) - 1 AS at, * FROM ${table};
       CREATE UNIQUE INDEX temp.${table}_by_at ON ${table}_at (at)`,
    )
}

/** Copies the first row of a table, with what differs. */
function copies(db: Db, table: string, count: number, values: Readonly<Record<string, string>>): void {
  const columns = db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name <> 'key'")
    .pluck()
    .all(table)
  const own: Readonly<Record<string, string>> = { id: copied, ...values }
  db.exec(
    `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(count)})
     INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.map((column) => own[column] ?? `s.${column}`).join(', ')}
     FROM n CROSS JOIN (SELECT * FROM ${table} ORDER BY key LIMIT 1) s`,
  )
}

const dayMs = 86_400_000

function fill(db: Db, count: number): void {
  const orders = Math.ceil(count / linesPerOrder)
  const numbered = (prefix: string) => `printf('${prefix}-%07d', n.value)`
  const code = (prefix: string) => `printf('${prefix}%03d', n.value)`
  const ofOrder = `unhex(printf('%012x70008%015x', 1700000000000, (n.value - 1) / ${String(linesPerOrder)} + 1))`
  const reported = `(1445000000000 + (n.value * 7919 % 3900) * ${String(dayMs)})`
  db.transaction(() => {
    for (const { name } of searchTriggers(db)) db.exec(`DROP TRIGGER ${name}`)
    copies(db, 'product_category', 39, {
      ...{ name: code('Category '), name_sort: code('c'), external_id: 'n.value + 1' },
    })
    copies(db, 'item', 300, { number: numbered('ITEM'), name: code('Item '), name_sort: code('i') })
    copies(db, 'worker', 59, { number: numbered('W'), display_name: code('Worker ') })
    copies(db, 'symptom_area', 15, { code: code('S'), name: code('Symptom ') })
    copies(db, 'diagnosis_area', 11, { code: code('D'), name: code('Diagnosis ') })
    number(
      db,
      'product_category',
      'item',
      'worker',
      'symptom_area',
      'diagnosis_area',
      'resolution',
      'barrier',
    )
    for (const subject of ['symptom', 'diagnosis'])
      copies(db, `${subject}_code`, 60, {
        ...{ code: code('C'), name: code('Code ') },
        [`${subject}_area_id`]: nth(`${subject}_area`, 'n.value'),
      })
    number(db, 'symptom_code', 'diagnosis_code')
    copies(db, 'service_object', orders, {
      ...{ number: numbered('OBJ'), serial_number: numbered('SN'), item_id: nth('item', 'n.value * 31') },
      brand: "printf('Brand %d', n.value * 7919 % 500)",
      product_category_id: nth('product_category', 'n.value % 40 * (n.value % 7) / 6'),
    })
    copies(db, 'service_order', orders, { number: numbered('BENCH-SO') })
    copies(db, 'order_object_relation', orders, { order_id: copied, object_id: copied })
    copies(db, 'repair_line', count, {
      ...{ number: numbered('BENCH-RL'), line_no: 'n.value', order_id: ofOrder, object_id: ofOrder },
      ...{ object_relation_id: ofOrder, reported_at: reported, created_at: reported },
      finished_at: `${reported} + (n.value % 12) * ${String(dayMs / 2)}`,
      ...{
        resolution_id: nth('resolution', 'n.value * 17 % 11 / 2'),
        technician_id: nth('worker', 'n.value'),
      },
      barrier_id: `iif(n.value % 5 = 0, ${nth('barrier', 'n.value / 5')}, NULL)`,
      symptom_area_id: nth('symptom_code', 'n.value * 13', 'symptom_area_id'),
      symptom_code_id: nth('symptom_code', 'n.value * 13'),
      diagnosis_area_id: nth('diagnosis_code', 'n.value * 7', 'diagnosis_area_id'),
      diagnosis_code_id: nth('diagnosis_code', 'n.value * 7'),
      note: "printf('Motor %d makes a noise, fuse %d is blown', n.value % 97, n.value % 1009)",
      external_key: "printf('Provider %d/%d', n.value % 3, n.value)",
    })
    db.exec('DELETE FROM local_search_note')
  })()
}

/** What is noted for the search is not needed: nothing here is searched for. */
function searchTriggers(db: Db): { name: string }[] {
  return db
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_is\\_searched' ESCAPE '\\'",
    )
    .all()
}
