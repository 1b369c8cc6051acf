import type { Caller } from '../../db/act'
import type { Db } from '../../db/database'
import { toId } from '../../db/ids'
import type { Condition } from '../../db/listConditions'
import { createExpandWord, type ExpandWord } from '../../db/searchTerms'
import { searchTablesOf, type SearchSource } from '../../db/searchIndex'
import { likePatterns, matchOf, phrasePatterns, type SearchQuestion } from '../../db/searchWords'

/** What a hit is ranked by, best first (R01-12): its whole number or serial, words of number and title, any words. */
export const ranks = ['exact', 'title', 'words'] as const
export type Rank = (typeof ranks)[number]

export interface FoundRow {
  readonly key: number
  readonly id: string
  readonly number: string | null
  readonly title: string
  readonly state: string | null
  readonly itemId: string | null
}

interface Row extends Omit<FoundRow, 'id' | 'itemId'> {
  readonly id: Uint8Array
  readonly itemId: Uint8Array | null
}

const isExact = 'd.number = :whole OR d.bare_number = :whole OR d.serial = :whole'
const isNotExact = 'd.number IS NOT :whole AND d.bare_number IS NOT :whole AND d.serial IS NOT :whole'

/** All SQL of the search: the hits of one type and one rank, newest first. */
export function createSearchRepository(db: Db) {
  const statements = new Map<string, ReturnType<typeof prepare>>()
  const expand = createExpandWord(db)
  const prepare = (sql: string) => db.prepare<[Readonly<Record<string, unknown>>], Row>(sql)

  function prepared(sql: string) {
    const known = statements.get(sql)
    if (known) return known
    const statement = prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    find(
      source: SearchSource,
      caller: Caller,
      question: SearchQuestion,
      rank: Rank,
      below: number,
      limit: number,
    ): FoundRow[] {
      const { sql, params } = statementOf(source, caller, question, rank, expand)
      const rows = prepared(sql).all({ ...params, below, limit })
      return rows.map((row) => ({
        ...row,
        id: toId(row.id),
        itemId: row.itemId === null ? null : toId(row.itemId),
      }))
    },
  }
}
export type SearchRepository = ReturnType<typeof createSearchRepository>

function shownOf({ number, shown }: SearchSource): string {
  const { itemId = 'NULL', state = 'NULL', title } = shown
  return `t.key AS "key", t.id AS id, ${shown.number ?? number ?? 'NULL'} AS number, ${title} AS title, ${state} AS state, ${itemId} AS "itemId"`
}

function statementOf(
  source: SearchSource,
  caller: Caller,
  question: SearchQuestion,
  rank: Rank,
  expand: ExpandWord,
): Condition {
  const { conditions, isNarrow } = source.scope(caller)
  const tables = searchTablesOf(source.type)
  const params: Record<string, unknown> = { whole: question.whole }
  const parts = conditions.map((condition) => {
    Object.assign(params, condition.params)
    return `(${condition.sql})`
  })
  const like = (column: string, patterns: readonly string[], name: string) =>
    patterns.map((pattern, index) => {
      params[`${name}${String(index)}`] = pattern
      return `${column} LIKE :${name}${String(index)}`
    })
  const all = likePatterns(question)
  if (rank === 'exact') parts.push(`(${isExact})`)
  else parts.push(isNotExact)
  if (rank === 'words') parts.push(`NOT (${like('d.title', all, 'title').join(' AND ')})`)
  const text = rank === 'words' ? '(d.title || d.rest)' : 'd.title'
  if (rank !== 'exact') parts.push(...like(text, isNarrow ? all : phrasePatterns(question), 'text'))
  const isWalk = rank !== 'exact' && !isNarrow
  const index = rank === 'words' ? tables.words : tables.title
  if (isWalk) params['match'] = matchOf(question, expand)
  const key = isWalk ? `${index}.rowid` : rank === 'exact' ? 'd.key' : '+t.key'
  const from = isWalk
    ? `${index} CROSS JOIN ${source.table} t ON t.key = ${index}.rowid CROSS JOIN ${tables.texts} d ON d.key = t.key`
    : rank === 'exact'
      ? `${tables.texts} d CROSS JOIN ${source.table} t ON t.key = d.key`
      : `${source.table} t CROSS JOIN ${tables.texts} d ON d.key = t.key`
  const where = [...(isWalk ? [`${index} MATCH :match`] : []), `${key} < :below`, ...parts].join(' AND ')
  return {
    sql: `SELECT ${shownOf(source)} FROM ${from} ${source.joins ?? ''} WHERE ${where} ORDER BY ${key} DESC LIMIT :limit`,
    params,
  }
}
