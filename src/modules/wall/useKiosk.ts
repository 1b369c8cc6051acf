import { onBeforeUnmount, onMounted } from 'vue'
import { untilReload } from './wall.time'

const againMs = 60_000

/** What the app's own window does for a wall, a browser's page does for itself: it stays awake and begins anew at night. */
export function useKiosk(): void {
  if (window.aftercare) return
  let lock: WakeLockSentinel | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function stayAwake(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }

  /** Never while nobody would answer: a page that cannot be loaded comes back to nothing (R07-64). */
  async function beginAnew(): Promise<void> {
    const answer = await fetch(location.pathname, { cache: 'no-store' }).catch(() => undefined)
    if (answer?.ok === true) location.reload()
    else timer = setTimeout(() => void beginAnew(), againMs)
  }

  const seen = () => void stayAwake()
  onMounted(() => {
    void stayAwake()
    document.addEventListener('visibilitychange', seen)
    timer = setTimeout(() => void beginAnew(), untilReload(Date.now()))
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', seen)
    clearTimeout(timer)
    void lock?.release()
  })
}
