import type { Slot } from '@contract/dispatch'
import type { Instant } from '@contract/time'
import { ref } from 'vue'
import type { AcBoardProps, BoardItem, BoardMove, BoardRow } from './board.types'
import { heldBar, moveTo, resizeTo, type Held, type MoveRules } from './boardMoves'
import type { BoardFocusing } from './useBoardFocus'
import type { BoardHold } from './useBoardHold'
import type { BoardViewport } from './useBoardView'

interface CarryOptions {
  readonly props: Readonly<AcBoardProps>
  readonly view: BoardViewport
  readonly hold: BoardHold
  readonly focusing: BoardFocusing
  readonly refuse: (text: string) => void
  /** A new place, to be said. */
  readonly placed: (row: BoardRow, move: BoardMove) => void
  readonly ended: (held: Held, move: BoardMove | undefined) => void
}

const minuteMs = 60_000

/** Carrying by keyboard, what dragging is with a pointer (ux 4.5): arrows move, comma and point change the duration. */
export function useBoardCarry(options: CarryOptions) {
  const { focusing, hold, props, view } = options
  const index = ref(0)
  const start = ref<Instant>(0)
  let resized: Slot | undefined

  function isCarrying(): boolean {
    return hold.holding.value?.by === 'keys'
  }

  /** Picks up the bar that has the focus; says why not where nothing may be moved. */
  function pickUpFocused(): boolean {
    const bar = focusing.barOf()
    if (!bar) return false
    const { bar: own } = bar.stop
    return take(heldBar(own, bar.row.key), focusing.indexOf(bar.row.key), own.start, own)
  }

  /** Picks up an entry of a list, where the focus is. */
  function pickUp(item: BoardItem): void {
    const { at, index: begin } = focusing.placeToCarry()
    const row = props.rows.findIndex((own, place) => place >= begin && own.kind === 'worker')
    take(item, row < 0 ? begin : row, item.start ?? view.clock.value.snap(at, props.gridMinutes))
  }

  function take(held: Held, row: number, at: Instant, slot?: Slot): boolean {
    if (props.readOnlyText !== undefined) {
      options.refuse(props.readOnlyText)
      return true
    }
    ;[index.value, start.value, resized] = [row, at, undefined]
    hold.take({ held, by: 'keys', part: 'body', slot })
    propose(true)
    return true
  }

  const rules = (how: Partial<MoveRules> = {}): MoveRules => ({
    ...{ clock: view.clock.value, gridMinutes: props.gridMinutes, zoom: props.zoom },
    ...{ keepsTime: false, ignoresGrid: true, ...how },
  })

  /** What it would do here; a changed duration comes with the place. */
  function moveHere(how: Partial<MoveRules> = {}): BoardMove | undefined {
    const row = props.rows[index.value]
    const held = hold.holding.value?.held
    if (!row || !held) return undefined
    if (resized && held.rowKey === row.key)
      return {
        kind: 'resize',
        activityId: held.activityId,
        rowKey: row.key,
        slot: resized,
        duration: (resized.end - resized.start) / minuteMs,
      }
    return moveTo(held, row, start.value, rules(how))
  }

  function propose(isSaid: boolean): void {
    const next = moveHere()
    const row = props.rows[index.value]
    hold.propose(next)
    if (!row) return
    const slot = next?.kind === 'move' || next?.kind === 'resize' ? next.slot : undefined
    view.reveal(index.value, slot)
    if (isSaid && next) options.placed(row, next)
  }

  function moveTime(step: 1 | -1, how: 'grid' | 'minute' | 'day'): void {
    const { clock } = view
    resized = undefined
    if (how === 'day' || view.isMonth.value) start.value = clock.value.addDays(start.value, step)
    else if (how === 'minute') start.value += step * minuteMs
    else start.value = clock.value.step(start.value, props.gridMinutes, step)
    propose(true)
  }

  function moveRow(step: number): void {
    resized = undefined
    index.value = Math.min(props.rows.length - 1, Math.max(0, index.value + step))
    propose(true)
  }

  /** Shorter or longer by a step of the grid, where the activity stands. */
  function stretch(step: 1 | -1): void {
    const { held, slot } = hold.holding.value ?? {}
    if (!held || !slot || held.rowKey === undefined) return
    index.value = focusing.indexOf(held.rowKey)
    const from = resized ?? slot
    const to = view.clock.value.step(from.end, props.gridMinutes, step)
    const next = resizeTo({ activityId: held.activityId, rowKey: held.rowKey, ...from }, 'end', to, rules())
    if (next.kind !== 'resize') return
    resized = next.slot
    start.value = next.slot.start
    propose(true)
  }

  function letGo(keepsTime: boolean): void {
    const held = hold.holding.value?.held
    const next = keepsTime ? moveHere({ keepsTime: true }) : moveHere()
    if (held) options.ended(held, hold.letGo(next))
  }

  function unassign(): void {
    const held = hold.holding.value?.held
    if (held) options.ended(held, hold.letGo({ kind: 'unassign', activityId: held.activityId }))
  }

  function cancel(): void {
    const held = hold.holding.value?.held
    hold.end()
    if (held) options.ended(held, undefined)
  }

  return { isCarrying, pickUpFocused, pickUp, moveTime, moveRow, stretch, letGo, unassign, cancel }
}
export type BoardCarry = ReturnType<typeof useBoardCarry>
