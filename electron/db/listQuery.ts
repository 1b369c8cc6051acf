import { commonErrors, domainError } from '../shared/contract/domainError'
import type { ListRequest, Page } from '../shared/contract/page'
import { decodeCursor, encodeCursor } from './cursor'
import {
  columnName,
  decode,
  fromRow,
  selectList,
  type Column,
  type ColumnKind,
  type EntityTable,
  type Stored,
} from './entityTable'
import { toBytes } from './ids'
import { foldText } from './textKeys'
import type { Store } from './records'

/** A field of the list that is not stored in the record's own table: `sql` reads it from a join. */
export interface JoinedField {
  readonly sql: string
  readonly kind: ColumnKind
  /** What the list sorts by when the field is a text with a stored key. */
  readonly sortSql?: string
}

/** A condition in SQL with its named parameters. */
export interface Condition {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface ListSpec<R extends Stored> {
  readonly table: EntityTable<R>
  /** SQL after `FROM <table> t`, e.g. `LEFT JOIN customer_group g ON g.id = t.group_id`. */
  readonly joins?: string
  readonly joined?: Readonly<Record<string, JoinedField>>
  /** SQL expressions that the list's `text` searches: every word must begin a word of one of them. */
  readonly searched?: readonly string[]
  /** Order when the caller names none; ties always break by creation. */
  readonly defaultSort: readonly { field: string; direction: 'asc' | 'desc' }[]
  /** Turns a stored record with its joined fields into the listed one; default: as they are. */
  readonly finish?: (record: Record<string, unknown>) => void
  /**
   * The table grows without bound: the plan is chosen by counting the filter's hits up to a threshold, because the
   * planner's own choice once sorted 930,000 rows (architecture.md).
   */
  readonly isLarge?: boolean
}

export interface ListView<V> {
  page(request: ListRequest, ...scope: readonly Condition[]): Page<V>
  /** One record with its joined fields; undefined when there is none or the scope hides it. */
  find(id: string, ...scope: readonly Condition[]): V | undefined
}

interface FieldSql {
  readonly sql: string
  readonly kind: ColumnKind
  readonly sortSql: string
}
interface SortTerm {
  readonly field: string
  readonly sql: string
  readonly isDescending: boolean
}
type Row = Record<string, unknown>

/** Below this many hits a filter's own index finds the rows and they are sorted; above, the sort's index is walked. */
const fewHits = 5000

function invalid(path: string[], message: string): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path, message }] })
}

