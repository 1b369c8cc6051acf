import { proxyRefs, ref, watch } from 'vue'
import type { DispatchStore } from './dispatch.store'
import { useAutoPlan, type PlanAcceptance } from './useAutoPlan'

/** The auto-plan on the board: its draft is drawn dashed, and what is accepted of it is an ordinary act (R07-45). */
export function usePlanning(store: DispatchStore) {
  const isOpen = ref(false)
  const isSaving = ref(false)
  const auto = useAutoPlan({ date: store.view.date, teamIds: [] })

  function toggle(): void {
    isOpen.value = !isOpen.value
    if (!isOpen.value || auto.plan) return
    auto.values.date = store.view.date
    auto.values.teamIds = store.view.filter.ownTeams ? (store.board?.teams ?? []).map(({ id }) => id) : []
  }
  // The draft of another day would not be seen.
  watch(
    () => auto.plan,
    (plan) => {
      if (plan && plan.date !== store.view.date) store.view.toDate(plan.date)
    },
  )
  watch(
    () => auto.edits,
    (edits) => (store.planned = edits),
  )

  async function accept({ confirmed, edits }: PlanAcceptance): Promise<void> {
    isSaving.value = true
    if (await store.act(edits, confirmed)) auto.remove(new Set(edits.map(({ activityId }) => activityId)))
    isSaving.value = false
  }
  return proxyRefs({ isOpen, isSaving, auto, toggle, accept })
}
