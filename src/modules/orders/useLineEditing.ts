import { proxyRefs } from 'vue'
import { useEditedLine } from '@/components/lines/useEditedLine'
import { lineRecordOf } from './orders.lines'
import type { OrderPage } from './orders.sources'

/** Which line of the order is being typed. */
export function useLineEditing(page: OrderPage) {
  return proxyRefs(useEditedLine(lineRecordOf(page)))
}
export type LineEditing = ReturnType<typeof useLineEditing>
