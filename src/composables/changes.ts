/** A field that both sides have changed. */
export interface FieldConflict {
  readonly field: string
  readonly before: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

/** A field that only others changed: it follows by itself. */
export interface MergedField {
  readonly field: string
  readonly before: unknown
  readonly theirs: unknown
}

type Values = Readonly<Record<string, unknown>>

/** Whether two field values mean the same; empty text, null and absent do. */
export function isSame(left: unknown, right: unknown): boolean {
  return plain(left) === plain(right)
}

function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'string') return JSON.stringify(value.trim())
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sorted(part) : part))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}

/** The fields that differ from `base`, with what stands in them now. */
export function changedFields(
  names: readonly string[],
  base: Values,
  values: Values,
): Record<string, unknown> {
  const changed = names.filter((name) => !isSame(base[name], values[name]))
  return Object.fromEntries(changed.map((name) => [name, values[name]]))
}

/** The patch of an update: an emptied field clears what stands there. */
export function patchValues(changed: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changed).map(([name, value]) => [
      name,
      value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value,
    ]),
  )
}

/** Fields that I have changed and that have changed otherwise meanwhile; the rest merges by itself (R01-04). */
export function conflictsOf(changed: Values, before: Values, theirs: Values): FieldConflict[] {
  return Object.keys(changed)
    .filter((field) => !isSame(before[field], theirs[field]) && !isSame(changed[field], theirs[field]))
    .map((field) => ({ field, before: before[field], mine: changed[field], theirs: theirs[field] }))
}

/** Fields that others have changed and I have not. */
export function mergedFields(
  names: readonly string[],
  mine: Values,
  before: Values,
  theirs: Values,
): MergedField[] {
  return names
    .filter((field) => !(field in mine) && !isSame(before[field], theirs[field]))
    .map((field) => ({ field, before: before[field], theirs: theirs[field] }))
}

/**
 * Both texts where each side only added to what stood there: what stood, theirs, mine. Undefined where one of them
 * changed or took away.
 */
export function bothOf({ before, mine, theirs }: FieldConflict): string | undefined {
  if (typeof mine !== 'string' || typeof theirs !== 'string') return undefined
  const base = typeof before === 'string' ? before.trimEnd() : ''
  if (!mine.startsWith(base) || !theirs.startsWith(base)) return undefined
  const added = [theirs, mine].map((text) => text.slice(base.length).trim()).filter((text) => text !== '')
  return [base, ...added].filter((text) => text !== '').join('\n')
}
