import type { Activity, ConflictCode } from '@contract/dispatch'
import { EditCheck, type BoardActivity } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { useDraftsStore } from '@/stores/drafts.store'
import {
  BoardDraft,
  draftedOf,
  emptyDraft,
  netEdits,
  rebased,
  stepped,
  without,
  withStep,
} from './boardDraft'
import { asBarred, editOf, withCrew, type BoardEdit } from './boardEdits'
import { confirmedBy } from './useBoardSaving'

/** What a colleague made of an activity that has an unsaved edit here (R07-34). */
export interface Theirs {
  readonly activity: BoardActivity
  readonly by?: string | undefined
  readonly at?: number | undefined
}
export type Side = 'mine' | 'theirs'

interface Needs {
  readonly stored: (id: ActivityId) => BoardActivity | undefined
  readonly all: () => ReadonlyMap<ActivityId, BoardActivity>
  readonly put: (saved: readonly Activity[]) => void
  readonly onSaved: (saved: readonly Activity[]) => void
}
const draftKey = 'dispatch.board'
const Checks = z.object({ checks: z.array(EditCheck) })

/** Who changed a record last; without the right to its history, nobody is named. */
export async function changedBy(id: ActivityId): Promise<{ by?: string | undefined; at?: number }> {
  try {
    const { items } = await client.history.listEntries({ entity: 'activity', recordId: id, limit: 1 })
    const [entry] = items
    return entry ? { by: entry.actorName, at: entry.at } : {}
  } catch {
    return {}
  }
}

