import { computed, type Ref } from 'vue'
import { createRowSlots } from '../rowSlots'
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
  const slotsOf = createRowSlots()
  return computed<readonly VisibleRow[]>(() => {
    const indexes = Array.from(
      { length: Math.max(0, view.last.value - view.first.value + 1) },
      (_none, step) => view.first.value + step,
    )
    if (focused.value >= 0 && !indexes.includes(focused.value)) indexes.push(focused.value)
    const slots = slotsOf(indexes)
    return indexes.flatMap((index, place) => {
      const row = props.rows[index]
      const top = view.offsets.value[index] ?? 0
      return row
        ? [
            {
              slot: slots[place] ?? place,
              index,
              row,
              top,
              height: (view.offsets.value[index + 1] ?? top) - top,
            },
          ]
        : []
    })
  })
}
