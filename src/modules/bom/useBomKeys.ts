import { onBeforeUnmount, onMounted } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'
import type { BomAct } from './useBomActs'

interface BomKeysOptions {
  readonly find: () => void
  readonly act?: (act: BomAct) => void
  readonly step?: (by: 1 | -1) => void
  readonly compare?: () => void
  readonly nextDifference?: () => void
  readonly leave?: () => void
}

/** The keys of a BOM: Ins, F2, Mod+R and Del change it, page keys go through its time, F and Mod+F search (09 §5). */
export function useBomKeys(options: BomKeysOptions): void {
  const acts: Readonly<Record<string, BomAct>> = { Insert: 'add', F2: 'edit', Delete: 'delete' }

  function actOf(event: KeyboardEvent): (() => void) | undefined {
    const key = event.key.toLowerCase()
    if (isMod(event) && !event.shiftKey) {
      if (key === 'f') return options.find
      return key === 'r' && options.act ? () => options.act?.('replace') : undefined
    }
    if (isTyping(event) || event.altKey || event.ctrlKey || event.metaKey) return undefined
    const act = acts[event.key]
    if (act && options.act) return () => options.act?.(act)
    if (event.key === 'PageUp' && options.step) return () => options.step?.(-1)
    if (event.key === 'PageDown' && options.step) return () => options.step?.(1)
    if (event.key === 'F8') return options.leave
    if (key === 'f') return options.find
    return key === 'j' ? options.nextDifference : undefined
  }

  function onKeydown(event: KeyboardEvent): void {
    if (isOverlayOpen()) return
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
