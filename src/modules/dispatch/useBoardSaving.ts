import type { Activity, Conflict, ConflictCode } from '@contract/dispatch'
import { EditCheck, type BoardActivity, type Edit } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import { ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { client } from '@/rpc/client'
import { isLost } from '@/rpc/connect'
import { asBarred, changed, editOf, isDone, warningsOf, withCrew, type BoardEdit } from './boardEdits'

/** An act that waits for a person's word, or was taken back for a reason. */
export interface Question {
  readonly kind: 'confirm' | 'refused'
  /** The bar at which it is asked. */
  readonly activityId: ActivityId
  readonly edits: readonly BoardEdit[]
  readonly checks: readonly EditCheck[]
  readonly refusal?: Refusal | undefined
}
/** What became of an act whose answer got lost with the connection. */
export interface Found {
  readonly edits: readonly BoardEdit[]
  readonly isThere: boolean
  readonly now: readonly Activity[]
}

/** By activity, the warnings that a person has seen and accepts. */
export type Confirmed = ReadonlyMap<ActivityId, readonly ConflictCode[]>

interface Needs {
  /** The activity as it is stored, also one of the lists. */
  readonly stored: (id: ActivityId) => BoardActivity | undefined
  readonly all: () => ReadonlyMap<ActivityId, BoardActivity>
  readonly put: (saved: readonly Activity[]) => void
  readonly load: () => Promise<void>
  readonly onSaved: (saved: readonly Activity[]) => void
  readonly onFound: (found: Found) => void
}
const Checks = z.object({ checks: z.array(EditCheck) })

/** Acts that are saved at once (R07-30): shown at once, sent in turn, and taken back where they are refused. */
export function useBoardSaving(needs: Needs) {
  /** What stands in the place of stored activities until the domain has answered, or a person has. */
  const pending = shallowRef<ReadonlyMap<ActivityId, BoardActivity>>(new Map())
  const questions = shallowRef<readonly Question[]>([])
  const savedAt = ref<number>()
  const running = ref(0)
  const unclear = new Set<readonly BoardEdit[]>()
  let queue: Promise<unknown> = Promise.resolve()

  function show(edits: readonly BoardEdit[]): void {
    const next = new Map(pending.value)
    for (const { activityId, change } of withCrew(edits, needs.all())) {
      const held = needs.stored(activityId)
      if (held) next.set(activityId, changed(held, change))
    }
    pending.value = next
  }

  function hide(edits: readonly BoardEdit[]): void {
    const next = new Map(pending.value)
    for (const { activityId } of withCrew(edits, needs.all())) next.delete(activityId)
    pending.value = next
  }

  function ask(question: Question): void {
    questions.value = [...questions.value.filter((other) => !isAbout(other, question.edits)), question]
  }

  /** Answers of before about the same activities are out of date. */
  function forget(edits: readonly BoardEdit[]): void {
    questions.value = questions.value.filter((question) => !isAbout(question, edits))
  }

  /** Whether it is saved; what waits for a word or was refused stands in `questions`. */
  async function act(edits: readonly BoardEdit[], confirmed: Confirmed = new Map()): Promise<boolean> {
    const [first] = edits
    if (!first) return false
    forget(edits)
    if (isLost.value) {
      refuse(edits, { code: 'CONNECTION', data: { isUnsent: true }, reasons: [] })
      return false
    }
    show(edits)
    const turn = queue.then(() => send(edits, confirmed))
    queue = turn
    running.value += 1
    try {
      return await turn
    } finally {
      running.value -= 1
    }
  }

  async function send(edits: readonly BoardEdit[], confirmed: Confirmed): Promise<boolean> {
    const sent = edits.flatMap((edit): Edit[] => {
      const held = needs.stored(edit.activityId)
      return held ? [editOf(edit, held.version, confirmed.get(edit.activityId))] : []
    })
    try {
      const { activities } = await client.dispatch.saveEdits({ edits: sent })
      needs.put(activities)
      hide(edits)
      savedAt.value = Date.now()
      needs.onSaved(activities)
      return true
    } catch (error) {
      answer(edits, refusalOf(error))
      return false
    }
  }

  function answer(edits: readonly BoardEdit[], refusal: Refusal): void {
    const [first] = edits
    if (!first) return
    const { data } = Checks.safeParse(refusal.data)
    if (refusal.code === 'CONFIRM_REQUIRED' && data) {
      ask({ kind: 'confirm', activityId: first.activityId, edits, checks: data.checks })
      return
    }
    refuse(edits, refusal)
    if (refusal.code === 'CONNECTION' || refusal.code === 'TIMEOUT') {
      unclear.add(edits)
      if (!isLost.value) void look()
    }
    if (refusal.code === 'CONFLICT' || refusal.code === 'NOT_FOUND') void needs.load()
  }

  function refuse(edits: readonly BoardEdit[], refusal: Refusal): void {
    const [first] = edits
    hide(edits)
    if (first) ask({ kind: 'refused', activityId: first.activityId, edits, checks: [], refusal })
  }

  /** Enter: every warning of the act is confirmed, and stored with it. */
  async function confirm(activityId: ActivityId): Promise<boolean> {
    const question = questions.value.find((one) => one.activityId === activityId && one.kind === 'confirm')
    if (!question) return false
    return act(question.edits, confirmedBy(question.checks))
  }

  /** Esc: the edit is taken back; a refusal has been read. */
  function takeBack(activityId: ActivityId): void {
    const gone = questions.value.filter((one) => one.activityId === activityId)
    for (const { edits } of gone) hide(edits)
    questions.value = questions.value.filter((one) => !gone.includes(one))
  }

  /** After a break the board says whether a move whose answer got lost is there. */
  async function look(): Promise<void> {
    if (unclear.size === 0) return
    const lost = [...unclear]
    unclear.clear()
    for (const edits of lost)
      try {
        const now = await Promise.all(
          edits.map(({ activityId }) => client.dispatch.getActivity({ activityId })),
        )
        const isThere = edits.every((edit, at) => isAsWanted(edit, now[at]))
        forget(edits)
        needs.onFound({ edits, isThere, now })
      } catch {
        unclear.add(edits) // with the next connection
      }
    void needs.load()
  }
  watch(isLost, (isDown) => {
    if (!isDown) void look()
  })

  function noteSaved(saved: readonly Activity[]): void {
    needs.put(saved)
    savedAt.value = Date.now()
  }
  return { pending, questions, savedAt, running, act, confirm, takeBack, noteSaved }
}
function isAsWanted(edit: BoardEdit, activity: Activity | undefined): boolean {
  return activity !== undefined && isDone(asBarred(activity), edit)
}
export type BoardSaving = ReturnType<typeof useBoardSaving>

function isAbout({ edits }: Question, others: readonly BoardEdit[]): boolean {
  return edits.some(({ activityId }) => others.some((other) => other.activityId === activityId))
}

/** What a person confirms with a list of checks. */
export function confirmedBy(checks: readonly EditCheck[]): ReadonlyMap<ActivityId, ConflictCode[]> {
  const codes = new Map<ActivityId, Conflict[]>()
  for (const { activityId, conflicts } of checks)
    codes.set(activityId, [...(codes.get(activityId) ?? []), ...conflicts])
  return new Map([...codes].map(([id, conflicts]) => [id, warningsOf(conflicts)]))
}
