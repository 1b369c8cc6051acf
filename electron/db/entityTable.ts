import type { Money } from '../shared/contract/money'
import { idOfHex, toBytes, toId } from './ids'
import { createRecordMaker } from './recordForms'
import { sortKey } from './sortKey'

/** How a field is stored; `instant` and `date` differ from `int` and `text` only in how a list filters them. */
export type ColumnKind = 'text' | 'int' | 'instant' | 'date' | 'bool' | 'ref' | 'json' | 'money'

export interface Column {
  readonly kind: ColumnKind
  /** The column's name; default: the field's in snake_case. */
  readonly column?: string
  /** Has a stored sort key `<column>_sort` in the company's sort language. */
  readonly sorted?: boolean
  /** Enters the change log as a salted digest (R12-25). */
  readonly personal?: boolean
  /** Enters the change log as "changed" only. */
  readonly secret?: boolean
  /** Derived from other values: stored, but not logged (conventions §5). */
  readonly derived?: boolean
}

type ColumnOptions = Omit<Column, 'kind'>
const columnOf =
  (kind: ColumnKind) =>
  (options: ColumnOptions = {}): Column => ({ kind, ...options })
export const text = columnOf('text')
export const int = columnOf('int')
export const instant = columnOf('instant')
export const date = columnOf('date')
export const bool = columnOf('bool')
export const ref = columnOf('ref')
export const json = columnOf('json')
export const money = columnOf('money')

export interface Stored {
  readonly id: string
  readonly version: number
}

/** The statement of how a record lies in its table: one column per field, in the order given. */
export interface EntityTable<R extends Stored> {
  readonly entity: string
  readonly table: string
  /** The field with the id of a record of any kind that it belongs to; such a reference has no foreign key. */
  readonly attachedBy?: string
  readonly columns: { readonly [K in Exclude<keyof R, 'id' | 'version'> & string]-?: Column }
}

export function entityTable<R extends Stored>(table: EntityTable<R>): EntityTable<R> {
  return table
}

/** `siteId` → `site_id`. */
export function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function columnName(field: string, { column }: Column): string {
  return column ?? snakeCase(field)
}

/** The SQL value of one field. */
export function encode(kind: ColumnKind, value: unknown): unknown {
  if (value === undefined || value === null) return null
  switch (kind) {
    case 'ref':
      return toBytes(value as string) // the contract's type of an id field
    case 'bool':
      return value === true ? 1 : 0
    case 'json':
      return JSON.stringify(value)
    case 'text':
    case 'int':
    case 'instant':
    case 'date':
    case 'money':
      return value
  }
}

/** The field's value of one SQL value; undefined for NULL. */
export function decode(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  switch (kind) {
    case 'ref':
      if (value instanceof Uint8Array) return toId(value)
      // The digits of `hex()`, which are empty for NULL.
      return typeof value === 'string' && value !== '' ? idOfHex(value) : undefined
    case 'bool':
      return value === 1
    case 'json':
      return JSON.parse(value as string) as unknown // stored by encode
    case 'text':
    case 'int':
    case 'instant':
    case 'date':
    case 'money':
      return value
  }
}

/** Every SQL column of a table but `key`, in insert order; money takes two, a sorted text brings its key. */
export function sqlColumns<R extends Stored>({ columns }: EntityTable<R>): string[] {
  return [
    'id',
    'version',
    ...Object.entries<Column>(columns).flatMap(([field, column]) => {
      const name = columnName(field, column)
      if (column.kind === 'money') return [`${name}_minor`, `${name}_currency`]
      return column.sorted ? [name, `${name}_sort`] : [name]
    }),
  ]
}

/** The SQL values of a record in the order of `sqlColumns`. */
export function toRow<R extends Stored>({ columns }: EntityTable<R>, record: R, language: string): unknown[] {
  const row: unknown[] = [toBytes(record.id), record.version]
  const fields = record as unknown as Record<string, unknown> // read by the names the table declares
  for (const { field, kind, sorted } of fieldsOf(columns).fields) {
    const value = fields[field]
    if (kind === 'money') {
      const amount = value as Money | undefined // the contract's shape for a money field
      row.push(amount?.minor ?? null, amount?.currency ?? null)
    } else {
      row.push(encode(kind, value))
      if (sorted) row.push(typeof value === 'string' ? sortKey(value, language) : null)
    }
  }
  return row
}

interface StoredField {
  readonly field: string
  readonly column: string
  readonly kind: ColumnKind
  readonly sorted: boolean
}
interface TableFields {
  readonly fields: readonly StoredField[]
  readonly makeRecord: ReturnType<typeof createRecordMaker>
}
const tableFields = new WeakMap<object, TableFields>()

/** The columns of a table in their order, worked out once: a list reads a hundred rows, a run writes 100,000. */
function fieldsOf(columns: Readonly<Record<string, Column>>): TableFields {
  const known = tableFields.get(columns)
  if (known) return known
  const fields = Object.entries(columns).map(([field, column]) => ({
    field,
    column: columnName(field, column),
    kind: column.kind,
    sorted: column.sorted === true,
  }))
  const made = {
    fields,
    makeRecord: createRecordMaker(['id', 'version', ...fields.map(({ field }) => field)]),
  }
  tableFields.set(columns, made)
  return made
}

/** Reads a row selected with `selectList` back into the record. */
export function fromRow<R extends Stored>(
  { columns }: EntityTable<R>,
  row: Readonly<Record<string, unknown>>,
): R {
  const { fields, makeRecord } = fieldsOf(columns)
  const values: unknown[] = [decode('ref', row['id']), row['version']]
  for (const { column, kind } of fields)
    values.push(kind === 'money' ? moneyOf(row, column) : decode(kind, row[column]))
  return makeRecord(values) as unknown as R // the table's declaration is the trusted statement about its rows
}

function moneyOf(row: Readonly<Record<string, unknown>>, column: string): unknown {
  const minor = row[`${column}_minor`]
  return minor === null || minor === undefined ? undefined : { minor, currency: row[`${column}_currency`] }
}

/** `t.id, t.version, …` for a SELECT whose rows `fromRow` reads. */
export function selectList<R extends Stored>(table: EntityTable<R>, alias: string): string {
  return sqlColumns(table)
    .filter((name) => !name.endsWith('_sort'))
    .map((name) => `${alias}.${name}`)
    .join(', ')
}
