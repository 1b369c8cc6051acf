import { AgreementLineId } from '@contract/id'
import { computed, shallowRef, watch } from 'vue'
import { changedFields, conflictsOf, type FieldConflict } from '@/composables/changes'
import { useContractForm } from '@/composables/useContractForm'
import { useSubmit } from '@/composables/useSubmit'
import { useDraftsStore } from '@/stores/drafts.store'
import { heldAgreement, isConflict, readAgain } from './agreements.commands'
import type { AgreementPage } from './agreements.sources'
import { addLine, LineFields, lineFieldNames, lineOf, updateLine, type LineValues } from './lines'
import type { EditedLine } from './useLineEditing'

/** Whose value of a field is kept. */
export type ConflictSide = 'mine' | 'theirs'
type Values = Readonly<Record<string, unknown>>

function fieldsOf(line: object): Record<string, unknown> {
  const all = new Map<string, unknown>(Object.entries(line))
  return Object.fromEntries(lineFieldNames.map((name) => [name, all.get(name)]))
}

interface LineFormOptions {
  readonly page: AgreementPage
  readonly edited: EditedLine
  readonly draftKey: string
  /** What a new line starts with beyond its copy. */
  readonly proposed: Values
}

/**
 * The form of one line: what is typed survives leaving the page, refusals stand at their fields, and only what others
 * changed as well needs a choice.
 */
export function useLineForm({ page, edited, draftKey, proposed }: LineFormOptions) {
  const drafts = useDraftsStore()
  const stored = () => lineOf(page, edited.lineId)
  const base = shallowRef<Values>(edited.isNew ? {} : fieldsOf(stored() ?? {}))
  const conflicts = shallowRef<readonly FieldConflict[]>([])
  const draft = drafts.get(draftKey)
  if (!edited.isNew && draft) base.value = { ...base.value, ...draft.before }
  const form = useContractForm(
    LineFields,
    {
      ...base.value,
      ...(edited.isNew ? { ...proposed, ...edited.initial } : {}),
      ...lineFieldsIn(draft?.changed),
    },
    { labels: 'serviceAgreements.line' },
  )
  const changed = computed(() => changedFields(lineFieldNames, base.value, form.values))

  /** Fields that somebody else has changed since the line was opened, and that are typed here. */
  function clashes(): readonly FieldConflict[] {
    const now = stored()
    return now ? conflictsOf(changed.value, base.value, fieldsOf(now)) : []
  }

  /** Writes what was changed; where others were faster, it is compared with their state first. */
  async function update(): Promise<void> {
    for (;;) {
      conflicts.value = clashes()
      if (conflicts.value.length > 0 || Object.keys(changed.value).length === 0) return
      const { version } = heldAgreement(page)
      try {
        await updateLine(page, edited.lineId, changed.value)
        return
      } catch (error) {
        if (!isConflict(error)) throw error
        await readAgain(page)
        if (heldAgreement(page).version === version) throw error
      }
    }
  }

  const { run, isRunning, refusal, clear } = useSubmit(async (values: LineValues) => {
    if (!edited.isNew) await update()
    else if (edited.type !== undefined)
      await addLine(page, AgreementLineId.parse(edited.lineId), edited.type, values)
  })

  /** Whether the line is stored now. */
  async function save(): Promise<boolean> {
    const values = form.submit()
    if (!values) return false
    const isDone = (await run(values)) && conflicts.value.length === 0
    if (isDone) drafts.drop(draftKey)
    else if (refusal.value && form.refuse(refusal.value)) clear()
    return isDone
  }

  /** Settles what both sides changed, field by field: theirs go into the form, mine stay on the newer state. */
  function settle(sides: ReadonlyMap<string, ConflictSide>): void {
    const values = (of: readonly FieldConflict[]) =>
      Object.fromEntries(of.map(({ field, theirs }) => [field, theirs]))
    const all = conflicts.value
    base.value = { ...base.value, ...values(all) }
    Object.assign(form.values, values(all.filter(({ field }) => sides.get(field) === 'theirs')))
    conflicts.value = []
  }

  watch(changed, (now) => {
    const touched = Object.keys(now)
    if (touched.length === 0 && !edited.isNew) {
      drafts.drop(draftKey)
      return
    }
    const before = Object.fromEntries(touched.map((name) => [name, base.value[name]]))
    drafts.put(draftKey, { id: edited.lineId, changed: { ...now, type: edited.type }, before })
  })

  return { ...form, conflicts, isRunning, refusal, save, settle }
}

function lineFieldsIn(changed: Values = {}): Values {
  return Object.fromEntries(Object.entries(changed).filter(([name]) => lineFieldNames.includes(name)))
}
export type LineForm = ReturnType<typeof useLineForm>
