import { isDeepStrictEqual } from 'node:util'
import { commonErrors, domainError } from '../shared/contract/domainError'
import { fieldsThatDiffer, type EntityChange, type FieldChange } from './changeLog'
import type { Db } from './database'
import {
  columnName,
  encode,
  fromRow,
  selectList,
  snakeCase,
  sqlColumns,
  toRow,
  type Column,
  type EntityTable,
  type Stored,
} from './entityTable'
import { toBytes, toId } from './ids'
import type { Parts } from './parts'
import { createRowWriter } from './rowWriter'
import { assertVersion, notFound } from './version'

/** The open store as repositories see it. */
export interface Store {
  readonly db: Db
  /** The company's sort language, for stored sort keys. */
  readonly sortLanguage: () => string
  /** Entity names by table, for `IN_USE`; filled as repositories are made. */
  readonly entities: Map<string, string>
  /** Every kind of record by its entity, for undo; filled likewise. */
  readonly kept?: Map<string, Kept>
  /** Tables whose records belong to records of any kind, with the column that says to which; filled likewise. */
  readonly attached?: Map<string, string>
}

/** A record of any entity by its fields. */
export type AnyRecord = Stored & Readonly<Record<string, unknown>>

/** What an undo needs of records whose entity it does not know. */
export interface AnyRecords {
  readonly entity: string
  readonly table: {
    readonly entity: string
    readonly table: string
    readonly columns: Readonly<Record<string, Column>>
  }
  find(id: string): AnyRecord | undefined
  insert(record: AnyRecord): EntityChange
  update(before: AnyRecord, after: AnyRecord): { changes: EntityChange[] }
  remove(record: AnyRecord): EntityChange
  changeOf(op: EntityChange['op'], before: AnyRecord | undefined, after: AnyRecord | undefined): EntityChange
}
export type Kept = AnyRecords | Parts

/** `null` clears a field, absent keeps it. */
export type Patch = Readonly<Record<string, unknown>>

/** Inserts records one after the other; `flush` writes those that still wait. */
export interface Inserter<R> {
  insert(record: R): EntityChange
  flush(): void
}

/** Kept records of one table: reads, writes and the log lines of each write. */
export interface Records<R extends Stored> {
  readonly entity: string
  readonly table: EntityTable<R>
  find(id: string): R | undefined
  /** Throws NOT_FOUND. */
  get(id: string): R
  /** The records of these ids, in no order. */
  findMany(ids: readonly string[]): R[]
  /** The records whose `field` has this value, by key. */
  where(field: Extract<keyof R, string>, value: unknown): R[]
  insert(record: R): EntityChange
  /** Begins to insert very many: see `createRowWriter`. What the store refuses is not put into words. */
  inserter(): Inserter<R>
  /** Writes `after` over `before` with the next version; no line when nothing differs. */
  update(before: R, after: R): { record: R; changes: EntityChange[] }
  remove(record: R): EntityChange
  /** The stored record of a repeated create; throws ID_TAKEN when its content differs (conventions §2). */
  replayed(id: string, given: object): R | undefined
  /** The record with the patch applied; throws NOT_FOUND and CONFLICT. */
  patched(id: string, expectedVersion: number, patch: object): { before: R; after: R }
  /** Throws NOT_FOUND and CONFLICT. */
  expect(id: string, expectedVersion: number, mine?: object): R
  /** Throws IN_USE when other records refer to it (R01-05); parts of the record itself do not count. */
  assertUnused(id: string): void
  /** Whether other records refer to it. */
  isUsed(id: string): boolean
  /** Whether another record has this value in `field`. */
  isTaken(field: Extract<keyof R, string>, value: unknown, exceptId?: string): boolean
  /** The log line of a change that was written by SQL of the repository. */
  changeOf(op: EntityChange['op'], before: R | undefined, after: R | undefined): EntityChange
}

/** Applies a patch: null clears, absent stays. */
export function applyPatch<R extends object>(record: R, patch: object): R {
  const next: Record<string, unknown> = Object.fromEntries(Object.entries(record))
  for (const [name, value] of Object.entries(patch) as [string, unknown][]) {
    if (value === undefined) continue
    if (value === null) Reflect.deleteProperty(next, name)
    else next[name] = value
  }
  return next as unknown as R // the contract's patch schema keeps the record's shape
}

/** What the log says of a secret; where there is none, nothing, as the stored form of a create has it. */
function masked(value: unknown): { changed: true } | null {
  return value === undefined || value === null ? null : { changed: true }
}

function withoutEmpty(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  )
}

