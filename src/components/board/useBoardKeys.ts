import type { ActivityId } from '@contract/id'
import type { Ref } from 'vue'
import { isMod, isOverlayOpen, isTyping } from '@/composables/keys'
import type { AcBoardProps, BoardAct, BoardFocus, BoardQuestion } from './board.types'
import type { BoardCarry } from './useBoardCarry'
import type { BoardFocusing } from './useBoardFocus'
import type { BoardViewport } from './useBoardView'

interface KeysOptions {
  readonly props: Readonly<AcBoardProps>
  readonly view: BoardViewport
  readonly focus: Ref<BoardFocus | undefined>
  readonly focusing: BoardFocusing
  readonly carry: BoardCarry
  readonly questionOf: (id: ActivityId) => BoardQuestion | undefined
  readonly confirm: (id: ActivityId) => void
  readonly takeBack: (id: ActivityId) => void
  readonly act: (act: BoardAct, id: ActivityId | undefined) => void
  readonly pick: (id: ActivityId, hasMod: boolean) => void
  readonly toggle: (rowKey: string) => void
  readonly openDay: (date: string, rowKey: string) => void
}

/** Single letters on a bar (ux 4.5). */
const acts: Readonly<Record<string, BoardAct>> = {
  ...{ i: 'info', u: 'unassign', l: 'lock', a: 'suggest' },
  ...{ '1': 'high', '2': 'normal', '3': 'low' },
}

/** The keys of the board (07 3.10, ux 4.5). What it does not know goes on to the page. */
export function useBoardKeys(options: KeysOptions) {
  const { carry, focus, focusing, props, view } = options
  const pageOfRows = () => Math.max(1, view.last.value - view.first.value - 9)

  function onKeydown(event: KeyboardEvent): void {
    if (event.altKey || isTyping(event) || isOverlayOpen()) return
    const isTaken = carry.isCarrying() ? onCarryKey(event) : onPlainKey(event)
    if (!isTaken) return
    event.preventDefault()
    event.stopPropagation()
  }

  function onCarryKey(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event
    const how = shiftKey ? 'day' : isMod(event) ? 'minute' : 'grid'
    if (key === 'ArrowRight') carry.moveTime(1, how)
    else if (key === 'ArrowLeft') carry.moveTime(-1, how)
    else if (key === 'ArrowDown') carry.moveRow(1)
    else if (key === 'ArrowUp') carry.moveRow(-1)
    else if (key === 'PageDown') carry.moveRow(pageOfRows())
    else if (key === 'PageUp') carry.moveRow(-pageOfRows())
    else if (key === ',') carry.stretch(-1)
    else if (key === '.') carry.stretch(1)
    else if (key === 'Enter') carry.letGo(shiftKey)
    else if (key.toLowerCase() === 'u' && !isMod(event)) carry.unassign()
    else if (key === 'Escape') carry.cancel()
    // Nothing else may happen to what is being carried; Tab leaves it where it was.
    else if (key === 'Tab') {
      carry.cancel()
      return false
    } else return !isMod(event) && key.length === 1
    return true
  }

  function onPlainKey(event: KeyboardEvent): boolean {
    return onQuestionKey(event) || onMoveKey(event) || (!isMod(event) && onActKey(event))
  }

  function onQuestionKey({ key }: KeyboardEvent): boolean {
    const id = focus.value?.barId
    const question = id === undefined ? undefined : options.questionOf(id)
    if (id === undefined || !question) return false
    if (key === 'Enter' && question.kind === 'confirm') options.confirm(id)
    else if (key === 'Escape' || key === 'Enter') options.takeBack(id)
    else return false
    return true
  }

  function onMoveKey(event: KeyboardEvent): boolean {
    const { key } = event
    const isFar = isMod(event)
    if (key === 'ArrowRight' || key === 'ArrowLeft') {
      const step = key === 'ArrowRight' ? 1 : -1
      if (!foldTeam(step)) focusing.moveInRow(step)
    } else if (key === 'ArrowDown') focusing.moveRows(1)
    else if (key === 'ArrowUp') focusing.moveRows(-1)
    else if (key === 'PageDown') focusing.moveRows(pageOfRows())
    else if (key === 'PageUp') focusing.moveRows(-pageOfRows())
    else if (key === 'Home') {
      if (isFar) focusing.moveRows(-props.rows.length)
      else focusing.moveToEndOfDay(false)
    } else if (key === 'End') {
      if (isFar) focusing.moveRows(props.rows.length)
      else focusing.moveToEndOfDay(true)
    } else return false
    return true
  }

  /** On a team's head Right opens and Left closes it, as in a tree. */
  function foldTeam(step: 1 | -1): boolean {
    const row = focusing.current()?.row
    if (row?.kind !== 'team' || focus.value?.at !== undefined || row.isOpen === step > 0) return false
    options.toggle(row.key)
    return true
  }

  function onActKey({ key }: KeyboardEvent): boolean {
    const id = focus.value?.barId
    const letter = key.toLowerCase()
    const act = acts[letter]
    if (key === 'Enter') return onEnter()
    if (letter === 'j') {
      if (!focusing.nextConflict()) options.act('nextConflict', undefined)
    } else if (letter === 't') options.act('today', undefined)
    else if (id !== undefined && act) options.act(act, id)
    else if (id !== undefined && (key === ' ' || letter === 'x')) options.pick(id, letter === 'x')
    else return false
    return true
  }

  function onEnter(): boolean {
    const row = focusing.current()?.row
    const at = focus.value?.at
    if (!row) return false
    if (at === undefined) {
      if (row.kind === 'team') options.toggle(row.key)
      return row.kind === 'team'
    }
    if (view.isMonth.value) {
      const day = view.clock.value.dayAt(at)
      if (day) options.openDay(day.date, row.key)
      return true
    }
    return carry.pickUpFocused()
  }

  return { onKeydown }
}
