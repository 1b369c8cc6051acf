import type { Conflict } from '@contract/dispatch'
import type { EditCheck } from '@contract/dispatchBoard'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BoardMove, BoardVerdict } from '@/components/board/board.types'
import { refusalOf, refusalText } from '@/composables/refusal'
import { client } from '@/rpc/client'
import { changed, changeOf, changesBetween, editOf, type BoardEdit } from './boardEdits'
import { useConflictText } from './conflictText'
import type { DispatchStore } from './dispatch.store'

export function levelOf(conflicts: readonly Conflict[]): BoardVerdict['level'] {
  if (conflicts.some(({ level }) => level === 'block')) return 'block'
  return conflicts.some(({ level }) => level === 'warn') ? 'warn' : 'ok'
}

/** What a place brings: its conflicts, those of a crew that follows among them, and the way there. */
export type PlaceCheck = Pick<EditCheck, 'travel'> & { readonly conflicts: readonly Conflict[] }
const nothing: PlaceCheck = { conflicts: [] }

/** What an edit would bring, after all unsaved ones. */
export async function checkAfter(
  store: DispatchStore,
  { activityId, change }: BoardEdit,
): Promise<PlaceCheck> {
  const others = store.draft.edits.filter((one) => one.edit.activityId !== activityId)
  const base = store.draft.draft.bases.find(({ id }) => id === activityId)
  const shown = store.get(activityId)
  const stored = base ?? store.stored(activityId)
  if (!stored || !shown) return nothing
  const changes = base ? changesBetween(base, changed(shown, change)) : [change]
  if (changes.length === 0) return nothing
  const { checks } = await client.dispatch.checkEdits({
    edits: [
      ...others.map(({ edit, version }) => editOf(edit, version)),
      ...changes.map((one) => editOf({ activityId, change: one }, stored.version)),
    ],
  })
  const isOther = new Set(others.map(({ edit }) => edit.activityId))
  const found = lastOf(checks).filter((check) => !isOther.has(check.activityId))
  return {
    conflicts: found.flatMap(({ conflicts }) => conflicts),
    travel: found.find((check) => check.activityId === activityId)?.travel,
  }
}

/** An earlier place of an activity in the same list is none any more. */
export function lastOf(checks: readonly EditCheck[]): readonly EditCheck[] {
  return [...new Map(checks.map((check) => [check.activityId, check])).values()]
}

/** Says what a place would bring while it is aimed at: one question in flight, the newest next (R07-20). */
export function useGhost(store: DispatchStore) {
  const { t } = useI18n()
  const conflictText = useConflictText()
  const verdict = shallowRef<BoardVerdict>()
  let wanted: BoardMove | undefined
  let isAsking = false

  async function verdictOf(move: BoardMove): Promise<BoardVerdict> {
    try {
      const { conflicts, travel } = await checkAfter(store, changeOf(move))
      const texts = conflictText.texts(conflicts, store.view.zone)
      const level = levelOf(conflicts)
      const way = conflictText.way(travel)
      const fits = [t('dispatch.board.fits'), ...(way === undefined ? [] : [way]), ...texts]
      return { move, level, conflicts, texts: level === 'ok' ? fits : texts }
    } catch (error) {
      const { code, data } = refusalOf(error)
      return { move, level: 'block', conflicts: [], texts: [refusalText(code, data)] }
    }
  }

  async function ask(): Promise<void> {
    isAsking = true
    try {
      let asked: BoardMove | undefined
      while (wanted && wanted !== asked) {
        asked = wanted
        const answer = await verdictOf(asked)
        if (isAimed()) verdict.value = answer
      }
    } finally {
      isAsking = false
    }
  }
  const isAimed = () => wanted !== undefined

  function ghost(move: BoardMove | undefined): void {
    wanted = move
    if (!move) verdict.value = undefined
    else if (!isAsking) void ask()
  }
  return { verdict, ghost }
}
