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
import {
  filterSql,
  invalid,
  wordSql,
  wordsOf,
  type Condition,
  type FieldSql,
  type FilterUse,
} from './listConditions'
import { sectionsOf, type Section, type Walk } from './listSections'
import { reversed, tieTerm, type Row, type SortTerm } from './listSegments'
import type { Store } from './records'

export type { Condition } from './listConditions'
export type { Walk } from './listSections'

/** A field of the list that is not stored in the record's own table: `sql` reads it from a join. */
export interface JoinedField {
  readonly sql: string
  readonly kind: ColumnKind
  /** What the list sorts by when the field is a text with a stored key. */
  readonly sortSql?: string
  /** How the list walks the joined table's index first when it sorts by this field. */
  readonly walk?: Walk
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
  /** Literals of fields that partial indexes name, by field. */
  readonly literals?: Readonly<Record<string, readonly string[]>>
  /**
   * The literal that has a partial index for every sort, e.g. `+t.progress = 'inProcess'`: with `+` in the query and in
   * the indexes, so that no other index on the column is taken instead.
   */
  readonly walkable?: string
  /** Fields whose own index finds few rows; other fields of a filter are then only tested. */
  readonly selective?: readonly string[]
  /** The index that holds what most filters test: hits are counted in it without reading the wide rows. */
  readonly counting?: { readonly index: string; readonly columns: readonly string[] }
}

