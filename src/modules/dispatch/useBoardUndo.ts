import type { Activity } from '@contract/dispatch'
import { UndoClash } from '@contract/dispatchBoard'
import { ref, shallowRef } from 'vue'
import { z } from 'zod'
import { refusalOf, refusalText } from '@/composables/refusal'
import { i18n } from '@/plugins/i18n'
import { client } from '@/rpc/client'
import { useToastsStore } from '@/stores/toasts.store'
import { useUndoStore } from '@/stores/undo.store'
import type { BoardDraftMode } from './useBoardDraft'
import type { BoardSaving } from './useBoardSaving'

export type Direction = 'undo' | 'redo'

const Data = z.object({ activities: z.array(UndoClash) })
/** What stands in the way: who changed which activity since, and when (R07-31). */
export interface UndoConflict {
  readonly direction: Direction
  readonly activities: readonly UndoClash[]
}

interface Needs {
  readonly draft: BoardDraftMode
  readonly saving: BoardSaving
  readonly onSaved: (saved: readonly Activity[]) => void
  /** What was offered after the act that is taken back. */
  readonly onReversed: () => void
}

/** Undo and redo of the board: unsaved edits first, then what was saved (R07-31, R07-35). */
export function useBoardUndo({ draft, onReversed, onSaved, saving }: Needs) {
  const toasts = useToastsStore()
  const window = useUndoStore()
  const conflict = shallowRef<UndoConflict>()
  const isRunning = ref(false)
  /** Until then this window's other acts are older than those of the board. */
  let lastAt = 0

  function tell(direction: Direction, saved: readonly Activity[]): void {
    const numbers = saved.map(({ orderNumber }) => orderNumber)
    const text = i18n.global.t(`dispatch.board.${direction}Done`, {
      numbers: [...new Set(numbers)].join(', '),
    })
    toasts.show(text)
  }

  async function saved(direction: Direction, skipConflicting = false): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    conflict.value = undefined
    const input = skipConflicting ? { skipConflicting } : {}
    try {
      const ask = direction === 'undo' ? client.dispatch.undoSaved : client.dispatch.redoSaved
      const { activities } = await ask(input)
      saving.noteSaved(activities)
      onSaved(activities)
      onReversed()
      tell(direction, activities)
      return true
    } catch (error) {
      refuse(direction, error)
      return false
    } finally {
      isRunning.value = false
    }
  }

  function refuse(direction: Direction, error: unknown): void {
    const refusal = refusalOf(error)
    const { data } = Data.safeParse(refusal.data)
    if (refusal.code === 'UNDO_CONFLICT' && data) conflict.value = { direction, activities: data.activities }
    else toasts.show(refusalText(refusal.code, refusal.data), 'problem')
  }

  /** The newest act of this window is undone: of the board, or another one such as a lock. */
  function isOfWindow(): boolean {
    return (window.done.at(-1)?.at ?? 0) > Math.max(lastAt, saving.savedAt.value ?? 0)
  }
  async function undo(): Promise<void> {
    if (draft.canUndo.value) draft.undo()
    else if (isOfWindow()) await window.undoOwn()
    else if (await saved('undo')) lastAt = Date.now()
  }
  async function redo(): Promise<void> {
    if (draft.canRedo.value) draft.redo()
    else await saved('redo')
  }
  return { conflict, isRunning, undo, redo, saved, close: () => (conflict.value = undefined) }
}
