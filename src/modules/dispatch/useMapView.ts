import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { fittingView, movedView, zoomedView, type MapSize, type MapView } from './mapView'
import type { MapPoint } from './mapOutline'

const zoomStep = 1.5
const moveStep = 60
/** Room for the marks at the edge. */
const margin = 48

/** What of the map is in sight: everything, until somebody moves or enlarges it. */
export function useMapView(frame: Ref<HTMLElement | null>, points: () => readonly MapPoint[]) {
  const size = ref<MapSize>({ width: 0, height: 0 })
  const own = shallowRef<MapView>()
  const fitting = computed(() =>
    points().length > 0 && size.value.width > 0 ? fittingView(points(), size.value, margin) : undefined,
  )
  const view = computed(() => own.value ?? fitting.value)

  const observer = new ResizeObserver(([entry]) => {
    if (entry)
      size.value = {
        width: Math.round(entry.contentRect.width),
        height: Math.round(entry.contentRect.height),
      }
  })
  // The frame comes with the first visits, and goes with the last.
  watch(
    frame,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => observer.disconnect())
  const fit = () => (own.value = undefined)
  // Another day or other people: everything is in sight again.
  watch(
    () => points().length,
    () => fit(),
  )

  const middle = (): [number, number] => [size.value.width / 2, size.value.height / 2]
  function zoom(factor: number, at = middle()): void {
    if (view.value) own.value = zoomedView(view.value, factor, at)
  }
  function move(right: number, down: number): void {
    if (view.value) own.value = movedView(view.value, right, down)
  }

  function onWheel(event: WheelEvent): void {
    const box = frame.value?.getBoundingClientRect()
    if (box) zoom(Math.exp(-event.deltaY / 400), [event.clientX - box.left, event.clientY - box.top])
  }
  let from: { x: number; y: number } | undefined
  function onPointerdown(event: PointerEvent): void {
    if (event.button === 0) from = { x: event.clientX, y: event.clientY }
  }
  function onPointermove(event: PointerEvent): void {
    if (!from) return
    // A click on a mark is none of the map; a move holds on to it beyond its edge.
    if (event.currentTarget instanceof Element && !event.currentTarget.hasPointerCapture(event.pointerId)) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < 4) return
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    move(event.clientX - from.x, event.clientY - from.y)
    from = { x: event.clientX, y: event.clientY }
  }
  const onPointerup = () => (from = undefined)

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    '0': fit,
    ArrowLeft: () => move(moveStep, 0),
    ArrowRight: () => move(-moveStep, 0),
    ArrowUp: () => move(0, moveStep),
    ArrowDown: () => move(0, -moveStep),
  }
  function onKeydown(event: KeyboardEvent): void {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  return {
    size,
    view,
    fit,
    zoomIn: () => zoom(zoomStep),
    zoomOut: () => zoom(1 / zoomStep),
    handlers: {
      wheel: onWheel,
      pointerdown: onPointerdown,
      pointermove: onPointermove,
      pointerup: onPointerup,
      pointercancel: onPointerup,
      keydown: onKeydown,
    },
  }
}
