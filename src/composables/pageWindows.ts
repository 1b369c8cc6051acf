import type { Page } from '@contract/page'

export const windowSize = 100

/** Where a window starts: at the list's beginning, behind or before a key, or at a place. */
export interface Cursor {
  readonly after?: string
  readonly before?: string
  readonly offset?: number
}

export interface PageWindow<Item> {
  readonly items: readonly Item[]
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

/** The windows of a list that are held, by their place: window 3 holds the rows 300 to 399. */
export type PageWindows<Item> = ReadonlyMap<number, PageWindow<Item>>

/** How to fetch a window: by a neighbour's key where one is held, else by its place. */
export function cursorOf<Item>(windows: PageWindows<Item>, at: number): Cursor {
  if (at === 0) return {}
  const after = windows.get(at - 1)?.next
  if (after !== undefined) return { after }
  const before = windows.get(at + 1)?.previous
  if (before !== undefined) return { before }
  return { offset: at * windowSize }
}

/** The windows that the rows `first` to `last` lie in. */
export function windowsOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / windowSize)
  const to = Math.floor(Math.max(0, last) / windowSize)
  return Array.from({ length: to - from + 1 }, (_, step) => from + step)
}

/** Adds a window and lets go of those that are far from the rows in view: about 300 rows stay. */
export function withWindow<Item>(
  windows: PageWindows<Item>,
  at: number,
  page: Page<Item>,
  inView: readonly number[],
): PageWindows<Item> {
  const first = Math.min(at, ...inView) - 1
  const last = Math.max(at, ...inView) + 1
  const kept = [...windows].filter(([place]) => place >= first && place <= last)
  return new Map<number, PageWindow<Item>>([...kept, [at, page]])
}

/** Rows the list has at least; exact when its end is held. */
export function knownRows<Item>(windows: PageWindows<Item>): { rows: number; isEnd: boolean } {
  const last = Math.max(-1, ...windows.keys())
  const window = windows.get(last)
  if (!window) return { rows: 0, isEnd: false }
  const rows = last * windowSize + window.items.length
  return window.next === undefined ? { rows, isEnd: true } : { rows: rows + windowSize, isEnd: false }
}
