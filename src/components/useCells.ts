import { computed, ref, shallowRef } from 'vue'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { toTsv } from './tsv'
import type { CellPlace } from './useCellEdit'

/** From one cell to another, both included. */
export interface CellRange {
  readonly first: CellPlace
  readonly last: CellPlace
}

interface CellsOptions<Item extends Row> {
  readonly list: PagedList<Item>
  readonly columns: () => readonly Column<Item>[]
  readonly textAt: (column: Column<Item>, item: Item) => string
}

/** Which cell has the focus and which cells are chosen with it; in most use a row has it and no cell. */
export function useCells<Item extends Row>({ list, columns, textAt }: CellsOptions<Item>) {
  /** The column of the focused cell in the active row; -1 while the row itself has the focus. */
  const cell = ref(-1)
  /** The column that was last pointed at: what F2 edits. */
  const pointed = ref(-1)
  const anchor = shallowRef<CellPlace>()

  const range = computed<CellRange | undefined>(() => {
    if (cell.value < 0) return undefined
    const from = anchor.value ?? { row: list.active, column: cell.value }
    return {
      first: { row: Math.min(from.row, list.active), column: Math.min(from.column, cell.value) },
      last: { row: Math.max(from.row, list.active), column: Math.max(from.column, cell.value) },
    }
  })
  const isMany = computed(() => {
    const chosen = range.value
    return (
      chosen !== undefined &&
      (chosen.first.row !== chosen.last.row || chosen.first.column !== chosen.last.column)
    )
  })

  function isChosen(row: number, column: number): boolean {
    const chosen = range.value
    if (!chosen || !isMany.value) return false
    const { first, last } = chosen
    return row >= first.row && row <= last.row && column >= first.column && column <= last.column
  }

  /** Keeps where a choice of cells began, or begins a new one. */
  function extend(isExtending: boolean): void {
    if (!isExtending) anchor.value = undefined
    else anchor.value ??= { row: list.active, column: Math.max(0, cell.value) }
  }

  function leave(): void {
    cell.value = -1
    anchor.value = undefined
  }

  /** The chosen cells as tab-separated text; without a cell the ticked rows, or the one with the focus. */
  function copied(): string | undefined {
    const chosen = range.value
    const shown = columns()
    if (chosen) {
      const { first, last } = chosen
      const items = rowsBetween(first.row, last.row)
      return toTsv(
        items.map((item) => shown.slice(first.column, last.column + 1).map((column) => textAt(column, item))),
      )
    }
    const ticked = list.heldRows().filter(({ id }) => list.selected.has(id))
    const active = list.rowAt(list.active)
    const items = ticked.length > 0 ? ticked : active ? [active] : []
    return items.length === 0
      ? undefined
      : toTsv(items.map((item) => shown.map((column) => textAt(column, item))))
  }

  function rowsBetween(first: number, last: number): Item[] {
    return Array.from({ length: last - first + 1 }, (_, step) => list.rowAt(first + step)).filter(
      (item) => item !== undefined,
    )
  }

  return { cell, pointed, anchor, range, isMany, isChosen, extend, leave, copied }
}
export type Cells<Item extends Row> = ReturnType<typeof useCells<Item>>
