import { commonErrors, domainError } from '../shared/contract/domainError'

interface Versioned {
  readonly id: string
  readonly version: number
}

/**
 * Throws CONFLICT when the caller has not seen the record's newest version; the data hold both values of each field
 * the caller wanted to set (conventions §2).
 */
export function assertVersion(entity: string, record: Versioned, expected: number, mine: object = {}): void {
  if (record.version === expected) return
  const theirs = new Map<string, unknown>(Object.entries(record))
  const fields = Object.fromEntries(
    Object.entries(mine).map(([name, value]: [string, unknown]) => [
      name,
      { theirs: theirs.get(name), mine: value },
    ]),
  )
  throw domainError(commonErrors, 'CONFLICT', {
    entity,
    id: record.id,
    currentVersion: record.version,
    fields,
  })
}

export function notFound(entity: string, id: string): Error {
  return domainError(commonErrors, 'NOT_FOUND', { entity, id })
}
