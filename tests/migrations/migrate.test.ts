import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Db } from '../../electron/db/database'
import { migrate, migrations, storeVersion, type Migration } from '../../electron/db/migrate'
import { storeFile } from '../../electron/db/storeLock'

let folder: string
let db: Db
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aftercare-'))
  db = openDatabase(storeFile(folder))
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

const steps: Migration[] = [
  { version: 10, name: '0010-a.sql', sql: 'CREATE TABLE a (text TEXT NOT NULL) STRICT;' },
  {
    version: 20,
    name: '0020-b.sql',
    sql: "INSERT INTO a VALUES ('two'); CREATE TABLE b (n INTEGER) STRICT;",
  },
]
const version = () => db.pragma('user_version', { simple: true })
const copies = () => readdirSync(folder).filter((name) => name.includes('before'))
const tables = () =>
  db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all()

/** Tables of a few rows, and codes: they are deleted rarely, and three more indexes on every line cost each save. */
const unindexedOnPurpose = [
  'company.calendar_id',
  'office.numbering_device_id',
  'service_order_line.category_id',
  'service_order_line.line_property_id',
  'service_order_line.warehouse_id',
]

describe('migrations', () => {
  it('issue 3 §1: are numbered, in order, each number once', () => {
    const versions = migrations.map((migration) => migration.version)
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
    expect(versions[0]).toBe(10)
    expect(storeVersion).toBe(versions.at(-1))
  })

  it('issue 3 §1: make a new store, whose tables are all STRICT', () => {
    migrate(db, { folder })
    expect(version()).toBe(storeVersion)
    expect(copies()).toEqual([])
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all()
    expect(loose).toEqual([])
    migrate(db, { folder })
    expect(db.prepare('SELECT count(*) FROM migration').pluck().get()).toBe(migrations.length)
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('architecture: a store migrated step by step has the schema of a new one', () => {
    const schemaOf = (store: Db) =>
      store.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').all()
    const fresh = openDatabase(':memory:')
    migrate(fresh)

    for (let count = 1; count <= migrations.length; count += 1) {
      migrate(db, { steps: migrations.slice(0, count) })
      db.close()
      db = openDatabase(storeFile(folder))
    }

    expect(schemaOf(db)).toEqual(schemaOf(fresh))
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    fresh.close()
  })

  it('conventions §6: each table whose rows may be in the way of a delete can name them by an id', () => {
    migrate(db)
    const nameless = db
      .prepare(
        `SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND f."to" = 'id' AND f.on_delete <> 'CASCADE' AND m.name NOT LIKE 'local_%'
         AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'id')`,
      )
      .pluck()
      .all()
    expect(nameless).toEqual([])
  })

  it('architecture: each reference has an index, so that a delete reads no whole table', () => {
    migrate(db)
    const references = db
      .prepare<[], { child: string; column: string }>(
        `SELECT m.name AS child, f."from" AS column FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table'`,
      )
      .all()
    const unindexed = references.filter(({ child, column }) => {
      const plan = db
        .prepare<[Buffer], { detail: string }>(
          `EXPLAIN QUERY PLAN SELECT 1 FROM ${child} WHERE ${column} = ?`,
        )
        .all(Buffer.alloc(16))
      return plan.some(({ detail }) => /^SCAN/.test(detail))
    })
    expect(unindexed.map(({ child, column }) => `${child}.${column}`).sort()).toEqual(unindexedOnPurpose)
  })

  it('issue 3 §1: the store is copied before the first pending one, with the data as they were', () => {
    migrate(db, { folder, steps: steps.slice(0, 1) })
    db.exec("INSERT INTO a VALUES ('one')")
    expect(copies()).toEqual([])

    migrate(db, { folder, steps, now: () => 7 })

    expect(copies()).toEqual(['aftercare-before-20-7.db'])
    const copy = openDatabase(join(folder, 'aftercare-before-20-7.db'), { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    expect(copy.prepare('SELECT text FROM a').pluck().all()).toEqual(['one'])
    copy.close()
    expect(db.prepare('SELECT text FROM a').pluck().all()).toEqual(['one', 'two'])
    migrate(db, { folder, steps, now: () => 8 })
    expect(copies()).toHaveLength(1)
  })

  it('issue 3 §1: each is whole or not at all, and the ones before it stay', () => {
    const broken: Migration = {
      version: 30,
      name: '0030-c.sql',
      sql: 'CREATE TABLE c (n INTEGER) STRICT; NONSENSE;',
    }
    expect(() => migrate(db, { folder, steps: [...steps, broken] })).toThrow('syntax error')
    expect(version()).toBe(20)
    expect(tables()).toEqual(['a', 'b', 'migration'])
  })

  it('issue 3 §1: an edited one is refused, line ends apart', () => {
    migrate(db, { folder, steps })
    const edited = steps.map((step) =>
      step.version === 10 ? { ...step, sql: `${step.sql} -- better` } : step,
    )
    expect(() => migrate(db, { folder, steps: edited })).toThrow(
      expect.objectContaining({ code: 'MIGRATION_EDITED', message: expect.stringContaining('Migration 10') }),
    )
    const windows = steps.map((step) => ({ ...step, sql: step.sql.replaceAll('\n', '\r\n') }))
    expect(() => migrate(db, { folder, steps: windows })).not.toThrow()
  })

  it('issue 3 §1: a newer store is refused with a clear message and left as it is', () => {
    migrate(db, { folder, steps })
    expect(() => migrate(db, { folder, steps: steps.slice(0, 1) })).toThrow(
      expect.objectContaining({ code: 'STORE_NEWER', message: expect.stringContaining('newer Aftercare') }),
    )
    expect(tables()).toEqual(['a', 'b', 'migration'])
    expect(copies()).toEqual([])
  })
})
