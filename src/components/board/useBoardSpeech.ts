import { onScopeDispose, ref } from 'vue'

/** What a place needs before its verdict comes: then both are said at once. */
const patience = 400

/** The board's polite live region. The same text twice is said twice. */
export function useBoardSpeech() {
  const spoken = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOdd = false

  function say(text: string): void {
    clearTimeout(timer)
    isOdd = !isOdd
    spoken.value = isOdd ? text : `${text}\u00a0`
  }

  /** Says it unless something else is said soon. */
  function saySoon(text: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => say(text), patience)
  }

  onScopeDispose(() => clearTimeout(timer))
  return { spoken, say, saySoon }
}
