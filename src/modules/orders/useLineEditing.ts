import type { LineType } from '@contract/agreements'
import { LineType as LineTypes } from '@contract/agreements'
import { OrderLineId } from '@contract/id'
import type { OrderLine } from '@contract/orders'
import { computed, proxyRefs, shallowRef, watch } from 'vue'
import { mintId } from '@/composables/mintId'
import { useDraftsStore } from '@/stores/drafts.store'
import { copyOf, type LineValues } from './orders.lines'
import type { OrderPage } from './orders.sources'

/** The line that is being typed: a new one, whose type is chosen first, or one of the order's. */
export interface EditedLine {
  readonly lineId: string
  readonly isNew: boolean
  readonly type: LineType | undefined
  readonly initial: LineValues
}

/** Which line of the order is being typed; what was typed is found again after leaving the page or a crash. */
export function useLineEditing(page: OrderPage) {
  const drafts = useDraftsStore()
  const edited = shallowRef<EditedLine>()
  const orderId = computed(() => page.record?.id)
  const keyOf = (lineId: string) => `orderLine:${lineId}`
  const newKey = () => `orderLine:new:${orderId.value ?? ''}`
  const draftKey = computed(() => (edited.value?.isNew ? newKey() : keyOf(edited.value?.lineId ?? '')))

  /** Opens an empty line, or a copy of the given one. */
  function startNew(from?: OrderLine): void {
    const lineId = mintId(OrderLineId)
    edited.value = { lineId, isNew: true, type: from?.type, initial: from ? copyOf(from) : {} }
  }

  function chooseType(type: LineType): void {
    if (edited.value) edited.value = { ...edited.value, type }
  }

  function edit(lineId: string): void {
    const line = page.record?.lines.find(({ id }) => id === lineId)
    if (line?.status === 'created') edited.value = { lineId, isNew: false, type: line.type, initial: {} }
  }

  function close(): void {
    drafts.drop(draftKey.value)
    edited.value = undefined
  }

  function restore(): void {
    const draft = drafts.get(newKey())
    const type = LineTypes.safeParse(draft?.changed['type']).data
    if (draft?.id !== undefined && type !== undefined)
      edited.value = { lineId: draft.id, isNew: true, type, initial: {} }
    else {
      const line = page.record?.lines.find(({ id }) => drafts.has(keyOf(id)))
      if (line) edit(line.id)
    }
  }
  watch(orderId, (id) => {
    if (id !== undefined && !edited.value) restore()
  })

  return proxyRefs({ edited, draftKey, startNew, chooseType, edit, close })
}
export type LineEditing = ReturnType<typeof useLineEditing>
