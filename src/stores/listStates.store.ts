import type { SavedView } from '@contract/views'
import { defineStore } from 'pinia'
import type { Filter, Sort } from '@/composables/list'
import type { ListLayout } from '@/composables/listLayout'

/** Where somebody stood in a list when they left it. */
export interface ListState {
  readonly view: string | undefined
  readonly text: string
  readonly filter: Filter
  readonly sort: readonly Sort[]
  readonly top: number
  readonly active: number
  readonly selected: readonly string[]
  readonly layout: ListLayout
  readonly saved: SavedView | undefined
}

/** Scroll position, filter and selection of each list, for the way back (ux §2). */
export const useListStatesStore = defineStore('listStates', () => {
  const states = new Map<string, ListState>()
  return {
    get: (key: string) => states.get(key),
    put: (key: string, state: ListState) => void states.set(key, state),
    clear: () => states.clear(),
  }
})
