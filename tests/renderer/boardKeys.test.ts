import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowReactive, shallowRef } from 'vue'
import type {
  AcBoardProps,
  BoardFocus,
  BoardMove,
  BoardQuestion,
  BoardRow,
} from '@/components/board/board.types'
import { useBoardCarry } from '@/components/board/useBoardCarry'
import { useBoardFocus } from '@/components/board/useBoardFocus'
import { useBoardHold } from '@/components/board/useBoardHold'
import { useBoardKeys } from '@/components/board/useBoardKeys'
import { useBoardView } from '@/components/board/useBoardView'
import { activityId, at, bar, oslo, teamId, teamRow, workerId, workerRow } from '../support/boardRows'

vi.mock('@/composables/keys', () => ({
  isMod: ({ ctrlKey }: KeyboardEvent) => ctrlKey,
  isTyping: () => false,
  isOverlayOpen: () => false,
}))

const day = (time: string) => at(`2026-03-10T${time}`)

/** Team 1 with Ola, who has two visits, and Kari, who has one in conflict; the board without its page. */
function open(more: Partial<AcBoardProps> = {}) {
  const rows: readonly BoardRow[] = [
    teamRow(1),
    workerRow(1, 'Ola', [
      bar(1, '2026-03-10T10:07', '2026-03-10T11:37'),
      bar(2, '2026-03-10T13:00', '2026-03-10T15:00'),
    ]),
    workerRow(2, 'Kari', [bar(3, '2026-03-10T08:00', '2026-03-10T12:00', { hasConflict: true })]),
  ]
  const props = shallowReactive<AcBoardProps>({
    ...{ label: 'Board', rows, from: day('00:00'), to: at('2026-03-11T00:00'), zone: oslo, zoom: 'day' },
    ...{ gridMinutes: 15, colors: { high: '#D32F2F', normal: '#F2C037', low: '#2E7D32' } },
    ...more,
  })
  const told: unknown[][] = []
  const tell = (name: string) => (...what: unknown[]) => void told.push([name, ...what]) // prettier-ignore
  const questions: BoardQuestion[] = []
  const ghosts: (BoardMove | undefined)[] = []
  const drops: BoardMove[] = []
  const focus = ref<BoardFocus>()
  const made = effectScope().run(() => {
    const view = useBoardView(shallowRef(null), props)
    const focusing = useBoardFocus({ id: 'b', props, view, focus })
    const hold = useBoardHold({ ghost: (move) => ghosts.push(move), drop: (move) => drops.push(move) })
    const carry = useBoardCarry({
      ...{ props, view, hold, focusing },
      ...{ refuse: tell('refuse'), placed: () => undefined, ended: () => undefined },
    })
    const keys = useBoardKeys({
      ...{ props, view, focus, focusing, carry },
      questionOf: (id) => questions.find((question) => question.activityId === id),
      ...{ confirm: tell('confirm'), takeBack: tell('takeBack'), act: tell('act'), pick: tell('pick') },
      ...{ toggle: tell('toggle'), openDay: tell('openDay') },
    })
    return { carry, focusing, keys }
  })
  if (!made) throw new Error('no board')
  const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => {
    const event = { key, altKey: false, ctrlKey: false, shiftKey: false, ...modifiers }
    let isTaken = false
    const acts = { preventDefault: () => (isTaken = true), stopPropagation: () => undefined }
    made.keys.onKeydown({ ...event, ...acts } as unknown as KeyboardEvent)
    return isTaken
  }
  return { ...made, drops, focus, ghosts, press, props, questions, told }
}

beforeEach(() => {
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubGlobal('document', { getElementById: () => null })
})

describe('the arrow keys', () => {
  it('ux 4.5: they go from heads to bars and to the free times between, and keep the time over rows', () => {
    const { focus, press } = open()

    press('ArrowDown')
    expect(focus.value).toEqual({ rowKey: 'w1' })
    press('ArrowRight')
    expect(focus.value).toMatchObject({ rowKey: 'w1', at: day('08:00') })
    press('ArrowRight')
    expect(focus.value).toEqual({ rowKey: 'w1', at: day('10:07'), barId: activityId(1) })
    press('ArrowDown')
    expect(focus.value).toEqual({ rowKey: 'w2', at: day('10:07'), barId: activityId(3) })
    press('ArrowUp')
    expect(focus.value).toEqual({ rowKey: 'w1', at: day('10:07'), barId: activityId(1) })
    press('End')
    expect(focus.value).toMatchObject({ at: day('15:00') })
    press('Home', { ctrlKey: true })
    expect(focus.value?.rowKey).toBe('t1')
  })

  it('ux 4.5: on a team Left closes and Enter opens or closes; J finds the next conflict, T today', () => {
    const { focus, press, told } = open()

    press('Home', { ctrlKey: true })
    press('ArrowLeft')
    press('Enter')
    press('j')
    expect(focus.value?.barId).toBe(activityId(3))
    press('j')
    press('t')

    expect(told).toEqual([
      ['toggle', 't1'],
      ['toggle', 't1'],
      ['act', 'nextConflict', undefined],
      ['act', 'today', undefined],
    ])
  })
})

