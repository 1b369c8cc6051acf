import { onBeforeUnmount, onMounted } from 'vue'
import { isMod, isOverlayOpen } from './keys'

/** Mod+N makes a new one here (ux §3). */
export function useNewKey(create: () => unknown): void {
  function onKeydown(event: KeyboardEvent): void {
    if (isOverlayOpen() || !isMod(event) || event.key.toLowerCase() !== 'n') return
    event.preventDefault()
    create()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
