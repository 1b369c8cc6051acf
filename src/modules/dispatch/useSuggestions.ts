import { Excluded, type Suggestion } from '@contract/dispatchPlans'
import type { ActivityId } from '@contract/id'
import { onScopeDispose, proxyRefs, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

export interface SuggestionQuestion {
  readonly activityId: ActivityId
  /** The first and last day that are searched. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}
const soonMs = 300
const Barred = z.object({ excluded: z.array(Excluded) })

/** Who could do an activity, read again when the plan changes (R07-40). */
export function useSuggestions(of: () => SuggestionQuestion) {
  const suggestions = shallowRef<readonly Suggestion[]>()
  const excluded = shallowRef<readonly Excluded[]>([])
  const refusal = shallowRef<Refusal>()
  const isLoading = ref(false)
  let generation = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const mine = ++generation
    isLoading.value = true
    try {
      const answer = await client.dispatch.listSuggestions(of())
      if (mine === generation) show(answer.suggestions, answer.excluded)
    } catch (error) {
      if (mine === generation) refuse(refusalOf(error))
    } finally {
      if (mine === generation) isLoading.value = false
    }
  }
  function show(found: readonly Suggestion[], barred: readonly Excluded[], why?: Refusal): void {
    suggestions.value = found
    excluded.value = barred
    refusal.value = why
  }
  /** That nobody is left is an answer, with its reasons. */
  function refuse(why: Refusal): void {
    const barred = why.code === 'NO_CANDIDATE' ? Barred.safeParse(why.data).data : undefined
    if (barred) show([], barred.excluded)
    else show([], [], why)
  }
  const loadSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), soonMs)
  }

  watch(
    of,
    (now, before) => {
      if (before && now.activityId !== before.activityId) suggestions.value = undefined
      void load()
    },
    { immediate: true, deep: true },
  )
  for (const entity of ['activity', 'absence', 'order']) onChange(entity, loadSoon)
  onScopeDispose(() => clearTimeout(timer))
  return proxyRefs({ suggestions, excluded, refusal, isLoading, load })
}
