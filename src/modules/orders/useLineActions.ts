import type { Order, OrderLine } from '@contract/orders'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSubmit } from '@/composables/useSubmit'
import { useToastsStore } from '@/stores/toasts.store'
import { cancelLine, findPriceAgain, revokeLine } from './orders.lines'
import type { OrderPage } from './orders.sources'
import type { LineEditing } from './useLineEditing'

export type LineAct = 'edit' | 'copy' | 'cancel' | 'revoke' | 'price' | 'splitLine' | 'reverse'
/** What asks how much of the line first. */
export type QuantityAct = 'splitLine' | 'reverse'

/** What can be done to one line; each change says so, with its way back. */
export function useLineActions(page: () => OrderPage, editing: () => LineEditing) {
  const { t } = useI18n()
  const toasts = useToastsStore()
  const changes: Readonly<Partial<Record<LineAct, (page: OrderPage, line: OrderLine) => Promise<Order>>>> = {
    cancel: cancelLine,
    revoke: revokeLine,
    price: findPriceAgain,
  }

  const asked = shallowRef<{ readonly act: QuantityAct; readonly line: OrderLine }>()
  const { run, isRunning, refusal } = useSubmit(async (act: LineAct, line: OrderLine) => {
    await changes[act]?.(page(), line)
    toasts.show(t(`orders.lines.done.${act}`, { no: line.lineNo }))
  })

  function act(wanted: LineAct, line: OrderLine): void {
    if (wanted === 'edit') editing().edit(line.id)
    else if (wanted === 'copy') editing().startNew(line)
    else if (wanted === 'splitLine' || wanted === 'reverse') asked.value = { act: wanted, line }
    else void run(wanted, line)
  }

  return { act, asked, isRunning, refusal }
}
