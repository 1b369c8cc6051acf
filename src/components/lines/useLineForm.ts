import { computed, shallowRef, watch } from 'vue'
import { changedFields, conflictsOf, type FieldConflict } from '@/composables/changes'
import { isConflict, type Refusal } from '@/composables/refusal'
import type { FormProblem } from '@/composables/useContractForm'
import { useSubmit } from '@/composables/useSubmit'
import { useDraftsStore } from '@/stores/drafts.store'
import type { ComputedRef, Ref } from 'vue'
import type { EditedLine, HeldLine, LineFields, LineRecord, LineValues } from './lineRecord'

/** Whose value of a field is kept. */
export type ConflictSide = 'mine' | 'theirs'

/** The fields of a line over the contract's schema. */
interface Fields<Values> extends LineFields<Values> {
  readonly problems: ComputedRef<readonly FormProblem[]>
  refuse(refusal: Refusal): boolean
}

interface LineFormOptions<Line extends HeldLine, Values, Form extends Fields<Values>> {
  readonly record: LineRecord<Line>
  readonly edited: EditedLine
  readonly draftKey: string
  /** What a new line starts with beyond its copy. */
  readonly proposed: LineValues
  /** Makes the form of what the fields hold at first. */
  readonly fields: (initial: LineValues) => Form
  readonly add: (edited: EditedLine, values: Values) => Promise<unknown>
}

/** What the box around a line's fields shows and does. */
export interface LineEditorForm {
  readonly problems: ComputedRef<readonly FormProblem[]>
  readonly conflicts: Ref<readonly FieldConflict[]>
  readonly isRunning: Readonly<Ref<boolean>>
  readonly refusal: Readonly<Ref<Refusal | undefined>>
  save(): Promise<boolean>
  settle(sides: ReadonlyMap<string, ConflictSide>): void
}

/**
 * The form of one line: what is typed survives leaving the page, refusals stand at their fields, and only what others
 * changed as well needs a choice.
 */
export function useLineForm<Line extends HeldLine, Values, Form extends Fields<Values>>({
  record,
  edited,
  draftKey,
  proposed,
  fields,
  add,
}: LineFormOptions<Line, Values, Form>): Form & LineEditorForm {
  const { fieldNames } = record
  const drafts = useDraftsStore()
  const base = shallowRef<LineValues>(edited.isNew ? {} : (stored() ?? {}))
  const conflicts = shallowRef<readonly FieldConflict[]>([])
  const draft = drafts.get(draftKey)
  if (!edited.isNew && draft) base.value = { ...base.value, ...draft.before }
  const form = fields({
    ...base.value,
    ...(edited.isNew ? { ...proposed, ...edited.initial } : {}),
    ...ownFields(draft?.changed),
  })
  const typed = () => ownFields(form.values)
  const changed = computed(() => changedFields(fieldNames, base.value, typed()))

  /** The line's fields as they are stored now. */
  function stored(): LineValues | undefined {
    const line = record.lines().find(({ id }) => id === edited.lineId)
    return line && ownFields(line)
  }

  function ownFields(of: object = {}): LineValues {
    const all = new Map<string, unknown>(Object.entries(of))
    return Object.fromEntries(fieldNames.filter((name) => all.has(name)).map((name) => [name, all.get(name)]))
  }

  /** Fields that somebody else has changed since the line was opened, and that are typed here. */
  function clashes(): readonly FieldConflict[] {
    const now = stored()
    return now ? conflictsOf(changed.value, base.value, now) : []
  }

  /** Writes what was changed; where others were faster, it is compared with their state first. */
  async function update(): Promise<void> {
    for (;;) {
      conflicts.value = clashes()
      if (conflicts.value.length > 0 || Object.keys(changed.value).length === 0) return
      const version = record.version()
      try {
        await record.update(edited.lineId, changed.value)
        return
      } catch (error) {
        if (!isConflict(error)) throw error
        await record.readAgain()
        if (record.version() === version) throw error
      }
    }
  }

  const { run, isRunning, refusal, clear } = useSubmit(async (values: Values) => {
    if (!edited.isNew) await update()
    else if (edited.type !== undefined) await add(edited, values)
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
