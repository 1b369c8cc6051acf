import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rectangle } from 'electron'

export interface WindowState extends Partial<Rectangle> {
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

const usual: WindowState = { width: 1440, height: 900, isMaximized: false }
const stateFile = (folder: string) => join(folder, 'window.json')

/** Where the window was; the usual size when nothing is known or the screen it was on has gone. */
export function readWindowState(folder: string, screens: readonly Rectangle[]): WindowState {
  const saved = parseState(read(stateFile(folder)))
  return saved && screens.some((screen) => isVisibleOn(saved, screen)) ? saved : usual
}

export function saveWindowState(folder: string, bounds: Rectangle, isMaximized: boolean): void {
  writeFileSync(stateFile(folder), JSON.stringify({ ...bounds, isMaximized }))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // the first start, or a folder that may not be read: the usual size
  }
}

type Saved = Rectangle & WindowState

function parseState(text: string): Saved | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isState(parsed) ? parsed : undefined
  } catch {
    return undefined // cut short by a crash: the usual size
  }
}

function isState(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null) return false
  const numbers = ['x', 'y', 'width', 'height'].map((name): unknown => Reflect.get(value, name))
  return numbers.every(Number.isSafeInteger) && typeof Reflect.get(value, 'isMaximized') === 'boolean'
}

const gripPixels = 100

/** Whether enough of the title bar lies on the screen to take hold of it. */
function isVisibleOn(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x)
  const right = Math.min(window.x + window.width, screen.x + screen.width)
  return (
    right - left >= gripPixels && window.y >= screen.y && window.y < screen.y + screen.height - gripPixels
  )
}
