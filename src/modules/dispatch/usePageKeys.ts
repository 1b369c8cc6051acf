import { onBeforeUnmount, onMounted } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'

interface PageKeys {
  readonly today: () => unknown
  readonly zoom: () => unknown
  readonly filter: () => unknown
  readonly map: () => unknown
  readonly info: () => unknown
  readonly suggest: () => unknown
  readonly conflict: () => unknown
  readonly save: () => unknown
  readonly nextPane: () => unknown
  readonly step: (steps: number) => unknown
}

/** Keys of the board's page wherever its focus is; what the board itself has answered is left alone (ux 4.5). */
export function usePageKeys(keys: PageKeys): void {
  function act(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase()
    if (event.key === 'F6') return (keys.nextPane(), true)
    if (isMod(event) && !event.altKey) {
      if (key === 's') return (keys.save(), true)
      if (key === 'f') return (keys.filter(), true)
      return false
    }
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event)) return false
    const single: Readonly<Record<string, (() => unknown) | undefined>> = {
      ...{ t: keys.today, z: keys.zoom, f: keys.filter, v: keys.map, i: keys.info, a: keys.suggest },
      ...{ j: keys.conflict, pageup: () => keys.step(-1), pagedown: () => keys.step(1) },
    }
    const wanted = single[key]
    wanted?.()
    return wanted !== undefined
  }
  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || isOverlayOpen() || !act(event)) return
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
