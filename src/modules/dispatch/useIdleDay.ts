import { computed, ref } from 'vue'
import { refusalOf, refusalText } from '@/composables/refusal'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import { stepped, stretchOf } from './boardRange'
import type { DispatchStore } from './dispatch.store'

const daysAhead = 14

/** Whether nobody works on the board's one day, such as a Sunday, and the way to the next working day. */
export function useIdleDay(store: DispatchStore) {
  const isSearching = ref(false)

  const isIdle = computed(() => {
    const { board, view } = store
    if (!board || board.workers.length === 0 || view.days.from !== view.days.to) return false
    const { from, to } = view.shown
    if (board.from > from || board.to < to) return false
    const isWorked = board.loads.some(({ capacity, date }) => date === view.days.from && capacity > 0)
    const isPlanned = [...store.current.values()].some(
      ({ end, start }) => start !== undefined && end !== undefined && start < to && end > from,
    )
    return !isWorked && !isPlanned
  })

  async function goOn(): Promise<void> {
    isSearching.value = true
    const { days, filter, zone } = store.view
    const from = stepped('day', days.to, 1)
    try {
      const { loads } = await client.dispatch.getBoard({
        ...stretchOf({ from, to: stepped('day', days.to, daysAhead) }, zone),
        filter,
      })
      const dates = loads.filter(({ capacity }) => capacity > 0).map(({ date }) => date)
      store.view.toDate(dates.reduce((first, date) => (date < first ? date : first), dates[0] ?? from))
    } catch (error) {
      const { code, data } = refusalOf(error)
      useToastsStore().show(refusalText(code, data), 'problem')
    } finally {
      isSearching.value = false
    }
  }

  return { isIdle, isSearching, goOn }
}
