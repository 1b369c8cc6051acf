import type { Activity, Conflict } from '@contract/dispatch'
import { computed, onScopeDispose, proxyRefs, ref, shallowRef, watch } from 'vue'
import { client } from '@/rpc/client'
import type { DispatchStore } from './dispatch.store'

export interface PlanConflict {
  readonly activity: Activity
  readonly conflicts: readonly Conflict[]
}
const soonMs = 400

/** Stored activities that are in conflict as things stand now (R07-21): read again after each read of the board. */
export function usePlanConflicts(store: DispatchStore) {
  const items = shallowRef<readonly PlanConflict[]>([])
  const at = ref(-1)
  let timer: ReturnType<typeof setTimeout> | undefined
  let generation = 0

  async function load(): Promise<void> {
    timer = undefined
    const mine = ++generation
    const { board, view } = store
    if (!board) return
    try {
      const answer = await client.dispatch.listPlanConflicts({
        ...{ from: board.from, to: board.to, filter: view.filter },
      })
      if (mine === generation) items.value = answer.items
    } catch {
      // What was found last stays; the board itself says that it could not be read.
    }
  }
  watch(
    () => store.board,
    () => (timer ??= setTimeout(() => void load(), soonMs)),
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  /** The next one in turn. */
  function next(): PlanConflict | undefined {
    if (items.value.length === 0) return undefined
    at.value = (at.value + 1) % items.value.length
    return items.value[at.value]
  }
  return proxyRefs({ items, count: computed(() => items.value.length), next })
}
