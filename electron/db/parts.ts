import { fieldsThatDiffer, type EntityChange } from './changeLog'
import { columnName, decode, encode, type Column } from './entityTable'
import { toBytes } from './ids'
import { createUse, type Store } from './records'

/** A part of a record, by its fields; it has the version of the record it belongs to. */
export type Part = { readonly id: string } & Readonly<Record<string, unknown>>

/** How parts of a record lie in a table without a version of their own. */
export interface PartTable {
  readonly entity: string
  readonly table: string
  readonly columns: Readonly<Record<string, Column>>
  /** The record they belong to, and their field with its id. */
  readonly owner: { readonly entity: string; readonly field: string }
}

/** Parts as undo reads and writes them; their own module has the SQL of everything else. */
export interface Parts {
  readonly entity: string
  readonly table: PartTable
  find(id: string): Part | undefined
  ofOwner(ownerId: string): Part[]
  insert(part: Part, version: number): EntityChange
  update(before: Part, after: Part, version: number): EntityChange
  remove(part: Part, version: number): EntityChange
  /** The log line of a part that goes with its record. */
  removed(part: Part, version: number): EntityChange
}

/** Makes parts known to undo; every repository of a table without a version calls it once. */
export function keepParts(store: Store, table: PartTable): Parts {
  const parts = createParts(store, table)
  store.entities.set(table.table, table.entity)
  store.kept?.set(table.entity, parts)
  return parts
}

/** Parts of one type: what `keepParts` gives, with the fields named. */
export interface PartsOf<P> {
  find(id: string): P | undefined
  ofOwner(ownerId: string): P[]
  insert(part: P, version: number): EntityChange
  update(before: P, after: P, version: number): EntityChange
  remove(part: P, version: number): EntityChange
  /** The log line of a part that goes with its record. */
  removed(part: P, version: number): EntityChange
  /** Throws IN_USE when records refer to it (R01-05). */
  assertUnused(id: string): void
  isUsed(id: string): boolean
}

/** Keeps parts whose type a repository states; `table` is the trusted statement about it. */
export function keepPartsOf<P extends { readonly id: string }>(store: Store, table: PartTable): PartsOf<P> {
  const parts = keepParts(store, table) as unknown as Omit<PartsOf<P>, 'assertUnused' | 'isUsed'> // the same calls with the fields named
  const { assertUnused, isUsed } = createUse(store, table)
  return { ...parts, assertUnused, isUsed }
}

function createParts({ db }: Store, table: PartTable): Parts {
  const { entity } = table
  const fields = Object.entries(table.columns).flatMap(([field, column]) => {
    if (column.kind === 'money' || column.sorted) throw new Error(`${entity}.${field}: no kind for a part`)
    return [{ field, column, name: columnName(field, column) }]
  })
  const names = ['id', ...fields.map(({ name }) => name)]
  const personal = new Set(fields.filter(({ column }) => column.personal).map(({ field }) => field))
  const owner = fields.find(({ field }) => field === table.owner.field)
  if (!owner) throw new Error(`${entity} has no field ${table.owner.field}`)
  type Row = Readonly<Record<string, unknown>>
  const select = `SELECT ${names.join(', ')} FROM ${table.table}`
  const statements = {
    find: db.prepare<[Buffer], Row>(`${select} WHERE id = ?`),
    ofOwner: db.prepare<[Buffer], Row>(`${select} WHERE ${owner.name} = ? ORDER BY key`),
    insert: db.prepare(
      `INSERT INTO ${table.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ),
    update: db.prepare(
      `UPDATE ${table.table} SET ${names
        .slice(1)
        .map((name) => `${name} = ?`)
        .join(', ')} WHERE id = ?`,
    ),
    remove: db.prepare(`DELETE FROM ${table.table} WHERE id = ?`),
  }

  function toPart(row: Row): Part {
    const part: Record<string, unknown> = {}
    for (const { column, field, name } of fields) {
      const value = decode(column.kind, row[name])
      if (value !== undefined) part[field] = value
    }
    return { ...part, id: String(decode('ref', row['id'])) }
  }

  const valuesOf = (part: Part) => fields.map(({ column, field }) => encode(column.kind, part[field]))

  function changeOf(op: EntityChange['op'], id: string, before: object, after: object, version: number) {
    const all = Object.entries(fieldsThatDiffer(before, after))
    const logged = all.filter(([field]) => isLogged(field))
    return { entity, id, op, version, fields: Object.fromEntries(logged), personal }
  }

  function isLogged(field: string): boolean {
    const column = table.columns[field]
    return column !== undefined && column.derived !== true
  }

  return {
    entity,
    table,
    find(id) {
      const row = statements.find.get(toBytes(id))
      return row && toPart(row)
    },
    ofOwner: (ownerId) => statements.ofOwner.all(toBytes(ownerId)).map(toPart),
    insert(part, version) {
      statements.insert.run(toBytes(part.id), ...valuesOf(part))
      return changeOf('create', part.id, {}, part, version)
    },
    update(before, after, version) {
      statements.update.run(...valuesOf(after), toBytes(after.id))
      return changeOf('update', after.id, before, after, version)
    },
    remove(part, version) {
      statements.remove.run(toBytes(part.id))
      return changeOf('delete', part.id, part, {}, version)
    },
    removed: (part, version) => changeOf('delete', part.id, part, {}, version),
  }
}
