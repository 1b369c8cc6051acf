import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { z } from 'zod'

const Values = z.record(z.string(), z.unknown())
const Draft = z.object({
  /** The id a new record will get; a repeated create is recognised by it. */
  id: z.string().optional(),
  /** The typed fields, and what stood in them before. */
  changed: Values,
  before: Values,
})
export type Draft = z.infer<typeof Draft>

const storageKey = 'aftercare.drafts'

function read(): ReadonlyMap<string, Draft> {
  const text = sessionStorage.getItem(storageKey)
  const kept = z
    .record(z.string(), Draft)
    .catch({})
    .parse(text === null ? {} : JSON.parse(text))
  return new Map(Object.entries(kept))
}

/** What has been typed and not saved, by record; survives leaving the page, the lock and a reload of the window. */
export const useDraftsStore = defineStore('drafts', () => {
  const drafts = shallowReactive(new Map(read()))

  function keep(): void {
    sessionStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(drafts)))
  }

  function get(key: string): Draft | undefined {
    return drafts.get(key)
  }

  function put(key: string, draft: Draft): void {
    drafts.set(key, draft)
    keep()
  }

  function drop(key: string): void {
    if (drafts.delete(key)) keep()
  }

  /** Records with typed changes: lists mark their rows. */
  function has(key: string): boolean {
    return drafts.has(key)
  }

  function clear(): void {
    drafts.clear()
    keep()
  }

  return { get, put, drop, has, clear }
})
