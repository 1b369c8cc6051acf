import type { OrderSla } from '@contract/sla'
import { computed, onScopeDispose, proxyRefs, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { useTicking } from '@/composables/useTicking'
import { onChange } from '@/rpc/changes'
import { useSessionStore } from '@/stores/session.store'
import { elapsedAt, knownUntil, markOf, stateAt } from './sla.state'
import { clockOf } from './sla.sources'

const soon = 200

/** The clock of an order: read once, then it counts on by itself until somebody writes. */
export function useOrderClock(orderId: () => string | undefined) {
  const session = useSessionStore()
  const now = useTicking()
  const clock = shallowRef<OrderSla>()
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What the machines' clocks are apart: the window counts by the domain's. */
  const ahead = shallowRef(0)

  function take(answer: OrderSla): void {
    ahead.value = answer.readAt - Date.now()
    clock.value = answer
    refusal.value = undefined
  }
  async function load(): Promise<void> {
    const id = orderId()
    if (id === undefined || !session.can('sla.read')) return
    try {
      const answer = await clockOf(id)
      if (orderId() === id) take(answer)
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }
  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), soon)
  }

  const at = computed(() => now.value + ahead.value)
  const state = computed(() => clock.value && stateAt(markOf(clock.value), at.value))
  const elapsed = computed(() => (clock.value ? elapsedAt(clock.value, at.value) : 0))
  const left = computed(() =>
    clock.value?.allowance === undefined ? undefined : clock.value.allowance - elapsed.value,
  )
  const isShown = computed(() => clock.value !== undefined && clock.value.slaId !== undefined)

  watch(orderId, () => void load(), { immediate: true })
  for (const entity of ['order', 'slaEntry', 'slaStep', 'orderSla', 'sla', 'calendar', 'holidaySet'])
    onChange(entity, ({ id }) => {
      if (entity !== 'order' || id === orderId()) loadSoon()
    })
  // What is known of open time ends; behind it the clock is read again.
  watch(at, (instant) => {
    const until = clock.value && knownUntil(clock.value)
    if (until !== undefined && instant >= until && clock.value && clock.value.readAt < until) loadSoon()
  })
  onScopeDispose(() => clearTimeout(timer))

  return proxyRefs({ clock, state, elapsed, left, isShown, refusal, take, load })
}
export type OrderClock = ReturnType<typeof useOrderClock>
