import { SearchType } from '@contract/search'
import { watch } from 'vue'
import type { RecordModel } from '@/composables/useRecord'
import { useRecentsStore } from '@/stores/recents.store'

interface Shown {
  readonly page: RecordModel
  readonly number: string
  readonly title: string
}

/** Notes the open record among those the user opened last, and forgets one that is not there any more. */
export function useRecentRecord(shown: () => Shown): void {
  const recents = useRecentsStore()
  watch(
    () => {
      const { number, page, title } = shown()
      const type = SearchType.safeParse(page.source.entity)
      if (!type.success || page.isNew || !page.record) return undefined
      return { type: type.data, id: page.record.id, title, ...(number === '' ? {} : { number }) }
    },
    (hit, before) => {
      if (hit && JSON.stringify(hit) !== JSON.stringify(before)) recents.note(hit)
    },
    { immediate: true },
  )
  watch(
    () => shown().page.refusal,
    (refusal) => {
      const { id } = refusal?.data ?? {}
      if (refusal?.code === 'NOT_FOUND' && typeof id === 'string') recents.forget(id)
    },
  )
}
