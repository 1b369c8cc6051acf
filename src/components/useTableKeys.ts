import { watch, type ComputedRef, type Ref } from 'vue'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { isMod } from '@/composables/keys'
import type { Cells } from './useCells'

interface TableKeysOptions<Item extends Row> {
  readonly list: PagedList<Item>
  /** The column head that has the focus; -1 while a row has it. */
  readonly head: Ref<number>
  readonly columns: ComputedRef<readonly Column<Item>[]>
  readonly cells: Cells<Item>
  /** Opens a cell for typing; false where it cannot be changed. */
  readonly edit: (row: number, column: number) => boolean
  readonly isSelectable: () => boolean
  readonly visibleRows: ComputedRef<number>
  readonly focusActive: () => void
  readonly focusHead: (at: number) => void
  /** Makes a column wider or narrower by a step. */
  readonly resize: (column: Column<Item>, step: 1 | -1) => void
  readonly open: (item: Item) => void
  readonly preview: (item: Item) => void
}

/** The keys of lists (ux §3): arrows, pages and ends move, Enter opens, Space previews, X and Shift tick. */
export function useTableKeys<Item extends Row>(options: TableKeysOptions<Item>) {
  const { list, head, columns, cells, visibleRows, focusActive, focusHead } = options

  function moveTo(index: number, isTicking: boolean): void {
    const target = Math.min(list.total - 1, Math.max(0, index))
    if (target < 0) return
    if (cells.cell.value >= 0) cells.extend(isTicking)
    else if (isTicking && options.isSelectable()) tickRange(list.active, target)
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

  /** Plain moves along the heads, Shift changes the width, Ctrl takes the column along. */
  function onHeadArrow(event: KeyboardEvent, step: 1 | -1): void {
    const column = columns.value[head.value]
    const next = Math.min(columns.value.length - 1, Math.max(0, head.value + step))
    if (event.shiftKey && column) return options.resize(column, step)
    if (isMod(event) && column) list.moveColumn(column.key, step)
    focusHead(next)
  }

  function onHeadKey(event: KeyboardEvent): boolean {
    const { key } = event
    const count = columns.value.length
    if (key === 'ArrowDown') moveTo(list.active, false)
    else if (key === 'ArrowRight' || key === 'ArrowLeft') onHeadArrow(event, key === 'ArrowRight' ? 1 : -1)
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

  /** From a row to its cells and back: Right enters, Left of the first cell leaves (WAI-ARIA treegrid). */
  function toCell(column: number, isExtending: boolean): void {
    if (column < 0) cells.leave()
    else {
      cells.extend(isExtending)
      cells.cell.value = Math.min(columns.value.length - 1, column)
    }
    focusActive()
  }

  function onCellMove(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event
    const at = cells.cell.value
    if (event.altKey || (isMod(event) && key.startsWith('Arrow'))) return false
    if (key === 'ArrowRight') toCell(at + 1, shiftKey && at >= 0)
    else if (key === 'ArrowLeft' && at >= 0) toCell(shiftKey ? Math.max(0, at - 1) : at - 1, shiftKey)
    else if (key === 'Home' && at >= 0 && !isMod(event)) toCell(0, shiftKey)
    else if (key === 'End' && at >= 0 && !isMod(event)) toCell(columns.value.length - 1, shiftKey)
    else if (key === 'Escape' && at >= 0) toCell(cells.isMany.value ? at : -1, false)
    else if (key === 'F2') return startEdit()
    else return false
    return true
  }

  function startEdit(): boolean {
    const at = cells.cell.value >= 0 ? cells.cell.value : cells.pointed.value
    if (at >= 0) return options.edit(list.active, at)
    return columns.value.some((_, column) => options.edit(list.active, column))
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
    const isHandled = isHead ? onHeadKey(event) : onCellMove(event) || onMove(event) || onAct(event)
    if (!isHandled) return
    event.preventDefault()
    event.stopPropagation()
  }

  function onRowClick(index: number, event: MouseEvent): void {
    const from = list.active
    if (cells.isMany.value && !isMod(event)) return // the end of a choice of cells
    list.active = index
    head.value = -1
    cells.leave()
    focusActive()
    const item = list.rowAt(index)
    if (!item || !options.isSelectable()) return
    if (event.shiftKey) tickRange(from, index)
    else if (isMod(event)) list.toggle(item.id)
  }

  return { onKeydown, onRowClick }
}
