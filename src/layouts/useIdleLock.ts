import { onBeforeUnmount, onMounted, ref } from 'vue'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'

const warnSeconds = 60

/** Locks the window after the idle minutes of the settings, with a warning a minute before; a board never (R01-02). */
export function useIdleLock() {
  const session = useSessionStore()
  const settings = useSettingsStore()
  const secondsLeft = ref<number>()
  let lastAct = Date.now()

  function lockSeconds(): number {
    const minutes = settings.get('lockMinutes')
    return (typeof minutes === 'number' ? minutes : 15) * 60
  }

  function isBoard(): boolean {
    return session.session?.roles.every((role) => role === 'board') === true
  }

  function stay(): void {
    lastAct = Date.now()
    secondsLeft.value = undefined
  }

  function onAct(): void {
    if (secondsLeft.value === undefined) lastAct = Date.now()
  }

  function check(): void {
    if (session.isLocked || isBoard()) return
    const left = Math.ceil(lockSeconds() - (Date.now() - lastAct) / 1000)
    secondsLeft.value = left <= Math.min(warnSeconds, lockSeconds() / 2) ? left : undefined
    if (left > 0) return
    stay()
    void session.lock()
  }

  const timer = setInterval(check, 1000)
  const events = ['keydown', 'pointerdown', 'wheel', 'pointermove'] as const
  onMounted(() => {
    for (const name of events) window.addEventListener(name, onAct, { passive: true, capture: true })
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    for (const name of events) window.removeEventListener(name, onAct, { capture: true })
  })

  return { secondsLeft, stay }
}
