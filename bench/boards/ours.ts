import { settingDefinitions } from '@contract/settings'
import { createApp, defineComponent, h, shallowReactive, useTemplateRef, type Component } from 'vue'
import AcBoard from '@/components/AcBoard.vue'
import type {
  AcBoardProps,
  BoardMove,
  BoardRow,
  BoardVerdict,
  BoardZoom,
} from '@/components/board/board.types'
import { i18n } from '@/plugins/i18n'
import { vuetify } from '@/plugins/vuetify'
import '@/styles/main.css'
import type { BoardPlan } from './plan'
import type { Subject } from './subject'

const colors = settingDefinitions.priorityColors.standard ?? { high: '', normal: '', low: '' }
const zooms: readonly BoardZoom[] = ['day', 'week', 'hours', 'week']

/** Our own board in a page that judges each place of a drag by overlaps. */
export function ours(zoom: BoardZoom): Subject {
  let state: AcBoardProps & { rows: readonly BoardRow[] }
  const scroller = () => document.querySelector<HTMLElement>('.ac-board__scroller')

  function mount(host: HTMLElement, { from, rows, to, zone }: BoardPlan): void {
    state = shallowReactive({
      ...{ label: 'Board', rows, from, to, zone, zoom, colors },
      ...{ gridMinutes: 15, verdict: undefined, questions: [], selected: new Set() },
    })
    const Page = defineComponent({
      setup() {
        const board = useTemplateRef('board')
        Object.assign(window, { board, state })
        const told = {
          onGhost: (move: BoardMove | undefined) => void Object.assign(state, { verdict: judge(move) }),
          onDrop: apply,
          'onUpdate:zoom': (next: BoardZoom) => void Object.assign(state, { zoom: next }),
        }
        return () => h(AcBoard as Component, { ...state, ...told, ref: 'board' })
      },
    })
    createApp(Page).use(i18n).use(vuetify).mount(host)
  }

  function judge(move: BoardMove | undefined): BoardVerdict | undefined {
    if (!move) return undefined
    const row = 'rowKey' in move ? state.rows.find(({ key }) => key === move.rowKey) : undefined
    const slot = 'slot' in move ? move.slot : undefined
    const other = slot && row?.bars.find((bar) => bar.id !== move.activityId && bar.start < slot.end && bar.end > slot.start) // prettier-ignore
    return {
      ...{ move, conflicts: [] },
      ...(other
        ? { level: 'warn', texts: [`Overlaps order ${other.orderNumber}.`] }
        : { level: 'ok', texts: ['Fits.'] }),
    }
  }

  function apply(move: BoardMove): void {
    if (move.kind === 'team' || move.kind === 'unassign' || !move.slot) return
    const { slot } = move
    const held = state.rows.flatMap(({ bars }) => bars).find(({ id }) => id === move.activityId)
    if (!held) return
    const moved = { ...held, ...slot, duration: (slot.end - slot.start) / 60_000 }
    const rows = state.rows.map((row) => {
      const left = row.bars.some(({ id }) => id === held.id)
        ? row.bars.filter(({ id }) => id !== held.id)
        : row.bars
      const bars = row.key === move.rowKey ? [...left, moved] : left
      return bars === row.bars ? row : { ...row, bars }
    })
    Object.assign(state, { rows })
  }

  const point = (step: number) => {
    const rect = scroller()?.getBoundingClientRect()
    return {
      clientX: (rect?.left ?? 0) + 400 + ((step * 7) % 500),
      clientY: (rect?.top ?? 0) + 120 + ((step * 5) % 400),
    }
  }
  return {
    mount,
    bars: '.ac-bar, .ac-board-day',
    scroll: (dx, dy) => scroller()?.scrollBy(dx, dy),
    zoom: (step) => Object.assign(state, { zoom: zooms[step % zooms.length] }),
    drag: {
      take() {
        const bar = [...document.querySelectorAll('.ac-bar')].find((own) => {
          const { left, top, width } = own.getBoundingClientRect()
          return left > 260 && top > 160 && top < 600 && width > 24 && left + width < 1200
        })
        const { left = 0, top = 0, width = 0 } = bar?.getBoundingClientRect() ?? {}
        const at = { clientX: left + width / 2, clientY: top + 8 }
        bar?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, ...at }))
      },
      move: (step) => window.dispatchEvent(new PointerEvent('pointermove', point(step))),
      drop: () => window.dispatchEvent(new PointerEvent('pointerup', point(0))),
    },
  }
}
