import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from './refusal'

/**
 * Reads what is asked for at once and whenever it changes; an answer that comes late is left out, what is shown stays
 * meanwhile.
 *
 * @param wait - so many milliseconds after the last change it is read, where it is typed
 */
export function useLatest<Asked, Answer>(
  asked: () => Asked | undefined,
  read: (asked: Asked) => Promise<Answer>,
  wait = 0,
) {
  const answer = shallowRef<Answer>()
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined
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
    () => {
      clearTimeout(timer)
      if (wait === 0) void reload()
      else timer = setTimeout(() => void reload(), wait)
    },
  )
  void reload()
  onScopeDispose(() => {
    clearTimeout(timer)
    request += 1
  })
  return { answer, isLoading, refusal, reload }
}
