import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

/** Something that can be done here, as the command palette lists it (ux §2). */
export interface PaletteAction {
  readonly key: string
  readonly title: string
  /** The shortcut, as it is written. */
  readonly keys?: string | undefined
  readonly icon?: string | undefined
  /** Why it cannot be done now; it is listed with that. */
  readonly why?: string | undefined
  /** Acts on what is ticked. */
  readonly isOfSelection?: boolean
  /** Where it goes, for those that only go somewhere. */
  readonly to?: RouteLocationRaw
  readonly run: () => unknown
}

/** What the open page and its selection can do, given by the components that do it. */
export const useActionsStore = defineStore('actions', () => {
  const givers = shallowReactive(new Map<symbol, () => readonly PaletteAction[]>())
  const actions = computed(() => {
    const all = [...givers.values()].flatMap((give) => give())
    return [...all.filter(({ isOfSelection }) => isOfSelection), ...all.filter((one) => !one.isOfSelection)]
  })

  /** Lists what `give` answers until the returned function is called. */
  function add(give: () => readonly PaletteAction[]): () => void {
    const giver = Symbol()
    givers.set(giver, give)
    return () => givers.delete(giver)
  }
  return { actions, add }
})
