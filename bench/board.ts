import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright'
import { round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'

const folder = resolve('out/bench-board')
interface Effort {
  readonly runs: number
  readonly scroll: number
  readonly zoom: number
  readonly drag: number
}
const full: Effort = { runs: 3, scroll: 240, zoom: 160, drag: 200 }
/** Of the others some frames take seconds. */
const short: Effort = { runs: 1, scroll: 80, zoom: 40, drag: 0 }

const boards = ['empty', 'ours', 'vis-timeline', 'event-calendar'] as const
type Board = (typeof boards)[number]

interface Frames {
  readonly times: readonly number[]
  readonly works: readonly number[]
}
interface Measured {
  readonly first: readonly number[]
  readonly scroll: Frames
  readonly zoom: Frames
  readonly drag: Frames
  readonly nodes: number
  /** Megabytes of the page's objects after the run. */
  readonly memory: number
}

/** The schedule board beside two others and an empty scroller, on the same plan in one run (issue 6). */
export async function board({ say }: Scene): Promise<Figure[]> {
  const executablePath = process.env['AFTERCARE_CHROMIUM']
  if (!executablePath) {
    say('no Chromium: the boards are not measured')
    return []
  }
  const { address, stop } = await servePage()
  const args = ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc', '--enable-precise-memory-info']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const measured: Partial<Record<Board, Measured>> = {}
    for (const name of boards) {
      say(`board: ${name}`)
      const isOther = name === 'vis-timeline' || name === 'event-calendar'
      measured[name] = await measure(browser, `${address}?board=${name}`, isOther ? short : full)
    }
    say('board: one technician with 4,000 activities')
    const crowd = await measure(browser, `${address}?board=ours&crowd=4000`, full)
    return figuresOf(measured as Record<Board, Measured>, crowd)
  } finally {
    await browser.close()
    stop()
  }
}

async function measure(browser: Browser, url: string, effort: Effort): Promise<Measured> {
  const first: number[] = []
  for (let run = 1; run < effort.runs; run += 1) {
    const page = await openBoard(browser, url)
    first.push(await page.evaluate('bench.first()'))
    await page.close()
  }
  const page = await openBoard(browser, url)
  first.push(await page.evaluate('bench.first()'))
  const down = await page.evaluate<Frames>(`bench.down(${effort.scroll})`)
  const nodes = [await nodesOf(page)]
  const across = await page.evaluate<Frames>(`bench.across(${effort.scroll})`)
  nodes.push(await nodesOf(page))
  const zoom = await page.evaluate<Frames>(`bench.zoom(${effort.zoom})`)
  nodes.push(await nodesOf(page))
  const drag = await page.evaluate<Frames>(`bench.drag(${effort.drag})`)
  const memory = await page.evaluate<number>('gc(), performance.memory.usedJSHeapSize / 1e6')
  await page.close()
  const scroll = { times: [...down.times, ...across.times], works: [...down.works, ...across.works] }
  return { first, scroll, zoom, drag, nodes: Math.max(...nodes), memory }
}

export async function openBoard(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(url)
  await page.waitForFunction('window.bench?.isReady')
  return page
}

function nodesOf(page: Page): Promise<number> {
  return page.evaluate<number>('bench.nodes()')
}

function figuresOf(of: Record<Board, Measured>, crowd: Measured): Figure[] {
  const p95 = (name: Board, part: 'scroll' | 'zoom') => summary(of[name][part].times).p95
  const least = (part: 'scroll' | 'zoom') => round(Math.max(20, 1.25 * p95('empty', part)))
  const others = ['vis-timeline', 'event-calendar'] as const
  const beside = (say: (name: Board) => string) => others.map((name) => `${name} ${say(name)}`).join('; ')
  const frame = (part: 'scroll' | 'zoom', { [part]: measured }: Measured): Figure => ({
    name: `board 500 rows × 14 days × 10,000: ${part}, frame, p95`,
    value: round(summary(measured.times).p95),
    unit: 'ms',
    limit: least(part),
    note: `work p95 ${String(round(summary(measured.works).p95))} ms; empty scroller ${String(round(p95('empty', part)))} ms; ${beside((name) => `${String(round(p95(name, part)))} ms, work ${String(round(summary(of[name][part].works).p95))} ms`)}`,
  })
  const median = (name: Board) => round(summary(of[name].first).p50)
  return [
    {
      ...{ name: 'board: first paint, p50', value: median('ours'), unit: 'ms', limit: 1000 },
      note: beside((name) => `${String(median(name))} ms`),
    },
    frame('scroll', of.ours),
    frame('zoom', of.ours),
    dragged('board: pointer move while dragging, work of the frame, p95', of.ours),
    {
      ...{ name: 'board: elements, most', value: of.ours.nodes, unit: 'count', limit: 3000 },
      note: beside((name) => String(of[name].nodes)),
    },
    {
      ...{ name: 'board: memory of the page', value: round(of.ours.memory), unit: 'MB' },
      note: beside((name) => `${String(round(of[name].memory))} MB`),
    },
    { ...frame('scroll', crowd), name: 'board, 4,000 more for one technician: scroll, frame, p95' },
    dragged('board, 4,000 more for one technician: pointer move, work of the frame, p95', crowd),
    {
      name: 'board, 4,000 more for one technician: elements, most',
      ...{ value: crowd.nodes, unit: 'count', limit: 3000 },
    },
  ]
}

function dragged(name: string, { drag }: Measured): Figure {
  const { max, p50, p95 } = summary(drag.works)
  const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
  return { name, value: round(p95), unit: 'ms', limit: 16, note }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** The page that bench/boards builds, on this machine only. */
export async function servePage(): Promise<{ address: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(folder, path === '/' ? 'index.html' : path)
    readFile(file).then(
      (content) => response.setHeader('content-type', types[extname(file)] ?? '').end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, stop: () => void server.close() }
}
