import { boardPlan } from './plan'
import type { Subject } from './subject'

const asked = new URLSearchParams(location.search)
const number = (name: string, standard: number) => Number(asked.get(name) ?? standard)

/** Each page loads the one board that it measures. */
const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  empty: async () => (await import('./empty')).empty(),
  ours: async () => (await import('./ours')).ours('week'),
  'vis-timeline': async () => (await import('./visTimeline')).visTimeline(7),
  'event-calendar': async () => (await import('./eventCalendar')).eventCalendar(),
  tree: async () => (await import('./tree')).tree(number('nodes', 10_000)),
  'empty-tree': async () => (await import('./tree')).emptyTree(number('nodes', 10_000)),
}
const size = {
  workers: number('workers', 500),
  days: 14,
  activities: number('activities', 10_000),
  crowd: number('crowd', 0),
}
const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
/** After a frame is painted. */
const painted = async () => {
  await frame()
  await new Promise((done) => setTimeout(done))
}

interface Frames {
  /** Between frames. */
  readonly times: number[]
  /** What the main thread works for each, from its beginning until it is painted. */
  readonly works: number[]
}

/** Does something for each frame and measures the frame that shows it. */
async function framesOf(count: number, act: (at: number) => unknown): Promise<Frames> {
  const frames: Frames = { times: [], works: [] }
  let last = await frame()
  for (let at = 0; at < count; at += 1) {
    act(at)
    const now = await frame()
    const begun = performance.now()
    frames.times.push(now - last)
    last = now
    await afterPaint()
    frames.works.push(performance.now() - begun)
  }
  return frames
}

/** The first task after the frame that is being made. */
function afterPaint(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const done = new Promise<void>((resolve) => (port1.onmessage = () => resolve()))
  port2.postMessage(undefined)
  return done
}

const host = document.querySelector<HTMLElement>('#host')
const subject = await subjects[asked.get('board') ?? 'ours']?.()
if (!host || !subject) throw new Error('no board')
const plan = boardPlan(size)

const bench = {
  async first(): Promise<number> {
    await painted()
    const begun = performance.now()
    await subject.mount(host, plan)
    while (!document.querySelector(subject.bars)) await frame()
    await painted()
    return performance.now() - begun
  },
  down: (count: number) => framesOf(count, (at) => subject.scroll(0, at < count / 2 ? 40 : 400)),
  up: (count: number) => framesOf(count, () => subject.scroll(0, -200)),
  across: (count: number) => framesOf(count, (at) => subject.scroll(at < count / 2 ? 24 : -24, 0)),
  zoom: (count: number) => framesOf(count, (at) => at % 10 === 0 && subject.zoom(at / 10)),
  async drag(count: number): Promise<Frames> {
    const { drag } = subject
    if (!drag) return { times: [], works: [] }
    subject.zoom(0)
    await painted()
    await painted()
    drag.take()
    const frames = await framesOf(count, (at) => drag.move(at + 1))
    drag.drop()
    return frames
  },
  /** Milliseconds from what is typed until the node found has the focus and is painted, its ancestors open. */
  async find(count: number): Promise<number[]> {
    const { find } = subject
    const times: number[] = []
    for (let step = 0; find && step < count; step += 1) {
      find.close()
      await painted()
      await painted()
      const begun = performance.now()
      find.show(step)
      while (!find.isShown()) await frame()
      await afterPaint()
      times.push(performance.now() - begun)
    }
    return times
  },
  nodes: () => host.querySelectorAll('*').length,
  isReady: true,
}
Object.assign(window, { bench, subject })
