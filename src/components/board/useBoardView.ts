import type { Slot } from '@contract/dispatch'
import type { Instant } from '@contract/time'
import { computed, nextTick, onMounted, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { AcBoardProps, BoardRow } from './board.types'
import { layoutOf, offsetsOf, rowAtOffset } from './rowLayout'
import { timeScale } from './timeScale'
import { zoneClock } from './zoneClock'

export const headWidth = 208
export const loadWidth = 64
export const axisHeight = 48
export const laneHeight = 28
export const rowPadding = 4
const leastOfTeam = 32
const leastOfWorker = 44
/** Rows drawn above and below the view. */
const overscan = 4
const hourMs = 3_600_000
/** Local hours between which most people work: a day opens on them, not on its night. */
const [firstHour, lastHour, openingHour] = [6, 20, 8]

/** A row's height in pixels; all lanes of the range count, so that it stays while the time is scrolled. */
export function heightOf(row: BoardRow, isMonth: boolean): number {
  const least = row.kind === 'team' ? leastOfTeam : leastOfWorker
  if (isMonth || row.bars.length === 0) return least
  return Math.max(least, layoutOf(row.bars).laneCount * laneHeight + 2 * rowPadding)
}

/** What of the board is in view, and where rows and times stand in it; positions are pixels of the whole chart. */
export function useBoardView(scroller: Ref<HTMLElement | null>, props: Readonly<AcBoardProps>) {
  const viewWidth = ref(1000)
  const viewHeight = ref(600)
  const left = shallowRef(0)
  const top = shallowRef(0)

  const clock = computed(() => zoneClock(props.zone, props.from, props.to))
  const scale = computed(() => timeScale(props.from, props.to, props.zoom, viewWidth.value))
  const isMonth = computed(() => props.zoom === 'month')
  const heights = computed(() => props.rows.map((row) => heightOf(row, isMonth.value)))
  const offsets = computed(() => offsetsOf(heights.value))
  const height = computed(() => offsets.value.at(-1) ?? 0)
  const indexes = computed(() => new Map(props.rows.map(({ key }, at) => [key, at])))

  const first = computed(() => Math.max(0, rowAtOffset(offsets.value, top.value) - overscan))
  const last = computed(() =>
    Math.min(props.rows.length - 1, rowAtOffset(offsets.value, top.value + viewHeight.value) + overscan),
  )
  const shown = computed<Slot>(() => ({
    start: scale.value.instantAt(left.value),
    end: scale.value.instantAt(left.value + viewWidth.value),
  }))

  function rowAt(
    y: number,
  ): { readonly index: number; readonly row: BoardRow; readonly y: number } | undefined {
    const index = rowAtOffset(offsets.value, y)
    const row = props.rows[index]
    return row && { index, row, y: y - (offsets.value[index] ?? 0) }
  }

  function moveTo(x: number, y: number): void {
    left.value = Math.min(Math.max(0, scale.value.width - viewWidth.value), Math.max(0, x))
    top.value = Math.min(Math.max(0, height.value - viewHeight.value), Math.max(0, y))
    scroller.value?.scrollTo(left.value, top.value)
  }

  function onScroll(): void {
    const element = scroller.value
    if (!element) return
    left.value = element.scrollLeft
    top.value = element.scrollTop
  }

  /** Scrolls as little as needed for a part of a row to be in view; of a long part its beginning. */
  function reveal(index: number, slot?: Slot, lane?: number): void {
    const begin = offsets.value[index] ?? 0
    const from = lane === undefined ? begin : begin + lane * laneHeight
    const to = lane === undefined ? (offsets.value[index + 1] ?? begin) : from + laneHeight + 2 * rowPadding
    const y = within(top.value, viewHeight.value, from, to)
    const x = slot
      ? within(left.value, viewWidth.value, scale.value.x(slot.start) - 8, scale.value.x(slot.end) + 8)
      : left.value
    if (x !== left.value || y !== top.value) moveTo(x, y)
  }

  /** Where a view at a time begins: with its day or week where those fill the view. */
  function leftOf(at: Instant): number {
    const day = clock.value.dayAt(at)
    if (!day || props.zoom === 'month') return scale.value.x(at) - viewWidth.value / 2
    if (props.zoom === 'hours') return scale.value.x(at - hourMs)
    const begin = props.zoom === 'week' ? clock.value.addDays(day.from, 1 - day.weekday) : day.from
    const width = scale.value.x(day.to) - scale.value.x(day.from)
    // A day that is wider than the view shows its working hours.
    return props.zoom === 'day' && width > viewWidth.value + 1
      ? Math.min(scale.value.x(at) - 2 * scale.value.hourWidth, scale.value.x(day.to) - viewWidth.value)
      : scale.value.x(begin)
  }

  function scrollTo(at: Instant): void {
    moveTo(leftOf(at), top.value)
  }

  function measure(): void {
    const element = scroller.value
    if (!element) return
    viewWidth.value = Math.max(200, element.clientWidth - headWidth - loadWidth)
    viewHeight.value = Math.max(leastOfWorker, element.clientHeight - axisHeight)
  }

  /** Now, where the range holds it and people work, else the morning of that day or of the first one. */
  function begin(): void {
    const now = Date.now()
    const isNow = now >= props.from && now < props.to
    const day = clock.value.dayAt(isNow ? now : props.from)?.from ?? props.from
    const isAtWork = isNow && now >= day + firstHour * hourMs && now < day + lastHour * hourMs
    scrollTo(isAtWork ? now : day + openingHour * hourMs)
  }

  let observer: ResizeObserver | undefined
  onMounted(() => {
    measure()
    if (scroller.value) {
      observer = new ResizeObserver(measure)
      observer.observe(scroller.value)
    }
    void nextTick(begin)
  })
  onScopeDispose(() => observer?.disconnect())

  // A zoom keeps the time in the middle, hours now where it was in view; a new range begins anew.
  let before: Slot = { start: 0, end: 0 }
  function zoomedLeft(): number {
    const [now, middle] = [Date.now(), (before.start + before.end) / 2]
    const isHours = props.zoom === 'hours'
    if (isHours && now >= before.start && now < before.end) return leftOf(now)
    const isOneDay = props.to - props.from <= 25 * hourMs
    return isHours || isOneDay ? scale.value.x(middle) - viewWidth.value / 2 : leftOf(middle)
  }
  watch(
    () => [props.from, props.to, props.zoom] as const,
    ([from, to, zoom], [oldFrom, oldTo, oldZoom]) => {
      if (from !== oldFrom || to !== oldTo) return void nextTick(begin)
      if (zoom === oldZoom) return
      left.value = Math.min(Math.max(0, scale.value.width - viewWidth.value), Math.max(0, zoomedLeft()))
      void nextTick(() => moveTo(left.value, top.value))
    },
  )
  // Another day at the same place is another time.
  watch([left, viewWidth, () => props.zoom, () => props.from], () => (before = shown.value), {
    flush: 'post',
  })

  return {
    ...{ clock, scale, isMonth, heights, offsets, height, indexes, first, last, shown, left, top },
    ...{ viewWidth, viewHeight, rowAt, moveTo, onScroll, reveal, scrollTo },
  }
}
export type BoardViewport = ReturnType<typeof useBoardView>

/** Where a view must begin to hold a stretch. */
function within(begin: number, size: number, from: number, to: number): number {
  if (to - from > size) return begin >= from && begin + size <= to ? begin : from
  if (from < begin) return from
  return to > begin + size ? to - size : begin
}
