import { commonErrors, domainError } from '../shared/contract/domainError'
import type { ColumnKind } from './entityTable'
import { toBytes } from './ids'
import { foldText } from './textKeys'

/** A condition in SQL with its named parameters. */
export interface Condition {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

/** How a list reads one of its fields. */
export interface FieldSql {
  readonly sql: string
  readonly kind: ColumnKind
  readonly sortSql: string
  /** Values that stand in the SQL as they are, so that partial indexes on them are found. */
  readonly literals?: readonly string[] | undefined
}

/**
 * `free` lets the planner use the filter's indexes; `tested` forbids them with `+`, so that the sort's index is walked
 * and the filter only tested.
 */
export type FilterUse = 'free' | 'tested'

export function invalid(path: string[], message: string): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path, message }] })
}

/** The condition of one field's filter (conventions §7). */
export function filterSql(
  name: string,
  field: FieldSql,
  value: unknown,
  params: Record<string, unknown>,
  use: FilterUse,
): string {
  const p = `f_${name}`
  const sql = use === 'tested' ? `+${field.sql}` : field.sql
  if (Array.isArray(value)) return anyOfSql(p, field, sql, value, params)
  if (typeof value === 'boolean') return `${sql} = ${value ? '1' : '0'}`
  if (typeof value === 'string') {
    params[p] = foldText(value)
    params[`${p}_end`] = `${foldText(value)}\u{10FFFF}`
    return `fold(${sql}) >= :${p} AND fold(${sql}) < :${p}_end`
  }
  if (typeof value === 'object' && value !== null) return rangeSql(p, sql, field.kind, value, params)
  throw invalid(['filter', name], 'form')
}

function anyOfSql(
  p: string,
  { kind, literals }: FieldSql,
  sql: string,
  values: readonly unknown[],
  params: Record<string, unknown>,
): string {
  const [only] = values
  if (literals && values.every((value) => typeof value === 'string' && literals.includes(value)))
    return values.length === 1 ? `${sql} = '${String(only)}'` : `${sql} IN ('${values.join("', '")}')`
  if (values.length === 1) {
    params[p] = kind === 'ref' ? toBytes(String(only)) : only
    return `${sql} = :${p}`
  }
  params[p] = JSON.stringify(values)
  return kind === 'ref'
    ? `${sql} IN (SELECT unhex(value, '-') FROM json_each(:${p}))`
    : `${sql} IN (SELECT value FROM json_each(:${p}))`
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
  return parts.length > 0 ? parts.join(' AND ') : '1'
}

/** The folded words of a text search, at most eight. */
export function wordsOf(text: string | undefined): string[] {
  return foldText(text ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 8)
}

/** The condition that a word begins a word of one of the searched expressions. */
export function wordSql(
  searched: readonly string[],
  index: number,
  word: string,
  params: Record<string, unknown>,
): string {
  const p = `w_${String(index)}`
  params[p] = `% ${word}%`
  // Separators count as blanks, so that a word of a number (OSL-SO-000077) or an address is found by its beginning.
  const words = (sql: string) =>
    `' ' || replace(replace(replace(fold(${sql}), '-', ' '), '.', ' '), '/', ' ')`
  return searched.length > 0 ? searched.map((sql) => `${words(sql)} LIKE :${p}`).join(' OR ') : '0'
}
