import type { AgreementLine } from '@contract/serviceAgreements'
import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'
import type { LineAct } from './useLineActions'

interface LineKeysOptions {
  readonly lines: () => readonly AgreementLine[]
  readonly active: Ref<number>
  readonly isFixed: () => boolean
  readonly isEditing: () => boolean
  readonly focusRow: (at: number) => void
  readonly add: () => void
  readonly act: (act: LineAct, line: AgreementLine) => void
}

/** The keys of an agreement's lines: Ins adds, Mod+D copies, Mod+Del deletes, Enter and F2 edit (02 §5). */
export function useLineKeys(options: LineKeysOptions): void {
  const { lines, active, isFixed, isEditing, focusRow, add, act } = options

  function onRowKey({ key }: KeyboardEvent): boolean {
    if (key === 'ArrowDown') focusRow(active.value + 1)
    else if (key === 'ArrowUp') focusRow(active.value - 1)
    else if (key === 'Home') focusRow(0)
    else if (key === 'End') focusRow(lines().length - 1)
    else return false
    return true
  }

  function onChangeKey(event: KeyboardEvent, isRow: boolean): boolean {
    const line = lines()[active.value]
    const { key } = event
    if (isFixed()) return false
    if (key === 'Insert') add()
    else if (!line) return false
    else if (isMod(event) && key.toLowerCase() === 'd') act('copy', line)
    else if (isMod(event) && key === 'Delete') act('delete', line)
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
