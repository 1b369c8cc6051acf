import { OrderId } from '@contract/id'
import type { Order } from '@contract/orders'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'

/** The order of a row, read a moment after the row has the focus, so that running through rows asks for none. */
export function useOrderPreview(orderId: () => string) {
  const order = shallowRef<Order>()
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const wanted = orderId()
    try {
      const read = await client.orders.getOrder({ orderId: OrderId.parse(wanted) })
      if (wanted !== orderId()) return
      order.value = read
      refusal.value = undefined
    } catch (error) {
      if (wanted === orderId()) refusal.value = refusalOf(error)
    }
  }

  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), order.value === undefined ? 0 : 80)
  }

  watch(orderId, loadSoon, { immediate: true })
  onChange('order', ({ id }) => id === orderId() && loadSoon())
  onScopeDispose(() => clearTimeout(timer))
  return { order, refusal }
}
