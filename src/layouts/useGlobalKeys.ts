import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'
import { navLinks } from './navigation'

/**
 * Keys that hold everywhere: Mod+K searches, G and a letter go to a page, F1 to the help, Alt and arrows through the
 * history (ux §2).
 */
export function useGlobalKeys({ search }: { readonly search: () => void }): void {
  const router = useRouter()
  const session = useSessionStore()
  const settings = useSettingsStore()
  let isGoing = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function waitForLetter(): void {
    isGoing = true
    clearTimeout(timer)
    timer = setTimeout(() => (isGoing = false), 1500)
  }

  function goTo(letter: string): boolean {
    isGoing = false
    const link = navLinks.find((entry) => entry.letter?.toLowerCase() === letter)
    if (!link || !session.can(link.permission) || !settings.isOn(link.module)) return false
    void router.push({ name: link.name })
    return true
  }

  function isHandled(event: KeyboardEvent): boolean {
    const { key, altKey, ctrlKey, metaKey } = event
    if (isMod(event) && key.toLowerCase() === 'k') return (search(), true)
    if (key === 'F1') return (void router.push({ name: 'help' }), true)
    if ((altKey && key === 'ArrowLeft') || (metaKey && key === '[')) return (router.back(), true)
    if ((altKey && key === 'ArrowRight') || (metaKey && key === ']')) return (router.forward(), true)
    if (altKey || ctrlKey || metaKey || isTyping(event)) return false
    if (isGoing) return goTo(key.toLowerCase())
    if (key.toLowerCase() !== 'g') return false
    waitForLetter()
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    if (session.isLocked || isOverlayOpen()) return
    if (isHandled(event)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  onMounted(() => window.addEventListener('keydown', onKeydown, { capture: true }))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown, { capture: true }))
}
