import type { ActivityId } from '@contract/id'
import { PriorityColors, settingDefinitions } from '@contract/settings'
import { computed, nextTick, proxyRefs, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type {
  BoardAct,
  BoardFocus,
  BoardHandle,
  BoardMove,
  BoardQuestion,
} from '@/components/board/board.types'
import { refusalText } from '@/composables/refusal'
import { localOf } from '@/format/time'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'
import { changeOf } from './boardEdits'
import type { Period } from './boardRange'
import { createRowMaker } from './boardRows'
import { useConflictText } from './conflictText'
import { useDispatchStore } from './dispatch.store'
import { lockOrUnlock } from './lockActivity'
import { lastOf, useGhost } from './useGhost'
import { usePlanConflicts } from './usePlanConflicts'
import type { Question } from './useBoardSaving'

export type BoardPanel = 'info' | 'suggest' | 'map' | 'conflicts'

/** Ties the store to the board of the page: rows, verdicts, questions, and what its keys and clicks do. */
export function useBoardPage(handle: () => BoardHandle | null) {
  const { t } = useI18n()
  const store = useDispatchStore()
  const session = useSessionStore()
  const settings = useSettingsStore()
  const conflictText = useConflictText()
  const conflicts = usePlanConflicts(store)
  const { ghost, verdict } = useGhost(store)
  const rowsOf = createRowMaker()
  const focus = shallowRef<BoardFocus>()
  const panel = shallowRef<BoardPanel>()
  /** What the panels are about: the bar or entry of the list that was last chosen. */
  const subjectId = shallowRef<ActivityId>()
  const canPlan = computed(() => session.can('dispatch.plan'))

  const rows = computed(() =>
    store.board
      ? rowsOf({
          board: store.board,
          ...{ activities: store.current, shown: store.shown, movedBy: store.movedBy },
          closedTeams: store.view.closedTeams,
          texts: {
            noTeam: t('dispatch.board.noTeam'),
            members: (n) => t('dispatch.board.members', { n }, n),
            absence: (kind) => t(`dispatch.conflict.absence.${kind}`),
          },
        })
      : [],
  )
  const gridMinutes = computed(() => {
    const held = settings.get('boardGridMinutes')
    return typeof held === 'number' ? held : 15
  })
  const colors = computed(
    () =>
      PriorityColors.safeParse(settings.get('priorityColors')).data ??
      settingDefinitions.priorityColors.standard ?? { high: '', normal: '', low: '' },
  )
  const questions = computed(() => store.saving.questions.map(questionOf))

  function questionOf({ activityId, checks, kind, refusal }: Question): BoardQuestion {
    if (kind === 'refused' && refusal) return { activityId, kind, texts: [whyNot(refusal)] }
    const all = lastOf(checks)
      .flatMap((check) => check.conflicts)
      .filter(({ level }) => level !== 'info')
    return { activityId, kind, texts: conflictText.texts(all, store.view.zone) }
  }
  function whyNot({ code, data }: NonNullable<Question['refusal']>): string {
    if (data['isUnsent'] === true) return t('dispatch.board.notSent')
    if (code === 'CONNECTION' || code === 'TIMEOUT') return t('dispatch.board.unclear')
    return t('dispatch.board.takenBack', { why: refusalText(code, data) })
  }

  watch(focus, (now) => {
    if (now?.barId !== undefined) subjectId.value = now.barId
  })
  watch(
    () => store.news,
    (news) => news && handle()?.say(news.text),
  )

  function show(wanted: BoardPanel, id?: ActivityId): void {
    if (id !== undefined) subjectId.value = id
    panel.value = wanted
  }
  function toggle(wanted: BoardPanel): void {
    panel.value = panel.value === wanted ? undefined : wanted
  }
  function drop(move: BoardMove): void {
    void store.act([changeOf(move)])
  }
  function pick(id: ActivityId, hasMod: boolean): void {
    subjectId.value = id
    const next = new Set(hasMod ? store.selected : [])
    if (!next.delete(id)) next.add(id)
    store.selected = next
  }

  /** The days in view are searched; an activity that may only begin after them has its own day. */
  const suggestDays = computed((): Partial<Period> => {
    const { date, days, shown, zoom } = store.view
    const { earliest } = (subjectId.value === undefined ? undefined : store.get(subjectId.value)) ?? {}
    if (earliest !== undefined && earliest >= shown.to) return {}
    return zoom === 'month' ? { from: date, to: date } : days
  })

  /** Puts the focus on a bar, on its own day where the board shows another. */
  async function reveal(id: ActivityId): Promise<void> {
    subjectId.value = id
    if (handle()?.focusBar(id)) return
    const start =
      store.get(id)?.start ?? conflicts.items.find(({ activity }) => activity.id === id)?.activity.start
    if (start === undefined) return
    store.view.toDate(localOf(start, store.view.zone).date)
    await nextTick()
    if (handle()?.focusBar(id)) return
    const stop = watch(rows, () => {
      void nextTick(() => handle()?.focusBar(id) && stop())
    })
    setTimeout(stop, 3000)
  }
  function nextConflict(): void {
    const found = conflicts.next()
    if (!found) {
      store.say(t('dispatch.conflicts.none'))
      return
    }
    void reveal(found.activity.id)
    store.say(conflictText.texts(found.conflicts, store.view.zone).join(' '))
  }
  function today(): void {
    store.view.today()
    void nextTick(() => handle()?.scrollToNow())
  }

  function act(name: BoardAct, id: ActivityId | undefined): void {
    if (name === 'today') return today()
    if (name === 'nextConflict') return nextConflict()
    if (id === undefined) return
    if (name === 'info') return show('info', id)
    if (!canPlan.value) return store.say(t('dispatch.board.readOnly'))
    if (name === 'suggest') show('suggest', id)
    else if (name === 'unassign') void store.act([{ activityId: id, change: { unassign: true } }])
    else if (name === 'lock') void lockOrUnlock(store, id)
    else void store.setPriority(id, name)
  }

  return proxyRefs({
    ...{ store, conflicts, verdict, focus, panel, subjectId, canPlan, rows, gridMinutes, colors, questions },
    ...{ suggestDays, ghost, show, toggle, drop, pick, reveal, nextConflict, today, act },
  })
}
export type BoardPage = ReturnType<typeof useBoardPage>
