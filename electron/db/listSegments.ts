import type { Condition } from './listConditions'

/** One expression a list sorts by. */
export interface SortTerm {
  readonly field: string
  readonly sql: string
  readonly isDescending: boolean
}
export type Row = Record<string, unknown>

export function reversed(term: SortTerm): SortTerm {
  return { ...term, isDescending: !term.isDescending }
}

/** Ties break by creation; where the terms may use no index, the key may not either. */
export function tieTerm(terms: readonly SortTerm[]): SortTerm {
  const sql = terms[0]?.sql.startsWith('+') ? '+t.key' : 't.key'
  return { field: 'key', sql, isDescending: terms.at(-1)?.isDescending ?? false }
}

/**
 * The rows after a place, as ranges that an index can walk one after the other: equal in all terms and later by key,
 * then equal in all but the last, … Empty values are the smallest.
 */
export function segmentsAfter(terms: readonly SortTerm[], at: Row): Condition[] {
  const all = [...terms, tieTerm(terms)]
  const valueOf = (index: number) => (index < terms.length ? (at[`sort${String(index)}`] ?? null) : at['key'])
  const segments: Condition[] = []
  for (let cut = all.length - 1; cut >= 0; cut -= 1) {
    const term = all[cut]
    if (!term) continue
    const params: Record<string, unknown> = {}
    const equal = all.slice(0, cut).map(({ sql }, index) => {
      if (valueOf(index) === null) return `${sql} IS NULL`
      params[`c${String(index)}`] = valueOf(index)
      return `${sql} = :c${String(index)}`
    })
    const name = `c${String(cut)}`
    for (const sql of laterThan(term, valueOf(cut), name)) {
      const used = sql.includes(`:${name}`) ? { ...params, [name]: valueOf(cut) } : params
      segments.push({ sql: [...equal, sql].join(' AND '), params: used })
    }
  }
  return segments
}

function laterThan({ sql, isDescending }: SortTerm, value: unknown, name: string): string[] {
  if (!isDescending) return value === null ? [`${sql} IS NOT NULL`] : [`${sql} > :${name}`]
  return value === null ? [] : [`${sql} < :${name}`, `${sql} IS NULL`]
}