export function createRecords<R extends Stored>(store: Store, table: EntityTable<R>): Records<R> {
  const { db } = store
  const { entity } = table
  store.entities.set(table.table, entity)
  if (table.attachedBy) store.attached?.set(table.table, snakeCase(table.attachedBy))
  const names = sqlColumns(table)
  const selectSql = `SELECT ${selectList(table, 't')} FROM ${table.table} t`
  const selectById = db.prepare<[Buffer], Record<string, unknown>>(`${selectSql} WHERE t.id = ?`)
  const selectMany = db.prepare<[string], Record<string, unknown>>(
    `${selectSql} WHERE t.id IN (SELECT unhex(value, '-') FROM json_each(?))`,
  )
  const insertRow = db.prepare(
    `INSERT INTO ${table.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const updateRow = db.prepare(
    `UPDATE ${table.table} SET ${names
      .slice(1)
      .map((name) => `${name} = ?`)
      .join(', ')} WHERE id = ? AND version = ?`,
  )
  const deleteRow = db.prepare(`DELETE FROM ${table.table} WHERE id = ? AND version = ?`)
  let openRows: ReturnType<typeof createRowWriter> | undefined
  const byField = new Map<string, ReturnType<typeof prepareWhere>>()
  const columns: Readonly<Record<string, Column>> = table.columns
  const personal = new Set(Object.keys(columns).filter((field) => columns[field]?.personal))
  const use = createUse(store, table)

  function prepareWhere(field: string) {
    const column = columns[field]
    if (!column) throw new Error(`${entity} has no stored field ${field}`)
    return db.prepare<[unknown], Record<string, unknown>>(
      `${selectSql} WHERE t.${columnName(field, column)} IS ? ORDER BY t.key`,
    )
  }

  /**
   * Says what is wrong with a row that the store refuses, as if it had been looked up before: NOT_FOUND for a reference
   * that leads nowhere, REQUIRED for a field that was cleared and cannot be empty.
   */
  function accepted<Result>(record: R, run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      const missing =
        error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY' ? missingReference(store, table, record) : undefined
      if (missing) throw notFound(missing.entity, missing.id)
      const field = error.code === 'SQLITE_CONSTRAINT_NOTNULL' ? emptyField(error.message) : undefined
      throw field ? domainError(commonErrors, 'REQUIRED', { field, fields: [field] }) : error
    }
  }

  /** The field whose column the store's message names: `NOT NULL constraint failed: customer.number`. */
  function emptyField(message: string): string | undefined {
    return Object.keys(columns).find((field) => {
      const column = columns[field]
      return column && message.endsWith(`${table.table}.${columnName(field, column)}`)
    })
  }

  function loggedFields(fields: Record<string, FieldChange>): Record<string, FieldChange> {
    const logged: Record<string, FieldChange> = {}
    for (const [name, change] of Object.entries(fields)) {
      const column = columns[name]
      if (!column || column.derived) continue
      logged[name] = column.secret ? { before: masked(change.before), after: masked(change.after) } : change
    }
    return logged
  }

  /** `loggedFields` of everything there is: a run creates hundreds of thousands. */
  function createdFields(record: R): Record<string, FieldChange> {
    const logged: Record<string, FieldChange> = {}
    for (const [name, after] of Object.entries(record as Readonly<Record<string, unknown>>)) {
      const column = columns[name]
      if (!column || column.derived || after === undefined) continue
      logged[name] = column.secret ? { before: null, after: masked(after) } : { before: undefined, after }
    }
    return logged
  }

  function changeOf(op: EntityChange['op'], before: R | undefined, after: R | undefined): EntityChange {
    const record = after ?? before
    if (!record) throw new Error(`${entity}: a change needs a record`)
    const fields = before ? loggedFields(fieldsThatDiffer(before, after ?? {})) : createdFields(record)
    const version = op === 'delete' ? record.version + 1 : record.version
    return { entity, id: record.id, op, version, fields, personal }
  }

  const records: Records<R> = {
    entity,
    table,
    find(id) {
      const row = selectById.get(toBytes(id))
      return row ? fromRow(table, row) : undefined
    },
    get(id) {
      const record = records.find(id)
      if (!record) throw notFound(entity, id)
      return record
    },
    findMany(ids) {
      return selectMany.all(JSON.stringify(ids)).map((row) => fromRow(table, row))
    },
    where(field, value) {
      const statement = byField.get(field) ?? prepareWhere(field)
      byField.set(field, statement)
      return statement.all(encode(columns[field]?.kind ?? 'text', value)).map((row) => fromRow(table, row))
    },
    insert(record) {
      accepted(record, () => insertRow.run(...toRow(table, record, store.sortLanguage())))
      return changeOf('create', undefined, record)
    },
    inserter() {
      openRows ??= createRowWriter(db, table.table, names)
      const rows = openRows()
      return {
        insert(record) {
          rows.add(toRow(table, record, store.sortLanguage()))
          return changeOf('create', undefined, record)
        },
        flush: () => rows.flush(),
      }
    },
    update(before, after) {
      const next = { ...after, version: before.version + 1 }
      const change = changeOf('update', { ...before, version: next.version }, next)
      if (Object.keys(change.fields).length === 0) return { record: before, changes: [] }
      const row = toRow(table, next, store.sortLanguage()).slice(1)
      const { changes } = accepted(next, () => updateRow.run(...row, toBytes(before.id), before.version))
      if (changes !== 1)
        throw new Error(`${entity} ${before.id}: version ${String(before.version)} is not in the store`)
      return { record: next, changes: [change] }
    },
    remove(record) {
      const { changes } = deleteRow.run(toBytes(record.id), record.version)
      if (changes !== 1)
        throw new Error(`${entity} ${record.id}: version ${String(record.version)} is not in the store`)
      return changeOf('delete', record, undefined)
    },
    replayed(id, given) {
      const stored = records.find(id)
      if (!stored) return undefined
      const held = withoutEmpty(stored)
      const isSame = Object.entries(withoutEmpty(given)).every(
        ([name, value]) => !(name in columns) || isDeepStrictEqual(held[name], value),
      )
      if (!isSame) throw domainError(commonErrors, 'ID_TAKEN', { entity, id })
      return stored
    },
    patched(id, expectedVersion, patch) {
      const before = records.expect(id, expectedVersion, patch)
      return { before, after: applyPatch(before, patch) }
    },
    expect(id, expectedVersion, mine = {}) {
      const record = records.get(id)
      assertVersion(entity, record, expectedVersion, mine)
      return record
    },
    assertUnused: (id) => use.assertUnused(id),
    isUsed: (id) => use.isUsed(id),
    isTaken(field, value, exceptId) {
      return records.where(field, value).some((other) => other.id !== exceptId)
    },
    changeOf,
  }
  store.kept?.set(entity, records as unknown as AnyRecords) // the same calls with the fields unnamed
  return records
}

function missingReference<R extends Stored>(
  { db, entities }: Store,
  table: EntityTable<R>,
  record: R,
): { entity: string; id: string } | undefined {
  const parents = new Map(
    db
      .prepare<[string], { column: string; parent: string }>(
        'SELECT "from" AS "column", "table" AS parent FROM pragma_foreign_key_list(?)',
      )
      .all(table.table)
      .map(({ column, parent }) => [column, parent] as const),
  )
  for (const [field, column] of Object.entries<Column>(table.columns)) {
    const id: unknown = Reflect.get(record, field)
    const parent = parents.get(columnName(field, column))
    if (parent === undefined || typeof id !== 'string') continue
    if (db.prepare(`SELECT 1 FROM ${parent} WHERE id = ?`).get(toBytes(id)) === undefined)
      return { entity: entities.get(parent) ?? parent, id }
  }
  return undefined
}

/** Whether records refer to a record, by the store's own foreign keys (R01-05). */
export function createUse(
  store: Store,
  { entity, table }: { readonly entity: string; readonly table: string },
) {
  const findDependants = createDependants(store, table)
  return {
    assertUnused(id: string): void {
      const { counts, dependants } = findDependants(id)
      if (Object.keys(counts).length > 0)
        throw domainError(commonErrors, 'IN_USE', { entity, id, counts, dependants })
    },
    isUsed(id: string): boolean {
      return Object.keys(findDependants(id).counts).length > 0
    },
  }
}

interface Dependants {
  readonly counts: Record<string, number>
  readonly dependants: { entity: string; id: string; number?: string }[]
}

/** Finds who refers to a record, by the store's own foreign keys and as attached; keys that cascade belong to its parts. */
function createDependants({ attached, db, entities }: Store, table: string): (id: string) => Dependants {
  let statements:
    | { child: string; count: (id: Buffer) => number; first: (id: Buffer) => { id: Uint8Array }[] }[]
    | undefined

  function prepare() {
    const keys = db
      .prepare<[string], { child: string; column: string }>(
        `SELECT m.name AS child, f."from" AS "column"
         FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND f."table" = ? AND f."to" = 'id' AND f.on_delete <> 'CASCADE'
         ORDER BY m.name, f.id`,
      )
      .all(table)
    const others = [...(attached ?? [])].map(([child, column]) => ({ child, column }))
    return [...keys, ...others].map(({ child, column }) => {
      const count = db.prepare<[Buffer], number>(`SELECT count(*) FROM ${child} WHERE ${column} = ?`).pluck()
      const first = db.prepare<[Buffer], { id: Uint8Array }>(
        `SELECT id FROM ${child} WHERE ${column} = ? LIMIT 20`,
      )
      return { child, count: (id: Buffer) => count.get(id) ?? 0, first: (id: Buffer) => first.all(id) }
    })
  }

  return (id) => {
    statements ??= prepare()
    const key = toBytes(id)
    const counts: Record<string, number> = {}
    const dependants: Dependants['dependants'] = []
    for (const { child, count, first } of statements) {
      const hits = count(key)
      if (hits === 0) continue
      const entity = entities.get(child) ?? child
      counts[entity] = (counts[entity] ?? 0) + hits
      for (const row of first(key)) if (dependants.length < 20) dependants.push({ entity, id: toId(row.id) })
    }
    return { counts, dependants }
  }
}
