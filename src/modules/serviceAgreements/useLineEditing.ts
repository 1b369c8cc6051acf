import { proxyRefs, shallowRef, watch } from 'vue'
import { useEditedLine } from '@/components/lines/useEditedLine'
import type { AgreementPage } from './agreements.sources'
import { lineRecordOf } from './lines'

/** Which line of the agreement is being typed, and the next dates of the line as it is typed. */
export function useLineEditing(page: AgreementPage) {
  const editing = useEditedLine(lineRecordOf(page))
  const dates = shallowRef<readonly string[]>()
  watch(
    () => editing.edited.value?.lineId,
    () => (dates.value = undefined),
  )
  return proxyRefs({ ...editing, dates })
}
export type LineEditing = ReturnType<typeof useLineEditing>
