import type { ActivityId } from '@contract/id'
import type { Slot } from '@contract/dispatch'
import type { Instant } from '@contract/time'
import { nextTick, type Ref } from 'vue'
import type { AcBoardProps, BoardFocus, BoardRow } from './board.types'
import { barId, cursorId, headId } from './boardState'
import { drawnById } from './drawnBars'
import { stopAt, stopsOf, type RowStop } from './rowStops'
import type { BoardViewport } from './useBoardView'

interface FocusOptions {
  readonly id: string
  readonly props: Readonly<AcBoardProps>
  readonly view: BoardViewport
  readonly focus: Ref<BoardFocus | undefined>
}

/** One tab stop that the arrow keys move: heads, bars, and the free times between them. */
export function useBoardFocus({ focus, id, props, view }: FocusOptions) {
  const range = (): Slot => ({ start: view.scale.value.from, end: view.scale.value.to })
  const indexOf = (key: string) => view.indexes.value.get(key) ?? -1
  const current = (): { index: number; row: BoardRow } | undefined => {
    const index = focus.value ? indexOf(focus.value.rowKey) : 0
    const row = props.rows[index]
    return row && { index, row }
  }

  function stops(row: BoardRow): RowStop[] {
    if (!view.isMonth.value) return stopsOf(row, range())
    return view.clock.value.days.map(({ from, to }) => ({ kind: 'off', start: from, end: to }))
  }

  function elementId({ at, barId: bar, rowKey }: BoardFocus): string {
    // The month has cells instead of bars.
    if (bar !== undefined && !view.isMonth.value) return barId(id, bar)
    return at === undefined ? headId(id, rowKey) : cursorId(id)
  }

  /** Puts the focus there and the keyboard with it. */
  function focusOn(next: BoardFocus, slot?: Slot): void {
    focus.value = next
    const index = indexOf(next.rowKey)
    const row = props.rows[index]
    const lane =
      row && next.barId !== undefined ? drawnById(row, next.barId, view.scale.value)?.lane : undefined
    view.reveal(index, slot, lane)
    void nextTick(() => document.getElementById(elementId(next))?.focus({ preventScroll: true }))
  }

  function focusStop(row: BoardRow, stop: RowStop | undefined): void {
    if (!stop) return focusHead(row)
    const { end, start } = stop
    const bar = stop.kind === 'bar' ? stop.bar.id : undefined
    focusOn({ rowKey: row.key, at: start, barId: bar }, { start, end })
  }

  function focusHead(row: BoardRow): void {
    focusOn({ rowKey: row.key })
  }

  /** The stop that has the focus. */
  function stopOf(row: BoardRow): { readonly all: RowStop[]; readonly place: number } {
    const all = stops(row)
    const { at, barId: bar } = focus.value ?? {}
    if (at === undefined) return { all, place: -1 }
    const held = all.findIndex((stop) => stop.kind === 'bar' && stop.bar.id === bar)
    const found = stopAt(all, at)
    return { all, place: held < 0 && found ? all.indexOf(found) : held }
  }

  function moveInRow(step: 1 | -1): void {
    const here = current()
    if (!here) return
    const { all, place } = stopOf(here.row)
    if (place < 0 && step > 0) return focusStop(here.row, stopAt(all, view.shown.value.start))
    const next = place + step
    if (next < 0) focusHead(here.row)
    else if (next < all.length) focusStop(here.row, all[next])
  }

  /** Another row, at the same time. */
  function moveRows(step: number): void {
    const here = current()
    if (!here) return
    const at = focus.value?.at
    const next = Math.min(props.rows.length - 1, Math.max(0, here.index + step))
    const row = props.rows[at === undefined || !view.isMonth.value ? next : withCells(next, Math.sign(step))]
    if (row && at === undefined) focusHead(row)
    else if (row && at !== undefined) {
      const stop = stopAt(stops(row), at)
      const bar = stop?.kind === 'bar' ? stop.bar.id : undefined
      // The time is kept, so that the way back leads to where it began.
      focusOn({ rowKey: row.key, at, barId: bar }, stop)
    }
  }

  /** In the month teams have no cells: the next row that has. */
  function withCells(index: number, direction: number): number {
    let found = index
    while (props.rows[found]?.kind === 'team') found += direction
    return found
  }

  /** The first or last stop of the day that has the focus. */
  function moveToEndOfDay(isLast: boolean): void {
    const here = current()
    const day = view.clock.value.dayAt(focus.value?.at ?? view.shown.value.start)
    if (!here || !day) return
    const own = stops(here.row).filter(({ start }) => start >= day.from && start < day.to)
    focusStop(here.row, isLast ? own.at(-1) : own[0])
  }

  function focusBar(wanted: ActivityId): boolean {
    for (const row of props.rows) {
      const bar = row.bars.find((own) => own.id === wanted)
      if (!bar) continue
      focusOn({ rowKey: row.key, at: bar.start, barId: bar.id }, bar)
      return true
    }
    return false
  }

  /** The next bar in conflict, from the focus on and around; false when there is none. */
  function nextConflict(): boolean {
    const begin = Math.max(0, current()?.index ?? 0)
    const after = focus.value?.at ?? -Infinity
    const rows = [...props.rows.slice(begin), ...props.rows.slice(0, begin + 1)]
    for (const [at, row] of rows.entries()) {
      const found = stopsOf(row, range()).find(
        (stop) =>
          stop.kind === 'bar' &&
          stop.bar.hasConflict &&
          stop.bar.id !== focus.value?.barId &&
          (at > 0 || stop.start >= after),
      )
      if (!found) continue
      focusStop(row, found)
      return true
    }
    return false
  }

  /** From where the focus is; else the first row in view. */
  function placeToCarry(): { index: number; at: Instant } {
    const at = focus.value?.at ?? view.shown.value.start
    return { index: Math.max(0, current()?.index ?? view.first.value), at }
  }

  function barOf(): { readonly row: BoardRow; readonly stop: RowStop & { kind: 'bar' } } | undefined {
    const here = current()
    const wanted = focus.value?.barId
    const stop = here && wanted !== undefined ? stopsOf(here.row, range()).find((own) => own.kind === 'bar' && own.bar.id === wanted) : undefined // prettier-ignore
    return here && stop?.kind === 'bar' ? { row: here.row, stop } : undefined
  }

  return {
    ...{ current, focusOn, focusStop, focusHead, moveInRow, moveRows, moveToEndOfDay },
    ...{ focusBar, nextConflict, placeToCarry, barOf, indexOf, range },
  }
}
export type BoardFocusing = ReturnType<typeof useBoardFocus>
