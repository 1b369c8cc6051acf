import type { EntityChange } from '../../db/changeLog'

/** The order in which the log takes changes: by entity, then id. */
export function byKey(a: EntityChange, b: EntityChange): number {
  if (a.entity !== b.entity) return a.entity < b.entity ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** Two series that are each in the order of the log as one. */
export function* merged(
  left: Iterable<EntityChange>,
  right: Iterable<EntityChange>,
): Generator<EntityChange> {
  const others = right[Symbol.iterator]()
  let other = others.next()
  for (const change of left) {
    for (; !other.done && byKey(other.value, change) < 0; other = others.next()) yield other.value
    yield change
  }
  for (; !other.done; other = others.next()) yield other.value
}
