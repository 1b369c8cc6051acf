import type { MyDay, MyVisit } from '@contract/dispatchDay'
import { computed, onScopeDispose, proxyRefs, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** What a visit is read from: a change of any of them is on the screen at once. */
const entities = ['activity', 'order', 'itemRequirement', 'note', 'worker', 'team', 'membership', 'orderSla']
const settleMs = 200

/** The signed-in technician's visits of a date, and work on them. */
export function useMyDay(date: () => string) {
  const day = shallowRef<MyDay>()
  const refusal = shallowRef<Refusal>()
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const read = await client.dispatch.listMyDay({ date: date() })
      if (mine !== turn) return
      day.value = read
      refusal.value = undefined
    } catch (error) {
      if (mine === turn) refusal.value = refusalOf(error)
    }
  }
  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), settleMs)
  }
  watch(date, () => void load(), { immediate: true })
  for (const entity of entities) onChange(entity, loadSoon)
  onScopeDispose(() => clearTimeout(timer))

  const ref = ({ id, version }: MyVisit) => ({ activityId: id, expectedVersion: version })
  const start = useSubmit(async (visit: MyVisit) => {
    await client.dispatch.startActivity(ref(visit))
    await load()
  })
  const reopen = useSubmit(async (visit: MyVisit) => {
    await client.dispatch.reopenActivity(ref(visit))
    await load()
  })

  return proxyRefs({
    day,
    /** Reading failed; what was read before stays. */
    refusal,
    /** An act on a visit was refused. */
    actRefusal: computed(() => start.refusal.value ?? reopen.refusal.value),
    isActing: computed(() => start.isRunning.value || reopen.isRunning.value),
    reload: load,
    start: start.run,
    reopen: reopen.run,
  })
}

/** The technician has finished; the times are what counts for the plan. */
export async function finishVisit(
  { id, version }: Pick<MyVisit, 'id' | 'version'>,
  times: { readonly actualStart: number; readonly actualEnd: number },
): Promise<void> {
  await client.dispatch.closeActivity({ activityId: id, expectedVersion: version, outcome: 'done', ...times })
}
