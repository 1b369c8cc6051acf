import type { HistoryEntry } from '@contract/history'
import { computed, ref, shallowRef, watch } from 'vue'
import { client } from '@/rpc/client'
import { refusalOf, type Refusal } from './refusal'

export type { HistoryEntry }

interface HistoryOptions {
  readonly entity: string
  /** Entities whose changes in the same actions belong to the record, such as its lines. */
  readonly parts: readonly string[]
  readonly recordId: string
  readonly version: number
  /** Only actions that wrote this field of the record. */
  readonly field?: string | undefined
}

/** Who changed what of a record, newest first; grows by pages and follows the record's version. */
export function useHistory(of: () => HistoryOptions) {
  const entries = shallowRef<readonly HistoryEntry[]>([])
  const next = ref<string>()
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()

  async function load(after?: string): Promise<void> {
    const { entity, field, parts, recordId } = of()
    isLoading.value = true
    refusal.value = undefined
    try {
      const page = await client.history.listEntries({
        entity: [entity, ...parts],
        recordId,
        limit: 50,
        ...(field === undefined ? {} : { field }),
        ...(after === undefined ? {} : { after }),
      })
      entries.value = after === undefined ? page.items : [...entries.value, ...page.items]
      next.value = page.next
    } catch (error) {
      refusal.value = refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }

  watch(of, () => void load(), { immediate: true, deep: true })
  return {
    entries,
    isLoading,
    refusal,
    hasMore: computed(() => next.value !== undefined),
    loadMore: () => load(next.value),
    reload: () => load(),
  }
}
