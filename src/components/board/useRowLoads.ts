import { computed, type Ref } from 'vue'
import { loadBetween, loadShare } from './boardLoad'
import type { BoardTexts } from './useBoardTexts'
import type { BoardViewport } from './useBoardView'
import type { VisibleRow } from './useVisibleRows'

export interface LoadedRow extends VisibleRow {
  /** How full the days in view are; nothing for teams. */
  readonly load: string
  readonly isOver: boolean
}

/** The rows in view with the load of the days in view. */
export function useRowLoads(rows: Ref<readonly VisibleRow[]>, view: BoardViewport, texts: BoardTexts) {
  const first = computed(() => view.clock.value.dayAt(view.shown.value.start)?.date ?? '')
  const last = computed(() => view.clock.value.dayAt(view.shown.value.end - 1)?.date ?? '')

  function loadOf({ row }: VisibleRow): Pick<LoadedRow, 'load' | 'isOver'> {
    if (row.kind === 'team') return { load: '', isOver: false }
    const load = loadBetween(row.loads, first.value, last.value)
    const share = loadShare(load)
    if (share === 'none') return { load: texts.dash, isOver: true }
    return { load: texts.load(load), isOver: share !== undefined && share > 100 }
  }

  return computed<readonly LoadedRow[]>(() => rows.value.map((place) => ({ ...place, ...loadOf(place) })))
}
