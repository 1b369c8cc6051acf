import { LineType } from '@contract/agreements'
import { AgreementLineId } from '@contract/id'
import type { AgreementLine } from '@contract/serviceAgreements'
import { computed, proxyRefs, shallowRef, watch } from 'vue'
import { mintId } from '@/composables/mintId'
import { useDraftsStore } from '@/stores/drafts.store'
import type { AgreementPage } from './agreements.sources'
import { copyOf, lineOf, type LineValues } from './lines'

/** The line that is being typed: a new one, whose type is chosen first, or one of the agreement's. */
export interface EditedLine {
  readonly lineId: string
  readonly isNew: boolean
  readonly type: LineType | undefined
  readonly initial: LineValues
}

/** Which line of the agreement is being typed; what was typed is found again after leaving the page or a crash. */
export function useLineEditing(page: AgreementPage) {
  const drafts = useDraftsStore()
  const edited = shallowRef<EditedLine>()
  /** The next dates of the line as it is typed. */
  const dates = shallowRef<readonly string[]>()
  const agreementId = computed(() => page.record?.id)
  const keyOf = (lineId: string) => `agreementLine:${lineId}`
  const newKey = () => `agreementLine:new:${agreementId.value ?? ''}`
  const draftKey = computed(() => (edited.value?.isNew ? newKey() : keyOf(edited.value?.lineId ?? '')))

  /** Opens an empty line, or a copy of the given one. */
  function startNew(from?: AgreementLine): void {
    const lineId = mintId(AgreementLineId)
    edited.value = { lineId, isNew: true, type: from?.type, initial: from ? copyOf(from) : {} }
  }

  function chooseType(type: LineType): void {
    if (edited.value) edited.value = { ...edited.value, type }
  }

  function edit(lineId: string): void {
    const line = lineOf(page, lineId)
    if (line) edited.value = { lineId, isNew: false, type: line.type, initial: {} }
  }

  function close(): void {
    drafts.drop(draftKey.value)
    edited.value = undefined
    dates.value = undefined
  }

  function restore(): void {
    const draft = drafts.get(newKey())
    const type = LineType.safeParse(draft?.changed['type']).data
    if (draft?.id !== undefined && type !== undefined)
      edited.value = { lineId: draft.id, isNew: true, type, initial: {} }
    else {
      const line = page.record?.lines.find(({ id }) => drafts.has(keyOf(id)))
      if (line) edit(line.id)
    }
  }
  // The page stays while the address goes to another agreement; what was typed there stays in its draft.
  watch(agreementId, (id, before) => {
    if (before !== undefined && id !== before) {
      edited.value = undefined
      dates.value = undefined
    }
    if (id !== undefined && !edited.value) restore()
  })

  return proxyRefs({ edited, dates, draftKey, startNew, chooseType, edit, close })
}
export type LineEditing = ReturnType<typeof useLineEditing>
