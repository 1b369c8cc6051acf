import type { Order, OrderLine } from '@contract/orders'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useSubmit } from '@/composables/useSubmit'
import { useToastsStore } from '@/stores/toasts.store'
import { cancelLine, findPriceAgain, revokeLine } from './orders.lines'
import type { OrderPage } from './orders.sources'
import type { LineEditing } from './useLineEditing'

export type LineAct = 'edit' | 'copy' | 'cancel' | 'revoke' | 'price' | 'splitLine' | 'reverse' | 'bom'
/** What asks how much of the line first. */
export type QuantityAct = 'splitLine' | 'reverse'

/** What can be done to one line; each change says so, with its way back. */
export function useLineActions(page: () => OrderPage, editing: () => LineEditing) {
  const { t } = useI18n()
  const toasts = useToastsStore()
  const route = useRoute()
  const router = useRouter()
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

  /** What is inside the line's object, with the part that the line names; and back to the lines. */
  function openBom(line: OrderLine): void {
    const { id: orderId, objectRelations = [] } = page().record ?? {}
    const objectId = objectRelations.find(({ id }) => id === line.objectRelationId)?.objectId
    const returnTo = router.resolve({ path: route.path, query: { ...route.query, tab: 'lines' } }).fullPath
    void router.push({ name: 'bomBrowser', query: { objectId, orderId, orderLineId: line.id, returnTo } })
  }

  function act(wanted: LineAct, line: OrderLine): void {
    if (wanted === 'edit') editing().edit(line.id)
    else if (wanted === 'copy') editing().startNew(line)
    else if (wanted === 'splitLine' || wanted === 'reverse') asked.value = { act: wanted, line }
    else if (wanted === 'bom') openBom(line)
    else void run(wanted, line)
  }

  return { act, asked, isRunning, refusal }
}
