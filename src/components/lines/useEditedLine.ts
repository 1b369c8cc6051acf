import { LineType } from '@contract/agreements'
import { computed, shallowRef, watch } from 'vue'
import { useDraftsStore } from '@/stores/drafts.store'
import type { EditedLine, HeldLine, LineRecord } from './lineRecord'

/** Which line of a record is being typed; what was typed is found again after leaving the page or a crash. */
export function useEditedLine<Line extends HeldLine>(record: LineRecord<Line>) {
  const drafts = useDraftsStore()
  const edited = shallowRef<EditedLine>()
  const recordId = computed(() => record.id())
  const keyOf = (lineId: string) => `${record.entity}:${lineId}`
  const newKey = () => `${record.entity}:new:${recordId.value ?? ''}`
  const draftKey = computed(() => (edited.value?.isNew ? newKey() : keyOf(edited.value?.lineId ?? '')))

  /** Opens an empty line, or a copy of the given one. */
  function startNew(from?: Line): void {
    const initial = from ? record.copyOf(from) : {}
    edited.value = { lineId: record.mintId(), isNew: true, type: from?.type, initial }
  }

  function chooseType(type: LineType): void {
    if (edited.value) edited.value = { ...edited.value, type }
  }

  function edit(lineId: string): void {
    const line = record.lines().find(({ id }) => id === lineId)
    if (line && record.mayEdit(line)) edited.value = { lineId, isNew: false, type: line.type, initial: {} }
  }

  function close(): void {
    drafts.drop(draftKey.value)
    edited.value = undefined
  }

  function restore(): void {
    const draft = drafts.get(newKey())
    const type = LineType.safeParse(draft?.changed['type']).data
    if (draft?.id !== undefined && type !== undefined)
      edited.value = { lineId: draft.id, isNew: true, type, initial: {} }
    else {
      const line = record.lines().find(({ id }) => drafts.has(keyOf(id)))
      if (line) edit(line.id)
    }
  }

  // The page stays while the address goes to another record; what was typed there stays in its draft.
  watch(recordId, (id, before) => {
    if (before !== undefined && id !== before) edited.value = undefined
    if (id !== undefined && !edited.value) restore()
  })

  return { edited, draftKey, startNew, chooseType, edit, close }
}
