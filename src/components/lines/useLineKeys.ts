import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'

interface LineKeysOptions<Line> {
  readonly lines: () => readonly Line[]
  readonly active: Ref<number>
  readonly isFixed: () => boolean
  readonly isEditing: () => boolean
  readonly focusRow: (at: number) => void
  readonly add: () => void
  readonly act: (act: 'copy' | 'edit' | 'remove', line: Line) => void
  /** Where lines can be chosen. */
  readonly select?: (line: Line) => void
  readonly selectAll?: () => void
}

/** The keys of a grid of lines: Ins adds, Mod+D copies, Mod+Del removes, Enter and F2 edit, Space selects (04 §5). */
export function useLineKeys<Line>(options: LineKeysOptions<Line>): void {
  const { lines, active, isFixed, isEditing, focusRow, add, act, select, selectAll } = options

  function onRowKey({ key }: KeyboardEvent): boolean {
    if (key === 'ArrowDown') focusRow(active.value + 1)
    else if (key === 'ArrowUp') focusRow(active.value - 1)
    else if (key === 'Home') focusRow(0)
    else if (key === 'End') focusRow(lines().length - 1)
    else if (key === ' ' && select) selectActive(select)
    else return false
    return true
  }

  function selectActive(choose: (line: Line) => void): void {
    const line = lines()[active.value]
    if (line) choose(line)
  }

  function onChangeKey(event: KeyboardEvent, isRow: boolean): boolean {
    const line = lines()[active.value]
    const { key } = event
    if (selectAll && isRow && isMod(event) && key.toLowerCase() === 'a') {
      selectAll()
      return true
    }
    if (isFixed()) return false
    if (key === 'Insert') add()
    else if (!line) return false
    else if (isMod(event) && key.toLowerCase() === 'd') act('copy', line)
    else if (isMod(event) && key === 'Delete') act('remove', line)
    else if (isRow && (key === 'Enter' || key === 'F2') && !isMod(event)) act('edit', line)
    else return false
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    if (isEditing() || isOverlayOpen() || isTyping(event) || event.altKey) return
    const isRow = event.target instanceof HTMLElement && event.target.dataset['line'] !== undefined
    if ((isRow && !isMod(event) && onRowKey(event)) || onChangeKey(event, isRow)) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKeydown))
}
