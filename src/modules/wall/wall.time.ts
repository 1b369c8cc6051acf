import type { WallContent, WallPage } from '@contract/wall'

/** How old what is shown may be (R07-63): older than two minutes is told, older than ten is not live any more. */
export type Freshness = 'fresh' | 'old' | 'stale'
const minuteMs = 60_000
const oldMs = 2 * minuteMs
const staleMs = 10 * minuteMs

export function freshnessOf(ageMs: number): Freshness {
  if (ageMs > staleMs) return 'stale'
  return ageMs > oldMs ? 'old' : 'fresh'
}

export function minutesOf(ms: number): number {
  return Math.floor(Math.max(0, ms) / minuteMs)
}

/** How often a wall asks when all goes well. */
export const refreshMs = 15_000
const retrySeconds = [5, 10, 20, 40, 60]

/** How long a wall waits after so many failures in a row (R07-64). */
export function retryMs(failures: number): number {
  return (retrySeconds[Math.min(Math.max(failures, 1), retrySeconds.length) - 1] ?? 60) * 1000
}

/** A page of the rotation; a view that could not be read is a notice in its place (R07-64). */
export type Shown =
  { readonly kind: 'page'; readonly page: WallPage } | { readonly kind: 'failed'; readonly view: number }

export function viewOf(shown: Shown): number {
  return shown.kind === 'page' ? shown.page.view : shown.view
}

export function rotationOf({ failed, pages }: Pick<WallContent, 'failed' | 'pages'>): Shown[] {
  const notices = failed.map((view): Shown => ({ kind: 'failed', view }))
  const shown = pages.map((page): Shown => ({ kind: 'page', page }))
  return [...shown, ...notices].sort((left, right) => viewOf(left) - viewOf(right))
}

const pageOf = (shown: Shown) => (shown.kind === 'page' ? shown.page.page : 1)

/** Where the rotation goes on when other pages came: at the same place, else at the first one behind it. */
export function placeIn(rotation: readonly Shown[], was: Shown | undefined): number {
  if (!was || rotation.length === 0) return 0
  const behind = rotation.findIndex(
    (shown) => viewOf(shown) > viewOf(was) || (viewOf(shown) === viewOf(was) && pageOf(shown) >= pageOf(was)),
  )
  return behind < 0 ? 0 : behind
}

/** Two pixels to another corner every hour, so that nothing burns in. */
export function hourlyShift(now: number): { x: number; y: number } {
  const corner = Math.floor(now / (60 * minuteMs)) % 4
  return { x: corner === 1 || corner === 2 ? 2 : 0, y: corner >= 2 ? 2 : 0 }
}

const reloadHour = 3

/** Milliseconds until the next 03:00 of this machine (R07-64). */
export function untilReload(now: number): number {
  const next = new Date(now)
  next.setHours(reloadHour, 0, 0, 0)
  if (next.getTime() <= now) next.setDate(next.getDate() + 1)
  return next.getTime() - now
}
