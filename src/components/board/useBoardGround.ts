import { computed } from 'vue'
import type { AcBoardProps, BoardHours } from './board.types'
import { lowerTicks } from './axisTicks'
import { offShades, type BoardShade } from './boardShades'
import { stretchFrom, stretchOf } from './drawnBars'
import type { TimeScale } from './timeScale'
import type { BoardViewport } from './useBoardView'

const nothing = () => ''
const wordless = {
  ...{ time: nothing, day: nothing, shortDay: nothing },
  ...{ dayOfMonth: nothing, week: nothing, month: nothing },
}

export interface PlacedShade extends BoardShade {
  readonly left: number
  readonly width: number
}

/** Where a stretch of the ground stands. */
export function placedShade(shade: BoardShade, scale: TimeScale): PlacedShade {
  const left = Math.round(scale.x(shade.from))
  return { ...shade, left, width: Math.round(scale.x(shade.to)) - left }
}

/**
 * What is behind all rows: the lines of time, and the off-time of the calendar that most people have. Rows of the others
 * draw both for themselves.
 */
export function useBoardGround(props: Readonly<AcBoardProps>, view: BoardViewport) {
  const from = computed(() => stretchFrom(view.left.value, 0))
  const stretch = computed(() => stretchOf(from.value, view.viewWidth.value))
  const lines = computed(() => lowerTicks(view.scale.value, view.clock.value, stretch.value, wordless))

  const hours = computed<BoardHours | undefined>(() => {
    const counts = new Map<BoardHours, number>()
    for (const row of props.rows)
      if (row.kind === 'worker' && row.hours) counts.set(row.hours, (counts.get(row.hours) ?? 0) + 1)
    return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0]
  })
  const off = computed<readonly PlacedShade[]>(() => {
    const { scale } = view
    if (!hours.value || view.isMonth.value) return []
    const [begin, end] = [scale.value.instantAt(stretch.value.from), scale.value.instantAt(stretch.value.to)]
    return offShades(hours.value, begin, end).map((shade) => placedShade(shade, scale.value))
  })

  return { lines, hours, off }
}
export type BoardGround = ReturnType<typeof useBoardGround>
