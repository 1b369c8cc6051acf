import { onBeforeUnmount, onMounted } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'
import { useSessionStore } from '@/stores/session.store'
import { useUndoStore } from '@/stores/undo.store'

/** Mod+Z takes back the last change of this window, Mod+Shift+Z or Mod+Y does it again; in a text they are the text's. */
export function useUndoKeys(showHistory: () => void): void {
  const session = useSessionStore()
  const undo = useUndoStore()

  function act(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase()
    if (!isMod(event) || event.altKey) return false
    if (key === 'h' && event.shiftKey) return (showHistory(), true)
    if (isTyping(event)) return false
    if (key === 'z' && !event.shiftKey) return (void undo.undoLast(), true)
    if (key === 'y' || (key === 'z' && event.shiftKey)) return (void undo.redo(), true)
    return false
  }

  function onKeydown(event: KeyboardEvent): void {
    if (session.isLocked || isOverlayOpen() || !act(event)) return
    event.preventDefault()
    event.stopPropagation()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown, { capture: true }))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown, { capture: true }))
}
