import type { BoardPlan } from './plan'

/** A board under measurement, as the page drives it. */
export interface Subject {
  /** Draws the plan; nothing is left for later but what the board itself leaves. */
  mount(host: HTMLElement, plan: BoardPlan): void | Promise<void>
  /** What stands there once bars are drawn. */
  readonly bars: string
  scroll(dx: number, dy: number): void
  zoom(step: number): void
  /** Takes a bar and moves it about; absent: it cannot be driven so. */
  readonly drag?: {
    take(): void
    move(step: number): void
    drop(): void
  }
  /** Of a tree: closes all of it, then opens the way to a node that a search finds. */
  readonly find?: {
    close(): void
    show(step: number): string
    isShown(): boolean
  }
}