/** Makes the one list helper of a table: every statement is put together from constant fragments and kept by shape. */
export function createListView<R extends Stored, V = R>(store: Store, spec: ListSpec<R>): ListView<V> {
  const { db } = store
  const { table, joins = '', joined = {}, searched = [], defaultSort, finish, isLarge = false } = spec
  const fields = fieldsOf(table, joined)
  const statements = new Map<string, ReturnType<typeof db.prepare>>()
  const joinedList = Object.entries(joined).map(([name, { sql }]) => `${sql} AS "${name}"`)
  const select = [selectList(table, 't'), 't.key AS "key"', ...joinedList].join(', ')
  const from = `FROM ${table.table} t ${joins}`

  function prepared(sql: string) {
    const known = statements.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function toView(row: Row): V {
    const record: Record<string, unknown> = Object.fromEntries(Object.entries(fromRow(table, row)))
    for (const [name, { kind }] of Object.entries(joined)) {
      const value = decode(kind, row[name])
      if (value !== undefined) record[name] = value
    }
    finish?.(record)
    return record as V // the list's declaration is the trusted statement about its rows
  }

  function termsOf(request: ListRequest): SortTerm[] {
    const wanted = request.sort?.length ? request.sort : defaultSort
    return wanted.map(({ field, direction }) => {
      const known = fields.get(field)
      if (!known) throw invalid(['sort'], `unknown field ${field}`)
      return { field, sql: known.sortSql, isDescending: direction === 'desc' }
    })
  }

  function conditionsOf({ filter = {}, text }: ListRequest, scope: readonly Condition[]): Condition {
    const parts: string[] = []
    const params: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(filter)) {
      if (value === undefined) continue
      const known = fields.get(name)
      if (!known) throw invalid(['filter', name], 'unknown field')
      parts.push(filterSql(name, known, value, params))
    }
    for (const [index, word] of wordsOf(text).entries()) parts.push(wordSql(searched, index, word, params))
    for (const condition of scope) {
      parts.push(condition.sql)
      Object.assign(params, condition.params)
    }
    return { sql: parts.length ? parts.map((part) => `(${part})`).join(' AND ') : '1', params }
  }

  function hitsFew(where: Condition): boolean {
    if (!isLarge || where.sql === '1') return false
    const sql = `SELECT count(*) AS n FROM (SELECT 1 ${from} WHERE ${where.sql} LIMIT ${String(fewHits + 1)})`
    const row = prepared(sql).get(where.params) as { n: number } // count(*) answers one integer
    return row.n <= fewHits
  }

  function rowsFrom(where: Condition, terms: readonly SortTerm[], limit: number, at?: Row): Row[] {
    const segments = at ? segmentsAfter(terms, at) : [{ sql: '1', params: {} }]
    // `+` keeps an expression from using an index: then the filter's index finds the rows and they are sorted.
    const plus = hitsFew(where) ? '+' : ''
    const order = [...terms, tieTerm(terms)].map(
      ({ sql, isDescending }) => `${plus}${sql} ${isDescending ? 'DESC' : 'ASC'}`,
    )
    const rows: Row[] = []
    for (const segment of segments) {
      if (rows.length >= limit) break
      const sorted = terms.map(({ sql }, index) => `${sql} AS "sort${String(index)}"`)
      const sql = `SELECT ${[select, ...sorted].join(', ')} ${from} WHERE ${where.sql} AND ${segment.sql} ORDER BY ${order.join(', ')} LIMIT :limit`
      const params = { ...where.params, ...segment.params, limit: limit - rows.length }
      rows.push(...(prepared(sql).all(params) as Row[])) // rows of the select list above
    }
    return rows
  }

  function page(request: ListRequest, ...scope: readonly Condition[]): Page<V> {
    const terms = termsOf(request)
    const where = conditionsOf(request, scope)
    const shape = terms.map(({ field, isDescending }) => `${field}${isDescending ? '-' : '+'}`).join()
    const { after, before, limit, offset } = request
    const isBackward = before !== undefined
    const cursor = after ?? before
    let rows: Row[]
    if (offset !== undefined) rows = rowsAtOffset(where, terms, limit, offset)
    else {
      const at = cursor === undefined ? undefined : decodeCursor(cursor, shape, terms.length)
      if (cursor !== undefined && !at) throw invalid([isBackward ? 'before' : 'after'], 'cursor')
      rows = rowsFrom(where, isBackward ? terms.map(reversed) : terms, limit + 1, at)
    }
    const hasMore = rows.length > limit
    rows = rows.slice(0, limit)
    if (isBackward) rows.reverse()
    const first = rows[0]
    const last = rows.at(-1)
    const hasNext = isBackward ? first !== undefined : hasMore
    const hasPrevious = isBackward ? hasMore : cursor !== undefined || (offset ?? 0) > 0
    return {
      items: rows.map(toView),
      ...(hasNext && last ? { next: encodeCursor(shape, terms.length, last) } : {}),
      ...(hasPrevious && first ? { previous: encodeCursor(shape, terms.length, first) } : {}),
      ...(request.withCount ? { count: countOf(where) } : {}),
    }
  }

  function rowsAtOffset(where: Condition, terms: readonly SortTerm[], limit: number, offset: number): Row[] {
    const sorted = terms.map(({ sql }, index) => `${sql} AS "sort${String(index)}"`)
    const order = [...terms, tieTerm(terms)].map(
      ({ sql, isDescending }) => `${sql} ${isDescending ? 'DESC' : 'ASC'}`,
    )
    const keys = `SELECT t.key ${from} WHERE ${where.sql} ORDER BY ${order.join(', ')} LIMIT :limit OFFSET :offset`
    const sql = `SELECT ${[select, ...sorted].join(', ')} ${from} WHERE t.key IN (${keys}) ORDER BY ${order.join(', ')}`
    return prepared(sql).all({ ...where.params, limit: limit + 1, offset }) as Row[] // rows of the select list above
  }

  function countOf(where: Condition): number {
    const sql = `SELECT count(*) AS n ${where.sql === '1' ? `FROM ${table.table} t` : from} WHERE ${where.sql}`
    const row = prepared(sql).get(where.params) as { n: number } // count(*) answers one integer
    return row.n
  }

  function find(id: string, ...scope: readonly Condition[]): V | undefined {
    const parts = scope.map((condition) => `(${condition.sql})`)
    const sql = `SELECT ${select} ${from} WHERE ${['t.id = :id', ...parts].join(' AND ')}`
    const params = Object.assign({ id: toBytes(id) }, ...scope.map((condition) => condition.params)) as object
    const row = prepared(sql).get(params) as Row | undefined // a row of the select list above
    return row ? toView(row) : undefined
  }

  return { page, find }
}

