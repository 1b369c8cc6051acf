import type { Slot } from '@contract/dispatch'
import { computed, shallowRef } from 'vue'
import type { BoardMove } from './board.types'
import { isSameMove, isUnmoved, type Held } from './boardMoves'

export type HeldPart = 'body' | 'start' | 'end'

interface Holding {
  readonly held: Held
  readonly by: 'pointer' | 'keys'
  readonly part: HeldPart
  /** Where a bar stands; entries of a list may have no time yet. */
  readonly slot?: Slot | undefined
}

interface HoldOptions {
  readonly ghost: (move: BoardMove | undefined) => void
  readonly drop: (move: BoardMove) => void
}

/** What is dragged or carried, and where it would fall. The page is asked about each new place once. */
export function useBoardHold({ drop, ghost }: HoldOptions) {
  const holding = shallowRef<Holding>()
  const move = shallowRef<BoardMove>()

  function take(next: Holding): void {
    holding.value = next
    move.value = undefined
  }

  function propose(next: BoardMove | undefined): void {
    if (isSameMove(move.value, next)) return
    move.value = next
    ghost(next)
  }

  function end(): void {
    if (!holding.value) return
    holding.value = undefined
    move.value = undefined
    ghost(undefined)
  }

  /** Lets go: what it was told to do, unless that changes nothing. */
  function letGo(next: BoardMove | undefined = move.value): BoardMove | undefined {
    const held = holding.value?.held
    end()
    if (!held || !next || isUnmoved(held, next)) return undefined
    drop(next)
    return next
  }

  return { holding, move, heldId: computed(() => holding.value?.held.activityId), take, propose, end, letGo }
}
export type BoardHold = ReturnType<typeof useBoardHold>
