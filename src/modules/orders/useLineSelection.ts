import type { OrderLineId } from '@contract/id'
import type { OrderLine } from '@contract/orders'
import { computed, proxyRefs, shallowRef } from 'vue'

/** The lines that are selected; what is gone is selected no more. */
export function useLineSelection(lines: () => readonly OrderLine[]) {
  const held = shallowRef<ReadonlySet<string>>(new Set())
  const chosen = computed(() => lines().filter(({ id }) => held.value.has(id)))
  const ids = computed<readonly OrderLineId[]>(() => chosen.value.map(({ id }) => id))

  function toggle({ id }: OrderLine): void {
    const next = new Set(held.value)
    if (!next.delete(id)) next.add(id)
    held.value = next
  }

  /** Selects every line, or none when all are selected. */
  function toggleAll(): void {
    const all = lines().map(({ id }) => id)
    held.value = new Set(chosen.value.length === all.length ? [] : all)
  }

  function clear(): void {
    held.value = new Set()
  }

  return proxyRefs({ chosen, ids, has: (id: string) => held.value.has(id), toggle, toggleAll, clear })
}
export type LineSelection = ReturnType<typeof useLineSelection>
