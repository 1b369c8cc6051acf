import type { ActivityId } from '@contract/id'
import type { BoardBar, BoardRow } from './board.types'
import { layoutOf, placesWithin } from './rowLayout'
import type { TimeScale } from './timeScale'
import { laneHeight, rowPadding } from './useBoardView'

/** A bar with its place in its row, in pixels. */
export interface DrawnBar {
  readonly bar: BoardBar
  /** Among the bars of its row, by start. */
  readonly place: number
  readonly left: number
  readonly width: number
  readonly top: number
}
/** The stretch of the chart that a row draws, in pixels. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const barHeight = laneHeight - 2
const leastWidth = 4
/** Rows redraw when the view has moved by so much, and draw as much beside it. */
const block = 320
const beside = 160
/** Neighbouring rows redraw in different frames. */
const phases = 8

/** Where a row begins to draw while the view stands at `left`: it changes only once a block. */
export function stretchFrom(left: number, rowIndex: number): number {
  const phase = ((rowIndex * 3) % phases) * (block / phases)
  return Math.floor((left - beside + phase) / block) * block - phase
}

export function stretchOf(from: number, viewWidth: number): Stretch {
  return { from, to: from + viewWidth + 2 * beside + block }
}

/** The bars of a row that a stretch shows. */
export function drawnBars(row: BoardRow, scale: TimeScale, { from, to }: Stretch): DrawnBar[] {
  const layout = layoutOf(row.bars)
  const places = placesWithin(layout, scale.instantAt(from), scale.instantAt(to))
  return places.flatMap((at) => {
    const bar = layout.bars[at]
    return bar ? [{ place: at, ...drawnAt(bar, layout.lanes[at] ?? 0, scale) }] : []
  })
}

function drawnAt(bar: BoardBar, lane: number, scale: TimeScale): Omit<DrawnBar, 'place'> {
  const left = Math.round(scale.x(bar.start))
  const width = Math.max(leastWidth, Math.round(scale.x(bar.end)) - left - 1)
  return { bar, left, width, top: rowPadding + lane * laneHeight }
}

/** A bar of a row with its place and lane, wherever it is. */
export function drawnById(
  row: BoardRow,
  id: ActivityId,
  scale: TimeScale,
): (DrawnBar & { readonly lane: number }) | undefined {
  const layout = layoutOf(row.bars)
  const at = layout.bars.findIndex((bar) => bar.id === id)
  const bar = layout.bars[at]
  const lane = layout.lanes[at] ?? 0
  return bar && { place: at, lane, ...drawnAt(bar, lane, scale) }
}

const edge = 6
const leastForEdges = 20

export interface BarHit {
  readonly bar: BoardBar
  readonly part: 'body' | 'start' | 'end'
}

/** The bar of a row under a point of it, and whether the point is on one of its edges. */
export function barHit(row: BoardRow, scale: TimeScale, x: number, y: number): BarHit | undefined {
  const hit = drawnBars(row, scale, { from: x - leastWidth - 1, to: x + 1 }).find(
    ({ left, top, width }) => x >= left && x < left + width && y >= top && y < top + barHeight,
  )
  if (!hit) return undefined
  const { bar, left, width } = hit
  if (width < leastForEdges) return { bar, part: 'body' }
  if (x >= left + width - edge) return { bar, part: 'end' }
  return { bar, part: x < left + edge ? 'start' : 'body' }
}
