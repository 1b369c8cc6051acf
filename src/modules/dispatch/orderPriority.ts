import type { Activity } from '@contract/dispatch'
import type { ActivityId } from '@contract/id'
import type { OrderPriority } from '@contract/orderLiterals'
import { shallowRef } from 'vue'
import { refusalOf, refusalText } from '@/composables/refusal'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'

/** A priority of one activity that its service order may get as well. */
export interface PriorityOffer {
  readonly activityId: ActivityId
  readonly orderNumber: string
  readonly priority: OrderPriority
}

/** After a new priority on the board the order is offered the same one; that moves its clock (R07-03, R06-27). */
export function usePriorityOffer(
  versionOf: (id: ActivityId) => number | undefined,
  note: (changed: readonly Activity[]) => void,
) {
  const offer = shallowRef<PriorityOffer>()

  async function take(): Promise<void> {
    const wanted = offer.value
    const version = wanted && versionOf(wanted.activityId)
    offer.value = undefined
    if (!wanted || version === undefined) return
    const { activityId, priority } = wanted
    try {
      const input = { activityId, expectedVersion: version, patch: { priority }, alsoOrder: true }
      note([await client.dispatch.updateActivity(input)])
    } catch (error) {
      const { code, data } = refusalOf(error)
      useToastsStore().show(refusalText(code, data), 'problem')
    }
  }
  const make = (next: PriorityOffer) => (offer.value = next)
  const drop = () => (offer.value = undefined)
  return { offer, make, take, drop }
}
