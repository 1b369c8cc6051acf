import type { ActivityId } from '@contract/id'
import type { OrderPriority } from '@contract/orderLiterals'
import type { Instant } from '@contract/time'
import type { Ref } from 'vue'
import type { BoardFocus } from './board.types'
import type { BoardGround } from './useBoardGround'
import type { BoardTexts } from './useBoardTexts'
import type { BoardViewport } from './useBoardView'

/** What every part of a board sees of the whole. */
export interface BoardState {
  readonly id: string
  readonly view: BoardViewport
  readonly texts: BoardTexts
  readonly ground: BoardGround
  /** To the minute. */
  readonly now: Readonly<Ref<Instant>>
  readonly focus: Readonly<Ref<BoardFocus | undefined>>
  readonly selected: Readonly<Ref<ReadonlySet<ActivityId> | undefined>>
  /** What is dragged or carried: its bar is drawn pale. */
  readonly heldId: Readonly<Ref<ActivityId | undefined>>
  readonly paints: Readonly<Ref<Readonly<Record<OrderPriority, BarPaint>>>>
}

/** The colours of a priority: of the bar, and of the strip at its beginning. */
export interface BarPaint {
  readonly tint: string
  readonly strip: string
}

export const headId = (board: string, rowKey: string) => `${board}-head-${rowKey}`
export const barId = (board: string, activity: ActivityId) => `${board}-bar-${activity}`
export const cursorId = (board: string) => `${board}-cursor`
