import { ref, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'

/** Reads what is asked for whenever it changes; an answer that comes late is left out, what is shown stays meanwhile. */
export function useLatest<Asked, Answer>(
  asked: () => Asked | undefined,
  read: (asked: Asked) => Promise<Answer>,
) {
  const answer = shallowRef<Answer>()
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()
  let request = 0

  async function reload(): Promise<void> {
    const wanted = asked()
    const mine = ++request
    if (wanted === undefined) {
      answer.value = undefined
      isLoading.value = false
      return
    }
    isLoading.value = true
    try {
      const found = await read(wanted)
      if (mine !== request) return
      answer.value = found
      refusal.value = undefined
    } catch (error) {
      if (mine === request) refusal.value = refusalOf(error)
    } finally {
      if (mine === request) isLoading.value = false
    }
  }

  watch(
    () => JSON.stringify(asked()),
    () => void reload(),
    { immediate: true },
  )
  return { answer, isLoading, refusal, reload }
}
