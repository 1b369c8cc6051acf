import type { OrderMargin } from '@contract/orderRestructure'
import type { Order } from '@contract/orders'
import { shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'

/** The margin of an order, read again whenever its version changes (R04-36). */
export function useMargin(orderOf: () => Pick<Order, 'id' | 'version'>) {
  const margin = shallowRef<OrderMargin>()
  const { run, isRunning, refusal } = useSubmit(async (orderId: Order['id']) => {
    margin.value = await client.orders.getMargin({ orderId })
  })
  const load = () => run(orderOf().id)
  watch(
    () => [orderOf().id, orderOf().version],
    () => void load(),
    { immediate: true },
  )
  return { margin, load, isRunning, refusal }
}
