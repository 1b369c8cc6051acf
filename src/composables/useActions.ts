import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue'
import { useActionsStore, type PaletteAction } from '@/stores/actions.store'

/** Puts what this component can do into the command palette, as long as it is shown. */
export function useActions(give: () => readonly PaletteAction[]): void {
  const actions = useActionsStore()
  let stop: (() => void) | undefined
  const start = () => (stop ??= actions.add(give))
  const end = () => {
    stop?.()
    stop = undefined
  }
  onMounted(start)
  onActivated(start)
  onDeactivated(end)
  onBeforeUnmount(end)
}
