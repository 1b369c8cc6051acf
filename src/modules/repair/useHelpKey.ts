import { onBeforeUnmount, onMounted } from 'vue'
import { isOverlayOpen } from '@/composables/keys'

/** F4 goes to the suggestions (08 §5); a field that has a list of its own keeps the key for it. */
export function useHelpKey(show: () => void): void {
  function onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'F4' || event.defaultPrevented || event.altKey || isOverlayOpen()) return
    event.preventDefault()
    show()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
