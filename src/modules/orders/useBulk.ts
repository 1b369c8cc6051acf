import type { OrderListItem } from '@contract/orders'
import { proxyRefs, ref, shallowRef } from 'vue'
import { refusalText } from '@/composables/refusal'
import { useSubmit } from '@/composables/useSubmit'
import type { StageSelection } from '@/modules/stages'
import { useSessionStore } from '@/stores/session.store'
import { useToastsStore } from '@/stores/toasts.store'
import type { BulkAct } from './orders.bulk'
import type { OrderListing } from './orders.lists'
import { hasSelection, mostOrders, selectedOrders, stageSelection } from './orders.selection'

/** A bulk action over the list's selection: its orders are read afresh, then its dialog opens. */
export function useBulk(list: OrderListing) {
  const session = useSessionStore()
  const toasts = useToastsStore()
  const act = ref<BulkAct>()
  const chosen = shallowRef<readonly OrderListItem[]>([])
  const staged = shallowRef<StageSelection>()

  async function open(wanted: BulkAct): Promise<void> {
    const rows = await selectedOrders(list)
    const refused = rows.length === 0 ? 'NO_SELECTION' : rows.length > mostOrders ? 'TOO_MANY' : undefined
    if (refused !== undefined) {
      toasts.show(refusalText(refused), 'problem')
      return
    }
    chosen.value = rows
    act.value = wanted
  }
  const { run, isRunning } = useSubmit(open)

  const { run: openStages } = useSubmit(async () => {
    if (!session.can('stages.change')) return
    if (hasSelection(list)) staged.value = await stageSelection(list)
    else toasts.show(refusalText('NO_SELECTION'), 'problem')
  })

  /** Ends the dialog; what was done needs no selection any more. */
  function close(isDone: boolean): void {
    if (isDone) list.clearSelection()
    act.value = undefined
    staged.value = undefined
  }

  return proxyRefs({ act, chosen, staged, isRunning, open: run, openStages, close })
}
export type Bulk = ReturnType<typeof useBulk>
