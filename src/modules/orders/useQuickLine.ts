import type { LineType } from '@contract/agreements'
import { OrderLineId } from '@contract/id'
import type { Order } from '@contract/orders'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { mintId } from '@/composables/mintId'
import { useSubmit } from '@/composables/useSubmit'
import { todayIn } from '@/format/time'
import { useSessionStore } from '@/stores/session.store'
import { addLine } from './orders.lines'
import type { OrderPage } from './orders.sources'
import { resolveQuickLine, type MeantLine } from './quickLine.resolve'
import { parseQuickLine } from './quickLine'

const pauseMs = 150

/** A line typed in one go: what it means is found while it is typed, Enter adds it. */
export function useQuickLine(page: () => OrderPage, order: () => Order) {
  const session = useSessionStore()
  const text = ref('')
  /** The type chosen against the one that was understood. */
  const wanted = ref<LineType>()
  const meant = shallowRef<MeantLine>()
  /** The text that `meant` was found for. */
  const asked = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  const keyOf = () => `${wanted.value ?? ''} ${text.value}`

  async function find(): Promise<void> {
    const key = keyOf()
    const typed = parseQuickLine(text.value)
    const found = typed && (await resolveQuickLine(typed, wanted.value).catch(() => undefined))
    if (key !== keyOf()) return
    meant.value = found
    asked.value = key
  }

  /** What was typed is registered on the day of the visit and after it, and estimated before. */
  function isEstimate(): boolean {
    const { serviceDate, siteZone } = order()
    return serviceDate > todayIn(siteZone)
  }

  const { run, isRunning, refusal } = useSubmit(async () => {
    if (asked.value !== keyOf()) await find()
    const line = meant.value
    if (!line) return
    const { categoryId, description, itemId, price, quantity, type } = line
    await addLine(page(), mintId(OrderLineId), type, {
      ...{ categoryId, itemId, description },
      ...(isEstimate() ? { estimatedQty: quantity } : { actualQty: quantity }),
      ...(price !== undefined && session.can('orders.setPrice') ? { salesPrice: price } : {}),
    })
    text.value = ''
    wanted.value = undefined
  })

  watch([text, wanted], ([now]) => {
    clearTimeout(timer)
    if (now.trim() === '') {
      meant.value = undefined
      wanted.value = undefined
    } else timer = setTimeout(() => void find(), pauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))

  return {
    text, wanted, meant, isRunning, refusal, isEstimate, add: run,
    isFound: () => asked.value === keyOf(),
  } // prettier-ignore
}
