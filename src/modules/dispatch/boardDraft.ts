import { BoardActivity } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import { z } from 'zod'
import { BoardEdit, changed, changesBetween } from './boardEdits'

type Activities = ReadonlyMap<ActivityId, BoardActivity>
type Loaded = (id: ActivityId) => BoardActivity | undefined

/** Unsaved edits of the board (R07-35): what the activities were when loaded, and the acts on them, in order. */
export const BoardDraft = z.object({
  bases: z.array(BoardActivity),
  steps: z.array(z.array(BoardEdit)),
  /** So many of the steps hold; the others can be done again. */
  done: z.int().min(0),
})
export type BoardDraft = z.infer<typeof BoardDraft>
export const emptyDraft: BoardDraft = { bases: [], steps: [], done: 0 }

/** The activities with all unsaved edits done. */
export function draftedOf({ bases, done, steps }: BoardDraft): Activities {
  const drafted = new Map<ActivityId, BoardActivity>()
  const based = new Map(bases.map((base) => [base.id, base]))
  for (const { activityId, change } of steps.slice(0, done).flat()) {
    const held = drafted.get(activityId) ?? based.get(activityId)
    if (held) drafted.set(activityId, changed(held, change))
  }
  return drafted
}

/** What is to be saved, against what the activities were when loaded. */
export function netEdits(draft: BoardDraft): { edit: BoardEdit; version: number }[] {
  const drafted = draftedOf(draft)
  return draft.bases.flatMap((base) => {
    const after = drafted.get(base.id)
    const changes = after ? changesBetween(base, after) : []
    return changes.map((change) => ({ edit: { activityId: base.id, change }, version: base.version }))
  })
}

/** One more act; what could have been done again is gone (R07-35). */
export function withStep(draft: BoardDraft, step: readonly BoardEdit[], loaded: Loaded): BoardDraft {
  const held = new Set(draft.bases.map(({ id }) => id))
  const bases = [...new Set(step.map(({ activityId }) => activityId))].flatMap((id) =>
    held.has(id) ? [] : (loaded(id) ?? []),
  )
  const steps = [...draft.steps.slice(0, draft.done), [...step]]
  return { bases: [...draft.bases, ...bases], steps, done: steps.length }
}

export function stepped(draft: BoardDraft, by: 1 | -1): BoardDraft {
  return { ...draft, done: Math.min(draft.steps.length, Math.max(0, draft.done + by)) }
}

/** Mine stays, on what the colleague made of the activity. */
export function rebased(draft: BoardDraft, theirs: BoardActivity): BoardDraft {
  return { ...draft, bases: draft.bases.map((base) => (base.id === theirs.id ? theirs : base)) }
}

/** Theirs stays: my edits of the activity go. */
export function without(draft: BoardDraft, id: ActivityId): BoardDraft {
  const keep = (steps: readonly BoardEdit[][]) =>
    steps.map((step) => step.filter(({ activityId }) => activityId !== id)).filter(({ length }) => length > 0)
  const done = keep(draft.steps.slice(0, draft.done))
  return {
    bases: draft.bases.filter((base) => base.id !== id),
    steps: [...done, ...keep(draft.steps.slice(draft.done))],
    done: done.length,
  }
}
