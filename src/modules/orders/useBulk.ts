import type { OrderListItem } from '@contract/orders'
import { proxyRefs, ref, shallowRef } from 'vue'
import { refusalText } from '@/composables/refusal'
import { useSubmit } from '@/composables/useSubmit'
import { batchLimit } from '@/modules/documents'
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
  /** The orders whose documents are printed. */
  const printed = shallowRef<readonly string[]>()

  /** The selection as rows; undefined, and said why, when it is none or too much. */
  async function rowsOf(most: number): Promise<readonly OrderListItem[] | undefined> {
    const rows = await selectedOrders(list)
    const refused = rows.length === 0 ? 'NO_SELECTION' : rows.length > most ? 'TOO_MANY' : undefined
    if (refused === undefined) return rows
    toasts.show(refusalText(refused, { limit: most }), 'problem')
    return undefined
  }

  async function open(wanted: BulkAct): Promise<void> {
    const rows = await rowsOf(mostOrders)
    if (!rows) return
    chosen.value = rows
    act.value = wanted
  }
  const { run, isRunning } = useSubmit(open)
  const { run: openPrint } = useSubmit(async () => {
    printed.value = (await rowsOf(batchLimit))?.map(({ id }) => id)
  })

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
    printed.value = undefined
  }

  return proxyRefs({ act, chosen, staged, printed, isRunning, open: run, openStages, openPrint, close })
}
export type Bulk = ReturnType<typeof useBulk>
