import type { ObjectEvent, ObjectReliability } from '@contract/objects'
import { proxyRefs, ref, shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { historyOf } from './objects.sources'

/** What happened to an object, page by page, kept up to date (08 §5). */
export function useObjectHistory(objectId: () => string) {
  const events = shallowRef<readonly ObjectEvent[]>([])
  const reliability = shallowRef<ObjectReliability>()
  const next = ref<string>()

  const { run, isRunning, refusal } = useSubmit(async (after: string | undefined) => {
    const id = objectId()
    const page = await historyOf(id, after)
    if (id !== objectId()) return
    events.value = after === undefined ? page.items : [...events.value, ...page.items]
    reliability.value = page.reliability
    next.value = page.next
  })
  const reload = () => run(undefined)
  for (const entity of ['order', 'orderObjectRelation', 'repairLine', 'bomHistory'])
    onChange(entity, () => void reload())
  watch(
    objectId,
    () => {
      events.value = []
      reliability.value = undefined
      void reload()
    },
    { immediate: true },
  )
  return proxyRefs({ events, reliability, next, isRunning, refusal, reload, more: () => run(next.value) })
}
