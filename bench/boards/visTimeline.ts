import * as standalone from 'vis-timeline/standalone'
import 'vis-timeline/styles/vis-timeline-graph2d.min.css'
import type { BoardPlan } from './plan'
import type { Subject } from './subject'

/** What is used of it; its own types need packages that the whole bundle does not. */
interface VisTimeline {
  setWindow(start: number, end: number, options: { readonly animation: boolean }): void
}
const { DataSet, Timeline } = standalone as unknown as {
  readonly DataSet: new (items: readonly object[]) => object
  readonly Timeline: new (host: HTMLElement, items: object, groups: object, options: object) => VisTimeline
}

const dayMs = 86_400_000

/** vis-timeline: its window is moved, and its own vertical scroller. */
export function visTimeline(days: number): Subject {
  let timeline: VisTimeline | undefined
  let plan: BoardPlan | undefined
  let at = 0
  return {
    bars: '.vis-item',
    mount(host, given) {
      plan = given
      at = given.from
      const height = `${String(innerHeight)}px`
      timeline = new Timeline(
        host,
        new DataSet(
          given.workers.flatMap(({ bars, key }) =>
            bars.map(({ end, id, label, start }) => ({ id, group: key, content: label, start, end })),
          ),
        ),
        new DataSet(given.workers.map(({ key, name }) => ({ id: key, content: name }))),
        {
          ...{ stack: true, verticalScroll: true, height, maxHeight: height, editable: true },
          ...{ start: given.from, end: given.from + days * dayMs, orientation: 'top' },
        },
      )
    },
    scroll(dx, dy) {
      const scroller = document.querySelector('.vis-vertical-scroll')
      if (dy !== 0) scroller?.scrollBy(0, dy)
      if (dx === 0 || !plan || !timeline) return
      const span = days * dayMs
      at = Math.min(plan.to - span, Math.max(plan.from, at + (dx * span) / 1100))
      timeline.setWindow(at, at + span, { animation: false })
    },
    zoom(step) {
      const span = [1, 7, 0.4, 7][step % 4]! * dayMs
      if (plan) timeline?.setWindow(plan.from + dayMs, plan.from + dayMs + span, { animation: false })
    },
  }
}
