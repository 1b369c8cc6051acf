import type { ListRequest, Page } from '../shared/contract/page'
import { decodeCursor, encodeCursor } from './cursor'
import { decode, fromRow, selectList, type Stored } from './entityTable'
import { toBytes } from './ids'
import { filterSql, invalid, wordSql, wordsOf, type Condition, type FilterUse } from './listConditions'
import { fieldsOf, isSame, orderSql, shapeOf, sortColumns } from './listFields'
import { createHits } from './listHits'
import { createListText, type TextConditions } from './listText'
import { sectionsOf, type Section } from './listSections'
import { reversed, tieTerm, type Row, type SortTerm } from './listSegments'
import type { ListSpec, ListStatement, ListView } from './listSpec'
import type { Store } from './records'

export type { Condition } from './listConditions'
export type { Walk } from './listSections'
export type { JoinedField, ListSpec, ListStatement, ListView } from './listSpec'

interface Question {
  /** The filter with its indexes free to use, and with them forbidden. */
  readonly free: Condition
  readonly tested: Condition
  readonly terms: readonly SortTerm[]
  readonly filter: ListRequest['filter']
  /** Where the text stands in very many rows: the rest of the filter, and the text as the rows say it. */
  readonly frequent?: FrequentText
}

interface FrequentText {
  readonly others: Condition
  readonly read: Condition
  readonly counted: Condition
  /** What the index finds, unless that is too much to hold. */
  readonly keys: readonly number[] | undefined
}

/** Below this many hits the rows' keys are remembered and sorted; above, the sort's index is walked. */
const fewHits = 20_000
/** The same where a partial index holds only a part of the table: walking it is cheap much earlier. */
const fewHitsOfPart = 800
/** A text that the index finds in fewer rows is looked up there; of more each row is read. */
const fewTexts = 20_000
/** Up to here its rows are remembered, to be looked up among those of a filter. */
const mostTexts = 100_000
/** Below this many hits of a text they are sorted. */
const fewSortedTexts = 5000

