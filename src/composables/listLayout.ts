import type { ViewColumn } from '@contract/views'
import { computed, shallowRef } from 'vue'
import type { Column, Row } from './list'

/** How a list shows its columns; no columns: as it has them. */
export interface ListLayout {
  readonly columns: readonly ViewColumn[]
  readonly frozen: number
  readonly groupBy: string | undefined
}
export const plainLayout: ListLayout = { columns: [], frozen: 0, groupBy: undefined }

const narrowest = 48
const widest = 1200
const mostFrozen = 2

/** Which columns of a list are shown, in which order and width, which stay in view, and by which it is grouped. */
export function useListLayout<Item extends Row>(
  all: readonly Column<Item>[],
  held: ListLayout | undefined,
  view: () => string | undefined = () => undefined,
) {
  const layout = shallowRef<ListLayout>(held ?? plainLayout)

  /** The columns as they are shown, whatever the layout still names. */
  const places = computed<readonly ViewColumn[]>(() => {
    const hides = ({ isHidden, hiddenIn }: Column<Item>) =>
      isHidden === true || hiddenIn?.includes(view() ?? '')
    const own = all.filter((column) => !hides(column)).map(({ key }) => ({ key }))
    const named = layout.value.columns.filter(({ key }) => all.some((column) => column.key === key))
    return named.length > 0 ? named : own
  })
  const shown = computed<readonly Column<Item>[]>(() =>
    places.value.flatMap(({ key, width }) =>
      all
        .filter((column) => column.key === key)
        .map((column) => ({ ...column, isHidden: false, ...(width === undefined ? {} : { width }) })),
    ),
  )
  const frozen = computed(() => Math.min(layout.value.frozen, shown.value.length, mostFrozen))

  function set(change: Partial<ListLayout>): void {
    layout.value = { ...layout.value, ...change }
  }

  return {
    layout,
    shown,
    frozen,
    isShown: (key: string) => places.value.some((place) => place.key === key),
    /** Shows a column at the end, or hides it; one stays. */
    toggleColumn(key: string): void {
      const rest = places.value.filter((place) => place.key !== key)
      const columns = rest.length < places.value.length ? rest : [...rest, { key }]
      if (columns.length > 0) set({ columns })
    },
    /** Moves a shown column by places. */
    moveColumn(key: string, by: number): void {
      const columns = [...places.value]
      const from = columns.findIndex((place) => place.key === key)
      const to = Math.min(columns.length - 1, Math.max(0, from + by))
      const [moved] = from < 0 ? [] : columns.splice(from, 1)
      if (moved) columns.splice(to, 0, moved)
      set({ columns })
    },
    resizeColumn(key: string, width: number): void {
      const limited = Math.round(Math.min(widest, Math.max(narrowest, width)))
      set({ columns: places.value.map((place) => (place.key === key ? { key, width: limited } : place)) })
    },
    freeze(count: number): void {
      set({ frozen: Math.min(mostFrozen, Math.max(0, count)) })
    },
    /** What the rows are grouped by stands first: else nobody sees where a group begins. */
    groupBy(key: string | undefined): void {
      const isHidden = key !== undefined && places.value.every((place) => place.key !== key)
      set({ groupBy: key, ...(isHidden ? { columns: [{ key }, ...places.value] } : {}) })
    },
  }
}
