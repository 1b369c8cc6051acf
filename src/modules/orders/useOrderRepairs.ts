import type { OrderId } from '@contract/id'
import { shallowRef } from 'vue'
import { client } from '@/rpc/client'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'

/** An order's repairs as choices of its lines; none where the module is off or they may not be read. */
export function useOrderRepairs(orderId: OrderId) {
  const choices = shallowRef<readonly { readonly value: string; readonly title: string }[]>([])
  if (useSessionStore().can('repair.read') && useSettingsStore().isOn('repair'))
    void client.repair.listLines({ filter: { orderId: [orderId] }, limit: 200 }).then(
      ({ items }) => {
        choices.value = items.map(({ id, number, objectDescription, title }) => ({
          value: id,
          title: `${number} ${title ?? objectDescription}`,
        }))
      },
      () => undefined, // without them the field is left out
    )
  return choices
}
