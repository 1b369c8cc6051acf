import { onBeforeUnmount, onMounted, type ComputedRef, type Ref } from 'vue'
import { isMod, isOverlayOpen } from '@/composables/keys'

interface RecordKeysOptions {
  readonly tabs: ComputedRef<readonly { key: string }[]>
  readonly tab: Ref<string>
  readonly save: () => void
}

/** The keys of a record: Mod+S saves, Alt+1 to 9 go to its tabs (ux §3). */
export function useRecordKeys({ tabs, tab, save }: RecordKeysOptions): void {
  function onKeydown(event: KeyboardEvent): void {
    if (isOverlayOpen()) return
    if (isMod(event) && event.key.toLowerCase() === 's') save()
    else if (event.altKey && !event.ctrlKey && /^[1-9]$/.test(event.key)) {
      const chosen = tabs.value[Number(event.key) - 1]
      if (chosen) tab.value = chosen.key
    } else return
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