/** Draft mode (R07-35): edits are collected, stepped through, and saved as one change set. */
export function useBoardDraft(needs: Needs) {
  const drafts = useDraftsStore()
  const draft = shallowRef<BoardDraft>(emptyDraft)
  const theirs = shallowRef<ReadonlyMap<ActivityId, Theirs>>(new Map())
  const checks = shallowRef<readonly EditCheck[]>([])
  /** Set while the warnings of a save wait for a person's word. */
  const asking = shallowRef<readonly EditCheck[]>()
  const isResolving = ref(false)
  const isSaving = ref(false)
  const refusal = shallowRef<Refusal>()
  let checking = 0

  const drafted = computed(() => draftedOf(draft.value))
  const edits = computed(() => netEdits(draft.value))
  const isDirty = computed(() => edits.value.length > 0)
  const canUndo = computed(() => draft.value.done > 0)
  const canRedo = computed(() => draft.value.done < draft.value.steps.length)

  // What was not saved in a window that closed, crashed or was signed out of comes back with the drafts.
  watch(
    () => drafts.get(draftKey),
    (kept) => {
      if (!kept) {
        if (draft.value.steps.length > 0) set(emptyDraft)
        return
      }
      if (draft.value.steps.length > 0) return
      const { data } = BoardDraft.safeParse(kept.changed)
      if (data) set(data)
    },
    { immediate: true },
  )

  function set(next: BoardDraft): void {
    draft.value = next
    asking.value = undefined
    refusal.value = undefined
    // What was taken back, or done again, has nobody else's change in its way, or has one.
    const held = new Set(editedIds())
    theirs.value = new Map([...theirs.value].filter(([id]) => held.has(id)))
    compareEdited(needs.all())
    void check()
  }

  function change(next: BoardDraft): void {
    set(next)
    const n = edits.value.length
    if (next.steps.length === 0) drafts.drop(draftKey)
    else
      drafts.put(draftKey, {
        ...{ changed: { ...next }, before: {} },
        title: i18n.global.t('dispatch.board.draft.title', { n }, n),
      })
  }

  const act = (step: readonly BoardEdit[]) =>
    change(withStep(draft.value, withCrew(step, needs.all()), needs.stored))
  const undo = () => change(stepped(draft.value, -1))
  const redo = () => change(stepped(draft.value, 1))
  const discard = () => change(emptyDraft)

  /** The conflicts of the unsaved edits as things stand: their bars are marked. */
  async function check(): Promise<void> {
    const mine = ++checking
    const wanted = edits.value.map(({ edit, version }) => editOf(edit, version))
    if (wanted.length === 0) {
      checks.value = []
      return
    }
    try {
      const answer = await client.dispatch.checkEdits({ edits: wanted })
      if (mine === checking) checks.value = answer.checks
    } catch {
      if (mine === checking) checks.value = [] // the save says what is wrong
    }
  }

  /** Colleagues' changes to activities that have an unsaved edit here. */
  function compare(now: ReadonlyMap<ActivityId, BoardActivity>): void {
    compareEdited(now)
    if (isDirty.value) void check()
  }
  function compareEdited(now: ReadonlyMap<ActivityId, BoardActivity>): void {
    const edited = new Set(editedIds())
    for (const base of draft.value.bases) {
      const current = now.get(base.id)
      if (edited.has(base.id) && current && current.version > base.version) void mark(current)
    }
  }
  /** With an edit that holds; what was undone waits to be done again. */
  function editedIds(): ActivityId[] {
    return edits.value.map(({ edit }) => edit.activityId)
  }
  async function mark(activity: BoardActivity): Promise<void> {
    if (theirs.value.get(activity.id)?.activity.version === activity.version) return
    const who = await changedBy(activity.id)
    if (!editedIds().includes(activity.id)) return
    if (!draft.value.bases.some(({ id, version }) => id === activity.id && version < activity.version)) return
    theirs.value = new Map(theirs.value).set(activity.id, { activity, ...who })
  }

  /** Everything in one transaction, or nothing; whether it was saved. */
  async function save(
    confirmed: ReadonlyMap<ActivityId, readonly ConflictCode[]> = new Map(),
  ): Promise<boolean> {
    if (isSaving.value || !isDirty.value) return false
    if (theirs.value.size > 0) {
      isResolving.value = true
      return false
    }
    isSaving.value = true
    refusal.value = undefined
    const sent = edits.value.map(({ edit, version }) => editOf(edit, version, confirmed.get(edit.activityId)))
    try {
      const { activities } = await client.dispatch.saveEdits({ edits: sent })
      needs.put(activities)
      change(emptyDraft)
      needs.onSaved(activities)
      return true
    } catch (error) {
      await answer(refusalOf(error))
      return false
    } finally {
      isSaving.value = false
    }
  }

  async function answer(refused: Refusal): Promise<void> {
    const { data } = Checks.safeParse(refused.data)
    if (refused.code === 'CONFIRM_REQUIRED' && data) asking.value = data.checks
    else refusal.value = refused
    if (refused.code !== 'CONFLICT') return
    await Promise.all(draft.value.bases.map(lookAt))
    isResolving.value = theirs.value.size > 0
    if (isResolving.value) refusal.value = undefined
  }
  async function lookAt(base: BoardActivity): Promise<void> {
    const now = asBarred(await client.dispatch.getActivity({ activityId: base.id }), base)
    if (now.version > base.version) await mark(now)
  }

  /** The warnings are confirmed, and stored with the edits. */
  async function confirm(): Promise<boolean> {
    const shown = asking.value
    asking.value = undefined
    return shown ? save(confirmedBy(shown)) : false
  }

  /** A choice an activity; then what is left is saved (R07-34). */
  async function resolve(choices: ReadonlyMap<ActivityId, Side>): Promise<boolean> {
    let next = draft.value
    for (const [id, { activity }] of theirs.value)
      next = choices.get(id) === 'mine' ? rebased(next, activity) : without(next, id)
    theirs.value = new Map()
    isResolving.value = false
    change(next)
    return isDirty.value ? save() : true
  }

  return {
    ...{
      draft,
      drafted,
      edits,
      theirs,
      checks,
      asking,
      isResolving,
      isSaving,
      refusal,
      isDirty,
      canUndo,
      canRedo,
    },
    ...{ act, undo, redo, discard, compare, save, confirm, resolve },
    dismiss: () => (asking.value = undefined),
    openResolving: () => (isResolving.value = true),
    closeResolving: () => (isResolving.value = false),
  }
}
export type BoardDraftMode = ReturnType<typeof useBoardDraft>
