import type { DayMap } from '@contract/dispatchDay'
import type { WorkerId } from '@contract/id'
import { onScopeDispose, proxyRefs, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** Moves of one act are told one by one. */
const settleMs = 200

/** The stops of a day, read again when the plan or a place changes. */
export function useDayMap(asked: () => { date: string; workerIds: readonly WorkerId[] | undefined }) {
  const map = shallowRef<DayMap>()
  const refusal = shallowRef<Refusal>()
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const mine = ++turn
    const { date, workerIds } = asked()
    try {
      const read = await client.dispatch.getMap({
        date,
        ...(workerIds ? { workerIds: [...workerIds] } : {}),
      })
      if (mine !== turn) return
      map.value = read
      refusal.value = undefined
    } catch (error) {
      if (mine === turn) refusal.value = refusalOf(error)
    }
  }
  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), settleMs)
  }

  watch(asked, () => void load(), { immediate: true })
  for (const entity of ['activity', 'order', 'worker', 'team', 'membership']) onChange(entity, loadSoon)
  onScopeDispose(() => clearTimeout(timer))

  return proxyRefs({ map, refusal, reload: load })
}
