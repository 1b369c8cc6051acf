import { isDeepStrictEqual } from 'node:util'

/** Whether a stored record has what was given; what was left out got its default. */
export function holds(stored: object, given: object): boolean {
  const held = new Map<string, unknown>(Object.entries(stored))
  return Object.entries(given)
    .filter(([, value]: [string, unknown]) => value !== undefined && value !== null && value !== '')
    .every(([name, value]: [string, unknown]) => isDeepStrictEqual(held.get(name), value))
}
