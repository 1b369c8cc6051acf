import { computed, proxyRefs, watch, type Ref } from 'vue'
import type { z } from 'zod'
import { useDraftsStore } from '@/stores/drafts.store'
import { changedFields } from './changes'

/** A field of a dialog as its draft reads it and puts it back. */
export interface KeptField {
  readonly read: () => unknown
  readonly fill: (typed: unknown) => void
}

/** Where a dialog keeps what is typed, and how the list of drafts calls it. */
export interface DraftPlace {
  /** Ends with the id of the record the dialog is about: `orders.address:<id>`. */
  readonly key: string
  readonly title: string
}

/** A field that stands in a ref; a draft whose value it cannot hold leaves it as it is. */
export function keptIn<Value>(schema: z.ZodType<Value>, field: Ref<Value>): KeptField {
  return {
    read: () => field.value,
    fill: (typed) => {
      const { data, success } = schema.safeParse(typed ?? undefined)
      if (success) field.value = data
    },
  }
}

/**
 * Keeps what is typed in a dialog as record pages do (ux §1): it is there again when the dialog is opened again, after
 * Esc, a crash, quitting or signing out. Written or canceled, it is gone. Dialogs for secrets must not use it.
 */
export function useDialogDraft({ key, title }: DraftPlace, fields: Readonly<Record<string, KeptField>>) {
  const drafts = useDraftsStore()
  const draftKey = `dialog:${key}`
  const names = Object.keys(fields)
  const read = () => Object.fromEntries(names.map((name) => [name, fields[name]?.read()]))
  const before = read()

  function fill(typed: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(typed)) fields[name]?.fill(value)
  }

  const earlier = drafts.get(draftKey)
  if (earlier) fill(earlier.changed)

  watch(
    () => changedFields(names, before, read()),
    (changed) => {
      const touched = Object.keys(changed)
      if (touched.length === 0) drafts.drop(draftKey)
      else
        drafts.put(draftKey, {
          ...{ changed, title },
          before: Object.fromEntries(touched.map((name) => [name, before[name]])),
        })
    },
  )

  return proxyRefs({
    isKept: computed(() => drafts.has(draftKey)),
    savedAt: computed(() => drafts.savedAt(draftKey)),
    /** It was written, or is not wanted any more. */
    drop: () => drafts.drop(draftKey),
    /** Puts back what stood in the fields first. */
    discard: () => {
      fill(before)
      drafts.drop(draftKey)
    },
  })
}
export type DialogDraft = ReturnType<typeof useDialogDraft>
