import { columnName, type Column, type EntityTable, type Stored } from './entityTable'
import type { FieldSql } from './listConditions'
import type { SortTerm } from './listSegments'
import type { JoinedField } from './listSpec'

/** Whether two sort values are the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b))
}

/** Names a sort, so that a cursor of another one is refused. */
export function shapeOf(terms: readonly SortTerm[]): string {
  return terms.map(({ field, isDescending }) => `${field}${isDescending ? '-' : '+'}`).join()
}

/** The sort values of a row as columns of its statement. */
export function sortColumns(terms: readonly SortTerm[]): string[] {
  return terms.map(({ sql }, index) => `${sql} AS "sort${String(index)}"`)
}

/** `ORDER BY` of the terms. */
export function orderSql(terms: readonly SortTerm[]): string {
  return terms.map(({ sql, isDescending }) => `${sql} ${isDescending ? 'DESC' : 'ASC'}`).join(', ')
}

/** What a list may filter and sort by. */
export function fieldsOf<R extends Stored>(
  { columns }: EntityTable<R>,
  joined: Readonly<Record<string, JoinedField>>,
  literals: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, FieldSql> {
  const fields = new Map<string, FieldSql>([
    ['id', { sql: 't.id', kind: 'ref', sortSql: 't.key' }],
    ['version', { sql: 't.version', kind: 'int', sortSql: 't.version' }],
  ])
  for (const [field, column] of Object.entries<Column>(columns)) {
    const name = `t.${columnName(field, column)}`
    if (column.kind === 'money')
      fields.set(field, { sql: `${name}_minor`, kind: 'int', sortSql: `${name}_minor` })
    else
      fields.set(field, {
        sql: name,
        kind: column.kind,
        sortSql: column.sorted ? `${name}_sort` : name,
        literals: literals[field],
      })
  }
  for (const [field, { sql, kind, sortSql }] of Object.entries(joined))
    fields.set(field, { sql, kind, sortSql: sortSql ?? sql, literals: literals[field] })
  return fields
}
