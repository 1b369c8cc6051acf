import { columnName, decode, type Column, type ColumnKind } from './entityTable'
import { createRecordMaker } from './recordForms'

/** How the fields of a record that has no version of its own lie in a table; money, which takes two columns, is none. */
export type FieldColumns<R> = { readonly [Field in Exclude<keyof R, 'id'> & string]-?: Column }

/** What is selected beside a table's columns, as `sql AS "field"`. */
export interface JoinedColumn {
  readonly sql: string
  readonly kind: ColumnKind
}
export type JoinedColumns<Joined> = { readonly [Field in keyof Joined & string]-?: JoinedColumn }

type Row = Readonly<Record<string, unknown>>

/** The columns of the fields in their order, `id` before them. */
export function columnNames(columns: Readonly<Record<string, Column>>): string[] {
  return ['id', ...Object.entries(columns).map(([field, column]) => columnName(field, column))]
}

/** `c.name AS "categoryName", …` for a SELECT. */
export function joinedList(joined: Readonly<Record<string, JoinedColumn>>): string {
  return Object.entries(joined)
    .map(([field, { sql }]) => `${sql} AS "${field}"`)
    .join(', ')
}

/** Makes a record of a row; a field whose column is NULL is absent. */
export function rowReader<R extends { readonly id: string }>(columns: FieldColumns<R>): (row: Row) => R {
  return joinedRowReader<R, object>(columns, {})
}

/** Makes a record of a row of a table and of what is joined to it. */
export function joinedRowReader<R extends { readonly id: string }, Joined>(
  columns: FieldColumns<R>,
  joined: JoinedColumns<Joined>,
): (row: Row) => R & Joined {
  const own = Object.entries<Column>(columns).map(([field, column]) => ({
    ...{ field, name: columnName(field, column), kind: column.kind },
  }))
  const beside = Object.entries<JoinedColumn>(joined).map(([field, { kind }]) => ({
    field,
    name: field,
    kind,
  }))
  const readers = [{ field: 'id', name: 'id', kind: 'ref' as const }, ...own, ...beside]
  const makeRecord = createRecordMaker(readers.map(({ field }) => field))

  return (row) => {
    const values = readers.map(({ kind, name }) => decode(kind, row[name]))
    return makeRecord(values) as R & Joined // the columns are the trusted statement about the rows
  }
}
