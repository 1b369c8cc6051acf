import { columnName, fromRow, type Column, type EntityTable, type Stored } from '../../db/entityTable'
import { toBytes } from '../../db/ids'

export type Row = Readonly<Record<string, unknown>>
const pageRows = 500

/** A page's statement with its ids as text: a run reads a million of them, and bytes are slow to hand over. */
export function pageSql<R extends Stored>({ columns }: EntityTable<R>, sql: string): string {
  const names = Object.entries<Column>(columns).map(([field, column]) => {
    const name = columnName(field, column)
    return column.kind === 'ref' ? `hex(${name}) AS ${name}` : name
  })
  return `SELECT hex(id) AS id, version, ${names.join(', ')} FROM (${sql}) ORDER BY position`
}

/** The rows of a plan page by page, in its order. */
export function* paged<R extends Stored & { readonly position: number }>(
  statement: { all(planId: Buffer, after: number, limit: number): Row[] },
  table: EntityTable<R>,
  planId: string,
): Generator<R> {
  const id = toBytes(planId)
  for (let after = 0; ;) {
    const rows = statement.all(id, after, pageRows)
    let last: R | undefined
    for (const row of rows) {
      last = fromRow(table, row)
      yield last
    }
    if (!last || rows.length < pageRows) return
    after = last.position
  }
}
