import type { Instant } from '@contract/time'
import type { BoardZoom } from './board.types'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** How many days fill the view, and the least pixels of one. */
const zooms: Readonly<Record<BoardZoom, { readonly days: number; readonly least: number }>> = {
  hours: { days: 0.25, least: 2688 },
  day: { days: 1, least: 1056 },
  week: { days: 7, least: 104 },
  month: { days: 31, least: 38 },
}

/** Instants as pixels from the left of the chart, straight: an hour is as wide on each day, a clock change too. */
export function timeScale(from: Instant, to: Instant, zoom: BoardZoom, viewWidth: number) {
  const { days, least } = zooms[zoom]
  // A range that is shorter than what the zoom shows fills the view.
  const perMs = Math.max(Math.max(viewWidth / days, least) / dayMs, viewWidth / (to - from))
  return {
    from,
    to,
    zoom,
    /** Pixels of an hour. */
    hourWidth: perMs * hourMs,
    width: Math.round((to - from) * perMs),
    x: (instant: Instant) => (instant - from) * perMs,
    /** To the minute. */
    instantAt: (x: number): Instant => Math.round((from + x / perMs) / 60_000) * 60_000,
  }
}
export type TimeScale = ReturnType<typeof timeScale>
