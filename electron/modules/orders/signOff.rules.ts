import type { LineStatus } from '../../shared/contract/orders'
import type { Strokes } from '../../shared/contract/orderSignOff'

const fewestStrokes = 2
const shortestPath = 40

/** Whether nothing was drawn that could be a signature: one stroke at most, shorter than 40 px (R04-41). */
export function isEmptyDrawing(strokes: Strokes): boolean {
  if (strokes.length >= fewestStrokes) return false
  return strokes.every((points) => lengthOf(points) < shortestPath)
}

function lengthOf(points: Strokes[number]): number {
  return points.slice(1).reduce((sum, { x, y }, index) => {
    const from = points[index]
    return from ? sum + Math.hypot(x - from.x, y - from.y) : sum
  }, 0)
}

/** A Created line that is signed is locked (R04-42). */
export function isLocked({
  signOffId,
  status,
}: {
  readonly signOffId?: string | undefined
  readonly status: LineStatus
}): boolean {
  return status === 'created' && signOffId !== undefined
}