/** Makes the one list helper of a table: every statement is put together from constant fragments and kept by shape. */
export function createListView<R extends Stored, V = R>(store: Store, spec: ListSpec<R>): ListView<V> {
  const { db } = store
  const {
    table,
    joins = '',
    joined = {},
    searched = [],
    search,
    defaultSort,
    finish,
    isLarge = false,
    isLogged = false,
    literals = {},
    walkable,
    selective = [],
    counting,
    partial = [],
    together = {},
  } = spec
  const fields = fieldsOf(table, joined, literals)
  const statements = new Map<string, ReturnType<typeof db.prepare>>()
  const joinedKinds = Object.entries(joined).map(([name, { kind }]) => [name, kind] as const)
  const joinedList = Object.entries(joined).map(([name, { sql }]) => `${sql} AS "${name}"`)
  const select = [selectList(table, 't'), 't.key AS "key"', ...joinedList].join(', ')
  const from = `${table.table} t ${joins}`
  const aliases = [...joins.matchAll(/JOIN \w+ (\w+)/g)].map(([, alias = '']) => alias)
  const byKey = `json_each(:keys) k CROSS JOIN ${table.table} t ON t.key = k.value`
  const readText = search === undefined ? undefined : createListText(db, search)
  const hits = createHits({
    db,
    prepared,
    isLogged,
    placeSource: (sql) => `${byKey} ${neededJoins(sql, joins, ['t', 'k'])}`,
  })

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
    { filter = {}, text, sort }: ListRequest,
    scope: readonly Condition[],
    use: FilterUse,
    byText?: Condition,
  ): Condition {
    const conditions: string[] = []
    const params: Record<string, unknown> = {}
    const isFound = selective.some((name) => filter[name] !== undefined)
    for (const [name, value] of Object.entries(filter)) {
      if (value === undefined) continue
      const known = fields.get(name)
      if (!known) throw invalid(['filter', name], 'unknown field')
      const isTogether =
        name === together[sort?.[0]?.field ?? ''] && Array.isArray(value) && value.length === 1
      const isTested = (use === 'tested' && !isTogether) || (isFound && !selective.includes(name))
      conditions.push(filterSql(name, known, value, params, isTested ? 'tested' : 'free'))
    }
    if (!readText)
      for (const [index, word] of wordsOf(text).entries())
        conditions.push(wordSql(searched, index, word, params))
    for (const condition of byText ? [...scope, byText] : scope) {
      conditions.push(condition.sql)
      Object.assign(params, condition.params)
    }
    return { sql: conditions.length > 0 ? conditions.map((part) => `(${part})`).join(' AND ') : '1', params }
  }

  function questionOf(request: ListRequest, scope: readonly Condition[]): Question {
    const text = readText?.(request.text)
    if (text) return questionByText(request, scope, text)
    const free = conditionOf(request, scope, 'free')
    const tested = isLarge ? conditionOf(request, scope, 'tested') : free
    return { free, tested, terms: termsOf(request), filter: request.filter }
  }

  /** A text of few rows begins with them; of many, what else is asked for comes first. */
  function questionByText(
    request: ListRequest,
    scope: readonly Condition[],
    { among, found, isExact, keys: findKeys, read }: TextConditions,
  ): Question {
    const { filter } = request
    const terms = termsOf(request)
    if (!isLarge) {
      const free = conditionOf(request, scope, 'free', found)
      return { free, tested: free, terms, filter }
    }
    const { keys } = hits.of({ ...found, sql: `text ${found.sql}` }, () => findKeys(mostTexts))
    if (keys && keys.length <= fewTexts) {
      const known = among(keys)
      const free = conditionOf(request, scope, 'tested', known)
      return { free, tested: conditionOf(request, scope, 'tested', walking(known)), terms, filter }
    }
    const frequent = {
      others: conditionOf(request, scope, 'free'),
      counted: conditionOf(request, scope, 'free', walking(found)),
      read,
      keys: isExact ? keys : undefined,
    }
    const free = conditionOf(request, scope, 'free', read)
    return { free, tested: conditionOf(request, scope, 'tested', read), terms, filter, frequent }
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
    const isPart = partial.some((part) => sql.includes(part))
    const hint = isCovered && !isFound && !isPart && columns.length > 0 ? `INDEXED BY ${counting.index}` : ''
    return `${table.table} t ${hint} ${neededJoins(sql, joins, ['t'])}`
  }

  /** What is known of the rows that pass; undefined where a list of this kind or this filter is always walked. */
  function hitsOf({ free, tested, filter, frequent }: Question) {
    if (!isLarge || free.sql === '1' || tested.sql === `(${walkable ?? ''})`) return undefined
    if (frequent) return hitsOfFrequent(free, frequent, filter)
    const isOfPart = walkable !== undefined && tested.sql.includes(walkable)
    const isByText = free.sql.includes(':text_keys')
    const few = isByText ? fewSortedTexts : isOfPart ? fewHitsOfPart : fewHits
    return hits.of(free, () => keysUpTo(few, countSource(free, filter), free))
  }

  /** The rows that pass the rest of the filter are looked up in the text's, or read for it, when they are few. */
  function hitsOfFrequent(free: Condition, text: FrequentText, filter: ListRequest['filter']) {
    const { others, read } = text
    if (others.sql === '1') return undefined
    const rest = hits.of(others, () => keysUpTo(fewHits, countSource(others, filter), others))
    if (!rest.keys) return undefined
    const { keys } = rest
    return hits.of(free, () => {
      if (text.keys) {
        const held = new Set(text.keys)
        return keys.filter((key) => held.has(key))
      }
      return keysUpTo(fewSortedTexts, byKey, {
        sql: read.sql,
        params: { ...read.params, keys: JSON.stringify(keys) },
      })
    })
  }

  function keysUpTo(few: number, source: string, { sql, params }: Condition): number[] | undefined {
    const statement = prepared(`SELECT t.key FROM ${source} WHERE ${sql} LIMIT ${String(few + 1)}`)
    const keys = statement.pluck().all(params) as number[] // one column
    return keys.length > few ? undefined : keys
  }

  /** The keys of the rows after a place, from the remembered order; undefined when only a walk can tell. */
  function remembered(question: Question, terms: readonly SortTerm[], at?: Row, skipped = 0) {
    const known = hitsOf(question)
    if (!known?.keys) return undefined
    const places = hits.ordered(known, known.keys, sortedTerms(terms))
    const from = at ? indexAfter(places, terms, at) : skipped
    return from === undefined ? undefined : places.subarray(from)
  }

  /** The index of the row after a place; undefined when its row is gone or stands elsewhere by now. */
  function indexAfter(places: Float64Array, terms: readonly SortTerm[], at: Row): number | undefined {
    const index = places.indexOf(Number(at['key']))
    if (index < 0) return undefined
    const columns = sortColumns(terms)
    const source = `${table.table} t ${neededJoins(columns.join(), joins, ['t'])}`
    const row = prepared(`SELECT ${columns.join(', ')} FROM ${source} WHERE t.key = ?`).get(
      Number(at['key']),
    ) as Row // the terms
    return terms.every((_, term) => isSame(row[`sort${String(term)}`], at[`sort${String(term)}`]))
      ? index + 1
      : undefined
  }

  /** Keeps a statement from sorting by an index: what passes is few and found by its key. */
  function sortedTerms(terms: readonly SortTerm[]): SortTerm[] {
    const sorted = terms.map((term) => ({ ...term, sql: `+${term.sql}` }))
    return [...sorted, tieTerm(sorted)]
  }

  /** The parts of the answer in their order; more than one after a place, or where a walk would lose rows. */
  function sections({ tested, terms: asked }: Question, terms = asked, at?: Row): Section[] {
    const walk = joined[terms[0]?.field ?? '']?.walk
    return sectionsOf({ where: tested, base: `${table.table} t`, joins, walk, terms, at })
  }

  function walked(question: Question, terms: readonly SortTerm[], at?: Row): ListStatement[] {
    const columns = [select, ...sortColumns(terms)].join(', ')
    return sections(question, terms, at).map(({ base, joins: others, where, order }) => ({
      sql: `SELECT ${columns} FROM ${base} ${others} WHERE ${where.sql} ORDER BY ${orderSql(order)} LIMIT :limit`,
      params: where.params,
    }))
  }

  /** The statement that reads the rows of keys, in the order of the keys. */
  function readOf(keys: Float64Array, terms: readonly SortTerm[]): ListStatement {
    const columns = [select, ...sortColumns(terms)].join(', ')
    const sql = `SELECT ${columns} FROM ${byKey} ${joins} ORDER BY k.key LIMIT :limit`
    return { sql, params: { keys: JSON.stringify([...keys]) } }
  }

  function statementsFor(
    question: Question,
    terms: readonly SortTerm[],
    limit: number,
    at?: Row,
  ): ListStatement[] {
    const keys = remembered(question, terms, at)
    return keys ? [readOf(keys.slice(0, limit), terms)] : walked(question, terms, at)
  }

  function run(statements: readonly ListStatement[], limit: number): Row[] {
    const rows: Row[] = []
    for (const { sql, params } of statements) {
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
      const ways = isBackward ? terms.map(reversed) : terms
      rows = run(statementsFor(question, ways, limit + 1, at), limit + 1)
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
      ...(request.withCount ? { count: totalOf(question) } : {}),
    }
  }

  /** Keys first, from the nearer end: the walk over an index is short, and only the page's rows are read. */
  function rowsAtOffset(question: Question, limit: number, offset: number): Row[] {
    const { terms } = question
    const known = remembered(question, terms, undefined, offset)
    if (known) return run([readOf(known.slice(0, limit), terms)], limit)
    const total = offset > 1000 ? totalOf(question) : undefined
    const isFromEnd = total !== undefined && offset > total / 2
    const wanted = total === undefined ? limit : Math.max(0, Math.min(limit, total - offset))
    const skipped = isFromEnd ? Math.max(0, total - offset - wanted) : offset
    const keys = keysAt(sections(question, isFromEnd ? terms.map(reversed) : terms), wanted, skipped)
    return run([readOf(Float64Array.from(isFromEnd ? keys.reverse() : keys), terms)], limit)
  }

  function keysAt(parts: readonly Section[], wanted: number, skipped: number): number[] {
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

  /** How many rows pass; remembered like their keys until anyone writes. */
  function totalOf(question: Question): number {
    const { free, filter, frequent } = question
    const known = hitsOf(question)
    return known?.keys?.length ?? countOf(frequent?.counted ?? free, filter)
  }

  function countOf(where: Condition, filter: ListRequest['filter']): number {
    if (!isLarge) return count(where, filter)
    const known = hits.of({ ...where, sql: `count ${where.sql}` }, () => undefined)
    return (known.count ??= count(where, filter))
  }

  function count(where: Condition, filter: ListRequest['filter']): number {
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
    const { terms } = question
    const at = request.after ? decodeCursor(request.after, shapeOf(terms), terms.length) : undefined
    return statementsFor(question, terms, request.limit + 1, at)
  }

  return { page, find, statements: statementsOf }
}

/** The same condition, only tested: no row is looked up by it. */
function walking({ sql, params }: Condition): Condition {
  return { sql: `+${sql}`, params }
}
