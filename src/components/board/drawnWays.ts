import type { DrawnBar } from './drawnBars'

/** The way to a bar, in pixels. */
export interface DrawnWay {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly isAssumed: boolean
  /** Longer than the time there is: it is drawn no farther than what comes before. */
  readonly isCut: boolean
}

/** Less than this is no wave. */
const leastWidth = 4

/** The ways to the bars of a row; none is drawn over a bar. */
export function drawnWays(bars: readonly DrawnBar[], hourWidth: number): DrawnWay[] {
  return bars.flatMap(({ bar, left, top }) => {
    const wanted = Math.round(((bar.travelMinutes ?? 0) / 60) * hourWidth)
    if (wanted <= 0) return []
    const ends = bars.map((other) => other.left + other.width).filter((end) => end <= left)
    const room = left - Math.max(...ends)
    const width = Math.min(wanted, room)
    if (width < leastWidth) return []
    return [
      { left: left - width, top, width, isAssumed: bar.isTravelAssumed === true, isCut: wanted > room + 1 },
    ]
  })
}
