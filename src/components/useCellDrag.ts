import { onScopeDispose, shallowRef } from 'vue'
import type { Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import type { CellPlace } from './useCellEdit'
import type { Cells } from './useCells'

interface CellDragOptions<Item extends Row> {
  readonly list: PagedList<Item>
  readonly cells: Cells<Item>
  readonly focusActive: () => void
}

/** Cells chosen by dragging the mouse over them; a plain click stays one on the row. */
export function useCellDrag<Item extends Row>({ list, cells, focusActive }: CellDragOptions<Item>) {
  const from = shallowRef<CellPlace>()
  const stop = () => (from.value = undefined)
  window.addEventListener('mouseup', stop)
  onScopeDispose(() => window.removeEventListener('mouseup', stop))

  return {
    begin(row: number, column: number, event: MouseEvent): void {
      if (event.button !== 0) return
      cells.pointed.value = column
      if (event.shiftKey || event.target instanceof HTMLInputElement) return
      cells.anchor.value = undefined
      from.value = { row, column }
    },
    over(row: number, column: number): void {
      const start = from.value
      if (!start || (start.row === row && start.column === column && !cells.anchor.value)) return
      if (cells.anchor.value && cells.cell.value === column && list.active === row) return
      cells.anchor.value = start
      cells.cell.value = column
      list.active = row
      focusActive()
    },
  }
}
