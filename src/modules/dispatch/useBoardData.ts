import type { Board, BoardActivity } from '@contract/dispatchBoard'
import type { Activity } from '@contract/dispatch'
import type { ActivityId } from '@contract/id'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { isSame } from '@/composables/changes'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { isLost } from '@/rpc/connect'
import { asBarred } from './boardEdits'
import { covers, type Stretch } from './boardRange'
import type { BoardViewState } from './useBoardView'

/** Changes that come together are read together; well below the second that others may wait (R07-34). */
const soonMs = 60
/** Whatever the board shows hangs on these. */
export const boardEntities = [
  'activity', 'absence', 'membership', 'team', 'order', 'orderSla', 'slaEntry', 'worker', 'calendar', 'holidaySet',
  'activityType', 'customer', 'site', 'setting',
] // prettier-ignore

type Activities = ReadonlyMap<ActivityId, BoardActivity>
type Reader = (before: Activities, now: Activities) => void

/** The data of the board: read for the days in view, and read again whenever somebody changes something of it. */
export function useBoardData(view: BoardViewState) {
  const board = shallowRef<Board>()
  const activities = shallowRef<Activities>(new Map())
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()
  const isOpen = ref(false)
  const readers = new Set<Reader>()
  let asked = ''
  let isAsking = false
  let isStale = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const readAt = computed(() => board.value?.readAt)

  /** Reads now; what comes up meanwhile is read right after, once. */
  async function load(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    isStale = true
    if (isAsking) return
    isAsking = true
    isLoading.value = true
    try {
      do await read()
      while (isAskedAgain())
    } finally {
      isAsking = false
      isLoading.value = false
    }
  }

  /** Set meanwhile, by whoever wants it newer. */
  const isAskedAgain = () => isStale

  async function read(): Promise<void> {
    isStale = false
    const stretch = view.wanted.value
    asked = askedFor(stretch)
    try {
      const answer = await client.dispatch.getBoard({ ...stretch, filter: view.filter.value })
      if (asked === askedFor(view.wanted.value)) take(answer)
      refusal.value = undefined
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** Days and filter that belong together; a board that holds the days in view with this filter needs no other. */
  const askedFor = ({ from, to }: Stretch) => JSON.stringify([from, to, view.filter.value])

  function take(answer: Board): void {
    const before = activities.value
    const held = board.value
    // What is the same stays the same object: nothing of it is drawn anew.
    const kept = answer.activities.map((activity) => {
      const old = before.get(activity.id)
      return old && isSameActivity(old, activity) ? old : activity
    })
    board.value = { ...answer, activities: kept, calendars: sameOf(held?.calendars, answer.calendars) }
    activities.value = new Map(kept.map((activity) => [activity.id, activity]))
    for (const tell of readers) tell(before, activities.value)
  }

  /** What a save has answered, until the board is read again. */
  function put(saved: readonly Activity[]): void {
    const next = new Map(activities.value)
    for (const activity of saved) next.set(activity.id, asBarred(activity, next.get(activity.id)))
    activities.value = next
  }

  function loadSoon(): void {
    if (isOpen.value) timer ??= setTimeout(() => void load(), soonMs)
  }
  for (const entity of boardEntities) onChange(entity, loadSoon)
  onScopeDispose(() => clearTimeout(timer))

  // A board that holds the days in view, for this filter, is asked for no other: a change of view costs nothing.
  watch([view.wanted, view.filter], () => {
    const held = board.value
    const isHeld = held && covers(held, view.shown.value) && asked === askedFor(held)
    if (isOpen.value && !isHeld) void load()
  })
  watch(isLost, (isDown) => !isDown && loadSoon())

  /** The page is there: what it showed last stays until the answer has come. */
  function open(): void {
    isOpen.value = true
    void load()
  }
  const close = () => (isOpen.value = false)
  /** Calls `reader` with the activities of before and now whenever the board was read. */
  const onRead = (reader: Reader) => void readers.add(reader)

  return { board, activities, isLoading, refusal, readAt, open, close, load, put, onRead }
}
export type BoardData = ReturnType<typeof useBoardData>

/** The calendar of before where it says the same: the rows share it by reference. */
function sameOf(before: Board['calendars'] | undefined, next: Board['calendars']): Board['calendars'] {
  return next.map((calendar, at) => {
    const old = before?.[at]
    return old && isSame(old, calendar) ? old : calendar
  })
}

/** All but the conflicts are plain values. */
function isSameActivity(left: BoardActivity, right: BoardActivity): boolean {
  const { conflicts, ...fields } = right
  return Object.entries({ ...left, ...fields }).every(([name, value]) =>
    name === 'conflicts' ? isSameList(left.conflicts, conflicts) : Reflect.get(left, name) === value,
  )
}
function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, at) => part === right[at])
}
