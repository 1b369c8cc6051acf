import type { Activity } from '@contract/dispatch'
import type { BoardFilter } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import { onScopeDispose, ref, shallowRef, watch, type ShallowRef } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { isLost } from '@/rpc/connect'
import { openDeadline } from './boardEdits'

export type BacklogSort = 'slack' | 'priority' | 'duration' | 'number'
export const backlogSorts: readonly BacklogSort[] = ['slack', 'priority', 'duration', 'number']
/** More than anybody plans from a list; the filter finds the others. */
const mostRead = 1000
const pageSize = 200
const soonMs = 200
const ranks = { high: 0, normal: 1, low: 2 } as const

/** When the work must be done; without a limit there is no end. */
export function limitOf(activity: Activity): number {
  return Math.min(activity.latest ?? Infinity, openDeadline(activity) ?? Infinity)
}

/** Minutes that are left before the work must begin. */
export function slackOf(activity: Activity, now: number): number {
  return (limitOf(activity) - now) / 60_000 - activity.duration
}

export function sortedBacklog(items: readonly Activity[], sort: BacklogSort, now: number): Activity[] {
  const byNumber = (a: Activity, b: Activity) => (a.number < b.number ? -1 : 1)
  const value = (item: Activity) =>
    sort === 'slack' ? slackOf(item, now) : sort === 'priority' ? ranks[item.priority] : -item.duration
  if (sort === 'number') return [...items].sort(byNumber)
  return [...items].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    return left === right ? byNumber(a, b) : left < right ? -1 : 1
  })
}

/** What waits to be planned: without a worker of a dispatch team, or without a start (R07-01). */
export function useBacklog(filter: ShallowRef<BoardFilter>, teamIds: () => ReadonlySet<string> | undefined) {
  const read = shallowRef<readonly Activity[]>([])
  const isLoading = ref(false)
  const isCut = ref(false)
  const refusal = shallowRef<Refusal>()
  const isOpen = ref(false)
  let generation = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const mine = ++generation
    isLoading.value = true
    try {
      const items: Activity[] = []
      let after: string | undefined
      do {
        const page = await client.dispatch.listUndispatched(inputOf(filter.value, after))
        if (mine !== generation) return
        items.push(...page.items)
        after = page.next
      } while (after !== undefined && items.length < mostRead)
      read.value = items
      isCut.value = after !== undefined
      refusal.value = undefined
    } catch (error) {
      if (mine === generation) refusal.value = refusalOf(error)
    } finally {
      if (mine === generation) isLoading.value = false
    }
  }

  /** What the list of the domain cannot filter by. */
  function isWanted({ skills, teamId }: Activity): boolean {
    const teams = teamIds()
    const { skill } = filter.value
    const isOfTeam = teams === undefined || teamId === undefined || teams.has(teamId)
    return isOfTeam && (skill === undefined || skill === '' || skills.some((need) => need.skill === skill))
  }

  function loadSoon(): void {
    if (isOpen.value) timer ??= setTimeout(() => void load(), soonMs)
  }
  for (const entity of [
    'activity',
    'order',
    'orderSla',
    'slaEntry',
    'team',
    'membership',
    'customer',
    'site',
  ])
    onChange(entity, loadSoon)
  watch(isLost, (isDown) => !isDown && loadSoon())
  watch(filter, () => {
    if (isOpen.value) void load()
  })
  onScopeDispose(() => clearTimeout(timer))

  function open(): void {
    isOpen.value = true
    void load()
  }
  const get = (id: ActivityId) => read.value.find((item) => item.id === id)
  return { read, isLoading, isCut, refusal, isWanted, get, open, close: () => (isOpen.value = false), load }
}
export type Backlog = ReturnType<typeof useBacklog>

function inputOf({ customerIds, priorities, text, typeIds }: BoardFilter, after: string | undefined) {
  const wanted = text?.trim() ?? ''
  return {
    filter: {
      ...(typeIds?.length ? { typeId: typeIds } : {}),
      ...(priorities?.length ? { priority: priorities } : {}),
      ...(customerIds?.length ? { customerId: customerIds } : {}),
    },
    ...(wanted === '' ? {} : { text: wanted }),
    sort: [{ field: 'slaDeadline' as const, direction: 'asc' as const }],
    ...{ limit: pageSize, ...(after === undefined ? {} : { after }) },
  }
}
