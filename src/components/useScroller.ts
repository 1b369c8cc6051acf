import { computed, onMounted, onScopeDispose, ref, type Ref } from 'vue'

/** Chromium caps an element's height: above this the scroller is shorter than its rows and the position is scaled. */
const maxHeight = 8_000_000
const overscan = 4
/** Rows stand relative to the first of so many: their own place changes seldom while they are scrolled. */
const blockOfRows = 1000

interface ScrollerOptions {
  readonly scroller: Ref<HTMLElement | null>
  readonly rowHeight: number
  readonly total: () => number
  /** Pixels from the first row to the top of the view, unscaled; kept by the caller for the way back. */
  readonly top: Ref<number>
  readonly headHeight: number
}

/** Which rows of a long list are in view, and where they stand in a scroller of limited height. */
export function useScroller({ scroller, rowHeight, total, top, headHeight }: ScrollerOptions) {
  const viewHeight = ref(600)
  const scrollTop = ref(0)

  const fullHeight = computed(() => total() * rowHeight)
  const height = computed(() => Math.min(fullHeight.value, maxHeight))
  const isScaled = computed(() => fullHeight.value > maxHeight)
  const maxTop = computed(() => Math.max(0, fullHeight.value - viewHeight.value))
  const maxScroll = computed(() => Math.max(0, height.value - viewHeight.value))
  const visibleRows = computed(() => Math.max(1, Math.floor(viewHeight.value / rowHeight)))

  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight) - overscan))
  const last = computed(() =>
    Math.min(total() - 1, Math.ceil((top.value + viewHeight.value) / rowHeight) + overscan),
  )

  const firstOfBlock = computed(() => Math.floor(first.value / blockOfRows) * blockOfRows)
  /** Where the block of the rows in view stands inside the scroller. */
  const shift = computed(() => firstOfBlock.value * rowHeight - top.value + scrollTop.value)

  /** Where a row stands inside its block. */
  function offsetOf(index: number): number {
    return (index - firstOfBlock.value) * rowHeight
  }

  function moveTo(next: number): void {
    top.value = Math.min(maxTop.value, Math.max(0, next))
    scrollTop.value = isScaled.value ? (top.value / maxTop.value) * maxScroll.value : top.value
    if (scroller.value) scroller.value.scrollTop = scrollTop.value
  }

  function onScroll(): void {
    const element = scroller.value
    if (!element || Math.abs(element.scrollTop - scrollTop.value) < 1) return
    scrollTop.value = element.scrollTop
    top.value = isScaled.value
      ? (scrollTop.value / Math.max(1, maxScroll.value)) * maxTop.value
      : scrollTop.value
  }

  /** A turn of the wheel moves by its pixels, also where the thumb moves by thousands of rows. */
  function onWheel(event: WheelEvent): void {
    if (!isScaled.value || event.ctrlKey || event.deltaY === 0) return
    event.preventDefault()
    moveTo(top.value + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1))
  }

  /** Scrolls as little as needed for the row to be in view. */
  function reveal(index: number): void {
    const start = index * rowHeight
    if (start < top.value) moveTo(start)
    else if (start + rowHeight > top.value + viewHeight.value) moveTo(start + rowHeight - viewHeight.value)
  }

  let observer: ResizeObserver | undefined
  onMounted(() => {
    const element = scroller.value
    if (!element) return
    observer = new ResizeObserver(
      () => (viewHeight.value = Math.max(rowHeight, element.clientHeight - headHeight)),
    )
    observer.observe(element)
    element.addEventListener('wheel', onWheel, { passive: false })
    viewHeight.value = Math.max(rowHeight, element.clientHeight - headHeight)
    requestAnimationFrame(() => moveTo(top.value))
  })
  onScopeDispose(() => observer?.disconnect())

  return { height, first, last, visibleRows, shift, offsetOf, moveTo, reveal, onScroll }
}
