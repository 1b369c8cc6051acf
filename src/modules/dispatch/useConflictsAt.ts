import type { Activity, Conflict } from '@contract/dispatch'
import { computed, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { conflictsAt, type PlanPlace } from './activity.sources'
import { levelOf } from './useGhost'

/** The conflicts at a place while it is chosen; the newest answer counts (R07-20). */
export function useConflictsAt(activity: () => Activity, place: () => PlanPlace | undefined) {
  const conflicts = shallowRef<readonly Conflict[]>([])
  const problem = shallowRef<Refusal>()
  let newest = 0

  watch(
    place,
    async (wanted) => {
      const mine = ++newest
      problem.value = undefined
      try {
        const isPlaced = wanted?.workerId !== undefined && wanted.start !== undefined
        const found = wanted && isPlaced ? await conflictsAt(activity(), wanted) : []
        if (mine === newest) conflicts.value = found
      } catch (error) {
        if (mine === newest) problem.value = refusalOf(error)
      }
    },
    { immediate: true },
  )

  return {
    conflicts,
    problem,
    level: computed(() => levelOf(conflicts.value)),
    /** The warnings a person has before the eyes when saving. */
    codes: computed(() => [
      ...new Set(conflicts.value.filter(({ level }) => level === 'warn').map(({ code }) => code)),
    ]),
  }
}
