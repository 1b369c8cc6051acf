import { computed, type ComputedRef } from 'vue'
import type { Column, Row } from '@/composables/list'

/** What a frozen column without a width of its own takes: its place must be known in pixels. */
const frozenWidth = 180

function least({ grow = 1 }: { readonly grow?: number | undefined }): number {
  return 120 * Math.min(grow, 1.5)
}

/** The track of a column in the grid of a row. */
export function trackOf<Item extends Row>(column: Column<Item>, isFrozen: boolean): string {
  const { grow = 1, width } = column
  if (width !== undefined) return `${String(width)}px`
  return isFrozen ? `${String(frozenWidth)}px` : `minmax(${String(least(column))}px, ${String(grow)}fr)`
}

interface FrozenOptions<Item extends Row> {
  readonly columns: ComputedRef<readonly Column<Item>[]>
  readonly frozen: () => number
  /** Width of the ticks before the first column. */
  readonly tick: ComputedRef<number>
}

/** Where frozen columns stay while the others scroll, and how wide a row is at least. */
export function useFrozen<Item extends Row>({ columns, frozen, tick }: FrozenOptions<Item>) {
  const widths = computed(() =>
    columns.value.map((column, at) => column.width ?? (at < frozen() ? frozenWidth : least(column))),
  )
  const minWidth = computed(() => widths.value.reduce((sum, width) => sum + width, tick.value))

  function frozenStyle(at: number): { left: string } | undefined {
    if (at >= frozen()) return undefined
    const before = widths.value.slice(0, at).reduce((sum, width) => sum + width, 0)
    return { left: `${String(before)}px` }
  }
  return { frozenStyle, minWidth }
}
