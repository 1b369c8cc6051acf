import { patchOf, type PatchShape } from '@contract/crud'
import { computed, proxyRefs, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { z } from 'zod'
import { onChange } from '@/rpc/changes'
import { mintId } from '@/composables/mintId'
import { useDraftsStore, type Draft } from '@/stores/drafts.store'
import {
  changedFields,
  conflictsOf,
  mergedFields,
  patchValues,
  type FieldConflict,
  type MergedField,
} from './changes'
import type { Lookup } from './list'
import { isConflict, refusalOf, type Refusal } from './refusal'
import { useContractForm, type FormProblem, type FormShape, type FormValues } from './useContractForm'

export interface VersionedRecord {
  readonly id: string
  readonly version: number
}

/** By field: the prefix of its literals' text keys, or where the records it refers to are found. */
export type FieldTexts = Readonly<Record<string, string | Lookup>>

/** By entity of a record's parts: where the labels of their fields stand, and how their values read. */
export type PartTexts = Readonly<
  Record<
    string,
    {
      readonly labels: string
      readonly texts: FieldTexts
      /** The value as text where it is no plain one; else undefined. */
      readonly valueOf?: (id: string, field: string, value: unknown) => unknown
    }
  >
>

/** How a record of one entity is read and written; what is left out the screen does not offer. */
export interface RecordSource<
  Shape extends FormShape,
  Id extends z.ZodType<string>,
  Rec extends VersionedRecord,
> {
  readonly entity: string
  readonly id: Id
  /** The fields of the form, from the contract: `fieldsOf(contract.….createX)`. */
  readonly schema: z.ZodObject<Shape>
  /** Prefix of the fields' text keys. */
  readonly labels: string
  /** How the history says fields that are no plain values: literals by their text keys, references by their lookup. */
  readonly texts?: FieldTexts
  get(id: z.output<Id>): Promise<Rec>
  create?(id: z.output<Id>, values: z.output<z.ZodObject<Shape>>): Promise<Rec>
  update?(record: Rec, patch: z.output<z.ZodObject<PatchShape<Shape>>>, reason?: string): Promise<Rec>
  remove?(record: Rec, reason?: string): Promise<unknown>
  deactivate?(record: Rec, reason?: string): Promise<Rec>
  activate?(record: Rec, reason?: string): Promise<Rec>
}

/** Declares how a record is read and written; only to have its types inferred. */
export function recordSource<
  Shape extends FormShape,
  Id extends z.ZodType<string>,
  Rec extends VersionedRecord,
>(source: RecordSource<Shape, Id, Rec>): RecordSource<Shape, Id, Rec> {
  return source
}

interface RecordOptions<Shape extends FormShape> {
  /** The id of the route; `new` for a record to be created. */
  readonly id: MaybeRefOrGetter<string>
  readonly isReadonly?: MaybeRefOrGetter<boolean>
  /** What stands in a new record's fields at first. */
  readonly initial?: () => FormValues<Shape>
}

/**
 * One record on a screen: loads it, keeps what is typed, saves only what was changed, and settles with what others
 * changed meanwhile (R01-04). What is typed survives leaving the page and the lock.
 */
export function useRecord<Shape extends FormShape, Id extends z.ZodType<string>, Rec extends VersionedRecord>(
  source: RecordSource<Shape, Id, Rec>,
  { id, isReadonly = false, initial = () => ({}) }: RecordOptions<Shape>,
) {
  const drafts = useDraftsStore()
  const names = Object.keys(source.schema.shape)
  const patchSchema = patchOf(source.schema.shape)

  const record = shallowRef<Rec>()
  let newId: z.output<Id> = mintId(source.id)
  const isNew = computed(() => toValue(id) === 'new')
  const isLoading = ref(false)
  const isSaving = ref(false)
  const refusal = shallowRef<Refusal>()
  const conflicts = shallowRef<readonly FieldConflict[]>([])
  const isComparing = ref(false)
  /** Fields that others changed while mine were typed; they follow by themselves, and the comparison lists them. */
  const merged = shallowRef<readonly MergedField[]>([])
  const before = shallowRef<Record<string, unknown>>({})

  const form = useContractForm(source.schema, initial(), { labels: source.labels, isReadonly })
  const changed = computed(() => changedFields(names, before.value, form.values))
  const isDirty = computed(() => Object.keys(changed.value).length > 0)
  const draftKey = computed(() => `${source.entity}:${toValue(id)}`)

  const draftSavedAt = computed(() => drafts.savedAt(draftKey.value))

  function fieldsOfRecord(values: object): Record<string, unknown> {
    const all = new Map<string, unknown>(Object.entries(values))
    return Object.fromEntries(names.map((name) => [name, all.get(name)]))
  }

  function fill(values: Record<string, unknown>): void {
    Object.assign(form.values, values)
  }

  /** Shows the record as stored. */
  function show(stored: Rec): void {
    before.value = fieldsOfRecord(stored)
    record.value = stored
    conflicts.value = []
    merged.value = []
    form.reset({})
    fill(before.value)
  }

  /** Takes a newer state in: untouched fields follow it, mine stay, and those changed on both sides wait for a choice. */
  function rebase(stored: Rec): void {
    const mine = changed.value
    const old = before.value
    show(stored)
    fill(mine)
    conflicts.value = conflictsOf(mine, old, before.value)
    if (Object.keys(mine).length > 0) merged.value = mergedFields(names, mine, old, before.value)
  }

  async function load(): Promise<void> {
    refusal.value = undefined
    if (isNew.value) {
      startNew()
      return
    }
    isLoading.value = record.value === undefined
    try {
      show(await source.get(source.id.parse(toValue(id))))
      const draft = drafts.get(draftKey.value)
      if (draft) takeDraft(draft)
    } catch (error) {
      refusal.value = error instanceof z.ZodError ? notFound : refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }

  /** Puts what was typed earlier into the fields; what others changed meanwhile waits for a choice. */
  function takeDraft({ before: old, changed: typed, id: draftId }: Draft): void {
    if (isNew.value && draftId !== undefined) newId = source.id.parse(draftId)
    fill(typed)
    if (isNew.value) return
    conflicts.value = conflictsOf(typed, old, before.value)
  }

  function startNew(): void {
    record.value = undefined
    before.value = fieldsOfRecord(initial())
    form.reset({})
    fill(before.value)
    newId = mintId(source.id)
    const draft = drafts.get(draftKey.value)
    if (draft) takeDraft(draft)
  }

  async function refresh(): Promise<void> {
    const held = record.value
    if (!held) return
    const stored = await source.get(source.id.parse(held.id))
    if (stored.version <= (record.value?.version ?? 0)) return
    rebase(stored)
  }

  /** The stored record, or undefined when something is to be corrected or chosen first. */
  async function save(reason?: string): Promise<Rec | undefined> {
    if (isSaving.value) return undefined
    const input = form.submit()
    if (!input) return undefined
    if (conflicts.value.length > 0) {
      isComparing.value = true
      return undefined
    }
    return attempt(() => (record.value ? update(record.value, reason) : create(input)))
  }

  async function create(input: z.output<z.ZodObject<Shape>>): Promise<Rec | undefined> {
    const stored = await source.create?.(newId, input)
    if (stored) settle(stored)
    return stored
  }

  async function update(held: Rec, reason?: string): Promise<Rec | undefined> {
    if (!isDirty.value) return held
    try {
      const stored = await source.update?.(held, patchSchema.parse(patchValues(changed.value)), reason)
      if (stored) settle(stored)
      return stored
    } catch (error) {
      if (!isConflict(error)) throw error
      return await settleConflict(held, reason)
    }
  }

  /** Only what both sides changed needs a choice; without such a field the save is repeated on the newer version. */
  async function settleConflict(held: Rec, reason?: string): Promise<Rec | undefined> {
    const stored = await source.get(source.id.parse(held.id))
    rebase(stored)
    if (conflicts.value.length === 0 && stored.version > held.version) return await update(stored, reason)
    isComparing.value = conflicts.value.length > 0
    return undefined
  }

  /** Ends a comparison: the chosen values stand in the form, on the version that was compared. */
  async function resolve(choices: Readonly<Record<string, unknown>>): Promise<Rec | undefined> {
    fill(choices)
    conflicts.value = []
    isComparing.value = false
    return await save()
  }

  async function attempt<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
    isSaving.value = true
    refusal.value = undefined
    try {
      return await act()
    } catch (error) {
      const refused = refusalOf(error)
      const isShownAtFields = form.refuse(refused)
      refusal.value = isShownAtFields ? undefined : refused
      return undefined
    } finally {
      isSaving.value = false
    }
  }

  function settle(stored: Rec): void {
    drafts.drop(draftKey.value)
    show(stored)
  }

  /** Runs another command on the record, such as `deactivate`; what it answers is shown, what is typed stays. */
  async function run(act: (held: Rec) => Promise<Rec>): Promise<Rec | undefined> {
    const held = record.value
    if (!held) return undefined
    const stored = await attempt(() => act(held))
    if (stored) rebase(stored)
    return stored
  }

  /** Whether the record is gone now; a refusal, such as IN_USE, stays to be shown. */
  async function remove(reason?: string): Promise<boolean> {
    const held = record.value
    if (!held || !source.remove) return false
    const answer = await attempt(async () => {
      await source.remove?.(held, reason)
      return true
    })
    if (answer) drafts.drop(draftKey.value)
    return answer === true
  }

  /** Runs the source's own command that takes the record out of use, or back into it. */
  const deactivate = (reason?: string) =>
    run((held) => source.deactivate?.(held, reason) ?? Promise.resolve(held))
  const activate = (reason?: string) =>
    run((held) => source.activate?.(held, reason) ?? Promise.resolve(held))

  function clearRefusal(): void {
    refusal.value = undefined
  }

  /** Takes back what is typed. */
  function discard(): void {
    drafts.drop(draftKey.value)
    if (record.value) show(record.value)
    else startNew()
  }

  watch(changed, (now) => {
    const touched = Object.keys(now)
    if (touched.length === 0) drafts.drop(draftKey.value)
    else {
      // While a field waits for a choice its draft says on what it was typed.
      const open = new Map(conflicts.value.map((conflict) => [conflict.field, conflict.before]))
      const old = Object.fromEntries(
        touched.map((name) => [name, open.has(name) ? open.get(name) : before.value[name]]),
      )
      drafts.put(draftKey.value, {
        ...(isNew.value ? { id: textOf(newId) } : {}),
        changed: { ...now },
        before: old,
        version: record.value?.version,
        title: titleOf(record.value ?? form.values),
      })
    }
  })
  watch(draftKey, () => void load(), { immediate: true })
  // The drafts of the machine's store may come after the record, such as at the start of the program.
  watch(
    () => drafts.get(draftKey.value),
    (draft) => {
      if (draft && !isDirty.value && !isLoading.value) takeDraft(draft)
    },
  )
  onChange(source.entity, ({ id: changedId, version }) => {
    const held = record.value
    if (!held || isSaving.value || (changedId !== undefined && changedId !== held.id)) return
    if (version === undefined || version > held.version) void refresh()
  })

  return proxyRefs({
    source, fields: names, record, isNew, isLoading, isSaving, isDirty, isReadonly: computed(() => toValue(isReadonly)),
    refusal, conflicts, merged, isComparing, draftSavedAt, problems: form.problems, values: form.values, field: form.field,
    labelOf: form.labelOf, errorsOf: form.errorsOf, load, save, run, deactivate, activate, remove, discard, clearRefusal, resolve,
  }) // prettier-ignore
}

/** The record of a source on a screen, as the type of a prop: `RecordOf<typeof customerRecord>`. */
export type RecordOf<Source> =
  Source extends RecordSource<infer Shape, infer Id, infer Rec>
    ? ReturnType<typeof useRecord<Shape, Id, Rec>>
    : never

/** What people call a record: its number and its name. */
function titleOf(values: object): string | undefined {
  const fields = new Map<string, unknown>(Object.entries(values))
  const words = ['number', 'code', 'name', 'displayName', 'description'].map((field) => fields.get(field))
  const title = words.filter((word) => typeof word === 'string' && word !== '').slice(0, 2)
  return title.length > 0 ? title.join(' ') : undefined
}

/** A generic id as the text it is. */
function textOf(id: string): string {
  return id
}

const notFound: Refusal = {
  code: 'NOT_FOUND',
  data: {},
  reasons: [{ code: 'NOT_FOUND', fields: [], values: {} }],
}

/** What a record page needs of `useRecord`, whatever the entity. */
export interface RecordModel {
  /** The names of the form's fields. */
  readonly fields: readonly string[]
  readonly record: VersionedRecord | undefined
  readonly source: { readonly entity: string; readonly remove?: unknown; readonly texts?: FieldTexts }
  readonly isNew: boolean
  readonly isLoading: boolean
  readonly isSaving: boolean
  readonly isDirty: boolean
  readonly isReadonly: boolean
  readonly refusal: Refusal | undefined
  readonly conflicts: readonly FieldConflict[]
  readonly merged: readonly MergedField[]
  /** When what is typed was kept on this machine; undefined while nothing is. */
  readonly draftSavedAt: number | undefined
  isComparing: boolean
  readonly problems: readonly FormProblem[]
  labelOf(name: string): string
  load(): Promise<void>
  save(reason?: string): Promise<VersionedRecord | undefined>
  remove(reason?: string): Promise<boolean>
  discard(): void
  clearRefusal(): void
  resolve(choices: Readonly<Record<string, unknown>>): Promise<VersionedRecord | undefined>
}
