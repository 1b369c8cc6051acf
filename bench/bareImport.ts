import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { migrate } from '../electron/db/migrate'
import { storeFile } from '../electron/db/storeLock'

/** Staging is the import's own; what the full-text index holds follows from the records. */
const leftOut = /^(sqlite_|import|search|job|file|migration)|_search|_text|_words/

/** Seconds for parsing the files and inserting the rows that their import made, in one transaction, with nothing around. */
export function bareImport(folder: string, files: readonly string[]): number {
  const made = openDatabase(storeFile(folder), { readonly: true })
  const copy = join(folder, 'bare.db')
  const bare = openDatabase(copy)
  migrate(bare)
  bare.pragma('foreign_keys = OFF')
  for (const trigger of namesOf(bare, 'trigger')) bare.exec(`DROP TRIGGER "${trigger}"`)
  const tables = namesOf(made, 'table').filter((name) => !leftOut.test(name))
  const rows = tables.map((name) => ({ name, rows: made.prepare(`SELECT * FROM "${name}"`).raw().all() }))

  const start = performance.now()
  for (const file of files) Papa.parse(readFileSync(file, 'utf8'), { header: false })
  bare
    .transaction(() => {
      for (const table of rows) insertAll(bare, table.name, table.rows as unknown[][]) // raw rows
    })
    .immediate()
  const seconds = (performance.now() - start) / 1000
  made.close()
  closeDatabase(bare)
  rmSync(copy, { force: true })
  return seconds
}

function namesOf(db: Db, type: 'table' | 'trigger'): string[] {
  const sql =
    type === 'trigger'
      ? "SELECT name FROM sqlite_master WHERE type = 'trigger'"
      : // Neither virtual tables nor those behind them.
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
  return db.prepare<[], string>(sql).pluck().all()
}

function insertAll(db: Db, table: string, rows: readonly (readonly unknown[])[]): void {
  const [first] = rows
  if (!first) return
  db.exec(`DELETE FROM "${table}"`)
  const insert = db.prepare(`INSERT INTO "${table}" VALUES (${first.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(...row)
}
