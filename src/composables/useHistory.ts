import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { callProcedure, hasProcedure } from '@/rpc/client'
import { refusalOf, type Refusal } from './refusal'

const Entry = z.object({
  entryId: z.string().optional(),
  at: z.number(),
  actorName: z.string().optional(),
  command: z.string(),
  reason: z.string().optional(),
  changes: z.array(
    z.object({
      entity: z.string(),
      id: z.string(),
      op: z.string(),
      version: z.number().optional(),
      fields: z.record(
        z.string(),
        z.object({ before: z.unknown().optional(), after: z.unknown().optional() }),
      ),
    }),
  ),
})
export type HistoryEntry = z.infer<typeof Entry>
const Page = z.object({ items: z.array(Entry), next: z.string().optional() })

const path = ['history', 'listEntries']

/** Whether the domain tells the history of records. */
export const hasHistory = hasProcedure(path)

interface HistoryOptions {
  readonly entity: string
  readonly recordId: string
}

/** Who changed what of a record, newest first; grows by pages and follows the record's version. */
export function useHistory(of: () => HistoryOptions & { version: number }) {
  const entries = shallowRef<readonly HistoryEntry[]>([])
  const next = ref<string>()
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()

  async function load(after?: string): Promise<void> {
    const { entity, recordId } = of()
    isLoading.value = true
    refusal.value = undefined
    try {
      const input = { entity, recordId, limit: 50, ...(after === undefined ? {} : { after }) }
      const page = Page.parse(await callProcedure(path, input))
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
