import type { Activity } from '@contract/dispatch'
import type { BoardActivity } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import type { OrderPriority } from '@contract/orderLiterals'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { i18n } from '@/plugins/i18n'
import { useSettingsStore } from '@/stores/settings.store'
import { useToastsStore } from '@/stores/toasts.store'
import { asBarred, changed, type BoardEdit } from './boardEdits'
import type { Shown } from './boardRows'
import { usePriorityOffer } from './orderPriority'
import { useBacklog } from './useBacklog'
import { useBoardData } from './useBoardData'
import { changedBy, useBoardDraft } from './useBoardDraft'
import { useBoardSaving, type Confirmed, type Found } from './useBoardSaving'
import { useBoardUndo } from './useBoardUndo'
import { useBoardView } from './useBoardView'

/** A colleague's change is named for so long. */
const namedMs = 8000
/** Of so many changes at once the authors are looked up. */
const mostNamed = 5

/** The dispatch board: what it shows, what is done on it, and what others do to it meanwhile (07 §3.4). */
export const useDispatchStore = defineStore('dispatch', () => {
  const settings = useSettingsStore()
  const toasts = useToastsStore()
  const view = useBoardView()
  const data = useBoardData(view)
  const { board, activities } = data
  const backlog = useBacklog(view.filter, () =>
    view.filter.value.ownTeams || view.filter.value.teamIds?.length
      ? new Set(board.value?.teams.map(({ id }) => id))
      : undefined,
  )
  /** Changes of an auto-plan that nobody has accepted yet. */
  const planned = shallowRef<readonly BoardEdit[]>([])
  const movedBy = shallowRef<ReadonlyMap<ActivityId, string>>(new Map())
  /** What is said to screen readers; a new object each time. */
  const news = shallowRef<{ readonly text: string }>()
  const own = new Map<ActivityId, number>()
  const selected = shallowRef<ReadonlySet<ActivityId>>(new Set())

  function stored(id: ActivityId): BoardActivity | undefined {
    const held = activities.value.get(id)
    if (held) return held
    const item = backlog.get(id)
    return item && asBarred(item)
  }
  function say(text: string): void {
    news.value = { text }
  }

  function onSaved(saved: readonly Activity[]): void {
    for (const { id, version } of saved) own.set(id, version)
    const [first] = saved
    if (!first) return
    const n = saved.length
    say(i18n.global.t('dispatch.board.savedText', { number: first.orderNumber, n }, n))
  }
  function onFound({ edits, isThere, now }: Found): void {
    const { t } = i18n.global
    if (isThere) noteOther(now)
    const [first] = edits
    const number = first ? (stored(first.activityId)?.orderNumber ?? '') : ''
    const text = t(isThere ? 'dispatch.board.found.there' : 'dispatch.board.found.notThere', { number })
    toasts.show(text, isThere ? 'done' : 'problem')
    say(text)
  }

  const shared = { stored, all: () => activities.value, put: data.put, onSaved }
  const saving = useBoardSaving({ ...shared, load: data.load, onFound })
  const draft = useBoardDraft({ ...shared, onSaved: (saved) => noteSaved(saved) })
  const undo = useBoardUndo({ draft, saving, onSaved, onReversed: () => priority.drop() })
  const isDraftMode = computed(() => settings.get('boardDraftMode') === true)

  function noteSaved(saved: readonly Activity[]): void {
    saving.noteSaved(saved)
    onSaved(saved)
  }

  /** Another act of this window, such as a lock: the board shows it, its own undo does not know it. */
  function noteOther(changed: readonly Activity[]): void {
    data.put(changed)
    for (const { id, version } of changed) own.set(id, version)
  }

  /** Every edit of the board comes here: it is saved at once, or in draft mode collected. */
  async function act(edits: readonly BoardEdit[], confirmed?: Confirmed): Promise<boolean> {
    const known = edits.filter(({ activityId }) => stored(activityId) !== undefined)
    if (known.length === 0) return false
    if (!isDraftMode.value) return saving.act(known, confirmed)
    draft.act(known)
    return true
  }
  const priority = usePriorityOffer((id) => stored(id)?.version, noteOther)
  async function setPriority(activityId: ActivityId, next: OrderPriority): Promise<void> {
    const { orderNumber, priority: before } = stored(activityId) ?? {}
    priority.drop()
    if (
      orderNumber === undefined ||
      before === next ||
      !(await act([{ activityId, change: { priority: next } }]))
    )
      return
    if (!isDraftMode.value) priority.make({ activityId, orderNumber, priority: next })
  }

  /** What stands in the place of stored activities: unsaved edits, a plan, and acts that are on their way. */
  const shown = computed<ReadonlyMap<ActivityId, Shown>>(() => {
    const all = new Map<ActivityId, Shown>()
    for (const [id, activity] of draft.drafted.value) all.set(id, { activity, isDraft: true })
    for (const { activityId, change } of planned.value) {
      const held = all.get(activityId)?.activity ?? stored(activityId)
      if (held) all.set(activityId, { activity: changed(held, change), isDraft: true })
    }
    const asked = new Set(saving.questions.value.flatMap(({ edits }) => edits.map((edit) => edit.activityId)))
    for (const [id, activity] of saving.pending.value) all.set(id, { activity, isDraft: asked.has(id) })
    for (const { activityId, conflicts, travel } of draft.checks.value) {
      const held = all.get(activityId)
      const codes = conflicts.filter(({ level }) => level !== 'info').map(({ code }) => code)
      const way = { travelMinutes: travel?.minutes, isTravelAssumed: travel?.isAssumed }
      if (held) all.set(activityId, { ...held, activity: { ...held.activity, ...way, conflicts: codes } })
    }
    return all
  })
  /** The activities as the board shows them. */
  const current = computed<ReadonlyMap<ActivityId, BoardActivity>>(() => {
    if (shown.value.size === 0) return activities.value
    const all = new Map(activities.value)
    for (const [id, { activity }] of shown.value) all.set(id, activity)
    return all
  })
  const get = (id: ActivityId) => shown.value.get(id)?.activity ?? stored(id)

  /** What waits to be planned, without what has just been. */
  const waiting = computed(() =>
    backlog.read.value.filter((item) => {
      const there = shown.value.get(item.id)?.activity
      return backlog.isWanted(item) && there?.status !== 'dispatched'
    }),
  )

  /** Names whose changes have come in from elsewhere (ux 4.5). */
  async function nameOthers(ids: readonly ActivityId[]): Promise<void> {
    for (const id of ids.slice(0, mostNamed)) {
      const { by } = await changedBy(id)
      if (by === undefined) continue
      movedBy.value = new Map(movedBy.value).set(id, by)
      const number = stored(id)?.orderNumber ?? ''
      say(i18n.global.t('dispatch.board.movedBy', { name: by, number }))
      setTimeout(() => {
        const next = new Map(movedBy.value)
        next.delete(id)
        movedBy.value = next
      }, namedMs)
    }
  }
  data.onRead((before, now) => {
    draft.compare(now)
    const others = [...now.values()].filter(({ id, version }) => {
      const held = before.get(id)
      return held !== undefined && held.version < version && (own.get(id) ?? 0) < version
    })
    if (others.length > 0) void nameOthers(others.map(({ id }) => id))
  })

  /** Set until the first answer: who is in no team is shown all of them, not an empty board. */
  let mayWiden = true
  data.onRead(() => {
    const { ownTeams, teamIds } = view.filter.value
    if (mayWiden && ownTeams && !teamIds && board.value?.teams.length === 0)
      view.setFilter({ ...view.filter.value, ownTeams: false })
    mayWiden = false
  })

  function open(): void {
    mayWiden = true
    view.reopen()
    data.open()
    backlog.open()
  }
  function close(): void {
    data.close()
    backlog.close()
  }
  /** What could be done again belongs to the draft that is left. */
  function setDraftMode(isOn: boolean): Promise<void> {
    if (!isOn && !draft.isDirty.value) draft.discard()
    return settings.set('boardDraftMode', 'user', isOn)
  }

  return {
    ...{ view, data, backlog, saving, draft, undo, priority },
    ...{ board, activities, shown, current, waiting, planned, movedBy, news, selected, isDraftMode },
    ...{ get, stored, act, setPriority, noteSaved, noteOther, say, open, close, setDraftMode },
  }
})
export type DispatchStore = ReturnType<typeof useDispatchStore>
