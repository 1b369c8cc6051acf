import type { ComputedRef, Slot, StyleValue } from 'vue'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import type { useCellDrag } from './useCellDrag'
import type { useCellEdit } from './useCellEdit'
import type { useCells } from './useCells'
import type { useGroups } from './useGroups'

/** What a slot of a cell is given. */
export interface CellSlotProps<Item extends Row> {
  readonly item: Item
  readonly text: string
}

/** What every row of a table reads of its table. One object for all, so that a row is drawn again only for itself. */
export interface TableOfRows<Item extends Row> {
  readonly id: string
  readonly list: PagedList<Item>
  readonly columns: ComputedRef<readonly Column<Item>[]>
  readonly template: ComputedRef<string>
  readonly frozenStyle: (at: number) => StyleValue
  readonly isSelectable: () => boolean
  readonly edit: ReturnType<typeof useCellEdit<Item>>
  readonly cells: ReturnType<typeof useCells<Item>>
  readonly drag: ReturnType<typeof useCellDrag<Item>>
  readonly groups: ReturnType<typeof useGroups<Item>>
  /** The slot of a cell, by the key of its column. */
  readonly slotOf: (key: string) => Slot<CellSlotProps<Item>> | undefined
}
