import type { Activity } from '@contract/dispatch'
import type { ActivityId } from '@contract/id'
import { onScopeDispose, proxyRefs, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** An activity as its record says it, read again when it or its order changes. */
export function useActivity(of: () => ActivityId | undefined) {
  const activity = shallowRef<Activity>()
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const id = of()
    if (id === undefined) {
      activity.value = undefined
      return
    }
    try {
      const answer = await client.dispatch.getActivity({ activityId: id })
      if (of() === id) activity.value = answer
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }
  watch(of, () => void load(), { immediate: true })
  const loadSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), 100)
  }
  for (const entity of ['activity', 'order', 'orderSla'])
    onChange(entity, ({ id }) => {
      if (entity !== 'activity' || id === undefined || id === of()) loadSoon()
    })
  onScopeDispose(() => clearTimeout(timer))
  return proxyRefs({ activity, refusal, load })
}
