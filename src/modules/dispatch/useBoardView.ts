import { BoardFilter } from '@contract/dispatchBoard'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import type { BoardZoom } from '@/components/board/board.types'
import { todayIn } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { atMost, readPeriod, shownPeriod, stepped, stretchOf, zooms, type Period } from './boardRange'

const Kept = z.object({
  zoom: z.enum(['hours', 'day', 'week', 'month']).catch('day'),
  filter: BoardFilter.catch({ ownTeams: true }),
  hasLists: z.boolean().catch(false),
  closedTeams: z.array(z.string()).catch([]),
})
const keyOf = (userId: string | undefined) => `aftercare.dispatch.${userId ?? ''}`

/** What the board shows: its days, zoom and filter. It opens on today; the rest is remembered (ux §2). */
export function useBoardView() {
  const place = usePlaceStore()
  const session = useSessionStore()
  const date = ref(todayIn(place.zone))
  const zoom = ref<BoardZoom>('day')
  const filter = shallowRef<BoardFilter>({ ownTeams: true })
  /** From and to of the filter: they take the place of the zoom's own days. */
  const period = shallowRef<Period>()
  /** Advanced: chart and lists; Simple: the chart alone. */
  const hasLists = ref(false)
  const closedTeams = shallowRef<ReadonlySet<string>>(new Set())

  const zone = computed(() => place.zone)
  const days = computed(() => period.value ?? shownPeriod(zoom.value, date.value))
  const shown = computed(() => stretchOf(days.value, zone.value))
  const wanted = computed(() => stretchOf(period.value ?? readPeriod(zoom.value, date.value), zone.value))

  watch(
    () => session.user?.id,
    (userId) => {
      const text = localStorage.getItem(keyOf(userId))
      const kept = Kept.catch(Kept.parse({})).parse(text === null ? {} : jsonOf(text))
      zoom.value = kept.zoom
      filter.value = kept.filter
      hasLists.value = kept.hasLists
      closedTeams.value = new Set(kept.closedTeams)
    },
    { immediate: true },
  )
  watch([zoom, filter, hasLists, closedTeams], () => {
    const kept: z.input<typeof Kept> = {
      ...{ zoom: zoom.value, filter: filter.value, hasLists: hasLists.value },
      closedTeams: [...closedTeams.value],
    }
    localStorage.setItem(keyOf(session.user?.id), JSON.stringify(kept))
  })

  /** What today was when it was last shown. */
  let shownToday = date.value

  function toDate(next: string): void {
    period.value = undefined
    date.value = next
  }
  /** A board that was left on today opens on today, also on the morning after. */
  function reopen(): void {
    if (date.value === shownToday && !period.value) today()
  }
  function today(): void {
    shownToday = todayIn(zone.value)
    toDate(shownToday)
  }
  const step = (steps: number) => toDate(stepped(zoom.value, date.value, steps))

  const setZoom = (next: BoardZoom) => (zoom.value = next)
  const setLists = (isOn: boolean) => (hasLists.value = isOn)
  const setFilter = (next: BoardFilter) => (filter.value = next)
  /** Of more days than a board holds the first are shown. */
  function setPeriod(next: Period | undefined): void {
    const [from, to] = next && next.from > next.to ? [next.to, next.from] : [next?.from, next?.to]
    period.value = from === undefined || to === undefined ? undefined : atMost({ from, to })
    if (from !== undefined) date.value = from
  }
  function clearFilter(): void {
    filter.value = { ownTeams: filter.value.ownTeams }
    period.value = undefined
  }

  function nextZoom(): void {
    zoom.value = zooms[(zooms.indexOf(zoom.value) + 1) % zooms.length] ?? 'day'
  }

  function toggleTeam(key: string): void {
    const next = new Set(closedTeams.value)
    if (!next.delete(key)) next.add(key)
    closedTeams.value = next
  }
  return {
    ...{ date, zoom, filter, period, hasLists, closedTeams, zone, days, shown, wanted },
    ...{
      toDate,
      today,
      reopen,
      step,
      setZoom,
      nextZoom,
      setLists,
      setFilter,
      setPeriod,
      clearFilter,
      toggleTeam,
    },
  }
}
export type BoardViewState = ReturnType<typeof useBoardView>

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {} // written by somebody else
  }
}
