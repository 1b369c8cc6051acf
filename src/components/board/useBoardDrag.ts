import type { Instant } from '@contract/time'
import { onScopeDispose, type Ref } from 'vue'
import type { AcBoardProps, BoardItem, BoardMove } from './board.types'
import { heldBar, moveTo, resizeTo, type Held, type MoveRules } from './boardMoves'
import { barHit } from './drawnBars'
import type { BoardHold, HeldPart } from './useBoardHold'
import { axisHeight, headWidth, loadWidth, type BoardViewport } from './useBoardView'

/** Pixels from which a press is a drag. */
const threshold = 4
/** Near the edges the board scrolls along, by so much a frame at most. */
const edge = 40
const fastest = 24

interface DragOptions {
  readonly scroller: Ref<HTMLElement | null>
  readonly props: Readonly<AcBoardProps>
  readonly view: BoardViewport
  readonly hold: BoardHold
  readonly refuse: (text: string) => void
  readonly overList: (isOver: boolean) => void
  /** After a drop, and after a drag that was given up. */
  readonly ended: (held: Held, move: BoardMove | undefined) => void
}
interface Session {
  readonly held: Held
  readonly part: HeldPart
  readonly slot?: { readonly start: Instant; readonly end: Instant }
  readonly startX: number
  readonly startY: number
  /** From the start of what is held to the pointer, in milliseconds. */
  grab: number
  isMoving: boolean
  /** It has been away from the edges: whoever only crosses one on the way in does not scroll. */
  isInside?: boolean
}