/** A statement as a list runs it, for tests of plans and for the bench's bare runs. */
export interface ListStatement {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface ListView<V> {
  page(request: ListRequest, ...scope: readonly Condition[]): Page<V>
  /** One record with its joined fields; undefined when there is none or the scope hides it. */
  find(id: string, ...scope: readonly Condition[]): V | undefined
  /** The statements that `page` would run for its rows. */
  statements(request: ListRequest, ...scope: readonly Condition[]): ListStatement[]
}

interface Question {
  /** The filter with its indexes free to use, and with them forbidden. */
  readonly free: Condition
  readonly tested: Condition
  readonly terms: readonly SortTerm[]
  readonly filter: ListRequest['filter']
}

/** Below this many hits a filter's own index finds the rows and they are sorted; above, the sort's index is walked. */
const fewHits = 5000
/** The same where a partial index holds only a part of the table: walking it is cheap much earlier. */
const fewHitsOfPart = 800
/** How long a filter's hits are remembered: they only choose a plan, so an old number is no wrong answer. */
const rememberMs = 30_000

/** Makes the one list helper of a table: every statement is put together from constant fragments and kept by shape. */
export function createListView<R extends Stored, V = R>(store: Store, spec: ListSpec<R>): ListView<V> {
  const { db } = store
  const {
    table,
    joins = '',
    joined = {},
    searched = [],
    defaultSort,
    finish,
    isLarge = false,
    literals = {},
    walkable,
    selective = [],
    counting,
  } = spec
  const remembered = new Map<string, { readonly isFew: boolean; readonly until: number }>()
  const fields = fieldsOf(table, joined, literals)
  const statements = new Map<string, ReturnType<typeof db.prepare>>()
  const joinedKinds = Object.entries(joined).map(([name, { kind }]) => [name, kind] as const)
  const joinedList = Object.entries(joined).map(([name, { sql }]) => `${sql} AS "${name}"`)
  const select = [selectList(table, 't'), 't.key AS "key"', ...joinedList].join(', ')
  const from = `${table.table} t ${joins}`
  const aliases = [...joins.matchAll(/JOIN \w+ (\w+)/g)].map(([, alias = '']) => alias)

  function prepared(sql: string) {
    const known = statements.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  function toView(row: Row): V {
    const record = fromRow(table, row) as unknown as Record<string, unknown> // fields are set by name below
    for (const [name, kind] of joinedKinds) {
      const value = decode(kind, row[name])
      if (value !== undefined) record[name] = value
    }
    finish?.(record)
    return record as V // the list's declaration is the trusted statement about its rows
  }

  function termsOf(request: ListRequest): SortTerm[] {
    const wanted = request.sort?.length ? request.sort : defaultSort
    return wanted.flatMap(({ field, direction }, index) => {
      const known = fields.get(field)
      if (!known) throw invalid(['sort'], `unknown field ${field}`)
      const isDescending = direction === 'desc'
      const tie = index === 0 ? joined[field]?.walk?.tie : undefined
      const term = { field, sql: known.sortSql, isDescending }
      return tie ? [term, { field: `${field}.`, sql: tie, isDescending }] : [term]
    })
  }

  function conditionOf(
    { filter = {}, text }: ListRequest,
    scope: readonly Condition[],
    use: FilterUse,
  ): Condition {
    const parts: string[] = []
    const params: Record<string, unknown> = {}
    const isFound = selective.some((name) => filter[name] !== undefined)
    for (const [name, value] of Object.entries(filter)) {
      if (value === undefined) continue
      const known = fields.get(name)
      if (!known) throw invalid(['filter', name], 'unknown field')
      const isTested = use === 'tested' || (isFound && !selective.includes(name))
      parts.push(filterSql(name, known, value, params, isTested ? 'tested' : 'free'))
    }
    for (const [index, word] of wordsOf(text).entries()) parts.push(wordSql(searched, index, word, params))
    for (const condition of scope) {
      parts.push(condition.sql)
      Object.assign(params, condition.params)
    }
    return { sql: parts.length > 0 ? parts.map((part) => `(${part})`).join(' AND ') : '1', params }
  }

  function questionOf(request: ListRequest, scope: readonly Condition[]): Question {
    const free = conditionOf(request, scope, 'free')
    const tested = isLarge ? conditionOf(request, scope, 'tested') : free
    return { free, tested, terms: termsOf(request), filter: request.filter }
  }

  /** Joins that a condition or an order needs are made; the others only where rows are read. */
  function neededJoins(sql: string, joinsOf: string, has: readonly string[]): string {
    return aliases.some((alias) => !has.includes(alias) && sql.includes(`${alias}.`)) ? joinsOf : ''
  }

  /** Where rows are counted: in the counting index when it holds all that is asked for. */
  function countSource({ sql }: Condition, filter: ListRequest['filter']): string {
    const isFound = selective.some((name) => filter?.[name] !== undefined)
    const columns = [...sql.matchAll(/\bt\.(\w+)/g)].map(([, column = '']) => column)
    const isCovered = counting !== undefined && columns.every((column) => counting.columns.includes(column))
    const isPart = walkable !== undefined && sql.includes(walkable.slice(1))
    const hint = isCovered && !isFound && !isPart && columns.length > 0 ? `INDEXED BY ${counting.index}` : ''
    return `${table.table} t ${hint} ${neededJoins(sql, joins, ['t'])}`
  }

  function hitsFew({ free, tested, filter }: Question): boolean {
    if (!isLarge || free.sql === '1' || tested.sql === `(${walkable ?? ''})`) return false
    const key = `${free.sql} ${JSON.stringify(Object.values(free.params).map(String))}`
    const known = remembered.get(key)
    const at = performance.now()
    if (known && known.until > at) return known.isFew
    const few = walkable !== undefined && tested.sql.includes(walkable) ? fewHitsOfPart : fewHits
    const hits = `SELECT 1 FROM ${countSource(free, filter)} WHERE ${free.sql} LIMIT ${String(few + 1)}`
    const row = prepared(`SELECT count(*) AS n FROM (${hits})`).get(free.params) as { n: number } // one integer
    if (remembered.size > 500) remembered.clear()
    remembered.set(key, { isFew: row.n <= few, until: at + rememberMs })
    return row.n <= few
  }

  /** The parts of the answer in their order; more than one after a place, or where a walk would lose rows. */
  function sections(
    { free, tested, terms: asked }: Question,
    isFew: boolean,
    terms = asked,
    at?: Row,
  ): Section[] {
    const walk = isFew ? undefined : joined[terms[0]?.field ?? '']?.walk
    // `+` keeps an expression from using an index: then the filter's index finds the rows and they are sorted.
    const sorted = isFew ? terms.map((term) => ({ ...term, sql: `+${term.sql}` })) : terms
    return sectionsOf({
      where: isFew ? free : tested,
      base: `${table.table} t`,
      joins,
      walk,
      terms: sorted,
      at,
    })
  }

  function statementsFor(
    question: Question,
    isFew: boolean,
    terms: readonly SortTerm[],
    at?: Row,
  ): ListStatement[] {
    const columns = [select, ...sortColumns(terms)].join(', ')
    return sections(question, isFew, terms, at).map(({ base, joins: others, where, order }) => ({
      sql: `SELECT ${columns} FROM ${base} ${others} WHERE ${where.sql} ORDER BY ${orderSql(order)} LIMIT :limit`,
      params: where.params,
    }))
  }

  function rowsFrom(question: Question, terms: readonly SortTerm[], limit: number, at?: Row): Row[] {
    const rows: Row[] = []
    for (const { sql, params } of statementsFor(question, hitsFew(question), terms, at)) {
      if (rows.length >= limit) break
      rows.push(...(prepared(sql).all({ ...params, limit: limit - rows.length }) as Row[])) // rows of the select list
    }
    return rows
  }

  function page(request: ListRequest, ...scope: readonly Condition[]): Page<V> {
    const question = questionOf(request, scope)
    const { terms } = question
    const shape = shapeOf(terms)
    const { after, before, limit, offset } = request
    const isBackward = before !== undefined
    const cursor = after ?? before
    let rows: Row[]
    if (offset !== undefined) rows = rowsAtOffset(question, limit + 1, offset)
    else {
      const at = cursor === undefined ? undefined : decodeCursor(cursor, shape, terms.length)
      if (cursor !== undefined && !at) throw invalid([isBackward ? 'before' : 'after'], 'cursor')
      rows = rowsFrom(question, isBackward ? terms.map(reversed) : terms, limit + 1, at)
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
      ...(request.withCount ? { count: countOf(question.free, request.filter) } : {}),
    }
  }

  /** Keys first, from the nearer end: the walk over an index is short, and only the page's rows are read. */
  function rowsAtOffset(question: Question, limit: number, offset: number): Row[] {
    const { free, terms } = question
    const isFew = hitsFew(question)
    const total = offset > 1000 ? countOf(free, question.filter) : undefined
    const isFromEnd = total !== undefined && offset > total / 2
    const wanted = total === undefined ? limit : Math.max(0, Math.min(limit, total - offset))
    const skipped = isFromEnd ? Math.max(0, total - offset - wanted) : offset
    const walked = isFromEnd ? terms.map(reversed) : terms
    const keys = keysAt(sections(question, isFew, walked), isFew, wanted, skipped)
    const columns = [select, ...sortColumns(terms)].join(', ')
    const source = `json_each(:keys) k CROSS JOIN ${table.table} t ON t.key = k.value ${joins}`
    const sql = `SELECT ${columns} FROM ${source} ORDER BY ${orderSql([...terms, tieTerm(terms)])}`
    return prepared(sql).all({ keys: JSON.stringify(keys) }) as Row[] // rows of the select list
  }

  function keysAt(parts: readonly Section[], isFew: boolean, wanted: number, skipped: number): number[] {
    const keys: number[] = []
    let toSkip = skipped
    for (const [index, { base, joins: others, has, where, order }] of parts.entries()) {
      const sorted = orderSql(order)
      const source = `${base} ${neededJoins(`${where.sql} ${sorted}`, others, has)}`
      const sql = `SELECT t.key AS "key" FROM ${source} WHERE ${where.sql} ORDER BY ${sorted} LIMIT :limit OFFSET :skipped`
      const params = { ...where.params, limit: wanted - keys.length, skipped: toSkip }
      const found = prepared(sql).all(params) as { key: number }[] // one column
      keys.push(...found.map(({ key }) => key))
      if (keys.length >= wanted) break
      if (index < parts.length - 1) toSkip = found.length > 0 ? 0 : toSkip - countOf(where, {})
    }
    return keys
  }

  function countOf(where: Condition, filter: ListRequest['filter']): number {
    const sql = `SELECT count(*) AS n FROM ${countSource(where, filter)} WHERE ${where.sql}`
    const row = prepared(sql).get(where.params) as { n: number } // one integer
    return row.n
  }

  function find(id: string, ...scope: readonly Condition[]): V | undefined {
    const parts = scope.map((condition) => `(${condition.sql})`)
    const sql = `SELECT ${select} FROM ${from} WHERE ${['t.id = :id', ...parts].join(' AND ')}`
    const params = Object.assign({ id: toBytes(id) }, ...scope.map((condition) => condition.params)) as object
    const row = prepared(sql).get(params) as Row | undefined // a row of the select list
    return row ? toView(row) : undefined
  }

  function statementsOf(request: ListRequest, ...scope: readonly Condition[]): ListStatement[] {
    const question = questionOf(request, scope)
    const at = request.after
      ? decodeCursor(request.after, shapeOf(question.terms), question.terms.length)
      : undefined
    return statementsFor(question, hitsFew(question), question.terms, at)
  }

  return { page, find, statements: statementsOf }
}

function shapeOf(terms: readonly SortTerm[]): string {
  return terms.map(({ field, isDescending }) => `${field}${isDescending ? '-' : '+'}`).join()
}

function sortColumns(terms: readonly SortTerm[]): string[] {
  return terms.map(({ sql }, index) => `${sql} AS "sort${String(index)}"`)
}

function orderSql(terms: readonly SortTerm[]): string {
  return terms.map(({ sql, isDescending }) => `${sql} ${isDescending ? 'DESC' : 'ASC'}`).join(', ')
}

function fieldsOf<R extends Stored>(
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
