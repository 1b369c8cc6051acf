import { onBeforeUnmount, onMounted } from 'vue'
import { isMod, isOverlayOpen } from '@/composables/keys'

/** Mod+P prints the record's document instead of the page (ux §3). */
export function usePrintKey(print: () => unknown): void {
  function onKeydown(event: KeyboardEvent): void {
    if (isOverlayOpen() || !isMod(event) || event.shiftKey || event.key.toLowerCase() !== 'p') return
    event.preventDefault()
    print()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