/** Dragging with a pointer (R07-32): the nearest time of the grid, Shift keeps the time, Ctrl goes by minutes. */
export function useBoardDrag(options: DragOptions) {
  const { hold, props, scroller, view } = options
  let session: Session | undefined
  let rect = new DOMRect()
  let last: PointerEvent | undefined
  let frame = 0
  let isOverList = false

  const chartX = (event: PointerEvent | MouseEvent) => event.clientX - rect.left - headWidth + view.left.value
  const chartY = (event: PointerEvent | MouseEvent) => event.clientY - rect.top - axisHeight + view.top.value

  /** What stands under a pointer; `undefined` on heads, loads and the axis. */
  function placeOf(event: PointerEvent | MouseEvent) {
    rect = scroller.value?.getBoundingClientRect() ?? rect
    if (!isInChart(event)) return undefined
    const [x, y] = [chartX(event), chartY(event)]
    const found = y < view.height.value ? view.rowAt(y) : undefined
    if (!found) return undefined
    const hit = view.isMonth.value ? undefined : barHit(found.row, view.scale.value, x, found.y)
    return { ...found, at: view.scale.value.instantAt(x), hit }
  }

  function isInChart({ clientX, clientY }: MouseEvent): boolean {
    const isBeside = clientX < rect.left + headWidth || clientX > rect.right - loadWidth
    return !isBeside && clientY >= rect.top + axisHeight && clientY < rect.bottom
  }

  /** A press on a bar: it becomes a drag when the pointer moves. */
  function press(event: PointerEvent): void {
    const place = placeOf(event)
    if (event.button !== 0 || !place?.hit) return
    const { bar, part } = place.hit
    begin({
      held: heldBar(bar, place.row.key),
      part,
      slot: { start: bar.start, end: bar.end },
      grab: place.at - bar.start,
      ...{ startX: event.clientX, startY: event.clientY, isMoving: false },
    })
  }

  function beginDrag(item: BoardItem, event: PointerEvent): void {
    if (event.button !== 0) return
    rect = scroller.value?.getBoundingClientRect() ?? rect
    begin({
      held: item,
      part: 'body',
      grab: 0,
      ...{ startX: event.clientX, startY: event.clientY, isMoving: false },
    })
  }

  function begin(next: Session): void {
    stop()
    session = next
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('keyup', onKey, true)
  }

  function stop(): void {
    if (isOverList) options.overList(false)
    ;[session, last, isOverList] = [undefined, undefined, false]
    cancelAnimationFrame(frame)
    frame = 0
    window.removeEventListener('pointermove', onMove)
    window.removeEventListener('pointerup', onUp)
    window.removeEventListener('pointercancel', cancel)
    window.removeEventListener('keydown', onKey, true)
    window.removeEventListener('keyup', onKey, true)
  }

  function onMove(event: PointerEvent): void {
    if (!session) return
    if (!session.isMoving) {
      if (Math.hypot(event.clientX - session.startX, event.clientY - session.startY) < threshold) return
      if (props.readOnlyText !== undefined) {
        options.refuse(props.readOnlyText)
        stop()
        return
      }
      session.isMoving = true
      rect = scroller.value?.getBoundingClientRect() ?? rect
      getSelection()?.removeAllRanges()
      hold.take({ held: session.held, by: 'pointer', part: session.part, slot: session.slot })
    }
    last = event
    if (frame === 0) frame = requestAnimationFrame(onFrame)
  }

  function onFrame(): void {
    frame = 0
    if (!session || !last) return
    hold.propose(moveOf(session, last))
    if (scrollAlong(last)) frame = requestAnimationFrame(onFrame)
  }

  function moveOf(of: Session, event: PointerEvent): BoardMove | undefined {
    const isOut = !contains(rect, event)
    setOverList(isOut && of.held.rowKey !== undefined && isUnassignZone(event))
    if (isOut) return isOverList ? { kind: 'unassign', activityId: of.held.activityId } : undefined
    const at = view.scale.value.instantAt(chartX(event))
    if (of.part !== 'body' && of.slot && of.held.rowKey !== undefined)
      return resizeTo(
        { activityId: of.held.activityId, rowKey: of.held.rowKey, ...of.slot },
        of.part,
        at,
        rulesOf(event),
      )
    const y = chartY(event)
    const row = y >= view.top.value && y < view.height.value ? view.rowAt(y)?.row : undefined
    if (!row) return undefined
    const isOnHead = event.clientX < rect.left + headWidth
    const rules = rulesOf(event)
    return moveTo(of.held, row, at - (view.isMonth.value ? 0 : of.grab), {
      ...rules,
      // Dropped on its head a worker gets the activity at its own time.
      keepsTime: rules.keepsTime || (isOnHead && of.held.start !== undefined),
    })
  }

  function rulesOf({ ctrlKey, metaKey, shiftKey }: PointerEvent): MoveRules {
    return {
      ...{ clock: view.clock.value, gridMinutes: props.gridMinutes, zoom: props.zoom },
      ...{ keepsTime: shiftKey, ignoresGrid: ctrlKey || metaKey },
    }
  }

  function setOverList(isOver: boolean): void {
    if (isOver === isOverList) return
    isOverList = isOver
    options.overList(isOver)
  }

  function scrollAlong(event: PointerEvent): boolean {
    if (!contains(rect, event)) return false
    const speed = (from: number, to: number, at: number) => {
      if (at < from + edge) return -Math.ceil((fastest * Math.min(edge, from + edge - at)) / edge)
      return at > to - edge ? Math.ceil((fastest * Math.min(edge, at - to + edge)) / edge) : 0
    }
    const dx = speed(rect.left + headWidth, rect.right - loadWidth, event.clientX)
    const dy = speed(rect.top + axisHeight, rect.bottom, event.clientY)
    const [x, y] = [view.left.value, view.top.value]
    if (session && dx === 0 && dy === 0) session.isInside = true
    if (!session?.isInside || (dx === 0 && dy === 0)) return false
    view.moveTo(x + dx, y + dy)
    return view.left.value !== x || view.top.value !== y
  }

  function onUp(event: PointerEvent): void {
    const { held, isMoving } = session ?? {}
    if (session && isMoving) hold.propose(moveOf(session, event))
    stop()
    if (!held || !isMoving) return
    options.ended(held, hold.letGo())
    // The click that follows belongs to the drag.
    window.addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => window.removeEventListener('click', swallow, true))
  }

  function cancel(): void {
    const { held, isMoving } = session ?? {}
    stop()
    hold.end()
    if (held && isMoving) options.ended(held, undefined)
  }

  function onKey(event: KeyboardEvent): void {
    if (event.type === 'keydown' && event.key === 'Escape' && session?.isMoving) {
      event.preventDefault()
      event.stopPropagation()
      cancel()
    } else if (session && last && ['Shift', 'Control', 'Meta'].includes(event.key)) {
      const { ctrlKey, metaKey, shiftKey } = event
      const { clientX, clientY } = last
      last = new PointerEvent('pointermove', { clientX, clientY, ctrlKey, metaKey, shiftKey })
      if (frame === 0) frame = requestAnimationFrame(onFrame)
    }
  }

  onScopeDispose(stop)
  return { press, beginDrag, placeOf, cancel }
}

function swallow(event: MouseEvent): void {
  event.stopPropagation()
  event.preventDefault()
}

function contains(rect: DOMRect, { clientX, clientY }: MouseEvent): boolean {
  return clientX >= rect.left && clientX < rect.right && clientY >= rect.top && clientY < rect.bottom
}

function isUnassignZone({ clientX, clientY }: MouseEvent): boolean {
  return document.elementFromPoint(clientX, clientY)?.closest('[data-board-unassign]') != null
}
