import type { Condition } from './listConditions'
import { segmentsAfter, tieTerm, type Row, type SortTerm } from './listSegments'

/** How a list walks a joined table's index first, then its own by the reference. */
export interface Walk {
  /** `FROM` with the named table outside: `customer c CROSS JOIN service_order t ON t.customer_id = c.id`. */
  readonly from: string
  /** The alias of the named table, e.g. `c`. */
  readonly alias: string
  /** The list's other joins. */
  readonly others: string
  /** The joined table's key: two records of one name stay apart, so that the walk is in order as it comes. */
  readonly tie: string
  /** True for rows that refer to nothing, which the walk would lose: `t.customer_id IS NULL`. */
  readonly nothing?: string
}

/** One part of an answer: its rows all come before those of the next. */
export interface Section {
  /** `FROM` without joins that no condition needs. */
  readonly base: string
  readonly joins: string
  /** Aliases that `base` already has. */
  readonly has: readonly string[]
  readonly where: Condition
  readonly order: readonly SortTerm[]
}

export interface SectionRequest {
  readonly where: Condition
  readonly base: string
  readonly joins: string
  readonly walk: Walk | undefined
  readonly terms: readonly SortTerm[]
  readonly at: Row | undefined
}

/** The parts of a list after a place; without a walk and without a place there is one. */
export function sectionsOf({ where, base, joins, walk, terms, at }: SectionRequest): Section[] {
  const order = [...terms, tieTerm(terms)]
  const [first] = terms
  const starts = walk?.nothing && first ? emptyAndNamed(first) : [{ sql: '1', params: {} }]
  const segments = at ? segmentsAfter(terms, at).filter(({ sql }) => !isImpossible(sql, terms)) : starts
  return segments.map(({ sql, params }) => {
    const isEmptyPart =
      walk?.nothing !== undefined && first !== undefined && sql.startsWith(`${first.sql} IS NULL`)
    const own = isEmptyPart
      ? sql.replace(`${first.sql} IS NULL`, walk.nothing).replace(emptyTie(terms), '')
      : sql
    return {
      ...(isEmptyPart || !walk
        ? { base, joins, has: ['t'] }
        : { base: walk.from, joins: walk.others, has: ['t', walk.alias] }),
      where: { sql: `${where.sql} AND ${own}`, params: { ...where.params, ...params } },
      // Among rows without a name the name and its key are all alike.
      order: isEmptyPart ? order.slice(2) : order,
    }
  })
}

/** Empty values are the smallest. */
function emptyAndNamed({ sql, isDescending }: SortTerm): Condition[] {
  const empty = { sql: `${sql} IS NULL`, params: {} }
  const named = { sql: `${sql} IS NOT NULL`, params: {} }
  return isDescending ? [named, empty] : [empty, named]
}

/** Without a name there is no key of it either. */
function isImpossible(sql: string, terms: readonly SortTerm[]): boolean {
  const [name, tie] = terms
  return (
    tie?.field === `${name?.field ?? ''}.` &&
    sql.includes(`${name?.sql ?? ''} IS NULL AND ${tie.sql} IS NOT NULL`)
  )
}

function emptyTie(terms: readonly SortTerm[]): string {
  return ` AND ${terms[1]?.sql ?? ''} IS NULL`
}
