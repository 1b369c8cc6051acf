import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'

/** Reads something that helps with what is typed, a moment after it was typed; an answer that comes late is dropped. */
export function useEvidence<Facts, Answer>(
  facts: () => Facts,
  read: (facts: Facts) => Promise<Answer | undefined>,
  wait = 250,
) {
  const answer = shallowRef<Answer>()
  const refusal = shallowRef<Refusal>()
  const isLoading = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let request = 0

  async function load(): Promise<void> {
    const mine = ++request
    isLoading.value = true
    try {
      const found = await read(facts())
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
    () => JSON.stringify(facts()),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void load(), wait)
    },
  )
  void load()
  onScopeDispose(() => {
    clearTimeout(timer)
    request += 1
  })
  return { answer: computed(() => answer.value), refusal, isLoading, load }
}
