import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A display as far as a wall chooses by it. */
export interface WallDisplay {
  readonly id: number
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

const placeFile = (folder: string) => join(folder, 'wall-display.json')

/** The display that the wall had, by its id and its place; undefined when it never had one. */
export function readWallDisplay(folder: string): WallDisplay | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(placeFile(folder), 'utf8'))
    return isDisplay(kept) ? kept : undefined
  } catch {
    return undefined // the first start, or a file cut short by a power cut
  }
}

export function saveWallDisplay(folder: string, { bounds, id }: WallDisplay): void {
  writeFileSync(placeFile(folder), JSON.stringify({ id, bounds }))
}

function isDisplay(value: unknown): value is WallDisplay {
  if (typeof value !== 'object' || value === null) return false
  const bounds: unknown = Reflect.get(value, 'bounds')
  if (typeof bounds !== 'object' || bounds === null) return false
  const numbers = ['x', 'y', 'width', 'height'].map((name): unknown => Reflect.get(bounds, name))
  return [Reflect.get(value, 'id'), ...numbers].every(Number.isSafeInteger)
}

/**
 * Where the wall hangs: at the display it had, which systems number anew after a restart; else at the largest one.
 * The first of equal ones is the primary.
 */
export function chooseDisplay<Display extends WallDisplay>(
  displays: readonly [Display, ...Display[]],
  had: WallDisplay | undefined,
): Display {
  const isAtPlace = ({ bounds }: Display) =>
    bounds.x === had?.bounds.x && bounds.y === had.bounds.y && bounds.width === had.bounds.width
  const sizeOf = ({ bounds }: Display) => bounds.width * bounds.height
  return (
    displays.find(({ id }) => id === had?.id) ??
    displays.find(isAtPlace) ??
    displays.reduce((largest, display) => (sizeOf(display) > sizeOf(largest) ? display : largest))
  )
}

const reloadHour = 3

/** Milliseconds until the next 03:00 of the machine's clock, when the page begins anew (R07-64). */
export function untilReload(now: Date): number {
  const next = new Date(now)
  next.setHours(reloadHour, 0, 0, 0)
  if (next <= now) next.setDate(next.getDate() + 1)
  next.setHours(reloadHour, 0, 0, 0)
  return next.getTime() - now.getTime()
}
