import { onBeforeUnmount, onMounted } from 'vue'
import { isOverlayOpen, isTyping } from '@/composables/keys'

/** S outside text fields, Alt+S also while typing (ux §2); macOS writes ß for it. */
export function useStageKey(open: () => void): void {
  function onKeydown(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event
    if (isOverlayOpen() || ctrlKey || metaKey || shiftKey) return
    const isStage = key.toLowerCase() === 's' || (altKey && key === 'ß')
    if (!isStage || (!altKey && isTyping(event))) return
    event.preventDefault()
    open()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
