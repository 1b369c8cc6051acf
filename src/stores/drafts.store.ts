import { DraftId } from '@contract/id'
import type { DraftRecord } from '@contract/drafts'
import { defineStore } from 'pinia'
import { computed, shallowReactive, watch } from 'vue'
import { z } from 'zod'
import { mintId } from '@/composables/mintId'
import { client } from '@/rpc/client'
import { useSessionStore } from './session.store'

const Values = z.record(z.string(), z.unknown())
const Draft = z.object({
  /** The id a new record will get; a repeated create is recognised by it. */
  id: z.string().optional(),
  /** The typed fields, and what stood in them before. */
  changed: Values,
  before: Values,
  /** The version of the record on which the typing began, and what people call it. */
  version: z.int().positive().optional(),
  title: z.string().optional(),
  /** The page it was typed on. */
  path: z.string().optional(),
})
export type Draft = z.infer<typeof Draft>

interface Kept {
  readonly draftId: DraftId
  readonly draft: Draft
  /** When the store of this machine has it; undefined until then. */
  readonly savedAt?: number | undefined
}
/** A draft as the home page lists it. */
export interface ListedDraft {
  readonly key: string
  readonly form: string
  readonly recordId?: string | undefined
  readonly title?: string | undefined
  readonly path?: string | undefined
  readonly savedAt?: number | undefined
}

/** What is typed is in the machine's store within a second. */
const waitMs = 400
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** `customer:<id>` and `customer:new` as form and record. */
function placeOf(key: string): { form: string; recordId?: string } {
  const at = key.lastIndexOf(':')
  const tail = key.slice(at + 1)
  return at > 0 && uuid.test(tail) ? { form: key.slice(0, at), recordId: tail } : { form: key }
}
function keyOf({ form, recordId }: Pick<DraftRecord, 'form' | 'recordId'>): string {
  return recordId === undefined ? form : `${form}:${recordId}`
}

/**
 * What has been typed and not saved, by record. It lies in the store of this machine for its user alone, so that it
 * survives a crash, quitting and signing out (ux §1).
 */
export const useDraftsStore = defineStore('drafts', () => {
  const session = useSessionStore()
  const kept = shallowReactive(new Map<string, Kept>())
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  let path: string | undefined
  /** Whose drafts these are. */
  let owner: string | undefined

  // At once, before a screen of the next user could show what another one typed here.
  watch(
    () => session.user?.id,
    (userId) => {
      if (userId === undefined || userId === owner) return
      owner = userId
      kept.clear()
    },
    { immediate: true, flush: 'sync' },
  )

  /** Tells on which page is typed. */
  function moveTo(fullPath: string): void {
    path = fullPath
  }

  /**
   * Reads the user's drafts from the store. What the same user typed in this window before stays and is saved again: a
   * store that came in the place of another, such as a restored one, does not have it.
   */
  async function open(): Promise<void> {
    for (const timer of waiting.values()) clearTimeout(timer)
    waiting.clear()
    for (const key of kept.keys()) void save(key)
    const { items } = await client.drafts.listDrafts({})
    for (const record of items) {
      const draft = draftIn(record)
      if (draft && !kept.has(keyOf(record)))
        kept.set(keyOf(record), { draftId: record.id, draft, savedAt: record.savedAt })
    }
  }

  function get(key: string): Draft | undefined {
    return kept.get(key)?.draft
  }

  function put(key: string, draft: Draft): void {
    const held = kept.get(key)
    const placed = { ...draft, path: held?.draft.path ?? path }
    kept.set(key, { draftId: held?.draftId ?? mintId(DraftId), draft: placed, savedAt: held?.savedAt })
    // The first stroke starts the clock: whoever types on is saved all the same.
    if (!waiting.has(key))
      waiting.set(
        key,
        setTimeout(() => void save(key), waitMs),
      )
  }

  async function save(key: string): Promise<void> {
    waiting.delete(key)
    const held = kept.get(key)
    if (!held) return
    const { draft, draftId } = held
    try {
      const { savedAt } = await client.drafts.saveDraft({
        ...placeOf(key),
        id: draftId,
        content: JSON.stringify({
          ...draft,
          changed: withEmptied(draft.changed),
          before: withEmptied(draft.before),
        }),
        ...(draft.version === undefined ? {} : { baseVersion: draft.version }),
        ...(draft.title === undefined ? {} : { title: draft.title.slice(0, 200) }),
      })
      const now = kept.get(key)
      if (now) kept.set(key, { ...now, savedAt })
      else await client.drafts.discardDraft({ id: draftId })
    } catch {
      // Without a connection it stays in the window, and is sent again with the next one.
      if (kept.has(key) && !waiting.has(key))
        waiting.set(
          key,
          setTimeout(() => void save(key), 5000),
        )
    }
  }

  function drop(key: string): void {
    const held = kept.get(key)
    if (!held) return
    kept.delete(key)
    clearTimeout(waiting.get(key))
    waiting.delete(key)
    // One that is under way to the store is discarded once it has arrived.
    void client.drafts.discardDraft({ id: held.draftId }).catch(() => undefined)
  }

  /** Records with typed changes: lists mark their rows. */
  function has(key: string): boolean {
    return kept.has(key)
  }

  /** When the machine's store took the draft. */
  function savedAt(key: string): number | undefined {
    return kept.get(key)?.savedAt
  }

  const all = computed<readonly ListedDraft[]>(() =>
    [...kept]
      .map(([key, { draft, savedAt: at }]) => ({
        ...{ key, ...placeOf(key) },
        ...{ title: draft.title, path: draft.path, savedAt: at },
      }))
      .sort((a, b) => (b.savedAt ?? Infinity) - (a.savedAt ?? Infinity)),
  )

  return { open, moveTo, get, put, drop, has, savedAt, all }
})

/** JSON has no undefined: an emptied field is kept as null. */
function withEmptied(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]))
}

function draftIn({ content }: DraftRecord): Draft | undefined {
  try {
    return Draft.safeParse(JSON.parse(content)).data
  } catch {
    return undefined // written by a program that kept drafts otherwise
  }
}
