import { computed, type Ref } from 'vue'
import { useDrawnRows } from '../rowSlots'
import type { AcBoardProps, BoardFocus, BoardRow } from './board.types'
import type { BoardViewport } from './useBoardView'

export interface VisibleRow {
  /** Whose elements it takes. */
  readonly slot: number
  readonly index: number
  readonly row: BoardRow
  readonly top: number
  readonly height: number
}

/** The rows in view, and always the one with the focus, so that focus is never lost. */
export function useVisibleRows(
  props: Readonly<AcBoardProps>,
  view: BoardViewport,
  focus: Ref<BoardFocus | undefined>,
) {
  const focused = computed(() => view.indexes.value.get(focus.value?.rowKey ?? '') ?? -1)
  const drawn = useDrawnRows({
    ...{ first: view.first, last: view.last },
    active: () => focused.value,
    total: () => props.rows.length,
  })
  return computed<readonly VisibleRow[]>(() =>
    drawn.value.flatMap(({ row: index, slot }) => {
      const row = props.rows[index]
      const top = view.offsets.value[index] ?? 0
      const height = (view.offsets.value[index + 1] ?? top) - top
      return row ? [{ slot, index, row, top, height }] : []
    }),
  )
}
