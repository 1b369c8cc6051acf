import { computed, type Ref } from 'vue'

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

interface DrawnRowsOptions {
  /** The first and the last row in view. */
  readonly first: Readonly<Ref<number>>
  readonly last: Readonly<Ref<number>>
  /** The focused row; -1: none. */
  readonly active: () => number
  readonly total: () => number
}

/** The rows in view, and always the focused one, so that focus is never lost; each with the slot it is drawn in. */
export function useDrawnRows({ first, last, active, total }: DrawnRowsOptions) {
  const slotsOf = createRowSlots()
  return computed(() => {
    const count = Math.max(0, last.value - first.value + 1)
    const rows = Array.from({ length: count }, (_, step) => first.value + step)
    const focused = active()
    if (focused >= 0 && focused < total() && !rows.includes(focused)) rows.push(focused)
    const slots = slotsOf(rows)
    return rows.map((row, at) => ({ row, slot: slots[at] ?? at }))
  })
}