function fieldsOf<R extends Stored>(
  { columns }: EntityTable<R>,
  joined: Readonly<Record<string, JoinedField>>,
): ReadonlyMap<string, FieldSql> {
  const fields = new Map<string, FieldSql>([
    ['id', { sql: 't.id', kind: 'ref', sortSql: 't.key' }],
    ['version', { sql: 't.version', kind: 'int', sortSql: 't.version' }],
  ])
  for (const [field, column] of Object.entries<Column>(columns)) {
    const name = `t.${columnName(field, column)}`
    if (column.kind === 'money')
      fields.set(field, { sql: `${name}_minor`, kind: 'int', sortSql: `${name}_minor` })
    else fields.set(field, { sql: name, kind: column.kind, sortSql: column.sorted ? `${name}_sort` : name })
  }
  for (const [field, { sql, kind, sortSql }] of Object.entries(joined))
    fields.set(field, { sql, kind, sortSql: sortSql ?? sql })
  return fields
}

function filterSql(
  name: string,
  { sql, kind }: FieldSql,
  value: unknown,
  params: Record<string, unknown>,
): string {
  const p = `f_${name}`
  if (Array.isArray(value)) {
    const values: readonly unknown[] = value
    if (values.length === 1) {
      params[p] = kind === 'ref' ? toBytes(String(values[0])) : values[0]
      return `${sql} = :${p}`
    }
    params[p] = JSON.stringify(values)
    return kind === 'ref'
      ? `${sql} IN (SELECT unhex(value, '-') FROM json_each(:${p}))`
      : `${sql} IN (SELECT value FROM json_each(:${p}))`
  }
  if (typeof value === 'boolean') return value ? `${sql} = 1` : `${sql} = 0`
  if (typeof value === 'string') {
    params[p] = foldText(value)
    params[`${p}_end`] = `${foldText(value)}\u{10FFFF}`
    return `fold(${sql}) >= :${p} AND fold(${sql}) < :${p}_end`
  }
  if (typeof value === 'object' && value !== null) return rangeSql(p, sql, kind, value, params)
  throw invalid(['filter', name], 'form')
}

function rangeSql(
  p: string,
  sql: string,
  kind: ColumnKind,
  range: object,
  params: Record<string, unknown>,
): string {
  const bounds = new Map<string, unknown>(Object.entries(range))
  const parts: string[] = []
  if (bounds.get('from') !== undefined) {
    params[`${p}_from`] = bounds.get('from')
    parts.push(`${sql} >= :${p}_from`)
  }
  if (bounds.get('to') !== undefined) {
    params[`${p}_to`] = bounds.get('to')
    // Instants are half-open, dates and numbers inclusive (conventions §7).
    parts.push(kind === 'instant' ? `${sql} < :${p}_to` : `${sql} <= :${p}_to`)
  }
  return parts.length ? parts.join(' AND ') : '1'
}

function wordsOf(text: string | undefined): string[] {
  return foldText(text ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
}

function wordSql(
  searched: readonly string[],
  index: number,
  word: string,
  params: Record<string, unknown>,
): string {
  const p = `w_${String(index)}`
  params[p] = `% ${word}%`
  // Separators count as blanks, so that a word of a number (OSL-SO-000077) or an address is found by its beginning.
  const blank = (sql: string) =>
    `' ' || replace(replace(replace(fold(${sql}), '-', ' '), '.', ' '), '/', ' ')`
  return searched.length ? searched.map((sql) => `${blank(sql)} LIKE :${p}`).join(' OR ') : '0'
}

function tieTerm(terms: readonly SortTerm[]): SortTerm {
  return { field: 'key', sql: 't.key', isDescending: terms.at(-1)?.isDescending ?? false }
}

function reversed(term: SortTerm): SortTerm {
  return { ...term, isDescending: !term.isDescending }
}

/**
 * The rows after a place, as ranges that an index can walk one after the other: equal in all terms and later by key,
 * then equal in all but the last, … Empty values are the smallest.
 */
function segmentsAfter(terms: readonly SortTerm[], at: Row): Condition[] {
  const all = [...terms, tieTerm(terms)]
  const valueOf = (index: number) => (index < terms.length ? (at[`sort${String(index)}`] ?? null) : at['key'])
  const segments: Condition[] = []
  for (let cut = all.length - 1; cut >= 0; cut -= 1) {
    const params: Record<string, unknown> = {}
    const equal = all.slice(0, cut).map(({ sql }, index) => {
      params[`c${String(index)}`] = valueOf(index)
      return valueOf(index) === null ? `${sql} IS NULL` : `${sql} = :c${String(index)}`
    })
    const term = all[cut]
    if (!term) continue
    const value = valueOf(cut)
    const name = `c${String(cut)}`
    for (const sql of laterThan(term, value, name)) {
      const used = sql.includes(`:${name}`) ? { ...params, [name]: value } : params
      segments.push({ sql: [...equal, sql].join(' AND '), params: withoutNull(used) })
    }
  }
  return segments
}

function withoutNull(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null))
}

function laterThan({ sql, isDescending }: SortTerm, value: unknown, name: string): string[] {
  if (!isDescending) return value === null ? [`${sql} IS NOT NULL`] : [`${sql} > :${name}`]
  return value === null ? [] : [`${sql} < :${name}`, `${sql} IS NULL`]
}
