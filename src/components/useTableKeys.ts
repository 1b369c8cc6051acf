import { watch, type ComputedRef, type Ref } from 'vue'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { isMod } from '@/composables/keys'

interface TableKeysOptions<Item extends Row> {
  readonly list: PagedList<Item>
  /** The column head that has the focus; -1 while a row has it. */
  readonly head: Ref<number>
  readonly columns: ComputedRef<readonly Column<Item>[]>
  readonly isSelectable: () => boolean
  readonly visibleRows: ComputedRef<number>
  readonly focusActive: () => void
  readonly focusHead: (at: number) => void
  readonly open: (item: Item) => void
  readonly preview: (item: Item) => void
}

/** The keys of lists (ux §3): arrows, pages and ends move, Enter opens, Space previews, X and Shift tick. */
export function useTableKeys<Item extends Row>(options: TableKeysOptions<Item>) {
  const { list, head, columns, visibleRows, focusActive, focusHead } = options

  function moveTo(index: number, isTicking: boolean): void {
    const target = Math.min(list.total - 1, Math.max(0, index))
    if (target < 0) return
    if (isTicking && options.isSelectable()) tickRange(list.active, target)
    list.active = target
    head.value = -1
    focusActive()
  }

  function tickRange(from: number, to: number): void {
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const item = list.rowAt(index)
      if (item) list.selected.add(item.id)
    }
  }

  function onHeadKey({ key }: KeyboardEvent): boolean {
    const count = columns.value.length
    if (key === 'ArrowDown') moveTo(list.active, false)
    else if (key === 'ArrowRight') focusHead(Math.min(count - 1, head.value + 1))
    else if (key === 'ArrowLeft') focusHead(Math.max(0, head.value - 1))
    else if (key === 'Home') focusHead(0)
    else if (key === 'End') focusHead(count - 1)
    else return false
    return true
  }

  function onMove(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event
    const page = visibleRows.value - 1
    if (key === 'ArrowDown') moveTo(list.active + 1, shiftKey)
    else if (key === 'ArrowUp' && list.active === 0 && !shiftKey) focusHead(0)
    else if (key === 'ArrowUp') moveTo(list.active - 1, shiftKey)
    else if (key === 'PageDown') moveTo(list.active + page, shiftKey)
    else if (key === 'PageUp') moveTo(list.active - page, shiftKey)
    else if (key === 'Home') moveTo(0, shiftKey && !isMod(event))
    else if (key === 'End') moveTo(list.total - 1, shiftKey && !isMod(event))
    else return false
    return true
  }

  /** Opens a row that is still on its way, unless somebody moves on meanwhile. */
  function openSoon(index: number): boolean {
    const stop = watch(
      () => ({ item: list.rowAt(index), isLeft: list.active !== index }),
      ({ item, isLeft }) => {
        if (!item && !isLeft) return
        stop()
        if (item && !isLeft) options.open(item)
      },
    )
    return true
  }

  function onAct(event: KeyboardEvent): boolean {
    const item = list.rowAt(list.active)
    const isPlain = !isMod(event) && !event.altKey
    if (!item && event.key === 'Enter' && isPlain) return openSoon(list.active)
    if (event.key.toLowerCase() === 'a' && isMod(event) && options.isSelectable()) list.selectHeld()
    else if (!item || !isPlain) return false
    else if (event.key === 'Enter') options.open(item)
    else if (event.key === ' ') options.preview(item)
    else if (event.key.toLowerCase() === 'x' && options.isSelectable()) list.toggle(item.id)
    else if (event.key === 'Escape' && list.selected.size > 0) list.clearSelection()
    else return false
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    const isHead = head.value >= 0
    const isHandled = isHead ? onHeadKey(event) : onMove(event) || onAct(event)
    if (!isHandled) return
    event.preventDefault()
    event.stopPropagation()
  }

  function onRowClick(index: number, event: MouseEvent): void {
    const from = list.active
    list.active = index
    head.value = -1
    focusActive()
    const item = list.rowAt(index)
    if (!item || !options.isSelectable()) return
    if (event.shiftKey) tickRange(from, index)
    else if (isMod(event)) list.toggle(item.id)
  }

  return { onKeydown, onRowClick }
}
