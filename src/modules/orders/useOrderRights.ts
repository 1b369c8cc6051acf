import type { Order } from '@contract/orders'
import { computed, onMounted, type Ref } from 'vue'
import { refusalText } from '@/composables/refusal'
import { useStagesStore } from '@/modules/stages'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'

/** Why an order cannot be posted, canceled or revoked now, as far as the screen knows; undefined: it can (04 §3). */
export function useOrderRights(order: Readonly<Ref<Order | undefined>>) {
  const session = useSessionStore()
  const settings = useSettingsStore()
  const tree = useStagesStore()
  const stage = computed(() => tree.byId.get(order.value?.stageId ?? ''))
  const has = (status: string) => order.value?.lines.some((line) => line.status === status) ?? false
  const isCanceled = computed(() => order.value?.canceledAt !== undefined)

  const post = computed(() => {
    const isOff = session.reach('orders.post') === 'setting' && settings.get('backOfficeMayPost') === false
    if (isOff) return refusalText('FORBIDDEN')
    if (stage.value?.allowPost === false) return refusalText('STAGE_FORBIDS_POST')
    return has('created') ? undefined : refusalText('NOTHING_TO_POST')
  })
  const stageForbidsCancel = computed(() =>
    stage.value?.allowCancel === false ? refusalText('STAGE_FORBIDS_CANCEL') : undefined,
  )
  const cancel = computed(
    () => stageForbidsCancel.value ?? (has('posted') ? refusalText('ORDER_POSTED') : undefined),
  )

  onMounted(() => tree.isLoaded || void tree.load())
  return {
    post, cancel, revoke: stageForbidsCancel, isCanceled,
    mayPost: session.can('orders.post'), mayCancel: session.can('orders.cancel'),
  } // prettier-ignore
}
