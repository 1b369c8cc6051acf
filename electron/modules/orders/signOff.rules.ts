import { createHash } from 'node:crypto'
import { canonical } from '../../db/changeLog'
import type { Strokes } from '../../shared/contract/orderSignOff'
import type { StoredLine } from './lines.repository'

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

/** What of a line is signed: what was done, by whom, to what, and its price to the customer; no cost. */
const signedFields = [
  'id', 'lineNo', 'type', 'description', 'categoryId', 'workerId', 'itemId', 'variant', 'serialNumber', 'unit',
  'actualQty', 'startAt', 'endAt', 'salesPrice', 'discount', 'linePropertyId', 'objectRelationId', 'taskRelationId',
  'serviceDate', 'salesAmount',
] as const satisfies readonly (keyof StoredLine)[] // prettier-ignore

/** The canonical content of signed lines; its SHA-256 proves that they are what was signed (R04-41). */
export function signedContent(
  order: { readonly number: string; readonly currency: string },
  lines: readonly StoredLine[],
): string {
  const signed = lines.map((line) => Object.fromEntries(signedFields.map((field) => [field, line[field]])))
  return canonical({ number: order.number, currency: order.currency, lines: signed })
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A Created line that is signed is locked (R04-42). */
export function isLocked({ signOffId, status }: Pick<StoredLine, 'signOffId' | 'status'>): boolean {
  return status === 'created' && signOffId !== undefined
}