describe('carrying', () => {
  function onFirst(more: Partial<AcBoardProps> = {}) {
    const board = open(more)
    board.focusing.focusBar(activityId(1))
    return board
  }

  it('R07-32: Enter picks up, arrows move by the grid and by rows, Enter drops', () => {
    const { drops, ghosts, press } = onFirst()

    press('Enter')
    press('ArrowRight')
    press('ArrowDown')
    press('Enter')

    expect(drops).toEqual([
      {
        ...{ kind: 'move', activityId: activityId(1), rowKey: 'w2', workerId: workerId(2) },
        slot: { start: day('10:15'), end: day('11:45') },
      },
    ])
    expect(ghosts.length).toBe(4)
    expect(ghosts.at(-1)).toBeUndefined()
  })

  it('R-07.16: Shift and Enter keep 10:07 with another worker', () => {
    const { drops, press } = onFirst()

    press('Enter')
    press('ArrowRight')
    press('ArrowRight')
    press('ArrowDown')
    press('Enter', { shiftKey: true })

    expect(drops).toMatchObject([{ workerId: workerId(2), slot: { start: day('10:07'), end: day('11:37') } }])
  })

  it('R07-32: Ctrl goes by minutes, Shift by days, Left to the grid below', () => {
    const { ghosts, press } = onFirst({ to: at('2026-03-12T00:00') })
    const start = () => {
      const last = ghosts.at(-1)
      return last?.kind === 'move' ? last.slot?.start : undefined
    }

    press('Enter')
    press('ArrowRight', { ctrlKey: true })
    expect(start()).toBe(day('10:08'))
    press('ArrowLeft')
    expect(start()).toBe(day('10:00'))
    press('ArrowRight', { shiftKey: true })
    expect(start()).toBe(at('2026-03-11T10:00'))
  })

  it('R07-32: comma and point change the duration, a team’s row takes the team, U unassigns', () => {
    const { drops, focusing, press } = onFirst()

    press('Enter')
    press('.')
    press('.')
    press(',')
    press('Enter')
    focusing.focusBar(activityId(2))
    press('Enter')
    press('ArrowUp')
    press('Enter')
    focusing.focusBar(activityId(3))
    press('Enter')
    press('u')

    expect(drops).toEqual([
      {
        ...{ kind: 'resize', activityId: activityId(1), rowKey: 'w1', duration: 98 },
        slot: { start: day('10:07'), end: day('11:45') },
      },
      { kind: 'team', activityId: activityId(2), rowKey: 't1', teamId: teamId(1) },
      { kind: 'unassign', activityId: activityId(3) },
    ])
  })

  it('R07-30: Esc leaves it where it was, and so does Enter at its own place', () => {
    const { carry, drops, ghosts, press } = onFirst()

    press('Enter')
    press('ArrowDown')
    expect(press('Escape')).toBe(true)
    press('Enter')
    press('Enter')

    expect(drops).toEqual([])
    expect(carry.isCarrying()).toBe(false)
    expect(ghosts.at(-1)).toBeUndefined()
  })

  it('R07-32: an entry of a list is carried in, to the first worker from the focus on', async () => {
    const { carry, drops, focusing, press, props } = open()
    focusing.focusHead(props.rows[0]!)
    carry.pickUp({ activityId: activityId(9), label: 'Asker', orderNumber: 'OSL-SO-000009', priority: 'high', duration: 30, pattern: 'plain' }) // prettier-ignore

    press('ArrowRight')
    press('Enter')
    await nextTick()

    expect(drops).toMatchObject([{ kind: 'move', workerId: workerId(1) }])
  })

  it('ux §3: read-only, picking up says why', () => {
    const { carry, press, told } = onFirst({ readOnlyText: 'Read only: ask a dispatcher.' })

    press('Enter')

    expect(told).toEqual([['refuse', 'Read only: ask a dispatcher.']])
    expect(carry.isCarrying()).toBe(false)
  })
})

describe('keys of a bar', () => {
  it('R07-30: a warning at the bar is answered by Enter and Esc, a refusal only closes', () => {
    const { focusing, press, questions, told } = open()
    focusing.focusBar(activityId(1))
    questions.push({ activityId: activityId(1), kind: 'confirm', texts: ['Overlaps.'] })

    press('Enter')
    press('Escape')
    questions[0] = { activityId: activityId(1), kind: 'refused', texts: ['Locked.'] }
    press('Enter')

    expect(told.map(([name]) => name)).toEqual(['confirm', 'takeBack', 'takeBack'])
  })

  it('3.10: letters and digits act on the bar with the focus, and go on to the page without one', () => {
    const { focusing, press, told } = open()

    expect(['u', 'l', '1', 'i', 'a'].map((key) => press(key))).toEqual([false, false, false, false, false])
    focusing.focusBar(activityId(2))
    for (const key of ['u', 'L', '1', '2', '3', 'i', 'a', ' ', 'x']) press(key)

    expect(told.map(([, what]) => what)).toEqual([
      ...['unassign', 'lock', 'high', 'normal', 'low', 'info', 'suggest', activityId(2), activityId(2)],
    ])
    expect(press('z', { ctrlKey: true })).toBe(false)
  })

  it('3.10: in the month the arrows go by days, and Enter opens one', () => {
    const { focus, press, told } = open({ zoom: 'month', to: at('2026-03-20T00:00') })

    press('ArrowDown')
    press('ArrowRight')
    press('ArrowRight')
    press('Enter')

    expect(focus.value?.rowKey).toBe('w1')
    expect(told.at(-1)).toEqual(['openDay', '2026-03-11', 'w1'])
  })
})
